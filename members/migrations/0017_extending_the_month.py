"""A request to erase data may be answered later, once: until which day, since when, by whom and why."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("countries", "0003_electronic_address"),
        ("members", "0016_daily_notices"),
    ]

    operations = [
        migrations.AddField(
            model_name="erasure",
            name="extended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="erasure",
            name="extended_by_id",
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="erasure",
            name="extended_by_label",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="erasure",
            name="extended_reason",
            field=models.CharField(blank=True, max_length=1000),
        ),
        migrations.AddField(
            model_name="erasure",
            name="first_answer_by",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("extended_at__isnull", True), ("first_answer_by__isnull", True)),
                    models.Q(
                        ("answer_by__gt", models.F("first_answer_by")),
                        ("extended_at__isnull", False),
                        ("first_answer_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="members_erasure_whole_extension",
            ),
        ),
    ]
