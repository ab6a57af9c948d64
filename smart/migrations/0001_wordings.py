"""Sentences of the portal changed here."""

from django.db import migrations, models

from smart.foundation.rls import AuditGlobal


class Migration(migrations.Migration):
    initial = True

    dependencies = [("foundation", "0002_barriers")]

    operations = [
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=2)),
                ("key", models.CharField(max_length=20)),
                ("context", models.CharField(blank=True, max_length=200)),
                ("source", models.TextField()),
                ("plural", models.TextField(blank=True)),
                ("texts", models.JSONField(default=list)),
                ("note", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Waits for a second person"),
                            ("live", "Shown"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                            ("replaced", "Replaced by a newer text"),
                            ("taken_back", "Taken back"),
                            ("doubted", "Doubtful"),
                            ("settled", "Doubt settled"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("proposed_by_id", models.BigIntegerField()),
                ("proposed_by_label", models.CharField(max_length=200)),
                ("proposed_at", models.DateTimeField()),
                ("decided_by_id", models.BigIntegerField(null=True)),
                ("decided_by_label", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(null=True)),
                ("closed_by_id", models.BigIntegerField(null=True)),
                ("closed_by_label", models.CharField(blank=True, max_length=200)),
                ("closed_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "indexes": [models.Index(fields=["language", "key", "-id"], name="smart_wording_history")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "live")), fields=("language", "key"), name="smart_wording_one_live"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")),
                        fields=("language", "key"),
                        name="smart_wording_one_waiting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by_id__isnull", True),
                            models.Q(("decided_by_id", models.F("proposed_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="smart_wording_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["live", "replaced", "taken_back"]), _negated=True),
                            ("decided_by_id__isnull", False),
                            _connector="OR",
                        ),
                        name="smart_wording_shown_after_approval",
                    ),
                ],
            },
        ),
        AuditGlobal("Wording"),
    ]
