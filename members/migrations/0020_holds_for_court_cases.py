"""Data of a person that a court case needs: who holds it, for which case, until when somebody looks again, who ended it."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import smart.foundation.crypto
import smart.foundation.tenancy
from smart.foundation.rls import ProtectByCountry


class Migration(migrations.Migration):
    dependencies = [
        ("countries", "0003_electronic_address"),
        ("members", "0019_orders_out_of_pay"),
    ]

    operations = [
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("held", "Held"), ("ending", "The end waits for a second person"), ("ended", "Ended")],
                        default="held",
                        max_length=6,
                    ),
                ),
                ("classes", models.JSONField(default=list)),
                ("reference", models.CharField(max_length=120)),
                ("reason", smart.foundation.crypto.SealedTextField(db_column="reason_sealed")),
                ("called", smart.foundation.crypto.SealedTextField(blank=True, db_column="called_sealed")),
                ("since", models.DateField()),
                ("review_on", models.DateField()),
                ("placed_at", models.DateTimeField()),
                ("placed_by_id", models.BigIntegerField()),
                ("placed_by_label", models.CharField(max_length=200)),
                ("end_reason", smart.foundation.crypto.SealedTextField(blank=True, db_column="end_reason_sealed")),
                ("end_asked_by_id", models.BigIntegerField(blank=True, null=True)),
                ("end_asked_by_label", models.CharField(blank=True, max_length=200)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("ended_by_id", models.BigIntegerField(blank=True, null=True)),
                ("ended_by_label", models.CharField(blank=True, max_length=200)),
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
                        related_name="legal_holds",
                        to="members.membership",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["country", "state", "review_on"], name="members_legalhold_review")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "ended"), _negated=True),
                        fields=("country", "membership", "reference"),
                        name="members_legalhold_once_a_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ended"), _negated=True),
                            models.Q(
                                ("end_asked_by_id__isnull", False),
                                ("ended_by_id__isnull", False),
                                models.Q(("ended_by_id", models.F("end_asked_by_id")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="members_legalhold_two_people_end",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="legalhold",
            trigger=pgtrigger.compiler.Trigger(
                name="legalhold_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{held:ending,ending:held,ending:ended}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="610858744d4c00cb132c343ba9b0fd25d28c8f00",
                    operation="UPDATE",
                    pgid="pgtrigger_legalhold_states_1dc28",
                    table="members_legalhold",
                    when="BEFORE",
                ),
            ),
        ),
        ProtectByCountry("LegalHold"),
    ]
