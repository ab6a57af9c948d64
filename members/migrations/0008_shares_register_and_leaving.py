"""The life of a share, the register of everything that happens to it, and requests to leave."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import smart.foundation.money
import smart.foundation.tenancy
from smart.foundation.rls import ProtectByCountry


class Migration(migrations.Migration):
    dependencies = [
        ("countries", "0003_electronic_address"),
        ("members", "0007_papers_meetings_and_advisers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Leaving",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("other_work", "I have other work now"),
                            ("no_missions", "I find no missions"),
                            ("cost", "It costs too much"),
                            ("service", "I am not content with the service"),
                            ("moving", "I move to another country"),
                            ("retiring", "I stop working"),
                            ("other", "Another reason"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=1000)),
                ("leaves_on", models.DateField()),
                ("asked_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("asked", "Being settled"), ("withdrawn", "Withdrawn"), ("ended", "Left")],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("interview", models.TextField(blank=True)),
                ("interviewed_at", models.DateTimeField(blank=True, null=True)),
                ("interviewed_by_label", models.CharField(blank=True, max_length=200)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("repay_on", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ShareMovement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("subscription", "Subscription"),
                            ("payment", "Payment"),
                            ("transfer", "Transfer to another member"),
                            ("conversion", "Change of category"),
                            ("repayment", "Repayment"),
                            ("returned", "Repayment that came back"),
                            ("cancellation", "Cancellation"),
                        ],
                        max_length=12,
                    ),
                ),
                ("event", models.CharField(max_length=80)),
                ("on", models.DateField()),
                ("shares", models.SmallIntegerField(default=0)),
                ("nominal", smart.foundation.money.AmountField(decimal_places=2, default=0, max_digits=14)),
                ("paid", smart.foundation.money.AmountField(decimal_places=2, default=0, max_digits=14)),
                (
                    "paid_by",
                    models.CharField(
                        blank=True, choices=[("bank", "by transfer"), ("pay", "out of pay")], max_length=4
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("users", "Users of the services"),
                            ("staff", "Staff and partners"),
                            ("coordinators", "Coordinators of activities"),
                            ("affiliates", "Affiliated members"),
                            ("occasional", "Occasional members"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="ShareRegister",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last_number", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name="sharesubscription",
            name="due_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="sharesubscription",
            name="pay_agreed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="sharesubscription",
            name="reminded_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="sharesubscription",
            name="reminders",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="sharesubscription",
            name="rule",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="sharesubscription",
            name="state",
            field=models.CharField(
                choices=[
                    ("subscribed", "To pay"),
                    ("partly_paid", "Partly paid"),
                    ("paid", "Paid"),
                    ("ended", "Repaid or handed on"),
                    ("cancelled", "Cancelled"),
                ],
                default="subscribed",
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="sharesubscription",
            index=models.Index(fields=["country", "state", "due_on"], name="members_share_state"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sharesubscription",
            trigger=pgtrigger.compiler.Trigger(
                name="share_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{subscribed:partly_paid,subscribed:paid,subscribed:cancelled,partly_paid:paid,partly_paid:ended,paid:ended,ended:paid,ended:partly_paid}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="f42789afba8a84aa8e6d2b6bc7cb3601603b5800",
                    operation="UPDATE",
                    pgid="pgtrigger_share_states_2eec5",
                    table="members_sharesubscription",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="leaving",
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
            model_name="leaving",
            name="membership",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="leavings",
                to="members.membership",
            ),
        ),
        migrations.AddField(
            model_name="sharemovement",
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
            model_name="sharemovement",
            name="membership",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="share_movements",
                to="members.membership",
            ),
        ),
        migrations.AddField(
            model_name="sharemovement",
            name="other",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="members.membership",
            ),
        ),
        migrations.AddField(
            model_name="sharemovement",
            name="subscription",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="movements",
                to="members.sharesubscription",
            ),
        ),
        migrations.AddField(
            model_name="shareregister",
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
        migrations.AddConstraint(
            model_name="leaving",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")),
                fields=("country", "membership"),
                name="members_leaving_one_open",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leaving",
            trigger=pgtrigger.compiler.Trigger(
                name="leaving_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{asked:withdrawn,asked:ended}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="cb5ce4ae0ae45d84863b455e5afcffed53e4056a",
                    operation="UPDATE",
                    pgid="pgtrigger_leaving_states_1dcf1",
                    table="members_leaving",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="sharemovement",
            constraint=models.UniqueConstraint(fields=("country", "number"), name="members_sharemovement_number"),
        ),
        migrations.AddConstraint(
            model_name="sharemovement",
            constraint=models.UniqueConstraint(fields=("country", "event"), name="members_sharemovement_event"),
        ),
        migrations.AddConstraint(
            model_name="sharemovement",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gt", 0)), name="members_sharemovement_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="shareregister",
            constraint=models.UniqueConstraint(fields=("country",), name="members_shareregister_one"),
        ),
        ProtectByCountry("ShareMovement", append_only=True),
        ProtectByCountry("ShareRegister"),
        ProtectByCountry("Leaving"),
    ]
