"""Mails that came in: kept as they came before anybody is told so, then written into a conversation or held for a person."""

from typing import Any, ClassVar

from django.db import models

from members.models.thread import Thread
from members.states import INBOUND_TRANSITIONS, InboundState
from smart.foundation.said import worded
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class InboundMailQuerySet(models.QuerySet[Any]):
    def held(self) -> "InboundMailQuerySet":
        """What waits for a person of the staff."""
        return self.filter(state=InboundState.HELD)


class InboundMail(CountryModel):
    """One mail to the address of a conversation. The bytes are a paper of the vault about this row.

    `mail_id` is its Message-ID, or the hash of its bytes in the same form. `reply_key` is what the address said after the
    country, `envelope_from` who the delivering server said it is from (blank: a report of a mail server). `reason_code`
    and `reason` say why it was held or left out, as it was first worded; `why` words what `said` keeps of it for the reader.
    `words` is what the staff said when they decided.
    """

    TRANSITIONS: ClassVar[Transitions] = INBOUND_TRANSITIONS

    thread = SameCountryKey(Thread, related_name="mails")
    reply_key = models.CharField(max_length=64, editable=False)
    mail_id = models.CharField(max_length=255)
    envelope_from = models.CharField(max_length=254, blank=True)
    sender = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=InboundState.choices, default=InboundState.RECEIVED)
    reason_code = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    said = models.JSONField(default=dict, blank=True)
    words = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_label = models.CharField(max_length=200, blank=True)

    objects = CountryManager.of(InboundMailQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "reply_key", "mail_id"], name="members_inboundmail_once")
        ]
        indexes = [
            # the staff's list and the desk's count
            models.Index(fields=["country", "state", "received_at"], name="members_inboundmail_queue"),
        ]
        triggers = [fsm_trigger("inboundmail", INBOUND_TRANSITIONS)]

    def __str__(self) -> str:
        return self.subject or self.mail_id

    @property
    def why(self) -> str:
        return worded(self.said, otherwise=self.reason)
