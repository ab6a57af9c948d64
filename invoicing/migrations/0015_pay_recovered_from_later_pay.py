"""What members owe back, taken from a later pay by decision."""

import django.db.models.deletion
from django.db import migrations, models

import smart.foundation.money
import smart.foundation.tenancy
from smart.foundation.rls import ProtectByCountry


class Migration(migrations.Migration):
    dependencies = [
        ("countries", "0003_electronic_address"),
        ("invoicing", "0014_one_off_and_correction_runs"),
    ]

    operations = [
        migrations.CreateModel(
            name="PayRecovery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", smart.foundation.money.AmountField(decimal_places=2, max_digits=14)),
                ("agreed_on", models.DateField()),
                ("reason", models.CharField(max_length=300)),
                ("on", models.DateField()),
                ("by_id", models.BigIntegerField()),
                ("by_label", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "claim",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recoveries",
                        to="invoicing.payslip",
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
                (
                    "taken_from",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withheld",
                        to="invoicing.payslip",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("country", "claim", "taken_from"), name="invoicing_payrecovery_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="invoicing_payrecovery_amount"),
                    models.CheckConstraint(
                        condition=models.Q(("claim_id", models.F("taken_from_id")), _negated=True),
                        name="invoicing_payrecovery_two_payslips",
                    ),
                ],
            },
        ),
        ProtectByCountry("PayRecovery", append_only=True),
    ]
