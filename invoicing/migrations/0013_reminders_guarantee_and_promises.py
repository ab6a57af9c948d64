"""Reminders of invoices, decisions about the guarantee, losses, and the promise ledger, behind the barriers."""

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
        ("activities", "0007_versions_and_series"),
        ("countries", "0003_electronic_address"),
        ("invoicing", "0012_payables_and_client_credits"),
    ]

    operations = [
        migrations.CreateModel(
            name="GuaranteeDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_guaranteed", models.BooleanField()),
                ("conditions", models.JSONField()),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
                ("because", models.CharField(max_length=40)),
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
                    "mission",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guarantee_decisions",
                        to="activities.mission",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PayPromise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("promised_on", models.DateField()),
                ("rule", models.JSONField()),
                ("net_estimate", smart.foundation.money.AmountField(decimal_places=2, max_digits=14, null=True)),
                ("gross_estimate", smart.foundation.money.AmountField(decimal_places=2, max_digits=14, null=True)),
                ("currency", models.CharField(max_length=3)),
                ("made_on", models.DateField()),
                ("made_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Promised"),
                            ("kept", "Kept"),
                            ("broken", "Broken"),
                            ("not_asked", "No contract was asked for in time"),
                            ("cancelled", "The mission was cancelled"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("paid_on", models.DateField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("explained_by_label", models.CharField(blank=True, max_length=200)),
                ("explained_at", models.DateTimeField(null=True)),
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
                    "mission",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="activities.mission",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlannedPayment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField()),
                ("amount", smart.foundation.money.AmountField(decimal_places=2, max_digits=14)),
                ("at", models.DateTimeField()),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(blank=True, max_length=200)),
                ("is_cancelled", models.BooleanField(default=False)),
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
                        related_name="planned_payments",
                        to="invoicing.invoice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("level", models.PositiveSmallIntegerField()),
                ("channel", models.CharField(choices=[("email", "E-mail"), ("letter", "Letter")], max_length=6)),
                (
                    "tone",
                    models.CharField(
                        choices=[("friendly", "Friendly"), ("firm", "Firm"), ("formal", "Formal notice")], max_length=8
                    ),
                ),
                ("with_interest", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Waits for the member"),
                            ("held", "Held by the member"),
                            ("ready", "Ready to go out"),
                            ("sent", "Sent"),
                            ("skipped", "Skipped"),
                        ],
                        default="proposed",
                        max_length=8,
                    ),
                ),
                ("proposed_on", models.DateField()),
                ("goes_on", models.DateField()),
                ("held_until", models.DateField(null=True)),
                ("held_reason", models.TextField(blank=True)),
                ("open_amount", smart.foundation.money.AmountField(decimal_places=2, default=0, max_digits=14)),
                ("interest", smart.foundation.money.AmountField(decimal_places=2, default=0, max_digits=14)),
                ("compensation", smart.foundation.money.AmountField(decimal_places=2, default=0, max_digits=14)),
                ("charges", models.JSONField(default=dict)),
                ("pay_by", models.DateField(null=True)),
                ("sent_on", models.DateField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("posted_on", models.DateField(null=True)),
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
                        related_name="reminders",
                        to="invoicing.invoice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReminderNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("talk", "Talked with the member"),
                            ("client", "The client called or wrote"),
                            ("other", "Other"),
                        ],
                        max_length=6,
                    ),
                ),
                ("text", models.TextField()),
                ("on", models.DateField()),
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
                    "invoice",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminder_notes",
                        to="invoicing.invoice",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReminderPause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateField()),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(blank=True, max_length=200)),
                ("ended_on", models.DateField(null=True)),
                (
                    "client",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminder_pauses",
                        to="activities.client",
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
            name="WriteOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "Waits for a second person"), ("done", "Done"), ("refused", "Refused")],
                        default="proposed",
                        max_length=8,
                    ),
                ),
                ("amount", smart.foundation.money.AmountField(decimal_places=2, max_digits=14)),
                ("vat", smart.foundation.money.AmountField(decimal_places=2, max_digits=14)),
                ("from_fund", smart.foundation.money.AmountField(decimal_places=2, max_digits=14)),
                ("from_activity", smart.foundation.money.AmountField(decimal_places=2, max_digits=14)),
                ("is_guaranteed", models.BooleanField()),
                ("reclaims_vat", models.BooleanField()),
                ("vat_law", models.TextField(blank=True)),
                ("proof", models.TextField(blank=True)),
                ("reason", models.TextField()),
                ("on", models.DateField()),
                ("proposed_at", models.DateTimeField()),
                ("proposed_by_id", models.BigIntegerField(null=True)),
                ("proposed_by_label", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by_id", models.BigIntegerField(null=True)),
                ("decided_by_label", models.CharField(blank=True, max_length=200)),
                ("needs_second", models.BooleanField(default=False)),
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
                        related_name="write_offs",
                        to="invoicing.invoice",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FundEndowment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "Waits for a second person"), ("done", "Done"), ("refused", "Refused")],
                        default="proposed",
                        max_length=8,
                    ),
                ),
                ("amount", smart.foundation.money.AmountField(decimal_places=2, max_digits=14)),
                ("on", models.DateField()),
                ("reason", models.TextField()),
                ("proposed_at", models.DateTimeField()),
                ("proposed_by_id", models.BigIntegerField(null=True)),
                ("proposed_by_label", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by_id", models.BigIntegerField(null=True)),
                ("decided_by_label", models.CharField(blank=True, max_length=200)),
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
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="invoicing_fundendowment_amount"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("decided_by_id", models.F("proposed_by_id")), _negated=True),
                            _connector="OR",
                        ),
                        name="invoicing_fundendowment_two_people",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="fundendowment",
            trigger=pgtrigger.compiler.Trigger(
                name="endowment_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{proposed:done,proposed:refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="60e9f5b872f6e19d7937049dd8d62e499fb93dd7",
                    operation="UPDATE",
                    pgid="pgtrigger_endowment_states_1cd4e",
                    table="invoicing_fundendowment",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="paypromise",
            index=models.Index(fields=["country", "state", "promised_on"], name="invoicing_paypromise_day"),
        ),
        migrations.AddConstraint(
            model_name="paypromise",
            constraint=models.UniqueConstraint(fields=("country", "mission"), name="invoicing_paypromise_one"),
        ),
        migrations.AddConstraint(
            model_name="paypromise",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "kept"), _negated=True), ("paid_on__isnull", False), _connector="OR"
                ),
                name="invoicing_paypromise_kept_has_day",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="paypromise",
            trigger=pgtrigger.compiler.Trigger(
                name="promise_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{open:kept,open:broken,open:not_asked,open:cancelled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="86b092c3337b1b172252a437bf08243ab1fb9e54",
                    operation="UPDATE",
                    pgid="pgtrigger_promise_states_8bf67",
                    table="invoicing_paypromise",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="plannedpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="invoicing_plannedpayment_amount"
            ),
        ),
        migrations.AddIndex(
            model_name="reminder",
            index=models.Index(fields=["country", "state", "goes_on"], name="invoicing_reminder_queue"),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(fields=("country", "invoice", "level"), name="invoicing_reminder_level"),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "sent"), _negated=True),
                    models.Q(("open_amount__gt", 0), ("sent_on__isnull", False)),
                    _connector="OR",
                ),
                name="invoicing_reminder_sent_has_facts",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reminder",
            trigger=pgtrigger.compiler.Trigger(
                name="reminder_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{proposed:held,proposed:ready,proposed:sent,proposed:skipped,held:ready,held:sent,held:skipped,ready:held,ready:sent,ready:skipped}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="7f8d29cfa8f1910d1b7d369fb0e08f53a1e20b27",
                    operation="UPDATE",
                    pgid="pgtrigger_reminder_states_f05cf",
                    table="invoicing_reminder",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reminder",
            trigger=pgtrigger.compiler.Trigger(
                name="sent_is_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.state = 'sent' AND (to_jsonb(OLD) - 'posted_on') IS DISTINCT FROM (to_jsonb(NEW) - 'posted_on'))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="42e812ee7f9061fd00439e59984e95b33c1e5c79",
                    operation="UPDATE",
                    pgid="pgtrigger_sent_is_fixed_c7d7e",
                    table="invoicing_reminder",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderpause",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on__isnull", True)),
                fields=("country", "client"),
                name="invoicing_reminderpause_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="writeoff",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")),
                fields=("country", "invoice"),
                name="invoicing_writeoff_one_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="writeoff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "amount",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("vat"), "+", models.F("from_fund")
                            ),
                            "+",
                            models.F("from_activity"),
                        ),
                    ),
                    ("amount__gt", 0),
                ),
                name="invoicing_writeoff_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="writeoff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("needs_second", True), ("state", "done"), _negated=True),
                    models.Q(("decided_by_id", models.F("proposed_by_id")), _negated=True),
                    _connector="OR",
                ),
                name="invoicing_writeoff_two_people",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="writeoff",
            trigger=pgtrigger.compiler.Trigger(
                name="write_off_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{proposed:done,proposed:refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="caa3e0f302a08f7129157b299541d0829f400e74",
                    operation="UPDATE",
                    pgid="pgtrigger_write_off_states_6fbd5",
                    table="invoicing_writeoff",
                    when="BEFORE",
                ),
            ),
        ),
        ProtectByCountry("Reminder"),
        ProtectByCountry("ReminderNote", append_only=True),
        ProtectByCountry("ReminderPause"),
        ProtectByCountry("PlannedPayment"),
        ProtectByCountry("GuaranteeDecision", append_only=True),
        ProtectByCountry("WriteOff"),
        ProtectByCountry("FundEndowment"),
        ProtectByCountry("PayPromise"),
    ]
