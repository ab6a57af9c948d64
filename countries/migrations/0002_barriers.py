"""The barriers of this room's tables: row-level security, composite foreign keys, audit."""

from django.db import migrations

from smart.foundation.rls import AuditGlobal, ProtectByCountry


class Migration(migrations.Migration):
    dependencies = [("countries", "0001_initial"), ("foundation", "0002_barriers")]

    operations = [
        AuditGlobal("Country"),
        ProtectByCountry("LegalEntity"),
        ProtectByCountry("Office"),
        ProtectByCountry("BankAccount"),
        ProtectByCountry("CountrySetting"),
        ProtectByCountry("StateProposal"),
    ]
