"""How a contract's terms read in Austrian law: who the worker is, where the work is, how the 13th and 14th are paid."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from countries.contract import ZERO, NotCovered, Params, PayInputs, gettext_noop
from countries.packs.at.branches import FREE
from countries.packs.at.kinds import STATUS
from countries.packs.at.law import DAYS_PER_MONTH, SPECIAL_SHARE

ONE = Decimal(1)
OPEN_ENDED = "open_ended"
VIENNA, SEAT = "vienna", "seat"
INCLUDED, SET_ASIDE, NONE, USUAL = "included", "set_aside", "none", "usual"


def status_of(inputs: PayInputs) -> str:
    """Return employee, casual or free. Refuses by name what is not covered."""
    status = STATUS.get(inputs.kind)
    if status is None:
        raise NotCovered(
            "contract_kind_without_payroll",
            gettext_noop("Austria: payroll of the contract kind “%(kind)s” is not covered. Covered kinds: %(kinds)s."),
            kind=inputs.kind,
            kinds=", ".join(STATUS),
        )
    if not inputs.tax_file.get("resident", True) and status != FREE:
        raise NotCovered(
            "limited_tax_liability",
            gettext_noop(
                "Wage tax of people who live outside Austria (limited liability, § 70 EStG) is not covered. "
                "Compute this pay outside the portal."
            ),
        )
    return status


def work_land(inputs: PayInputs) -> str:
    """Return the Land where the work is done: the one of the engagement, else the cooperative's seat."""
    place = str(inputs.engagement.get("work_land", SEAT))
    return str(inputs.employer.get("land", VIENNA)) if place == SEAT else place


def special_mode(kind: str, engagement: Mapping[str, Any]) -> str:
    """Return how the 13th and 14th payments are handled; by default a contract that ends pays them with its pay."""
    mode = str(engagement.get("special_payments") or USUAL)
    if mode != USUAL:
        return mode
    return SET_ASIDE if kind == OPEN_ENDED else INCLUDED


def reached_age(inputs: PayInputs, age: int) -> bool:
    """Whether the age counts in the month: from the month of a birthday on the 1st, else from the next month."""
    if inputs.birth_date is None:
        return False
    born, day = inputs.birth_date, inputs.on
    months = (day.year - born.year) * 12 + day.month - born.month
    return months > age * 12 or (months == age * 12 and born.day == 1)


def weights_of(inputs: PayInputs, days: Decimal, params: Params) -> tuple[Decimal, Decimal]:
    """Return the special share and the holiday payout as multiples of the ordinary running pay."""
    open_days = inputs.engagement.get("open_holiday_days") or ZERO
    if STATUS[inputs.kind] == FREE:
        _refuse_for_free(inputs, open_days)
        return ZERO, ZERO
    return weights(special_mode(inputs.kind, inputs.engagement), open_days, days=days, params=params)


def weights(mode: str, open_days: Decimal, *, days: Decimal, params: Params) -> tuple[Decimal, Decimal]:
    """Return special share and holiday payout as multiples of the running pay of so many days (UrlG § 10).

    An open day is a twenty-sixth of a month's pay; the payout has its own share of 13th and 14th pay when they are due.
    """
    share = ONE / SPECIAL_SHARE if mode == INCLUDED else ZERO
    if not open_days:
        return share, ZERO
    holiday = open_days * DAYS_PER_MONTH / (params.value("holiday")["month"] * days)
    on_holiday = holiday / SPECIAL_SHARE if mode != NONE else ZERO
    return share + on_holiday, holiday


def _refuse_for_free(inputs: PayInputs, open_days: Decimal) -> None:
    if inputs.one_off or open_days:
        raise NotCovered(
            "free_service_extras",
            gettext_noop(
                "A free service contract has no holidays, and special payments to it are not covered: its ceiling "
                "would change. Leave “one_off” and “open_holiday_days” out."
            ),
        )
