"""The space of clients, their proposals and requests, clients merged into one, blocks with a day, checked VAT numbers."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import smart.foundation.money
import smart.foundation.tenancy
from smart.foundation.rls import ProtectByCountry


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0007_versions_and_series"),
        ("countries", "0003_electronic_address"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClientAccess",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("invited_by", models.CharField(blank=True, max_length=200)),
                ("made_at", models.DateTimeField()),
                ("expires_on", models.DateField()),
                ("last_used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoked_by", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="ClientAsk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("submission_id", models.UUIDField()),
                ("draft_id", models.BigIntegerField(null=True)),
                ("asked_by", models.CharField(max_length=120)),
                ("title", models.CharField(max_length=120)),
                ("words", models.TextField()),
                ("starts_on", models.DateField(null=True)),
                ("ends_on", models.DateField(null=True)),
                ("budget", smart.foundation.money.AmountField(decimal_places=2, max_digits=14, null=True)),
                ("asked_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ClientProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("words", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "To decide"), ("taken", "Taken over"), ("declined", "Declined")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.CharField(blank=True, max_length=200)),
                ("answer", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="ClientVatCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("vat_number", models.CharField(max_length=20)),
                ("is_valid", models.BooleanField()),
                ("name_agrees", models.BooleanField(default=False)),
                ("consultation", models.CharField(blank=True, max_length=40)),
                ("checked_on", models.DateField()),
                ("at", models.DateTimeField()),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_label", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="client",
            name="blocked_by",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="client",
            name="blocked_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="client",
            name="blocked_until",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="client",
            name="changed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="client",
            name="merged_into",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="activities.client",
            ),
        ),
        migrations.AddIndex(
            model_name="client",
            index=models.Index(fields=["country", "company_number"], name="activities_client_company"),
        ),
        migrations.AddIndex(
            model_name="client",
            index=models.Index(fields=["country", "email"], name="activities_client_email"),
        ),
        migrations.AddIndex(
            model_name="client",
            index=models.Index(fields=["country", "billing_email"], name="activities_client_billing"),
        ),
        migrations.AddConstraint(
            model_name="client",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="activities_client_not_into_itself",
            ),
        ),
        migrations.AddField(
            model_name="clientaccess",
            name="client",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="accesses",
                to="activities.client",
            ),
        ),
        migrations.AddField(
            model_name="clientaccess",
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
            model_name="clientask",
            name="access",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="asks",
                to="activities.clientaccess",
            ),
        ),
        migrations.AddField(
            model_name="clientask",
            name="activity",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="asks",
                to="activities.activity",
            ),
        ),
        migrations.AddField(
            model_name="clientask",
            name="client",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="asks",
                to="activities.client",
            ),
        ),
        migrations.AddField(
            model_name="clientask",
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
            model_name="clientproposal",
            name="access",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to="activities.clientaccess",
            ),
        ),
        migrations.AddField(
            model_name="clientproposal",
            name="client",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="proposals",
                to="activities.client",
            ),
        ),
        migrations.AddField(
            model_name="clientproposal",
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
            model_name="clientvatcheck",
            name="client",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="vat_checks",
                to="activities.client",
            ),
        ),
        migrations.AddField(
            model_name="clientvatcheck",
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
            model_name="clientaccess",
            constraint=models.UniqueConstraint(
                fields=("country", "email", "client"), name="activities_clientaccess_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="clientask",
            constraint=models.UniqueConstraint(fields=("country", "submission_id"), name="activities_clientask_once"),
        ),
        migrations.AddConstraint(
            model_name="clientproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("country", "client"),
                name="activities_clientproposal_one_open",
            ),
        ),
        ProtectByCountry("Client"),  # it has a new key
        ProtectByCountry("ClientAccess"),
        ProtectByCountry("ClientProposal"),
        ProtectByCountry("ClientAsk"),
        ProtectByCountry("ClientVatCheck", append_only=True),
    ]
