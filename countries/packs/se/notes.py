"""Remarks on a Swedish payslip: what was estimated, left out or follows later."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from countries.contract import Note, gettext_noop
from countries.packs.se.case import Case
from countries.packs.se.holidays import SAME_PAY
from countries.packs.se.withholding import UNKNOWN

BASIS_UNKNOWN = Note(
    "tax_basis_unknown",
    gettext_noop("Nobody said whether this is the main income, so the tax of a side income was withheld."),
)
BIRTH_DATE_UNKNOWN = Note(
    "birth_date_unknown",
    gettext_noop("No birth date is known, so the tax column and the contributions of people of working age were used."),
)
NO_PENSION = Note(
    "no_occupational_pension",
    gettext_noop("No rate of occupational pension was given, so its cost is not in this result."),
)
BELOW_YEAR_MINIMUM = Note(
    "below_year_minimum",
    gettext_noop("The pay of the year is too small for employer contributions; they follow when it grows."),
)
CAUGHT_UP = Note(
    "contributions_caught_up",
    gettext_noop("Contributions on earlier, small pay of the year are in this result."),
)
SUPPORT_REFUNDED = Note(
    "support_refunded",
    gettext_noop(
        "The start-up support is not in this result: the full contributions are paid and refunded on request."
    ),
)
SAME_PAY_NOT_PROVIDED = Note(
    "same_pay_not_provided",
    gettext_noop("Holidays are paid when they are taken; days left at the end of the contract are not provided for."),
)
HOLIDAY_LATER = Note(
    "holiday_charges_estimated",
    gettext_noop("The charges on holiday pay due later are an estimate with today's rates."),
)


def notes_of(case: Case, gross: Decimal) -> tuple[Note, ...]:
    return (*_of_tax(case), *_of_charges(case, gross))


def _of_tax(case: Case) -> Iterator[Note]:
    plan = case.withholding
    if plan.basis == UNKNOWN:
        yield BASIS_UNKNOWN
    if plan.table is not None:
        yield Note(
            "tax_table",
            gettext_noop("Tax withheld by table %(table)s, column %(column)s."),
            {"table": plan.table, "column": plan.column},
        )
        if not case.tables.is_official:
            yield Note(
                "tax_table_by_formula",
                gettext_noop(
                    "The official tax tables of %(year)s are not in the portal; the tax comes from the formula behind "
                    "them. Compare it with the official table before you rely on it."
                ),
                {"year": case.inputs.on.year},
            )
        if (case.one_off or case.holidays.payout) and case.inputs.tax_file.get("year_income") is None:
            yield Note(
                "year_income_estimated",
                gettext_noop("The yearly income that sets the tax on one-time pay was estimated from this month."),
            )


def _of_charges(case: Case, gross: Decimal) -> Iterator[Note]:
    if case.inputs.birth_date is None:
        yield BIRTH_DATE_UNKNOWN
    if not case.inputs.employer.get("pension_rate"):
        yield NO_PENSION
    charged = case.charged(gross)
    if case.tiers and not charged:
        yield BELOW_YEAR_MINIMUM
    elif charged > case.earlier.base + case.base(gross):
        yield CAUGHT_UP
    support = case.law.support
    if case.inputs.engagement.get("start_up_support") and support is not None and support.value["is_refunded"]:
        yield SUPPORT_REFUNDED
    if case.holidays.rule == SAME_PAY:
        yield SAME_PAY_NOT_PROVIDED
    if case.provision(gross)[0]:
        yield HOLIDAY_LATER
