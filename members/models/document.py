"""The vault: what file, of whom, about what, with which hash, seen by whom, kept until when."""

from typing import Any

from django.db import models

from members.models.membership import Membership
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class Visibility(models.TextChoices):
    STAFF = "staff", "staff"
    MEMBER = "member", "member and staff"
    CLIENT = "client", "client, member and staff"


class DocumentQuerySet(models.QuerySet[Any]):
    def about(self, obj: Any) -> "DocumentQuerySet":
        return self.filter(subject_table=obj._meta.db_table, subject_id=obj.pk)

    def visible_to_member(self, membership_id: int) -> "DocumentQuerySet":
        return self.filter(membership_id=membership_id).exclude(visible_to=Visibility.STAFF)


class Document(CountryModel):
    """One stored file. Append-only: a new version is a new row that names the one it replaces."""

    membership = SameCountryKey(Membership, null=True, related_name="documents")
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=2, blank=True)
    subject_table = models.CharField(max_length=63)
    subject_id = models.BigIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    storage_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content_type = models.CharField(max_length=80, default="application/pdf")
    visible_to = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.STAFF)
    retention_class = models.CharField(max_length=30)
    retain_until = models.DateField(null=True)
    created_at = models.DateTimeField()
    created_by_id = models.BigIntegerField(null=True)

    objects = CountryManager.of(DocumentQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "country",
                    "subject_table",
                    "subject_id",
                    "kind",
                    "language",
                    "version",
                ],
                name="members_document_version",
            )
        ]

    def __str__(self) -> str:
        return self.title
