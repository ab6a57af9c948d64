"""Every write leaves a row, written by the database itself: who, when, what, from where."""

from django.db import models

from smart.foundation.tenancy import CountryManager


class AuditEntry(models.Model):
    """One insert, update or delete. `changed` maps column → [old, new]; sealed columns show only that they changed.

    Written by the trigger smart_audit() (migration 0002), never by Python. Append-only for the web role.
    """

    country_id = models.SmallIntegerField(null=True)
    table = models.CharField(max_length=63)
    object_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=6)
    changed = models.JSONField(default=dict)
    by_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=200)
    ip = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = CountryManager()

    class Meta:
        app_label = "foundation"
        indexes = [
            # "who changed this?" on the object's page and in the audit trail
            models.Index(
                fields=["country_id", "table", "object_id", "id"],
                name="foundation_auditentry_object",
            )
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.table} {self.object_id}"
