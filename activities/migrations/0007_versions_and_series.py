"""What a client was shown and answered, kept for good; and the same work again every week or month."""

import django.db.models.deletion
from django.db import migrations, models

import smart.foundation.money
import smart.foundation.tenancy
from smart.foundation.rls import ProtectByCountry


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0006_quotes_and_contacts"),
        ("countries", "0003_electronic_address"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrderVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField()),
                ("terms", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("link_key", models.UUIDField()),
                ("sent_at", models.DateTimeField()),
                ("sent_by", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.AddField(
            model_name="mission",
            name="series_position",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.CreateModel(
            name="OrderAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("accepted", "Accepted"),
                            ("change_requested", "Asked for a change"),
                            ("rejected", "Rejected"),
                        ],
                        max_length=16,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("answered_at", models.DateTimeField()),
                ("answered_from", models.CharField(blank=True, max_length=64)),
                ("sha256", models.CharField(max_length=64)),
                ("comment", models.TextField(blank=True)),
                ("purchase_order", models.CharField(blank=True, max_length=60)),
                ("proposed_total", smart.foundation.money.AmountField(decimal_places=2, max_digits=14, null=True)),
                ("proposed_starts_on", models.DateField(null=True)),
                ("proposed_ends_on", models.DateField(null=True)),
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
            ],
        ),
        migrations.CreateModel(
            name="OrderSeries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rhythm", models.CharField(choices=[("week", "Every week"), ("month", "Every month")], max_length=5)),
                ("times", models.PositiveSmallIntegerField()),
                ("drafted", models.PositiveSmallIntegerField(default=0)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("started_at", models.DateTimeField()),
                ("stopped_at", models.DateTimeField(null=True)),
                (
                    "activity",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="series",
                        to="activities.activity",
                    ),
                ),
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
            ],
        ),
        migrations.AddField(
            model_name="mission",
            name="series",
            field=smart.foundation.tenancy.SameCountryKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="missions",
                to="activities.orderseries",
            ),
        ),
        migrations.AddConstraint(
            model_name="mission",
            constraint=models.UniqueConstraint(
                fields=("country", "series", "series_position"), name="activities_mission_once_in_series"
            ),
        ),
        migrations.AddField(
            model_name="orderversion",
            name="country",
            field=models.ForeignKey(
                db_index=False,
                default=smart.foundation.tenancy.entered_country_id,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="countries.country",
            ),
        ),
        migrations.AddField(
            model_name="orderversion",
            name="order",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="activities.order",
            ),
        ),
        migrations.AddField(
            model_name="orderanswer",
            name="version",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="answers",
                to="activities.orderversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderseries",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("drafted__lte", models.F("times")), ("last_day__gte", models.F("first_day")), ("times__gte", 1)
                ),
                name="activities_orderseries_numbers",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderversion",
            constraint=models.UniqueConstraint(
                fields=("country", "order", "version"), name="activities_orderversion_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderanswer",
            constraint=models.UniqueConstraint(fields=("country", "version"), name="activities_orderanswer_once"),
        ),
        ProtectByCountry("OrderVersion", append_only=True),
        ProtectByCountry("OrderAnswer", append_only=True),
        ProtectByCountry("OrderSeries"),
        ProtectByCountry("Mission"),  # it has a new key
    ]
