"""What members may claim in a country: the categories, the tariffs free of tax and contributions, and the VAT that comes back.

All of it is dated data (countries/data/expenses). A day's tariff is the most that may be paid without tax and
contributions, never a debt: a cooperative may pay less. A value nobody knows on the day is refused, never guessed, and
a category whose tariff has no known value is claimed with receipts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from countries import expense_data
from countries.expense_data import ORDINARY, TARIFF, VAT, CategoryText, Question
from countries.expense_shapes import Shape, shape_of
from countries.parameters import Entry, Parameter, ParameterSet
from countries.pay import InvalidInput, ParameterRef, ParameterUnknown, Purpose, Text, gettext_noop
from smart.foundation.money import ZERO, round_to

__all__ = [
    "ExpenseCategory",
    "Question",
    "Tariff",
    "allowed_amount",
    "categories_of",
    "category_of",
    "questions_of",
    "tariff_for",
]

Kind = Literal["receipt", "mileage", "per_diem", "meal"]
NOTHING_KNOWN = "No rule of this country is known: nothing comes back until an accountant says so."


@dataclass(frozen=True, slots=True)
class ExpenseCategory:
    """One category as of a day. `vat_recovery` is the share of the VAT on the receipt that the cooperative gets back.

    `unit` is empty for receipts; every other kind has a tariff. `note` and `vat_note` are for staff, in English.
    """

    code: str
    label: Text
    kind: Kind
    needs_receipt: bool
    unit: str
    vat_recovery: Decimal
    vat_source: str = ""
    vat_confidence: str = ""
    note: str = ""
    vat_note: str = ""

    def label_in(self, language: str) -> str:
        return self.label.get(language) or self.label["en"]


@dataclass(frozen=True, slots=True)
class Tariff:
    """The most per unit for the facts told, in the country's currency, before rounding.

    With bands or a share per kilometre run, `amount` is the rate of the next unit. `options` are all values of the day.
    """

    amount: Decimal
    unit: str
    source: str
    since: date
    review_by: date | None
    confidence: str
    label: str = ""
    note: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)


def categories_of(country_code: str, on: date) -> tuple[ExpenseCategory, ...]:
    """The categories of the country on the day, in the order a member should see them.

    A country without data has the receipts of everyone and recovers no VAT. A tariff not known on the day leaves its
    category out, unless the country lets its cost be shown by receipt.
    """
    known = expense_data.law_of(country_code) or expense_data.nothing_known(country_code)
    every = (_category(text, known, on) for text in expense_data.categories())
    return tuple(category for category in every if category is not None)


def category_of(country_code: str, category_code: str, *, on: date) -> ExpenseCategory:
    """One category; raises InvalidInput for one the country does not have on the day."""
    for category in categories_of(country_code, on):
        if category.code == category_code:
            return category
    raise InvalidInput(
        "expense_category_unknown",
        gettext_noop("%(country)s has no expense category “%(key)s” on %(day)s. Choose one of the list."),
        country=country_code,
        key=category_code,
        day=on,
    )


def questions_of(country_code: str, category_code: str, *, on: date) -> tuple[Question, ...]:
    """What the tariff must be told, in order; nothing for receipts. `when` says which answers make a question come up."""
    if category_of(country_code, category_code, on=on).kind == "receipt":
        return ()
    shape = shape_of(_ref(country_code, category_code, on).value)
    known = expense_data.questions()
    return tuple(known[ask.key].narrowed(ask.choices, ask.when) for ask in shape.asks())


def tariff_for(country_code: str, category_code: str, *, on: date, facts: Mapping[str, Any]) -> Tariff:
    """The tariff of the day for these facts.

    Raises ParameterUnknown, naming key, country, day and remedy, when no value is known or its review day has passed,
    and InvalidInput for a fact that is missing or none of the choices.
    """
    ref, shape = _found(country_code, category_code, on)
    law = expense_data.law_of(country_code)
    parameter = law.get(ref.key) if law else None
    return Tariff(
        amount=shape.rate(facts),
        unit=_unit(category_code),
        source=ref.source,
        since=ref.since,
        review_by=parameter.review_by if parameter else None,
        confidence=ref.confidence,
        label=ref.label,
        note=parameter.note if parameter else "",
        options=shape.options,
    )


def allowed_amount(
    country_code: str, category_code: str, *, on: date, quantity: Decimal, facts: Mapping[str, Any]
) -> Decimal:
    """The most for the quantity, free of tax and contributions, to the cent. Raises like `tariff_for`."""
    if quantity <= 0:
        raise InvalidInput(
            "expense_quantity",
            gettext_noop("The quantity is %(quantity)s. Enter a number above zero."),
            quantity=quantity,
        )
    _ref_of_day, shape = _found(country_code, category_code, on)
    return round_to(shape.amount(quantity, facts))


def _found(country_code: str, category_code: str, on: date) -> tuple[ParameterRef, Shape]:
    ref = _ref(country_code, category_code, on)
    return ref, shape_of(ref.value)


def _ref(country_code: str, category_code: str, on: date) -> ParameterRef:
    """The tariff in force. Tariffs past their review day are refused: what is paid above the law of the day is taxed."""
    law = expense_data.law_of(country_code) or expense_data.nothing_known(country_code)
    key = TARIFF + category_code
    parameter = law.get(key)
    if parameter is not None and parameter.review_by is not None and on > parameter.review_by:
        raise ParameterUnknown(
            "tariff_to_review",
            gettext_noop(
                "%(country)s: “%(label)s” (%(key)s) was to be checked by %(review_by)s, so nothing can be claimed by it on "
                "%(day)s. Once the value of that day is entered with its source, it can; until then claim with receipts."
            ),
            country=country_code,
            key=key,
            label=parameter.label,
            review_by=parameter.review_by,
            day=on,
        )
    return law.on(on, purpose=Purpose.PAYROLL).ref(key)


def _unit(category_code: str) -> str:
    return next(text.unit for text in expense_data.categories() if text.code == category_code)


def _category(text: CategoryText, known: ParameterSet, on: date) -> ExpenseCategory | None:
    tariff, share = known.get(TARIFF + text.code), _share(text, known, on)
    has_tariff = tariff is not None and _value_on(tariff, on) is not None
    if text.unit and not has_tariff and share is None:
        return None
    return ExpenseCategory(
        code=text.code,
        label=text.label,
        kind=text.kind if has_tariff or not text.unit else "receipt",
        needs_receipt=text.needs_receipt or not has_tariff,
        unit=text.unit if has_tariff else "",
        vat_recovery=share.value if share else ZERO,
        vat_source=share.source if share else ("" if has_tariff else NOTHING_KNOWN),
        vat_confidence=share.confidence if share else "",
        note=tariff.label if tariff and has_tariff else "",
        vat_note=share.note if share else "",
    )


def _share(text: CategoryText, known: ParameterSet, on: date) -> Entry | None:
    """The row of the category, or the ordinary one; a tariff has no invoice and so no VAT."""
    parameter = known.get(VAT + text.code) or (None if text.unit else known.get(ORDINARY))
    return _value_on(parameter, on) if parameter else None


def _value_on(parameter: Parameter, on: date) -> Entry | None:
    """The entry in force, also past its review day; None before the first and where nothing is known."""
    entry = parameter.entry_on(on, purpose=Purpose.PAYROLL)
    return entry if entry is not None and entry.value is not None else None
