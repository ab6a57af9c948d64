"""Spain's chained invoicing records get their tables: a chain for each legal entity, a record for each invoice."""

import django.db.models.deletion
from django.db import migrations, models

import smart.foundation.money
import smart.foundation.tenancy
from smart.foundation.rls import ProtectByCountry


class Migration(migrations.Migration):
    dependencies = [
        ("countries", "0003_electronic_address"),
        ("invoicing", "0017_suppliers_invoices"),
    ]

    operations = [
        migrations.CreateModel(
            name="VerifactuChain",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("length", models.PositiveIntegerField(default=0)),
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
                    "entity",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verifactu_chain",
                        to="countries.legalentity",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("country", "entity"), name="invoicing_verifactuchain_one")
                ],
            },
        ),
        migrations.CreateModel(
            name="VerifactuRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("alta", "alta"), ("anulacion", "anulación")], default="alta", max_length=10
                    ),
                ),
                ("nif", models.CharField(max_length=9)),
                ("number", models.CharField(max_length=60)),
                ("issued_on", models.DateField()),
                ("invoice_type", models.CharField(blank=True, max_length=2)),
                ("vat", smart.foundation.money.AmountField(decimal_places=2, max_digits=14)),
                ("total", smart.foundation.money.AmountField(decimal_places=2, max_digits=14)),
                ("previous_hash", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
                ("generated_at", models.DateTimeField()),
                ("xml", models.TextField()),
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
                    "entity",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verifactu_records",
                        to="countries.legalentity",
                    ),
                ),
                (
                    "invoice",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verifactu_records",
                        to="invoicing.invoice",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["country", "-generated_at"], name="invoicing_verifactu_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("country", "entity", "position"), name="invoicing_verifacturecord_position"
                    ),
                    models.UniqueConstraint(
                        fields=("country", "entity", "previous_hash"), name="invoicing_verifacturecord_no_fork"
                    ),
                    models.UniqueConstraint(
                        fields=("country", "invoice", "kind"), name="invoicing_verifacturecord_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("position", 1), ("previous_hash", "")),
                            models.Q(("position__gt", 1), models.Q(("previous_hash", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="invoicing_verifacturecord_first",
                    ),
                ],
            },
        ),
        ProtectByCountry("VerifactuChain"),
        ProtectByCountry("VerifactuRecord", append_only=True),
    ]
