"""The employer's monthly returns, behind the barriers."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import smart.foundation.tenancy
from smart.foundation.rls import ProtectByCountry


class Migration(migrations.Migration):
    dependencies = [
        ("countries", "0002_barriers"),
        ("invoicing", "0005_protect_transfer_items"),
    ]

    operations = [
        migrations.CreateModel(
            name="EmployerReturn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("format", models.CharField(max_length=80)),
                ("payslip_count", models.PositiveIntegerField()),
                ("file_sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "Prepared"),
                            ("sent", "Sent"),
                            ("acknowledged", "Acknowledged"),
                            ("refused", "Refused"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="prepared",
                        max_length=12,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("receipt", models.CharField(blank=True, max_length=80)),
                ("refused_reason", models.TextField(blank=True)),
                ("prepared_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
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
                    "entity",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="employer_returns",
                        to="countries.legalentity",
                    ),
                ),
                (
                    "replaces",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="invoicing.employerreturn",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "prepared")),
                        fields=("country", "entity", "month"),
                        name="invoicing_employerreturn_one_prepared",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="employerreturn",
            trigger=pgtrigger.compiler.Trigger(
                name="employer_return_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{prepared:sent,prepared:cancelled,sent:acknowledged,sent:refused,sent:cancelled,refused:cancelled,acknowledged:cancelled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="7c1c924e4266f774e6290cdcc440b69b47f802d9",
                    operation="UPDATE",
                    pgid="pgtrigger_employer_return_states_bffd1",
                    table="invoicing_employerreturn",
                    when="BEFORE",
                ),
            ),
        ),
        ProtectByCountry("EmployerReturn"),
    ]
