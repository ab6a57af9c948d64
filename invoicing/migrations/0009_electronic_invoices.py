"""Invoices as electronic documents, and what was answered to them, behind the barriers."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import smart.foundation.tenancy
from smart.foundation.rls import ProtectByCountry


class Migration(migrations.Migration):
    dependencies = [
        ("countries", "0003_electronic_address"),
        ("invoicing", "0008_deposits_and_planned_invoices"),
    ]

    operations = [
        migrations.CreateModel(
            name="ElectronicInvoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("attempt", models.PositiveSmallIntegerField(default=1)),
                ("is_current", models.BooleanField(default=True)),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("peppol", "Peppol BIS Billing 3"),
                            ("xrechnung", "XRechnung"),
                            ("facturx", "Factur-X / ZUGFeRD"),
                            ("fatturapa", "FatturaPA"),
                            ("facturae", "Facturae"),
                            ("ebinterface", "ebInterface"),
                            ("ubl", "UBL 2.1 (EN 16931)"),
                        ],
                        max_length=12,
                    ),
                ),
                ("specification", models.CharField(blank=True, max_length=200)),
                ("channel", models.CharField(max_length=20)),
                ("is_mandatory", models.BooleanField(default=False)),
                ("choice", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "Being checked"),
                            ("waiting", "Format not available yet"),
                            ("invalid", "To mend"),
                            ("ready", "Ready to send"),
                            ("sent", "Sent"),
                            ("delivered", "Delivered"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                            ("cancelled", "Replaced or cancelled"),
                        ],
                        default="prepared",
                        max_length=10,
                    ),
                ),
                ("findings", models.JSONField(default=list)),
                ("rules", models.JSONField(default=dict)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("sent_via", models.CharField(blank=True, max_length=20)),
                ("reference", models.CharField(blank=True, max_length=120)),
                ("prepared_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
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
                    "invoice",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="electronic",
                        to="invoicing.invoice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EInvoiceStatus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20)),
                ("note", models.TextField(blank=True)),
                ("raw", models.TextField(blank=True)),
                (
                    "source",
                    models.CharField(
                        choices=[("staff", "Entered by staff"), ("adapter", "Told by the channel")],
                        default="staff",
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(blank=True, max_length=200)),
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
                    "electronic",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statuses",
                        to="invoicing.electronicinvoice",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="electronicinvoice",
            index=models.Index(
                condition=models.Q(("is_current", True)),
                fields=["country", "state", "-id"],
                name="invoicing_electronicinvoice_st",
            ),
        ),
        migrations.AddConstraint(
            model_name="electronicinvoice",
            constraint=models.UniqueConstraint(
                fields=("country", "invoice", "attempt"), name="invoicing_electronicinvoice_attempt"
            ),
        ),
        migrations.AddConstraint(
            model_name="electronicinvoice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_current", True)),
                fields=("country", "invoice"),
                name="invoicing_electronicinvoice_one_current",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="electronicinvoice",
            trigger=pgtrigger.compiler.Trigger(
                name="electronic_invoice_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{prepared:waiting,prepared:invalid,prepared:ready,prepared:cancelled,waiting:sent,waiting:cancelled,invalid:cancelled,ready:sent,ready:cancelled,sent:delivered,sent:accepted,sent:refused,delivered:accepted,delivered:refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="13ad4edcf88522cff0b0bbe1a14b72c90d47ad5d",
                    operation="UPDATE",
                    pgid="pgtrigger_electronic_invoice_states_da549",
                    table="invoicing_electronicinvoice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="electronicinvoice",
            trigger=pgtrigger.compiler.Trigger(
                name="xml_is_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.sha256 <> '' AND (NEW.sha256 <> OLD.sha256 OR NEW.format <> OLD.format OR NEW.invoice_id <> OLD.invoice_id))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="5578376d546f27dd65a575ad6217f21befe9220a",
                    operation="UPDATE",
                    pgid="pgtrigger_xml_is_fixed_b8edb",
                    table="invoicing_electronicinvoice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="electronicinvoice",
            trigger=pgtrigger.compiler.Trigger(
                name="attempt_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="eb252ec37fb95735c59e14b000462db5d53ddbcf",
                    operation="DELETE",
                    pgid="pgtrigger_attempt_is_kept_27e2c",
                    table="invoicing_electronicinvoice",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="einvoicestatus",
            constraint=models.UniqueConstraint(
                fields=("country", "electronic", "code", "at"), name="invoicing_einvoicestatus_once"
            ),
        ),
        ProtectByCountry("ElectronicInvoice"),
        ProtectByCountry("EInvoiceStatus", append_only=True),
    ]
