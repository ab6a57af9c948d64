"""The barriers of this room's tables: row-level security, composite foreign keys, audit."""

from django.db import migrations

from smart.foundation.rls import AuditGlobal, ProtectByCountry


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial"), ("foundation", "0002_barriers")]

    operations = [
        AuditGlobal("User"),
        AuditGlobal("Membership"),
        AuditGlobal("StaffRole"),
        ProtectByCountry("Profile"),
        ProtectByCountry("TaxFile"),
        ProtectByCountry("ShareSubscription"),
        ProtectByCountry("Consent", append_only=True),
        ProtectByCountry("Document", append_only=True),
        ProtectByCountry("Notification", audited=False),
        ProtectByCountry("OutgoingMail", audited=False),
    ]
