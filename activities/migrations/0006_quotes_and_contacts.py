"""Lines of a quote, members' contacts at a client's, and what the electronic invoice asks of a client."""

import django.db.models.deletion
from django.db import migrations, models

import smart.foundation.money
import smart.foundation.tenancy
from smart.foundation.rls import ProtectByCountry


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0005_declaration_history"),
        ("countries", "0003_electronic_address"),
        ("members", "0005_right_to_work"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClientContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("note", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="OrderLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(choices=[("work", "Work"), ("expense", "Expense")], default="work", max_length=8),
                ),
                ("service_kind", models.CharField(blank=True, max_length=40)),
                ("description", models.CharField(max_length=300)),
                ("quantity", models.DecimalField(decimal_places=4, default=1, max_digits=12)),
                ("unit", models.CharField(default="C62", max_length=3)),
                ("unit_price", models.DecimalField(decimal_places=4, max_digits=14)),
                ("net", smart.foundation.money.AmountField(decimal_places=2, max_digits=14)),
            ],
        ),
        migrations.AddField(
            model_name="client",
            name="billing_email",
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.AddField(
            model_name="client",
            name="buyer_reference",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="client",
            name="credit_limit",
            field=smart.foundation.money.AmountField(decimal_places=2, max_digits=14, null=True),
        ),
        migrations.AddField(
            model_name="client",
            name="endpoint_id",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="client",
            name="endpoint_scheme",
            field=models.CharField(blank=True, max_length=4),
        ),
        migrations.AddField(
            model_name="client",
            name="routing",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="client",
            name="terms_days",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="order",
            name="deposit",
            field=smart.foundation.money.AmountField(decimal_places=2, default=0, max_digits=14),
        ),
        migrations.AddField(
            model_name="order",
            name="invoice_on",
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(condition=models.Q(("deposit__gte", 0)), name="activities_order_deposit"),
        ),
        migrations.AddField(
            model_name="clientcontact",
            name="client",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contacts",
                to="activities.client",
            ),
        ),
        migrations.AddField(
            model_name="clientcontact",
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
            model_name="clientcontact",
            name="membership",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="client_contacts",
                to="members.membership",
            ),
        ),
        migrations.AddField(
            model_name="orderline",
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
            model_name="orderline",
            name="order",
            field=smart.foundation.tenancy.SameCountryKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="lines",
                to="activities.order",
            ),
        ),
        migrations.AddConstraint(
            model_name="clientcontact",
            constraint=models.UniqueConstraint(
                condition=models.Q(("email", ""), _negated=True),
                fields=("country", "client", "membership", "email"),
                name="activities_clientcontact_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.UniqueConstraint(
                fields=("country", "order", "position"), name="activities_orderline_position"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderline",
            constraint=models.CheckConstraint(condition=models.Q(("net__gt", 0)), name="activities_orderline_net"),
        ),
        ProtectByCountry("ClientContact"),
        ProtectByCountry("OrderLine"),
    ]
