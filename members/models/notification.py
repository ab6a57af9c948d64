"""What the portal tells a person: in the portal, and by e-mail through an outbox row."""

from typing import Any

from django.db import models

from members.models.user import User
from smart.foundation.tenancy import CountryManager, CountryModel


class NotificationQuerySet(models.QuerySet[Any]):
    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at__isnull=True)

    def to_user(self, user_id: int) -> "NotificationQuerySet":
        return self.filter(user_id=user_id).order_by("-id")


class Notification(CountryModel):
    """One message to one person in the portal. `key` makes the event unique, so a replay tells nobody twice.

    `waits`: it goes out with the next mail of the day.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    event = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    waits = models.BooleanField(default=False)

    objects = CountryManager.of(NotificationQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "user", "key"], name="members_notification_once")]
        indexes = [
            models.Index(fields=["country", "user"], condition=models.Q(waits=True), name="members_notification_waits")
        ]

    def __str__(self) -> str:
        return self.title


class OutgoingMail(CountryModel):
    """A mail to send: written with the business change, sent by a worker after commit. No amounts, no national numbers.

    `attachments` are ids of papers of the vault that go with it; `reply_to` is where an answer goes, blank: to the sender.
    `references` are the Message-IDs this mail goes on from, the nearest last. `stop_url` ends mails of this group with one
    click, for mails that a person may do without (RFC 8058).
    """

    key = models.CharField(max_length=120)
    to = models.EmailField()
    reply_to = models.EmailField(blank=True)
    references = models.CharField(max_length=600, blank=True)
    stop_url = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    attachments = models.JSONField(default=list)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "key", "to"], name="members_outgoingmail_once")]

    def __str__(self) -> str:
        return self.subject
