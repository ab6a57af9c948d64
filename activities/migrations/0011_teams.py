"""Missions that several members do together: each co-worker's share with their word on it, and their own part of the work."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

import smart.foundation.money
import smart.foundation.tenancy
from smart.foundation.rls import ProtectByCountry


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0010_expenses_and_claims"),
        ("countries", "0003_electronic_address"),
        ("members", "0014_notice_choices"),
    ]

    operations = [
        migrations.AddField(
            model_name="mission",
            name="part_of",
            field=smart.foundation.tenancy.SameCountryKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parts",
                to="activities.mission",
            ),
        ),
        migrations.CreateModel(
            name="TeamShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("role", models.CharField(max_length=120)),
                ("days", models.DecimalField(decimal_places=2, max_digits=5)),
                ("amount", smart.foundation.money.AmountField(decimal_places=2, max_digits=14)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for their word"),
                            ("consented", "Consented"),
                            ("change_wanted", "Wants a change"),
                            ("refused", "Refused"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="waiting",
                        max_length=13,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True)),
                ("terms", models.JSONField(default=dict)),
                ("terms_sha256", models.CharField(blank=True, max_length=64)),
                (
                    "activity",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="team_shares",
                        to="activities.activity",
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
                (
                    "membership",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="team_shares",
                        to="members.membership",
                    ),
                ),
                (
                    "mission",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="team_shares",
                        to="activities.mission",
                    ),
                ),
                (
                    "part",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="team_places",
                        to="activities.mission",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "withdrawn"), _negated=True),
                        fields=("country", "mission", "email"),
                        name="activities_teamshare_one_per_address",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True), ("membership__isnull", False)
                        ),
                        fields=("country", "mission", "membership"),
                        name="activities_teamshare_one_per_member",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("part__isnull", False)),
                        fields=("country", "part"),
                        name="activities_teamshare_one_per_part",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0), ("days__gt", 0)), name="activities_teamshare_above_zero"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "consented"), _negated=True),
                            models.Q(
                                ("activity__isnull", False),
                                ("answered_at__isnull", False),
                                ("membership__isnull", False),
                                models.Q(("terms_sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="activities_teamshare_consent_is_proved",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="teamshare",
            trigger=pgtrigger.compiler.Trigger(
                name="team_share_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{waiting:consented,waiting:change_wanted,waiting:refused,waiting:withdrawn,consented:waiting,consented:change_wanted,consented:refused,consented:withdrawn,change_wanted:waiting,change_wanted:consented,change_wanted:refused,change_wanted:withdrawn,refused:waiting,refused:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="605fbd900249f536b3846803b7b09c6cb04aca9a",
                    operation="UPDATE",
                    pgid="pgtrigger_team_share_states_d4a4b",
                    table="activities_teamshare",
                    when="BEFORE",
                ),
            ),
        ),
        ProtectByCountry("TeamShare"),
        ProtectByCountry("Mission"),  # it has a new key
    ]
