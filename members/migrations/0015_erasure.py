"""Requests to erase a person’s data, what is kept of them until which day, and the mark that nobody sees the rest."""

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
        ("members", "0014_notice_choices"),
    ]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="restricted_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="staffrole",
            name="role",
            field=models.CharField(
                choices=[
                    ("adviser", "Adviser"),
                    ("payroll", "Payroll officer"),
                    ("accounting", "Accountant"),
                    ("country_admin", "Country administrator"),
                    ("legal_hold", "Keeper of restricted data"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="thread",
            name="role",
            field=models.CharField(
                choices=[
                    ("adviser", "Adviser"),
                    ("payroll", "Payroll officer"),
                    ("accounting", "Accountant"),
                    ("country_admin", "Country administrator"),
                    ("legal_hold", "Keeper of restricted data"),
                ],
                default="adviser",
                max_length=16,
            ),
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "Asked for"),
                            ("withdrawn", "Withdrawn"),
                            ("refused", "Refused"),
                            ("confirmed", "Confirmed"),
                            ("restricted", "Kept restricted"),
                            ("purged", "Gone"),
                        ],
                        default="requested",
                        max_length=10,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=1000)),
                ("asked_at", models.DateTimeField()),
                ("answer_by", models.DateField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by_id", models.BigIntegerField(blank=True, null=True)),
                ("decided_by_label", models.CharField(blank=True, max_length=200)),
                ("refused_reason", models.CharField(blank=True, max_length=1000)),
                ("refused_law", models.CharField(blank=True, max_length=200)),
                ("restricted_at", models.DateTimeField(blank=True, null=True)),
                ("purged_at", models.DateTimeField(blank=True, null=True)),
                ("contact", smart.foundation.crypto.SealedTextField(blank=True, db_column="contact_sealed")),
                ("language", models.CharField(blank=True, max_length=2)),
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
                        related_name="erasures",
                        to="members.membership",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ErasurePart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("retention", models.CharField(max_length=30)),
                ("law", models.CharField(blank=True, max_length=300)),
                ("kept_until", models.DateField(blank=True, null=True)),
                ("told_on", models.DateField(blank=True, null=True)),
                ("gone_at", models.DateTimeField(blank=True, null=True)),
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
                    "erasure",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="members.erasure",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="erasure",
            index=models.Index(fields=["country", "state", "answer_by"], name="members_erasure_queue"),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["requested", "confirmed", "restricted"])),
                fields=("country", "membership"),
                name="members_erasure_one_open",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="erasure",
            trigger=pgtrigger.compiler.Trigger(
                name="erasure_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{requested:withdrawn,requested:refused,requested:confirmed,confirmed:restricted,restricted:purged}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="096ec5b681ce8b0f171bfccaefe655789ba07b86",
                    operation="UPDATE",
                    pgid="pgtrigger_erasure_states_39528",
                    table="members_erasure",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="erasurepart",
            constraint=models.UniqueConstraint(
                fields=("country", "erasure", "retention"), name="members_erasurepart_once"
            ),
        ),
        ProtectByCountry("Erasure"),
        ProtectByCountry("ErasurePart"),
    ]
