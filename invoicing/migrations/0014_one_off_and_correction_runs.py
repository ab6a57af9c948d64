"""Runs of one-off pay and of corrections: what a line pays, from what was set aside, and what it corrects."""

import django.db.models.deletion
from django.db import migrations, models

import smart.foundation.money
import smart.foundation.tenancy
from smart.foundation.rls import ProtectByCountry


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0007_versions_and_series"),
        ("countries", "0003_electronic_address"),
        ("invoicing", "0013_reminders_guarantee_and_promises"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="runline",
            name="invoicing_runline_contract_paid_once",
        ),
        migrations.RemoveConstraint(
            model_name="runline",
            name="invoicing_runline_once_per_run",
        ),
        migrations.AddField(
            model_name="runline",
            name="corrects",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="correction_lines",
                to="invoicing.payslip",
            ),
        ),
        migrations.AddField(
            model_name="runline",
            name="due_amount",
            field=smart.foundation.money.AmountField(decimal_places=2, max_digits=14, null=True),
        ),
        migrations.AddField(
            model_name="runline",
            name="due_kind",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="runline",
            name="facts",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="runline",
            name="kind",
            field=models.CharField(
                choices=[("ordinary", "Ordinary pay"), ("one_off", "One-off pay"), ("correction", "Correction")],
                default="ordinary",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="runline",
            name="provisioned",
            field=smart.foundation.money.AmountField(decimal_places=2, default=0, max_digits=14),
        ),
        migrations.AddField(
            model_name="runline",
            name="reason",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="payrollrun",
            name="kind",
            field=models.CharField(
                choices=[("ordinary", "Ordinary pay"), ("one_off", "One-off pay"), ("correction", "Correction")],
                default="ordinary",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="runline",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("state", "excluded"), _negated=True), ("kind", "ordinary")),
                fields=("country", "contract", "month"),
                name="invoicing_runline_contract_paid_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="runline",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("state", "excluded"), _negated=True), ("kind", "one_off")),
                fields=("country", "contract", "due_kind"),
                name="invoicing_runline_one_off_paid_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="runline",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("state", "excluded"), _negated=True), ("kind", "correction"), ("posted_at__isnull", True)
                ),
                fields=("country", "corrects"),
                name="invoicing_runline_one_correction_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="runline",
            constraint=models.UniqueConstraint(
                fields=("country", "run", "contract", "due_kind"), name="invoicing_runline_once_per_run"
            ),
        ),
        migrations.AddConstraint(
            model_name="runline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("corrects__isnull", True), ("due_amount__isnull", True), ("kind", "ordinary")),
                    models.Q(("corrects__isnull", True), ("due_amount__gt", 0), ("kind", "one_off")),
                    models.Q(("corrects__isnull", False), ("due_amount__isnull", True), ("kind", "correction")),
                    _connector="OR",
                ),
                name="invoicing_runline_kind_and_facts",
            ),
        ),
        ProtectByCountry("RunLine"),  # again: it has one key more
    ]
