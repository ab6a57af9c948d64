"""What the cooperative owes, money kept for clients, and what bank entries were when they paid no invoice."""

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
        ("activities", "0007_versions_and_series"),
        ("countries", "0003_electronic_address"),
        ("invoicing", "0011_closed_months_moves_and_exports"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("on_account", "Kept for the client"),
                            ("transfer", "A file of ours"),
                            ("item", "One payment of a file of ours"),
                            ("fee", "Cost of the bank"),
                            ("returned", "A client's payment taken back"),
                            ("credit_back", "Money kept for a client taken back"),
                            ("payout_back", "A payment of ours came back"),
                            ("cancels", "It and another entry cancel each other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("amount", smart.foundation.money.AmountField(decimal_places=2, max_digits=14)),
                ("at", models.DateTimeField()),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="ClientAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("iban", smart.foundation.crypto.SealedTextField(db_column="iban_sealed")),
                (
                    "iban_index",
                    smart.foundation.crypto.BlindIndexField(blank=True, editable=False, max_length=64, source="iban"),
                ),
                ("learned_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ClientCredit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", smart.foundation.money.AmountField(decimal_places=2, max_digits=14)),
                ("at", models.DateTimeField()),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="ClientCreditUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("amount", smart.foundation.money.AmountField(decimal_places=2, max_digits=14)),
                ("at", models.DateTimeField()),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="Payable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("client_refund", "Back to a client"),
                            ("supplier", "Supplier's invoice"),
                            ("expense", "Member's expenses"),
                            ("other", "Other"),
                        ],
                        max_length=14,
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("subject_table", models.CharField(max_length=63)),
                ("subject_id", models.BigIntegerField()),
                ("payee_name", models.CharField(max_length=140)),
                ("iban", smart.foundation.crypto.SealedTextField(blank=True, db_column="iban_sealed")),
                (
                    "iban_index",
                    smart.foundation.crypto.BlindIndexField(blank=True, editable=False, max_length=64, source="iban"),
                ),
                ("bankgiro", models.CharField(blank=True, max_length=8)),
                ("amount", smart.foundation.money.AmountField(decimal_places=2, max_digits=14)),
                ("currency", models.CharField(max_length=3)),
                ("due_on", models.DateField()),
                ("remittance", models.CharField(blank=True, max_length=140)),
                ("structured", models.CharField(blank=True, max_length=40)),
                ("ledger_account", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To be paid"),
                            ("in_file", "In a file for the bank"),
                            ("paid", "Paid"),
                            ("returned", "Came back from the bank"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("created_by_id", models.BigIntegerField(null=True)),
                ("created_by_label", models.CharField(blank=True, max_length=200)),
            ],
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="invoice",
            name="invoice_states",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="payrollrun",
            name="payroll_run_states",
        ),
        migrations.AddField(
            model_name="bankentry",
            name="is_fee",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="bankentry",
            name="reason_code",
            field=models.CharField(blank=True, max_length=4),
        ),
        migrations.AddField(
            model_name="transferfile",
            name="bank_status",
            field=models.CharField(blank=True, max_length=4),
        ),
        migrations.AddField(
            model_name="transferfile",
            name="bank_status_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="transferfile",
            name="kind",
            field=models.CharField(
                choices=[("salaries", "Salaries"), ("payables", "Other payments")], default="salaries", max_length=8
            ),
        ),
        migrations.AddField(
            model_name="transferitem",
            name="booked_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="transferitem",
            name="end_to_end",
            field=models.CharField(blank=True, max_length=35),
        ),
        migrations.AddField(
            model_name="transferitem",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("booked", "Paid"),
                    ("rejected", "Rejected by the bank"),
                    ("returned", "Came back"),
                    ("withdrawn", "Withdrawn with its file"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="transferitem",
            name="outcome_code",
            field=models.CharField(blank=True, max_length=4),
        ),
        migrations.AddField(
            model_name="transferitem",
            name="outcome_on",
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name="transferfile",
            name="run",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="transfers",
                to="invoicing.payrollrun",
            ),
        ),
        migrations.AlterField(
            model_name="transferitem",
            name="payslip",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="transfer_items",
                to="invoicing.payslip",
            ),
        ),
        migrations.AddIndex(
            model_name="bankentry",
            index=models.Index(fields=["country", "end_to_end"], name="invoicing_bankentry_reference"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="invoice",
            trigger=pgtrigger.compiler.Trigger(
                name="invoice_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:issued,issued:sent,issued:partly_paid,issued:paid,issued:credited,issued:disputed,sent:partly_paid,sent:paid,sent:disputed,sent:credited,sent:written_off,partly_paid:paid,partly_paid:issued,partly_paid:sent,partly_paid:disputed,partly_paid:credited,partly_paid:written_off,disputed:sent,disputed:partly_paid,disputed:paid,disputed:credited,disputed:written_off,paid:credited,paid:partly_paid,paid:issued,paid:sent,written_off:paid,written_off:partly_paid}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="8d7a24d065bdaf58dfe539e48e598482abd5a5b4",
                    operation="UPDATE",
                    pgid="pgtrigger_invoice_states_dc8bc",
                    table="invoicing_invoice",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payrollrun",
            trigger=pgtrigger.compiler.Trigger(
                name="payroll_run_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{open:computing,computing:computed,computed:computing,computed:approved,approved:posted,posted:paid,paid:posted}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="64bb2b08629d4d6f4564b55a4bad753234d3746e",
                    operation="UPDATE",
                    pgid="pgtrigger_payroll_run_states_d2423",
                    table="invoicing_payrollrun",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="transferfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "salaries"), ("run__isnull", False)),
                    models.Q(("kind", "payables"), ("run__isnull", True)),
                    _connector="OR",
                ),
                name="invoicing_transferfile_run_of_salaries",
            ),
        ),
        migrations.AddField(
            model_name="bankuse",
            name="client",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bank_uses",
                to="activities.client",
            ),
        ),
        migrations.AddField(
            model_name="bankuse",
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
            model_name="bankuse",
            name="entry",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="uses",
                to="invoicing.bankentry",
            ),
        ),
        migrations.AddField(
            model_name="bankuse",
            name="invoice",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bank_uses",
                to="invoicing.invoice",
            ),
        ),
        migrations.AddField(
            model_name="bankuse",
            name="item",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bank_uses",
                to="invoicing.transferitem",
            ),
        ),
        migrations.AddField(
            model_name="bankuse",
            name="other",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="used_by",
                to="invoicing.bankentry",
            ),
        ),
        migrations.AddField(
            model_name="bankuse",
            name="transaction",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bank_uses",
                to="invoicing.ledgertransaction",
            ),
        ),
        migrations.AddField(
            model_name="bankuse",
            name="transfer",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bank_uses",
                to="invoicing.transferfile",
            ),
        ),
        migrations.AddField(
            model_name="clientaccount",
            name="client",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="accounts",
                to="activities.client",
            ),
        ),
        migrations.AddField(
            model_name="clientaccount",
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
            model_name="clientcredit",
            name="client",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="credits",
                to="activities.client",
            ),
        ),
        migrations.AddField(
            model_name="clientcredit",
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
            model_name="clientcredit",
            name="entry",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="credits",
                to="invoicing.bankentry",
            ),
        ),
        migrations.AddField(
            model_name="clientcredit",
            name="invoice",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="credits_kept",
                to="invoicing.invoice",
            ),
        ),
        migrations.AddField(
            model_name="clientcredit",
            name="transaction",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="client_credits",
                to="invoicing.ledgertransaction",
            ),
        ),
        migrations.AddField(
            model_name="clientcredituse",
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
            model_name="clientcredituse",
            name="credit",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="uses",
                to="invoicing.clientcredit",
            ),
        ),
        migrations.AddField(
            model_name="clientcredituse",
            name="entry",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="credit_uses",
                to="invoicing.bankentry",
            ),
        ),
        migrations.AddField(
            model_name="clientcredituse",
            name="invoice",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="credit_uses",
                to="invoicing.invoice",
            ),
        ),
        migrations.AddField(
            model_name="clientcredituse",
            name="transaction",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="credit_uses",
                to="invoicing.ledgertransaction",
            ),
        ),
        migrations.AddField(
            model_name="payable",
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
            model_name="clientcredituse",
            name="payable",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="credit_uses",
                to="invoicing.payable",
            ),
        ),
        migrations.AddField(
            model_name="transferitem",
            name="payable",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="transfer_items",
                to="invoicing.payable",
            ),
        ),
        migrations.AddIndex(
            model_name="transferitem",
            index=models.Index(fields=["country", "end_to_end"], name="invoicing_transferitem_end"),
        ),
        migrations.AddConstraint(
            model_name="transferitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_cancelled", False)),
                fields=("country", "payable"),
                name="invoicing_transferitem_payable_paid_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="transferitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("payable__isnull", False), ("payslip__isnull", True)),
                    models.Q(("payable__isnull", True), ("payslip__isnull", False)),
                    _connector="OR",
                ),
                name="invoicing_transferitem_pays_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankuse",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="invoicing_bankuse_amount"),
        ),
        migrations.AddConstraint(
            model_name="bankuse",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "transfer")),
                fields=("country", "transfer"),
                name="invoicing_bankuse_transfer_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="bankuse",
            constraint=models.UniqueConstraint(
                condition=models.Q(("item__isnull", False)),
                fields=("country", "item", "kind"),
                name="invoicing_bankuse_item_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="clientaccount",
            constraint=models.UniqueConstraint(
                fields=("country", "iban_index", "client"), name="invoicing_clientaccount_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="clientcredit",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="invoicing_clientcredit_amount"
            ),
        ),
        migrations.AddConstraint(
            model_name="clientcredit",
            constraint=models.CheckConstraint(
                condition=models.Q(("entry__isnull", False), ("invoice__isnull", False), _connector="OR"),
                name="invoicing_clientcredit_origin",
            ),
        ),
        migrations.AddIndex(
            model_name="payable",
            index=models.Index(fields=["country", "state", "due_on"], name="invoicing_payable_due"),
        ),
        migrations.AddIndex(
            model_name="payable",
            index=models.Index(fields=["country", "subject_table", "subject_id"], name="invoicing_payable_subject"),
        ),
        migrations.AddConstraint(
            model_name="payable",
            constraint=models.UniqueConstraint(fields=("country", "key"), name="invoicing_payable_key"),
        ),
        migrations.AddConstraint(
            model_name="payable",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="invoicing_payable_amount"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="payable",
            trigger=pgtrigger.compiler.Trigger(
                name="payable_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{open:in_file,open:cancelled,in_file:open,in_file:paid,in_file:returned,paid:returned,returned:in_file,returned:cancelled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="e1319c4bb8b652a0c7bc25efffb06f584d9ecd4a",
                    operation="UPDATE",
                    pgid="pgtrigger_payable_states_edaef",
                    table="invoicing_payable",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="clientcredituse",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="invoicing_clientcredituse_amount"
            ),
        ),
        migrations.AddConstraint(
            model_name="clientcredituse",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("entry__isnull", True), ("invoice__isnull", False), ("payable__isnull", True)),
                    models.Q(("entry__isnull", True), ("invoice__isnull", True), ("payable__isnull", False)),
                    models.Q(("entry__isnull", False), ("invoice__isnull", True), ("payable__isnull", True)),
                    _connector="OR",
                ),
                name="invoicing_clientcredituse_one_way",
            ),
        ),
        ProtectByCountry("Payable"),
        ProtectByCountry("ClientCredit", append_only=True),
        ProtectByCountry("ClientCreditUse", append_only=True),
        ProtectByCountry("ClientAccount", append_only=True),
        ProtectByCountry("BankUse", append_only=True),
        ProtectByCountry("TransferItem"),  # again: it has one key more
    ]
