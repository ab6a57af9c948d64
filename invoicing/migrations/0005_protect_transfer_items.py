"""The barriers of the payments in a transfer file."""

from django.db import migrations

from smart.foundation.rls import ProtectByCountry


class Migration(migrations.Migration):
    dependencies = [("invoicing", "0004_payslips_and_transfers")]

    operations = [ProtectByCountry("TransferItem")]
