"""The rows of a country's VAT table with their reviews: what is unsure, what changed, what waits for a second person."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from countries import vat_book
from countries.contract import VatRow
from countries.models import Country
from countries.vat_table import VatRule
from invoicing.models import VatRowReview
from invoicing.states import DecisionState

REVIEWED, WAITING, CHANGED, OPEN = "reviewed", "waiting", "changed", "open"
STANDINGS: Final = (REVIEWED, WAITING, CHANGED, OPEN)


@dataclass(frozen=True, slots=True)
class BookedRule:
    """One row as of a day: its rate, its newest review, and whether that review is of what the row says now."""

    rule: VatRule
    rate: Decimal | None
    standing: str
    review: VatRowReview | None

    @property
    def is_sure(self) -> bool:
        return self.rule.confidence == "verified"


def book(country: Country, *, entered: tuple[VatRow, ...], on: datetime.date) -> list[BookedRule]:
    """Every row in force on the day, in the order of its file. One query."""
    reviews = newest(VatRowReview.objects.standing())
    code = country.code.code
    rules = (rule for rule in vat_book.rules_of(code, entered=entered) if rule.holds_on(on))
    return [_booked(rule, code, reviews, on) for rule in rules]


def booked(rule: VatRule, country: Country, *, on: datetime.date) -> BookedRule:
    """One row with its reviews. One query."""
    return _booked(rule, country.code.code, newest(VatRowReview.objects.standing().filter(row=rule.id)), on)


def newest(reviews: Iterable[VatRowReview]) -> dict[str, VatRowReview]:
    """The newest review by row; they come newest first."""
    found: dict[str, VatRowReview] = {}
    for review in reviews:
        found.setdefault(review.row, review)
    return found


def _booked(rule: VatRule, code: str, reviews: Mapping[str, VatRowReview], on: datetime.date) -> BookedRule:
    review = reviews.get(rule.id)
    return BookedRule(rule, vat_book.rate_on(code, rule, on=on), _standing(rule, code, review), review)


def _standing(rule: VatRule, code: str, review: VatRowReview | None) -> str:
    if review is None:
        return OPEN
    if review.content_hash != vat_book.content_hash(code, rule):
        return CHANGED
    return REVIEWED if review.state == DecisionState.DONE else WAITING
