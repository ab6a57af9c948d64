"""A mission may have a deposit invoice and an invoice; drafts carry their planned day, lines their own VAT decision."""

from django.db import migrations, models

import smart.foundation.money


class Migration(migrations.Migration):
    dependencies = [
        ("activities", "0006_quotes_and_contacts"),
        ("countries", "0003_electronic_address"),
        ("invoicing", "0007_bank_statements"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="invoice",
            name="invoicing_invoice_one_per_mission",
        ),
        migrations.AddField(
            model_name="invoice",
            name="planned_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="invoice",
            name="prepaid",
            field=smart.foundation.money.AmountField(decimal_places=2, default=0, max_digits=14),
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="kind",
            field=models.CharField(
                choices=[("work", "work"), ("expense", "expense"), ("deposit", "deposit taken off")],
                default="work",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="service_kind",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="invoiceline",
            name="vat_decision",
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name="invoice",
            name="kind",
            field=models.CharField(
                choices=[("invoice", "invoice"), ("deposit", "deposit invoice"), ("credit_note", "credit note")],
                default="invoice",
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="invoice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["invoice", "deposit"]), ("mission__isnull", False)),
                fields=("country", "mission", "kind"),
                name="invoicing_invoice_one_per_mission_and_kind",
            ),
        ),
    ]
