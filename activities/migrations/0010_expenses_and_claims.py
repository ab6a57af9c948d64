"""Receipts of members with their photos, and the claims that ask for the money back, behind the barriers."""

import uuid

import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import smart.foundation.money
import smart.foundation.tenancy
from smart.foundation.rls import ProtectByCountry


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0009_kept_drafts_feeds_and_late_days"),
        ("countries", "0003_electronic_address"),
        ("members", "0010_threads"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExpenseClaim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=24)),
                ("month", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Being checked"),
                            ("returned", "Returned to you"),
                            ("approved", "Approved"),
                            ("reimbursed", "Reimbursed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("sendings", models.PositiveSmallIntegerField(default=0)),
                ("held", smart.foundation.money.AmountField(decimal_places=2, default=0, max_digits=14)),
                ("gross", smart.foundation.money.AmountField(decimal_places=2, default=0, max_digits=14)),
                ("vat", smart.foundation.money.AmountField(decimal_places=2, default=0, max_digits=14)),
                ("charged", smart.foundation.money.AmountField(decimal_places=2, default=0, max_digits=14)),
                ("created_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("returned_reason", models.TextField(blank=True)),
                ("booked_on", models.DateField(null=True)),
                (
                    "activity",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expense_claims",
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
        migrations.CreateModel(
            name="ReceiptFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=80)),
                ("content_type", models.CharField(max_length=20)),
                ("storage_name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("given_sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("kept_at", models.DateTimeField()),
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
                        related_name="receipt_files",
                        to="members.membership",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("submission_id", models.UUIDField(default=uuid.uuid4)),
                ("category", models.CharField(max_length=30)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("receipt", "Receipt"),
                            ("mileage", "Kilometres"),
                            ("per_diem", "Daily allowance"),
                            ("meal", "Meal allowance"),
                        ],
                        default="receipt",
                        max_length=10,
                    ),
                ),
                ("day", models.DateField()),
                ("supplier", models.CharField(blank=True, max_length=120)),
                ("supplier_key", models.CharField(blank=True, db_collation="C", max_length=120)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("gross", smart.foundation.money.AmountField(decimal_places=2, max_digits=14)),
                ("vat", smart.foundation.money.AmountField(decimal_places=2, default=0, max_digits=14)),
                ("vat_deducted", smart.foundation.money.AmountField(decimal_places=2, default=0, max_digits=14)),
                ("vat_note", models.CharField(blank=True, max_length=300)),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=9, null=True)),
                ("facts", models.JSONField(default=dict)),
                ("tariff", models.JSONField(default=dict)),
                ("has_address", models.BooleanField(null=True)),
                ("is_double_confirmed", models.BooleanField(default=False)),
                ("refused_reason", models.TextField(blank=True)),
                ("booked_on", models.DateField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "activity",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="activities.activity",
                    ),
                ),
                (
                    "claim",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="activities.expenseclaim",
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
                    "file",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="activities.receiptfile",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="expenseclaim",
            index=models.Index(fields=["country", "state", "submitted_at"], name="activities_expenseclaim_queue"),
        ),
        migrations.AddConstraint(
            model_name="expenseclaim",
            constraint=models.UniqueConstraint(
                fields=("country", "reference"), name="activities_expenseclaim_reference"
            ),
        ),
        migrations.AddConstraint(
            model_name="expenseclaim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "returned"])),
                fields=("country", "activity", "month"),
                name="activities_expenseclaim_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="expenseclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(("held", 0), models.Q(("held__gt", 0), ("state", "submitted")), _connector="OR"),
                name="activities_expenseclaim_held",
            ),
        ),
        migrations.AddConstraint(
            model_name="expenseclaim",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("booked_on__isnull", True), ("charged", 0), ("gross", 0), ("vat", 0)),
                    models.Q(
                        ("booked_on__isnull", False),
                        ("charged__gte", 0),
                        (
                            "gross",
                            django.db.models.expressions.CombinedExpression(models.F("vat"), "+", models.F("charged")),
                        ),
                        ("gross__gt", 0),
                        ("vat__gte", 0),
                    ),
                    _connector="OR",
                ),
                name="activities_expenseclaim_booked",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="expenseclaim",
            trigger=pgtrigger.compiler.Trigger(
                name="expense_claim_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:submitted,draft:cancelled,submitted:draft,submitted:returned,submitted:approved,returned:submitted,returned:cancelled,approved:reimbursed,reimbursed:approved}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="b83734fc4b335c9553916fabf9bf469f615019d3",
                    operation="UPDATE",
                    pgid="pgtrigger_expense_claim_states_dab47",
                    table="activities_expenseclaim",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="expenseclaim",
            trigger=pgtrigger.compiler.Trigger(
                name="booked_claim_is_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.booked_on IS NOT NULL AND (OLD.booked_on, OLD.gross, OLD.vat, OLD.charged, OLD.activity_id) IS DISTINCT FROM (NEW.booked_on, NEW.gross, NEW.vat, NEW.charged, NEW.activity_id))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="3a1bcc7b70bdfd06156648edcb14ffb43d53a9f4",
                    operation="UPDATE",
                    pgid="pgtrigger_booked_claim_is_fixed_125a3",
                    table="activities_expenseclaim",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="expenseclaim",
            trigger=pgtrigger.compiler.Trigger(
                name="claims_are_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="fd1aa1969f70769c025f6e1bc67f158d7a7d4bab",
                    operation="DELETE",
                    pgid="pgtrigger_claims_are_kept_b847c",
                    table="activities_expenseclaim",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="receiptfile",
            index=models.Index(fields=["country", "given_sha256"], name="activities_receiptfile_given"),
        ),
        migrations.AddConstraint(
            model_name="receiptfile",
            constraint=models.UniqueConstraint(
                fields=("country", "membership", "given_sha256"), name="activities_receiptfile_once"
            ),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(fields=["country", "activity", "-day"], name="activities_receipt_drawer"),
        ),
        migrations.AddIndex(
            model_name="receipt",
            index=models.Index(fields=["country", "supplier_key", "day"], name="activities_receipt_like"),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(
                fields=("country", "submission_id"), name="activities_receipt_submission"
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(fields=("country", "file"), name="activities_receipt_file"),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("gross__gt", 0),
                    ("vat__gte", 0),
                    ("vat__lt", models.F("gross")),
                    ("vat_deducted__gte", 0),
                    ("vat_deducted__lte", models.F("vat")),
                ),
                name="activities_receipt_amounts",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="receipt",
            trigger=pgtrigger.compiler.Trigger(
                name="booked_receipt_is_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.booked_on IS NOT NULL AND (OLD.booked_on, OLD.gross, OLD.vat, OLD.vat_deducted, OLD.claim_id, OLD.file_id, OLD.day, OLD.refused_reason) IS DISTINCT FROM (NEW.booked_on, NEW.gross, NEW.vat, NEW.vat_deducted, NEW.claim_id, NEW.file_id, NEW.day, NEW.refused_reason))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="8c8526b747aac1e73558edcb5019c1ea6bdd9b9a",
                    operation="UPDATE",
                    pgid="pgtrigger_booked_receipt_is_fixed_b6523",
                    table="activities_receipt",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="receipt",
            trigger=pgtrigger.compiler.Trigger(
                name="booked_receipt_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.booked_on IS NOT NULL)",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="1ee35bf5770ffb3e0eff0189b1a1e52d778b0d96",
                    operation="DELETE",
                    pgid="pgtrigger_booked_receipt_is_kept_f43ad",
                    table="activities_receipt",
                    when="BEFORE",
                ),
            ),
        ),
        ProtectByCountry("ReceiptFile"),
        ProtectByCountry("ExpenseClaim"),
        ProtectByCountry("Receipt"),
    ]
