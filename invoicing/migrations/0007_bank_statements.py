"""Bank statements, their entries and what the entries paid, behind the barriers."""

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
        ("countries", "0002_barriers"),
        ("invoicing", "0006_employer_returns"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=100)),
                ("number", models.CharField(max_length=40)),
                ("format", models.CharField(max_length=20)),
                ("file_name", models.CharField(blank=True, max_length=120)),
                ("digest", models.CharField(max_length=64)),
                ("currency", models.CharField(max_length=3)),
                ("opening_on", models.DateField()),
                ("opening", smart.foundation.money.AmountField(decimal_places=2, max_digits=14)),
                ("closing_on", models.DateField()),
                ("closing", smart.foundation.money.AmountField(decimal_places=2, max_digits=14)),
                ("entry_count", models.PositiveIntegerField()),
                ("imported_at", models.DateTimeField()),
                ("imported_by_id", models.BigIntegerField(null=True)),
                ("imported_by_label", models.CharField(blank=True, max_length=200)),
                (
                    "account",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="countries.bankaccount",
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
            name="BankEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=100)),
                ("position", models.PositiveIntegerField()),
                ("booked_on", models.DateField()),
                ("value_on", models.DateField()),
                ("amount", smart.foundation.money.AmountField(decimal_places=2, max_digits=14)),
                ("end_to_end", models.CharField(blank=True, max_length=70)),
                ("structured", models.CharField(blank=True, max_length=140)),
                ("text", models.TextField(blank=True)),
                ("name", models.CharField(blank=True, max_length=140)),
                ("folded_name", models.CharField(blank=True, max_length=160)),
                ("iban", smart.foundation.crypto.SealedTextField(blank=True, db_column="iban_sealed")),
                (
                    "iban_index",
                    smart.foundation.crypto.BlindIndexField(blank=True, editable=False, max_length=64, source="iban"),
                ),
                ("is_reversal", models.BooleanField(default=False)),
                ("batch", models.CharField(blank=True, max_length=70)),
                ("batch_count", models.PositiveIntegerField(default=1)),
                ("fees", smart.foundation.money.AmountField(decimal_places=2, default=0, max_digits=14)),
                ("foreign_amount", smart.foundation.money.AmountField(decimal_places=2, max_digits=14, null=True)),
                ("foreign_currency", models.CharField(blank=True, max_length=3)),
                (
                    "wait_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_reference", "No reference of an open invoice in it"),
                            ("several", "References of several invoices"),
                            ("too_much", "More than what was open"),
                            ("not_payable", "The invoice it names takes no payment"),
                            ("too_early", "Arrived before the invoice was issued"),
                            ("collected", "Several payments in one booking"),
                            ("reversal", "The bank took a payment back"),
                            ("money_out", "Money that left the account"),
                            ("currency", "Another currency than the books"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("matched", "Matched"), ("set_aside", "Set aside")],
                        default="waiting",
                        max_length=10,
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
                    "statement",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="invoicing.bankstatement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BankMatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", smart.foundation.money.AmountField(decimal_places=2, max_digits=14)),
                ("at", models.DateTimeField()),
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
                    "entry",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="invoicing.bankentry",
                    ),
                ),
                (
                    "invoice",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_matches",
                        to="invoicing.invoice",
                    ),
                ),
                (
                    "transaction",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bank_matches",
                        to="invoicing.ledgertransaction",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("country", "entry", "invoice"), name="invoicing_bankmatch_once"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="invoicing_bankmatch_amount"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="bankstatement",
            index=models.Index(fields=["country", "-closing_on"], name="invoicing_bankstatement_day"),
        ),
        migrations.AddConstraint(
            model_name="bankstatement",
            constraint=models.UniqueConstraint(
                fields=("country", "account", "key"), name="invoicing_bankstatement_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="bankstatement",
            constraint=models.UniqueConstraint(
                fields=("country", "account", "digest"), name="invoicing_bankstatement_digest"
            ),
        ),
        migrations.AddIndex(
            model_name="bankentry",
            index=models.Index(fields=["country", "state", "-booked_on"], name="invoicing_bankentry_state"),
        ),
        migrations.AddConstraint(
            model_name="bankentry",
            constraint=models.UniqueConstraint(fields=("country", "statement", "key"), name="invoicing_bankentry_key"),
        ),
        migrations.AddConstraint(
            model_name="bankentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", 0), _negated=True), name="invoicing_bankentry_not_zero"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bankentry",
            trigger=pgtrigger.compiler.Trigger(
                name="bank_entry_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{waiting:matched,waiting:set_aside,set_aside:waiting}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="b1c26f52281680b523d42da3aafa7f7f28f5c193",
                    operation="UPDATE",
                    pgid="pgtrigger_bank_entry_states_aa4b3",
                    table="invoicing_bankentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bankentry",
            trigger=pgtrigger.compiler.Trigger(
                name="entry_is_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((to_jsonb(OLD) - 'state') IS DISTINCT FROM (to_jsonb(NEW) - 'state'))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="073123d93fd27ee3b1f272cfcd8ac22cb9acc26f",
                    operation="UPDATE",
                    pgid="pgtrigger_entry_is_fixed_a6e19",
                    table="invoicing_bankentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bankentry",
            trigger=pgtrigger.compiler.Trigger(
                name="entry_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="e68795014671d426bc99c0315d04cff1f61f7e33",
                    operation="DELETE",
                    pgid="pgtrigger_entry_is_kept_48215",
                    table="invoicing_bankentry",
                    when="BEFORE",
                ),
            ),
        ),
        ProtectByCountry("BankStatement", append_only=True),
        ProtectByCountry("BankEntry", audited=False),  # only its state changes, and every move is recorded
        ProtectByCountry("BankMatch", append_only=True),
    ]
