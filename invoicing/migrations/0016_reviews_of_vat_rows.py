"""Reviews of the rows of the VAT table, by two people each."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import smart.foundation.tenancy
from smart.foundation.rls import ProtectByCountry


class Migration(migrations.Migration):
    dependencies = [
        ("countries", "0003_electronic_address"),
        ("invoicing", "0015_pay_recovered_from_later_pay"),
    ]

    operations = [
        migrations.CreateModel(
            name="VatRowReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row", models.CharField(max_length=100)),
                ("content_hash", models.CharField(max_length=64)),
                ("content", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "Waits for a second person"), ("done", "Done"), ("refused", "Refused")],
                        default="proposed",
                        max_length=8,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("reviewed_at", models.DateTimeField()),
                ("reviewed_by_id", models.BigIntegerField()),
                ("reviewed_by_label", models.CharField(max_length=200)),
                ("second_at", models.DateTimeField(null=True)),
                ("second_by_id", models.BigIntegerField(null=True)),
                ("second_by_label", models.CharField(blank=True, max_length=200)),
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
                    models.UniqueConstraint(
                        condition=models.Q(("state", "refused"), _negated=True),
                        fields=("country", "row", "content_hash"),
                        name="invoicing_vatrowreview_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(
                                ("second_by_id__isnull", False),
                                models.Q(("second_by_id", models.F("reviewed_by_id")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="invoicing_vatrowreview_two_people",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vatrowreview",
            trigger=pgtrigger.compiler.Trigger(
                name="vat_row_review_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{proposed:done,proposed:refused}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="052605ac031b4e18d4ffe0ec2aaf8a9279623cf1",
                    operation="UPDATE",
                    pgid="pgtrigger_vat_row_review_states_52820",
                    table="invoicing_vatrowreview",
                    when="BEFORE",
                ),
            ),
        ),
        ProtectByCountry("VatRowReview"),
    ]
