"""The barriers of this room's tables: row-level security, composite foreign keys, audit."""

from django.db import migrations

from smart.foundation.rls import ProtectByCountry


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_initial"), ("foundation", "0002_barriers")]

    operations = [
        ProtectByCountry("Activity"),
        ProtectByCountry("Client"),
        ProtectByCountry("Mission"),
        ProtectByCountry("Order"),
        ProtectByCountry("Contract"),
        ProtectByCountry("WorkingDay"),
        ProtectByCountry("Signature", append_only=True),
        ProtectByCountry("Declaration"),
    ]
