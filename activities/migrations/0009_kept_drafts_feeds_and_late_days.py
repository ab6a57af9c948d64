"""When a draft was kept last, private calendar addresses, what members say of days worked before they were declared."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import smart.foundation.tenancy
from smart.foundation.rls import ProtectByCountry


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0008_client_spaces_merges_and_vat_checks"),
        ("countries", "0003_electronic_address"),
        ("members", "0007_papers_meetings_and_advisers"),
    ]

    operations = [
        migrations.AddField(
            model_name="mission",
            name="kept_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("made_at", models.DateTimeField()),
                (
                    "country",
                    models.ForeignKey(
                        db_index=False,
                        default=smart.foundation.tenancy.entered_country_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="countries.country",
                    ),
                ),
                (
                    "membership",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calendar_feeds",
                        to="members.membership",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("country", "membership"), name="activities_calendarfeed_one")
                ],
            },
        ),
        migrations.CreateModel(
            name="LateStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[("coming", "Declare only the days still ahead"), ("ask", "Ask my adviser")],
                        max_length=6,
                    ),
                ),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("words", models.TextField()),
                ("stated_at", models.DateTimeField()),
                ("stated_by_label", models.CharField(max_length=160)),
                (
                    "country",
                    models.ForeignKey(
                        db_index=False,
                        default=smart.foundation.tenancy.entered_country_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="countries.country",
                    ),
                ),
                (
                    "mission",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="late_statements",
                        to="activities.mission",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["country", "mission"], name="activities_late_mission")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))),
                        name="activities_latestatement_order_of_days",
                    )
                ],
            },
        ),
        ProtectByCountry("CalendarFeed"),
        ProtectByCountry("LateStatement", append_only=True),
    ]
