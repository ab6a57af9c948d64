"""Disputes and wishes for change get their tables; a credit line names the line it takes back."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import smart.foundation.tenancy
from smart.foundation.rls import ProtectByCountry


class Migration(migrations.Migration):
    dependencies = [
        ("countries", "0003_electronic_address"),
        ("invoicing", "0009_electronic_invoices"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dispute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("resolved", "Resolved"), ("withdrawn", "Withdrawn")],
                        default="open",
                        max_length=10,
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("work", "The work was not done, or not as agreed"),
                            ("amount", "The amount is not what was agreed"),
                            ("twice", "It is invoiced or paid already"),
                            ("details", "Name, address or order number is wrong"),
                            ("other", "Another reason"),
                        ],
                        max_length=8,
                    ),
                ),
                ("words", models.TextField()),
                ("opened_kind", models.CharField(max_length=8)),
                ("opened_by_id", models.BigIntegerField(null=True)),
                ("opened_label", models.CharField(max_length=200)),
                ("opened_at", models.DateTimeField()),
                ("owner_id", models.BigIntegerField(null=True)),
                ("owner_label", models.CharField(blank=True, max_length=200)),
                ("due_on", models.DateField()),
                ("outcome", models.TextField(blank=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_label", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="InvoiceChangeRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Waiting for the cooperative"), ("answered", "Answered")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("words", models.TextField()),
                ("asked_by_id", models.BigIntegerField(null=True)),
                ("asked_label", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("owner_id", models.BigIntegerField(null=True)),
                ("owner_label", models.CharField(blank=True, max_length=200)),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_label", models.CharField(blank=True, max_length=200)),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="invoice",
            name="invoice_states",
        ),
        migrations.AddField(
            model_name="invoice",
            name="terms_days",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="corrects",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="credits",
                to="invoicing.invoiceline",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoice",
            trigger=pgtrigger.compiler.Trigger(
                name="invoice_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:issued,issued:sent,issued:partly_paid,issued:paid,issued:credited,issued:disputed,sent:partly_paid,sent:paid,sent:disputed,sent:credited,sent:written_off,partly_paid:paid,partly_paid:disputed,partly_paid:credited,partly_paid:written_off,disputed:sent,disputed:partly_paid,disputed:paid,disputed:credited,disputed:written_off,paid:credited,paid:partly_paid,written_off:paid,written_off:partly_paid}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="a4663518bee3ea8c331fc94d1d6145a56224d7b0",
                    operation="UPDATE",
                    pgid="pgtrigger_invoice_states_dc8bc",
                    table="invoicing_invoice",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="dispute",
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
            model_name="dispute",
            name="invoice",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="disputes",
                to="invoicing.invoice",
            ),
        ),
        migrations.AddField(
            model_name="invoicechangerequest",
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
            model_name="invoicechangerequest",
            name="invoice",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="change_requests",
                to="invoicing.invoice",
            ),
        ),
        migrations.AddIndex(
            model_name="dispute",
            index=models.Index(fields=["country", "state", "due_on"], name="invoicing_dispute_due"),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("country", "invoice"), name="invoicing_dispute_one_open"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dispute",
            trigger=pgtrigger.compiler.Trigger(
                name="dispute_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{open:resolved,open:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="99a31725a7e4cb7b0104678b6c8c8a75dfc4ef02",
                    operation="UPDATE",
                    pgid="pgtrigger_dispute_states_3f62a",
                    table="invoicing_dispute",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="invoicechangerequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("country", "invoice"), name="invoicing_change_one_open"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoicechangerequest",
            trigger=pgtrigger.compiler.Trigger(
                name="change_request_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{open:answered}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="7fe508a0c7226a11fff690b077a16319d27984da",
                    operation="UPDATE",
                    pgid="pgtrigger_change_request_states_c4b2d",
                    table="invoicing_invoicechangerequest",
                    when="BEFORE",
                ),
            ),
        ),
        ProtectByCountry("Dispute"),
        ProtectByCountry("InvoiceChangeRequest"),
        ProtectByCountry("InvoiceLine"),
    ]
