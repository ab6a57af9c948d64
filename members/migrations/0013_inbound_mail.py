"""Mails that came in, and which mail a mail goes on from."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import smart.foundation.tenancy
from smart.foundation.rls import ProtectByCountry


class Migration(migrations.Migration):
    dependencies = [
        ("countries", "0003_electronic_address"),
        ("members", "0012_previous_email"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="references",
            field=models.CharField(blank=True, max_length=600),
        ),
        migrations.CreateModel(
            name="InboundMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reply_key", models.CharField(editable=False, max_length=64)),
                ("mail_id", models.CharField(max_length=255)),
                ("envelope_from", models.CharField(blank=True, max_length=254)),
                ("sender", models.CharField(blank=True, max_length=254)),
                ("subject", models.CharField(blank=True, max_length=200)),
                ("received_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("written", "In the conversation"),
                            ("held", "Waits for a person"),
                            ("ignored", "Automatic, left out"),
                            ("discarded", "Discarded"),
                        ],
                        default="received",
                        max_length=10,
                    ),
                ),
                ("reason_code", models.CharField(blank=True, max_length=40)),
                ("reason", models.TextField(blank=True)),
                ("words", models.TextField(blank=True)),
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
                (
                    "thread",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mails",
                        to="members.thread",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["country", "state", "received_at"], name="members_inboundmail_queue")],
                "constraints": [
                    models.UniqueConstraint(fields=("country", "reply_key", "mail_id"), name="members_inboundmail_once")
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="inboundmail",
            trigger=pgtrigger.compiler.Trigger(
                name="inboundmail_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{received:written,received:held,received:ignored,held:written,held:discarded}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="89e8c718af83eb41d3a28842e5b051a1c6ef2f22",
                    operation="UPDATE",
                    pgid="pgtrigger_inboundmail_states_a955f",
                    table="members_inboundmail",
                    when="BEFORE",
                ),
            ),
        ),
        ProtectByCountry("InboundMail"),
    ]
