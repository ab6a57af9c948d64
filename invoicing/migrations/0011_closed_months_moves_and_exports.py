"""Closed months, money between activities, exports of the journal, and a ledger that refuses closed months."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import smart.foundation.money
import smart.foundation.tenancy
from smart.foundation.rls import ProtectByCountry

# No posting has a day in a closed month; a month without a row is closed with any later one. The row is locked for share,
# so that a closing waits for the postings under way and the others see it closed.
CLOSED_MONTHS = """
CREATE OR REPLACE FUNCTION smart_period_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  first date := date_trunc('month', NEW."on")::date;
  found text;
BEGIN
  SELECT state INTO found FROM invoicing_period
   WHERE country_id = NEW.country_id AND month = first FOR SHARE;
  IF found IN ('closed', 'reopening') OR (found IS NULL AND EXISTS (
       SELECT FROM invoicing_period
        WHERE country_id = NEW.country_id AND month > first AND state IN ('closed', 'reopening'))) THEN
    RAISE EXCEPTION 'Nothing can be booked on %: its month is closed (invoicing_period_is_open).', NEW."on"
      USING ERRCODE = 'check_violation', CONSTRAINT = 'invoicing_period_is_open';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER period_is_open BEFORE INSERT ON invoicing_ledgertransaction
  FOR EACH ROW EXECUTE FUNCTION smart_period_is_open();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0007_versions_and_series"),
        ("countries", "0003_electronic_address"),
        ("invoicing", "0010_disputes_and_changes"),
        ("members", "0006_mail_attachments"),
    ]

    operations = [
        migrations.CreateModel(
            name="JournalExport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("csv", "CSV"), ("xlsx", "XLSX"), ("fec", "FEC")], max_length=4)),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("is_only_new", models.BooleanField(default=False)),
                ("transaction_count", models.PositiveIntegerField()),
                ("line_count", models.PositiveIntegerField()),
                ("debit", smart.foundation.money.AmountField(decimal_places=2, max_digits=14)),
                ("credit", smart.foundation.money.AmountField(decimal_places=2, max_digits=14)),
                ("file_name", models.CharField(max_length=120)),
                ("sha256", models.CharField(max_length=64)),
                ("made_by_id", models.BigIntegerField()),
                ("made_by_label", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField()),
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
                    "document",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="journal_exports",
                        to="members.document",
                    ),
                ),
                (
                    "entity",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="journal_exports",
                        to="countries.legalentity",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ExportedTransaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                    "transaction",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="export_marks",
                        to="invoicing.ledgertransaction",
                    ),
                ),
                (
                    "export",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="invoicing.journalexport",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("closing", "To be closed"),
                            ("closed", "Closed"),
                            ("reopening", "To be reopened"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("asked_by_id", models.BigIntegerField(null=True)),
                ("asked_by_label", models.CharField(blank=True, max_length=200)),
                ("asked_at", models.DateTimeField(null=True)),
                ("decided_by_id", models.BigIntegerField(null=True)),
                ("decided_by_label", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(null=True)),
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
            name="ActivityMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", smart.foundation.money.AmountField(decimal_places=2, max_digits=14)),
                ("reason", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "Requested"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="requested",
                        max_length=10,
                    ),
                ),
                ("needs_consent", models.BooleanField()),
                ("asked_by_id", models.BigIntegerField()),
                ("asked_by_label", models.CharField(max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("consented_by_id", models.BigIntegerField(null=True)),
                ("consented_by_label", models.CharField(blank=True, max_length=200)),
                ("consented_at", models.DateTimeField(null=True)),
                ("decided_by_id", models.BigIntegerField(null=True)),
                ("decided_by_label", models.CharField(blank=True, max_length=200)),
                ("decided_at", models.DateTimeField(null=True)),
                ("moved_on", models.DateField(null=True)),
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
                    "source",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves_out",
                        to="activities.activity",
                    ),
                ),
                (
                    "target",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves_in",
                        to="activities.activity",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["country", "state", "asked_at"], name="invoicing_activitymove_state")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="invoicing_activitymove_amount"),
                    models.CheckConstraint(
                        condition=models.Q(("source", models.F("target")), _negated=True),
                        name="invoicing_activitymove_two_activities",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(
                                models.Q(("decided_by_id", models.F("asked_by_id")), _negated=True),
                                ("moved_on__isnull", False),
                                models.Q(("needs_consent", False), ("consented_at__isnull", False), _connector="OR"),
                            ),
                            _connector="OR",
                        ),
                        name="invoicing_activitymove_approved_by_another",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="activitymove",
            trigger=pgtrigger.compiler.Trigger(
                name="activity_move_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{requested:approved,requested:refused,requested:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="26cde3b65fc0410de07950a8dcf390bbbcd71649",
                    operation="UPDATE",
                    pgid="pgtrigger_activity_move_states_f0034",
                    table="invoicing_activitymove",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="activitymove",
            trigger=pgtrigger.compiler.Trigger(
                name="move_is_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((OLD.source_id, OLD.target_id, OLD.amount, OLD.reason, OLD.asked_by_id) IS DISTINCT FROM (NEW.source_id, NEW.target_id, NEW.amount, NEW.reason, NEW.asked_by_id))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="ce672551688bc4abf7187f42c9b902c310173db1",
                    operation="UPDATE",
                    pgid="pgtrigger_move_is_fixed_b9809",
                    table="invoicing_activitymove",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="activitymove",
            trigger=pgtrigger.compiler.Trigger(
                name="move_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="6b4c3b255d9536f3b9c75396e68869f95241b334",
                    operation="DELETE",
                    pgid="pgtrigger_move_is_kept_10bf1",
                    table="invoicing_activitymove",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="journalexport",
            index=models.Index(fields=["country", "-made_at"], name="invoicing_journalexport_made"),
        ),
        migrations.AddConstraint(
            model_name="journalexport",
            constraint=models.CheckConstraint(
                condition=models.Q(("debit", models.F("credit"))), name="invoicing_journalexport_balances"
            ),
        ),
        migrations.AddConstraint(
            model_name="journalexport",
            constraint=models.CheckConstraint(
                condition=models.Q(("line_count__gt", 0)), name="invoicing_journalexport_not_empty"
            ),
        ),
        migrations.AddConstraint(
            model_name="exportedtransaction",
            constraint=models.UniqueConstraint(
                fields=("country", "export", "transaction"), name="invoicing_exportedtransaction_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.UniqueConstraint(fields=("country", "month"), name="invoicing_period_one"),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.CheckConstraint(condition=models.Q(("month__day", 1)), name="invoicing_period_first_day"),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by_id__isnull", True),
                    models.Q(("decided_by_id", models.F("asked_by_id")), _negated=True),
                    _connector="OR",
                ),
                name="invoicing_period_two_people",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="period",
            trigger=pgtrigger.compiler.Trigger(
                name="period_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{open:closing,closing:closed,closing:open,closed:reopening,reopening:open,reopening:closed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="94243ea3dfc34e915f695394ba42dbc2875497c0",
                    operation="UPDATE",
                    pgid="pgtrigger_period_states_64a97",
                    table="invoicing_period",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="period",
            trigger=pgtrigger.compiler.Trigger(
                name="period_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="c160f835daf64e66b310520a31e7c2d6fc68e9c7",
                    operation="DELETE",
                    pgid="pgtrigger_period_is_kept_cc025",
                    table="invoicing_period",
                    when="BEFORE",
                ),
            ),
        ),
        ProtectByCountry("JournalExport", append_only=True),
        ProtectByCountry("ExportedTransaction", append_only=True),
        ProtectByCountry("Period"),
        ProtectByCountry("ActivityMove"),
        migrations.RunSQL(CLOSED_MONTHS, "DROP FUNCTION smart_period_is_open() CASCADE"),
    ]
