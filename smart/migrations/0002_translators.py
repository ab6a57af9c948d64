"""Who may propose and agree texts in which language."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from smart.foundation.rls import AuditGlobal


class Migration(migrations.Migration):
    dependencies = [
        ("smart", "0001_wordings"),
        ("foundation", "0002_barriers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Translator",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=2)),
                ("given_by_id", models.BigIntegerField()),
                ("given_by_label", models.CharField(max_length=200)),
                ("given_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translator_of",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("user", "language"),
                        name="smart_translator_once",
                    )
                ],
            },
        ),
        AuditGlobal("Translator"),
    ]
