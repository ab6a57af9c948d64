"""What a trip, a day away or a meal is worth: the most the country lets be paid free of tax and contributions."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import Sum
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activities.models import Receipt
from activities.models.expense import ReceiptKind
from countries.expense_data import categories
from countries.expenses import ExpenseCategory, Question, allowed_amount, category_of, questions_of, tariff_for
from countries.pay import LawError
from smart.foundation.errors import RuleBroken

QUESTION: Final = "ask_"
"""What the fields of a tariff's questions are called: `ask_vehicle`."""
RUNNING: Final = "running"
TO_REVIEW: Final = "tariff_to_review"
"""What the refusal of a tariff past its review day is called (countries.expenses)."""


@dataclass(frozen=True, slots=True)
class Worth:
    """`most` is the maximum to the cent; `shown` is what the receipt keeps of the tariff."""

    most: Decimal
    shown: dict[str, str]


def category_words(code: str) -> str:
    """The name of a category in the reader's language; its code when it is no longer known."""
    language = get_language() or "en"
    found = next((each for each in categories() if each.code == code), None)
    return code if found is None else found.label.get(language) or found.label["en"]


def known_category(country_code: str, code: str, *, on: datetime.date) -> ExpenseCategory:
    """The category on the day. Raises RuleBroken about the field `category`."""
    try:
        return category_of(country_code, code, on=on)
    except LawError as refused:
        raise _broken(refused, field="category") from refused


def worth_of(
    country_code: str,
    category: ExpenseCategory,
    *,
    membership_id: int,
    day: datetime.date,
    quantity: Decimal,
    answers: Mapping[str, Any],
    but: int | None = None,
) -> Worth:
    """The most for the quantity with these answers; the year's kilometres are counted without the receipt `but`.

    Raises RuleBroken with what the tariff still needs, or that no value is known on the day.
    """
    code = category.code
    asked: tuple[Question, ...] = ()
    try:
        asked = questions_of(country_code, code, on=day)
        facts = dict(answers)
        for question in asked:
            if question.kind == RUNNING:
                facts[question.key] = _run_so_far(membership_id, code, day=day, answers=answers, but=but)
        tariff = tariff_for(country_code, code, on=day, facts=facts)
        most = allowed_amount(country_code, code, on=day, quantity=quantity, facts=facts)
    except LawError as refused:
        unanswered = next((each for each in asked if each.key == refused.params.get("key")), None)
        if unanswered is None:
            raise RuleBroken(refused.code, tariff_sentence(refused, category, day=day), field="day") from refused
        raise RuleBroken(
            refused.code,
            _("Answer “%(question)s”: the tariff depends on it.")
            % {"question": unanswered.label_in(get_language() or "en")},
            field=f"{QUESTION}{unanswered.key}",
        ) from refused
    shown = {
        "amount": str(tariff.amount),
        "unit": tariff.unit,
        "source": tariff.source,
        "since": tariff.since.isoformat(),
        "confidence": tariff.confidence,
        "most": str(most),
    }
    return Worth(most, shown)


def tariff_sentence(refused: LawError, category: ExpenseCategory, *, day: datetime.date) -> str:
    """Why a tariff gives nothing, for the member: which one is missing for which year, and who has it renewed."""
    if refused.code != TO_REVIEW:
        return _(refused.msgid) % refused.params
    facts = {"tariff": category.label_in(get_language() or "en"), "year": str(day.year)}
    return (
        _(
            "The tariff “%(tariff)s” of %(year)s is not entered yet, so nothing of %(year)s can be claimed by it. Your cooperative’s"
            " accounting has it renewed once it is published. Keep your notes: these days can be claimed then."
        )
        % facts
    )


def _run_so_far(
    membership_id: int, code: str, *, day: datetime.date, answers: Mapping[str, Any], but: int | None
) -> Decimal:
    """Kilometres claimed before, in the calendar year, with the same answers (the same vehicle)."""
    same = {key: value for key, value in answers.items() if isinstance(value, str)}
    before = Receipt.objects.counted().filter(
        activity__membership_id=membership_id,
        kind=ReceiptKind.MILEAGE,
        category=code,
        day__year=day.year,
        day__lte=day,
        facts__answers__contains=same,
    )
    total: Decimal | None = before.exclude(pk=but).aggregate(total=Sum("quantity"))["total"]
    return total or Decimal(0)


def _broken(refused: LawError, *, field: str) -> RuleBroken:
    return RuleBroken(refused.code, _(refused.msgid) % refused.params, field=field)
