"""Rows and decisions of the VAT table as pages show them."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from countries import vat_book
from countries.contract import VatDecision
from countries.data.catalogue import in_language
from countries.presentation import CONFIDENCE_LABELS
from countries.vat_codes import CAUTIONS
from countries.vat_table import VatRule
from invoicing.forms import CATEGORY_NAMES
from invoicing.models import VatRowReview
from invoicing.queries import vat_rules as queries
from invoicing.queries.vat_rules import BookedRule
from invoicing.vat_words import conditions_of, customers_of, services_of
from smart.foundation.states import history

STATES = {
    queries.REVIEWED: ("ok", gettext_lazy("reviewed")),
    queries.WAITING: ("pen", gettext_lazy("waits for a second person")),
    queries.CHANGED: ("warn", gettext_lazy("changed since the review")),
    queries.OPEN: ("muted", gettext_lazy("to review")),
}


def line_of(booked: BookedRule, code: str) -> dict[str, Any]:
    """One row of the list."""
    rule = booked.rule
    tone, state = STATES[booked.standing]
    return {
        "rule": rule,
        "services": services_of(rule, code),
        "customers": customers_of(rule),
        "conditions": conditions_of(rule, code),
        "rate": booked.rate,
        "category": CATEGORY_NAMES.get(rule.category, ""),
        "question": _question(rule),
        "confidence": "" if booked.is_sure else CONFIDENCE_LABELS.get(rule.confidence, ""),
        "tone": tone,
        "state": state,
    }


def detail_of(booked: BookedRule, code: str) -> dict[str, Any]:
    """One row with everything known of it."""
    rule = booked.rule
    reviews = VatRowReview.objects.filter(row=rule.id).order_by("-id")
    return {
        **line_of(booked, code),
        "confidence": CONFIDENCE_LABELS.get(rule.confidence, ""),
        "is_sure": booked.is_sure,
        "mentions": _texts(rule.mention),
        "rates": list(vat_book.rates_of(code, rule)),
        "caution": _(CAUTIONS[rule.category]) if rule.category in CAUTIONS else "",
        "standing": booked.standing,
        "review": booked.review,
        "events": [event for review in reviews for event in _events(review)],
        "changes": _changes(booked, code) if booked.standing == queries.CHANGED else [],
    }


def outcome_of(decision: VatDecision, *, on: datetime.date) -> dict[str, Any]:
    """A decision of the try-out."""
    return {
        "decision": decision,
        "on": on,
        "category": CATEGORY_NAMES.get(decision.category, ""),
        "question": decision.question((get_language() or "en")[:2]),
        "mentions": _texts(decision.mention),
        "confidence": "" if decision.confidence == "verified" else CONFIDENCE_LABELS.get(decision.confidence, ""),
        "caution": _(CAUTIONS[decision.category]) if decision.category in CAUTIONS else "",
    }


def _question(rule: VatRule) -> str:
    """The question of a row that asks; what it names is only known with the invoice."""
    names = {"service": "…", "country": "…", "customer": "…", "place": "…", "day": "…", "first": "…"}
    return in_language(rule.question, get_language()) % names if rule.question else ""


def _texts(texts: Mapping[str, str]) -> list[dict[str, str]]:
    names = dict(settings.LANGUAGES)
    return [{"code": code, "name": names.get(code, code), "text": text} for code, text in texts.items()]


def _events(review: VatRowReview) -> list[dict[str, Any]]:
    """What happened to a review, the newest first."""
    told: list[dict[str, Any]] = [
        {"at": move.at, "text": review.get_state_display(), "who": move.by_label, "note": move.why}
        for move in history(review)
    ]
    read = {"at": review.reviewed_at, "text": _("Read in the source"), "who": review.reviewed_by_label}
    return [*reversed(told), {**read, "note": review.note}]


def _changes(booked: BookedRule, code: str) -> list[dict[str, str]]:
    """What reads differently from what was reviewed."""
    before = booked.review.content if booked.review is not None else {}
    now = vat_book.content_of(code, booked.rule)
    return [
        {"name": name.replace("_", " "), "before": _plain(before.get(name)), "now": _plain(value)}
        for name, value in now.items()
        if before.get(name) != value
    ]


def _plain(value: Any) -> str:
    """A value of a row's content on one line."""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_plain(part)}" for name, part in value.items()) or "—"
    if isinstance(value, list):
        return ", ".join(_plain(part) for part in value) or "—"
    return str(value) if value not in {None, ""} else "—"
