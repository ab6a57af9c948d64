"""A sentence of the portal as somebody here wants to say it; global, like the catalogues it lies over."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from members.models import User
from smart.translating.states import APPROVED, WordingState


class WordingQuerySet(models.QuerySet[Any]):
    def live(self) -> "WordingQuerySet":
        return self.filter(state=WordingState.LIVE)

    def waiting(self) -> "WordingQuerySet":
        return self.filter(state=WordingState.PROPOSED)

    def of(self, language: str, key: str) -> "WordingQuerySet":
        """The history of one sentence in one language, newest first."""
        return self.filter(language=language, key=key).order_by("-pk")


class Wording(models.Model):
    """One text for one sentence in one language, or a doubt about it (then without `texts`). Never edited.

    `key` names the sentence (smart.translating.catalogue); `texts` has one entry for each plural form.
    """

    language = models.CharField(max_length=2)
    key = models.CharField(max_length=20)
    context = models.CharField(max_length=200, blank=True)
    source = models.TextField()
    plural = models.TextField(blank=True)
    texts = models.JSONField(default=list)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=WordingState.choices, default=WordingState.PROPOSED)
    proposed_by_id = models.BigIntegerField()
    proposed_by_label = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_label = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    closed_by_id = models.BigIntegerField(null=True)
    closed_by_label = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    objects = WordingQuerySet.as_manager()

    class Meta:
        app_label = "smart"
        indexes = [
            # the history on the page of a sentence
            models.Index(fields=["language", "key", "-id"], name="smart_wording_history"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "key"], condition=Q(state="live"), name="smart_wording_one_live"
            ),
            models.UniqueConstraint(
                fields=["language", "key"], condition=Q(state="proposed"), name="smart_wording_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(decided_by_id__isnull=True) | ~Q(decided_by_id=F("proposed_by_id")),
                name="smart_wording_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(APPROVED)) | Q(decided_by_id__isnull=False),
                name="smart_wording_shown_after_approval",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.source[:60]}"


class TranslatorQuerySet(models.QuerySet[Any]):
    def working(self) -> "TranslatorQuerySet":
        return self.filter(ended_at__isnull=True)


class Translator(models.Model):
    """Somebody who proposes and agrees texts in one language, and nothing else; global, given by the network."""

    user = models.ForeignKey(User, models.PROTECT, related_name="translator_of")
    language = models.CharField(max_length=2)
    given_by_id = models.BigIntegerField()
    given_by_label = models.CharField(max_length=200)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = TranslatorQuerySet.as_manager()

    class Meta:
        app_label = "smart"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "language"], condition=Q(ended_at__isnull=True), name="smart_translator_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.language}"
