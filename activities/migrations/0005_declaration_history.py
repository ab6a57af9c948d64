"""A refused declaration is followed by a new record; what was sent keeps its file's fingerprint and its way."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import smart.foundation.tenancy
from smart.foundation.rls import ProtectByCountry


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0004_contract_engagement"),
        ("countries", "0002_barriers"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="declaration",
            name="declaration_states",
        ),
        migrations.RemoveConstraint(
            model_name="declaration",
            name="activities_declaration_once",
        ),
        migrations.AddField(
            model_name="declaration",
            name="file_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="declaration",
            name="replaces",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followed_by",
                to="activities.declaration",
            ),
        ),
        migrations.AddField(
            model_name="declaration",
            name="sent_by",
            field=models.CharField(blank=True, max_length=40),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="declaration",
            trigger=pgtrigger.compiler.Trigger(
                name="declaration_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{prepared:sent,prepared:cancelled,sent:acknowledged,sent:refused,sent:cancelled,refused:cancelled,acknowledged:cancelled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="b3d8c033aa5478153c66c8fe339fa2b9e6e6686d",
                    operation="UPDATE",
                    pgid="pgtrigger_declaration_states_3141d",
                    table="activities_declaration",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["refused", "cancelled"]), _negated=True),
                fields=("country", "contract", "kind"),
                name="activities_declaration_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaces__isnull", False)),
                fields=("country", "replaces"),
                name="activities_declaration_followed_once",
            ),
        ),
        ProtectByCountry("Declaration"),
    ]
