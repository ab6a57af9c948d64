"""Shares taken out of pay, paid by an entry of the bank, and paid back to a member who leaves."""

import django.db.models.deletion
from django.db import migrations, models

import smart.foundation.money
import smart.foundation.tenancy
from smart.foundation.rls import ProtectByCountry


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0009_kept_drafts_feeds_and_late_days"),
        ("countries", "0003_electronic_address"),
        ("invoicing", "0018_verifactu_records"),
        ("members", "0008_shares_register_and_leaving"),
    ]

    operations = [
        migrations.AddField(
            model_name="bankuse",
            name="share",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bank_uses",
                to="members.sharemovement",
            ),
        ),
        migrations.AlterField(
            model_name="bankuse",
            name="kind",
            field=models.CharField(
                choices=[
                    ("on_account", "Kept for the client"),
                    ("transfer", "A file of ours"),
                    ("item", "One payment of a file of ours"),
                    ("fee", "Cost of the bank"),
                    ("returned", "A client's payment taken back"),
                    ("credit_back", "Money kept for a client taken back"),
                    ("payout_back", "A payment of ours came back"),
                    ("share", "A share of a member"),
                    ("cancels", "It and another entry cancel each other"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="payable",
            name="kind",
            field=models.CharField(
                choices=[
                    ("client_refund", "Back to a client"),
                    ("supplier", "Supplier's invoice"),
                    ("expense", "Member's expenses"),
                    ("shares", "Shares paid back to a member"),
                    ("other", "Other"),
                ],
                max_length=14,
            ),
        ),
        migrations.CreateModel(
            name="ShareInstalment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", smart.foundation.money.AmountField(decimal_places=2, max_digits=14)),
                (
                    "contract",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="share_instalments",
                        to="activities.contract",
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
                    "movement",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instalments",
                        to="members.sharemovement",
                    ),
                ),
                (
                    "payslip",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="share_instalments",
                        to="invoicing.payslip",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("country", "payslip"), name="invoicing_shareinstalment_payslip"),
                    models.UniqueConstraint(fields=("country", "contract"), name="invoicing_shareinstalment_contract"),
                    models.UniqueConstraint(fields=("country", "movement"), name="invoicing_shareinstalment_movement"),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="invoicing_shareinstalment_amount"
                    ),
                ],
            },
        ),
        ProtectByCountry("ShareInstalment", append_only=True),
        ProtectByCountry("BankUse", append_only=True),
    ]
