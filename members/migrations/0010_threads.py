"""Conversations with an owner and a clock, and where an answer to a mail goes."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import members.models.thread
import smart.foundation.tenancy
from smart.foundation.rls import ProtectByCountry


class Migration(migrations.Migration):
    dependencies = [
        ("countries", "0003_electronic_address"),
        ("members", "0009_register_of_what_is_subscribed"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoingmail",
            name="reply_to",
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.CreateModel(
            name="Thread",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject_table", models.CharField(blank=True, max_length=63)),
                ("subject_id", models.BigIntegerField(null=True)),
                ("title", models.CharField(max_length=160)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "To answer"), ("answered", "Answered"), ("closed", "Closed")],
                        default="open",
                        max_length=8,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("adviser", "Adviser"),
                            ("payroll", "Payroll officer"),
                            ("accounting", "Accountant"),
                            ("country_admin", "Country administrator"),
                        ],
                        default="adviser",
                        max_length=16,
                    ),
                ),
                ("due_at", models.DateTimeField(null=True)),
                ("climbs_at", models.DateTimeField(null=True)),
                ("climbed_at", models.DateTimeField(null=True)),
                ("climbs", models.PositiveSmallIntegerField(default=0)),
                ("opened_at", models.DateTimeField()),
                ("last_id", models.BigIntegerField(default=0)),
                ("last_at", models.DateTimeField()),
                (
                    "last_side",
                    models.CharField(
                        choices=[
                            ("member", "the member"),
                            ("staff", "the cooperative"),
                            ("client", "the client"),
                            ("portal", "the portal"),
                        ],
                        max_length=6,
                    ),
                ),
                (
                    "reply_key",
                    models.CharField(default=members.models.thread.new_reply_key, editable=False, max_length=32),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="threads",
                        to="members.membership",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("author_label", models.CharField(max_length=200)),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("member", "the member"),
                            ("staff", "the cooperative"),
                            ("client", "the client"),
                            ("portal", "the portal"),
                        ],
                        max_length=6,
                    ),
                ),
                ("is_internal", models.BooleanField(default=False)),
                ("text", models.TextField()),
                (
                    "channel",
                    models.CharField(
                        choices=[("portal", "in the portal"), ("email", "by e-mail")], default="portal", max_length=6
                    ),
                ),
                ("at", models.DateTimeField()),
                ("mail_id", models.CharField(blank=True, max_length=255)),
                ("submission_id", models.UUIDField(null=True)),
                ("files", models.PositiveSmallIntegerField(default=0)),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "thread",
                    smart.foundation.tenancy.SameCountryKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="members.thread",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ThreadRead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("up_to", models.BigIntegerField()),
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reads",
                        to="members.thread",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(fields=["country", "state", "due_at"], name="members_thread_clock"),
        ),
        migrations.AddConstraint(
            model_name="thread",
            constraint=models.UniqueConstraint(
                condition=models.Q(("subject_id__isnull", False)),
                fields=("country", "subject_table", "subject_id", "membership"),
                name="members_thread_one_a_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="thread",
            constraint=models.UniqueConstraint(fields=("country", "reply_key"), name="members_thread_reply_key"),
        ),
        migrations.AddConstraint(
            model_name="thread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("subject_id__isnull", True), ("subject_table", "")),
                    models.Q(models.Q(("subject_table", ""), _negated=True), ("subject_id__isnull", False)),
                    _connector="OR",
                ),
                name="members_thread_whole_subject",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="thread",
            trigger=pgtrigger.compiler.Trigger(
                name="thread_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{open:answered,open:closed,answered:open,answered:closed,closed:open,closed:answered}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="11ccfb640159fe6cfff6a4e63250275ce46b8242",
                    operation="UPDATE",
                    pgid="pgtrigger_thread_states_5cc2d",
                    table="members_thread",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                condition=models.Q(("mail_id", ""), _negated=True),
                fields=("country", "mail_id"),
                name="members_message_mail_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(fields=("country", "submission_id"), name="members_message_once"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_internal", False), ("side", "staff"), _connector="OR"),
                name="members_message_staff_notes",
            ),
        ),
        migrations.AddConstraint(
            model_name="threadread",
            constraint=models.UniqueConstraint(fields=("country", "thread", "user"), name="members_threadread_once"),
        ),
        ProtectByCountry("Thread"),
        ProtectByCountry("Message", append_only=True),
        ProtectByCountry("ThreadRead", audited=False),
    ]
