"""Conversations: a question of a member about something, or about nothing in particular, with an owner and a clock."""

import secrets
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models.membership import Membership
from members.models.user import User
from members.states import THREAD_TRANSITIONS, Role, ThreadState
from smart.foundation.said import worded
from smart.foundation.states import Transitions, fsm_trigger
from smart.foundation.tenancy import CountryManager, CountryModel, SameCountryKey


class Side(models.TextChoices):
    """Who speaks."""

    MEMBER = "member", _("the member")
    STAFF = "staff", _("the cooperative")
    CLIENT = "client", _("the client")
    PORTAL = "portal", _("the portal")


class Channel(models.TextChoices):
    PORTAL = "portal", _("in the portal")
    EMAIL = "email", _("by e-mail")


def new_reply_key() -> str:
    """Small letters and figures only: the part of an e-mail address before the @ may lose its capitals on the way."""
    return secrets.token_hex(16)


class ThreadQuerySet(models.QuerySet[Any]):
    def about(self, table: str, pk: int) -> "ThreadQuerySet":
        return self.filter(subject_table=table, subject_id=pk)

    def of_member(self, membership_id: int) -> "ThreadQuerySet":
        return self.filter(membership_id=membership_id)

    def to_answer(self) -> "ThreadQuerySet":
        """The last word is the member's."""
        return self.filter(state=ThreadState.OPEN)

    def past_promise(self, now: datetime) -> "ThreadQuerySet":
        return self.to_answer().filter(due_at__lte=now)

    def to_climb(self, now: datetime) -> "ThreadQuerySet":
        """Whose next step up is due: the owner is warned first, then the country's administrators."""
        return self.to_answer().filter(climbs_at__lte=now)

    def with_news(self, user_id: int) -> "ThreadQuerySet":
        """Each with `has_news`: somebody else wrote after what the person has read."""
        read = ThreadRead.objects.filter(
            thread=models.OuterRef("pk"), user_id=user_id, up_to__gte=models.OuterRef("last_id")
        )
        return self.annotate(has_news=~Q(last_side=Side.MEMBER) & ~models.Exists(read))

    def unread_by(self, user_id: int) -> "ThreadQuerySet":
        return self.with_news(user_id).filter(has_news=True)

    def by_clock(self) -> "ThreadQuerySet":
        """What was promised for the earliest day first; what waits for nobody last, the newest first."""
        return self.order_by(models.F("due_at").asc(nulls_last=True), "-last_at", "-pk")


class Thread(CountryModel):
    """One conversation with one member. `subject_table` and `subject_id` name what it is about; blank: a general question.

    The clock (`due_at`) runs while the last word is the member's and stands still (None) otherwise. `climbs_at` is when
    it climbs next, `climbed_at` when it last did, `climbs` how often. `owner` answers; with none, whoever holds `role`.
    `last_id`, `last_at` and `last_side` are the newest message the member may read. `said` keeps a title of the portal itself,
    which `heading` words for the reader.
    """

    TRANSITIONS: ClassVar[Transitions] = THREAD_TRANSITIONS

    membership = SameCountryKey(Membership, related_name="threads")
    subject_table = models.CharField(max_length=63, blank=True)
    subject_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=160)
    said = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=8, choices=ThreadState.choices, default=ThreadState.OPEN)
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.ADVISER)
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    due_at = models.DateTimeField(null=True)
    climbs_at = models.DateTimeField(null=True)
    climbed_at = models.DateTimeField(null=True)
    climbs = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField()
    last_id = models.BigIntegerField(default=0)
    last_at = models.DateTimeField()
    last_side = models.CharField(max_length=6, choices=Side.choices)
    reply_key = models.CharField(max_length=32, default=new_reply_key, editable=False)

    objects = CountryManager.of(ThreadQuerySet)

    class Meta:
        constraints = [
            # one conversation about each thing; also finds it for the page of the thing
            models.UniqueConstraint(
                fields=["country", "subject_table", "subject_id", "membership"],
                condition=Q(subject_id__isnull=False),
                name="members_thread_one_a_subject",
            ),
            models.UniqueConstraint(fields=["country", "reply_key"], name="members_thread_reply_key"),
            models.CheckConstraint(
                condition=Q(subject_table="", subject_id__isnull=True)
                | (~Q(subject_table="") & Q(subject_id__isnull=False)),
                name="members_thread_whole_subject",
            ),
        ]
        indexes = [
            # the staff's inbox by its clock, the desk's counts, and what climbs
            models.Index(fields=["country", "state", "due_at"], name="members_thread_clock"),
        ]
        triggers = [fsm_trigger("thread", THREAD_TRANSITIONS)]

    def __str__(self) -> str:
        return self.heading

    @property
    def heading(self) -> str:
        return worded(self.said, otherwise=self.title)

    @property
    def is_open(self) -> bool:
        return self.state == ThreadState.OPEN


class Message(CountryModel):
    """One thing said, for good. `is_internal` is a note of the staff to the staff: the member never reads it.

    `said` keeps what the portal put into words for somebody, which `words` says in the reader's language.

    `mail_id` is the Message-ID of the mail it came by and `submission_id` that of the form: each makes it happen once.
    Files are papers of the vault about the message; `files` says how many, so that pages ask only when there are some.
    """

    thread = SameCountryKey(Thread, related_name="messages")
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    author_label = models.CharField(max_length=200)
    side = models.CharField(max_length=6, choices=Side.choices)
    is_internal = models.BooleanField(default=False)
    text = models.TextField()
    said = models.JSONField(default=dict, blank=True)
    channel = models.CharField(max_length=6, choices=Channel.choices, default=Channel.PORTAL)
    at = models.DateTimeField()
    mail_id = models.CharField(max_length=255, blank=True)
    submission_id = models.UUIDField(null=True)
    files = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "mail_id"], condition=~Q(mail_id=""), name="members_message_mail_once"
            ),
            models.UniqueConstraint(fields=["country", "submission_id"], name="members_message_once"),
            models.CheckConstraint(
                condition=Q(is_internal=False) | Q(side="staff"), name="members_message_staff_notes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_label}: {self.words[:40]}"

    @property
    def words(self) -> str:
        return worded(self.said, otherwise=self.text)


class ThreadRead(CountryModel):
    """Up to which message a person has read a conversation."""

    thread = SameCountryKey(Thread, models.CASCADE, related_name="reads")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    up_to = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["country", "thread", "user"], name="members_threadread_once")]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.user_id}: {self.up_to}"
