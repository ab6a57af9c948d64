"""Invoices of suppliers with their parts, proposals and statuses, behind the barriers."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import smart.foundation.crypto
import smart.foundation.money
import smart.foundation.tenancy
from smart.foundation.rls import ProtectByCountry


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0008_client_spaces_merges_and_vat_checks"),
        ("countries", "0003_electronic_address"),
        ("invoicing", "0016_reviews_of_vat_rows"),
        ("members", "0006_mail_attachments"),
    ]

    operations = [
        migrations.CreateModel(
            name="SupplierInvoice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("staff", "Handed in by staff"),
                            ("member", "Handed in by the member"),
                            ("channel", "Received electronically"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("ubl", "UBL"),
                            ("cii", "CII"),
                            ("fatturapa", "FatturaPA"),
                            ("facturae", "Facturae"),
                            ("ebinterface", "ebInterface"),
                            ("paper", "Paper, PDF or photo"),
                        ],
                        max_length=12,
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("position", models.PositiveSmallIntegerField(default=1)),
                (
                    "kind",
                    models.CharField(
                        choices=[("invoice", "Invoice"), ("credit_note", "Credit note")],
                        default="invoice",
                        max_length=12,
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=60)),
                ("issued_on", models.DateField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("currency", models.CharField(blank=True, max_length=3)),
                ("supplier_name", models.CharField(blank=True, max_length=200)),
                ("supplier_key", models.CharField(blank=True, max_length=200)),
                ("supplier_vat", models.CharField(blank=True, max_length=30)),
                ("supplier_email", models.CharField(blank=True, max_length=254)),
                ("net", smart.foundation.money.AmountField(decimal_places=2, default=0, max_digits=14)),
                ("vat", smart.foundation.money.AmountField(decimal_places=2, default=0, max_digits=14)),
                ("total", smart.foundation.money.AmountField(decimal_places=2, default=0, max_digits=14)),
                ("due", smart.foundation.money.AmountField(decimal_places=2, default=0, max_digits=14)),
                ("vat_deducted", smart.foundation.money.AmountField(decimal_places=2, default=0, max_digits=14)),
                ("vat_self", smart.foundation.money.AmountField(decimal_places=2, default=0, max_digits=14)),
                ("iban", smart.foundation.crypto.SealedTextField(blank=True, db_column="iban_sealed")),
                (
                    "iban_index",
                    smart.foundation.crypto.BlindIndexField(blank=True, editable=False, max_length=64, source="iban"),
                ),
                ("bankgiro", models.CharField(blank=True, max_length=12)),
                ("structured", models.CharField(blank=True, max_length=40)),
                ("order_reference", models.CharField(blank=True, max_length=200)),
                ("document", models.JSONField(default=dict)),
                ("findings", models.JSONField(default=list)),
                ("rules", models.JSONField(default=dict)),
                ("checked_at", models.DateTimeField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("routed", "Put to an activity"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                            ("disputed", "Disputed"),
                            ("suspended", "Suspended"),
                            ("payable", "To be paid"),
                            ("paid", "Paid"),
                            ("credited", "Credited"),
                        ],
                        default="received",
                        max_length=10,
                    ),
                ),
                ("reason_code", models.CharField(blank=True, max_length=20)),
                ("received_at", models.DateTimeField()),
                ("received_by_id", models.BigIntegerField(null=True)),
                ("received_by_label", models.CharField(blank=True, max_length=200)),
                ("booked_on", models.DateField(null=True)),
                (
                    "corrects",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="invoicing.supplierinvoice",
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
                    "entity",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supplier_invoices",
                        to="countries.legalentity",
                    ),
                ),
                (
                    "membership",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supplier_invoices",
                        to="members.membership",
                    ),
                ),
                (
                    "wanted",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supplier_invoices_wanted",
                        to="activities.activity",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SupplierPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", smart.foundation.money.AmountField(decimal_places=2, max_digits=14)),
                ("charged", smart.foundation.money.AmountField(decimal_places=2, default=0, max_digits=14)),
                (
                    "activity",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supplier_parts",
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
                (
                    "invoice",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="invoicing.supplierinvoice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SupplierProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("mine", "It is mine: pay it"),
                            ("not_mine", "It is not mine"),
                            ("refuse", "Refuse it"),
                            ("dispute", "Dispute it"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reason_code", models.CharField(blank=True, max_length=20)),
                ("words", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(blank=True, max_length=200)),
                (
                    "activity",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supplier_proposals",
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
                (
                    "invoice",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="invoicing.supplierinvoice",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SupplierStatus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=3)),
                ("reason_code", models.CharField(blank=True, max_length=20)),
                ("note", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("by_label", models.CharField(blank=True, max_length=200)),
                ("sent_at", models.DateTimeField(null=True)),
                ("sent_by_label", models.CharField(blank=True, max_length=200)),
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
                        related_name="statuses",
                        to="invoicing.supplierinvoice",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="supplierinvoice",
            index=models.Index(fields=["country", "state", "-id"], name="invoicing_supplierinvoice_st"),
        ),
        migrations.AddConstraint(
            model_name="supplierinvoice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("country", "supplier_key", "number", "issued_on"),
                name="invoicing_supplierinvoice_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="supplierinvoice",
            constraint=models.UniqueConstraint(
                fields=("country", "sha256", "position"), name="invoicing_supplierinvoice_file"
            ),
        ),
        migrations.AddConstraint(
            model_name="supplierinvoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("due__gte", 0),
                    ("net__gte", 0),
                    ("total__gte", 0),
                    ("vat__gte", 0),
                    ("vat_deducted__gte", 0),
                    ("vat_self__gte", 0),
                ),
                name="invoicing_supplierinvoice_amounts",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="supplierinvoice",
            trigger=pgtrigger.compiler.Trigger(
                name="supplier_invoice_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{received:routed,received:refused,received:disputed,received:suspended,routed:received,routed:approved,routed:refused,routed:disputed,routed:suspended,disputed:received,disputed:routed,disputed:refused,disputed:suspended,suspended:received,suspended:routed,suspended:refused,suspended:disputed,approved:payable,payable:paid,payable:credited,paid:payable}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="4e6d5838ed6fa0e286a374f56ec753f3fbfd38eb",
                    operation="UPDATE",
                    pgid="pgtrigger_supplier_invoice_states_69886",
                    table="invoicing_supplierinvoice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="supplierinvoice",
            trigger=pgtrigger.compiler.Trigger(
                name="booked_facts_are_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.sha256 <> NEW.sha256 OR (OLD.booked_on IS NOT NULL AND (OLD.number, OLD.supplier_key, OLD.issued_on, OLD.net, OLD.vat, OLD.total, OLD.due, OLD.vat_deducted, OLD.vat_self, OLD.kind, OLD.booked_on) IS DISTINCT FROM (NEW.number, NEW.supplier_key, NEW.issued_on, NEW.net, NEW.vat, NEW.total, NEW.due, NEW.vat_deducted, NEW.vat_self, NEW.kind, NEW.booked_on)))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="7cb18020dcbcba02862b61821ed48d55db29088b",
                    operation="UPDATE",
                    pgid="pgtrigger_booked_facts_are_fixed_0ab60",
                    table="invoicing_supplierinvoice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="supplierinvoice",
            trigger=pgtrigger.compiler.Trigger(
                name="received_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="33146fd5b68889f1cd20a94c5948508f2e21c244",
                    operation="DELETE",
                    pgid="pgtrigger_received_is_kept_e1fcb",
                    table="invoicing_supplierinvoice",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="supplierpart",
            constraint=models.UniqueConstraint(
                fields=("country", "invoice", "activity"), name="invoicing_supplierpart_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="supplierpart",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0), ("charged__gte", 0)), name="invoicing_supplierpart_amount"
            ),
        ),
        migrations.AddIndex(
            model_name="supplierstatus",
            index=models.Index(
                condition=models.Q(("sent_at", None)), fields=["country", "id"], name="invoicing_supplierstatus_due"
            ),
        ),
        ProtectByCountry("SupplierInvoice"),
        ProtectByCountry("SupplierPart"),
        ProtectByCountry("SupplierProposal", append_only=True),
        ProtectByCountry("SupplierStatus"),
    ]
