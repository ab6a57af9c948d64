"""What Belgian law asks of a student contract (loi 3/7/1978 art. 120; the yearly hours at the solidarity contribution)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from countries.contract import ContractFacts, ContractKind, Finding, Params, gettext_noop
from countries.packs.checks import BLOCKS, WARNS

MONTHS_PER_YEAR = 12


def student_quota(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """The hours of the contract must fit what is left of the quota, unless the student is known to be outside it."""
    if facts.tax_file.get("within_quota") is False:
        return None
    ref = params.ref("student.quota")
    left = _hours_left(facts)
    if left is None or facts.hours is None:
        return Finding(
            "student_quota_unknown",
            WARNS,
            gettext_noop("The hours left in the student's quota of %(quota)s hours a year are not known."),
            {"quota": ref.value},
            gettext_noop("Ask the student for the attestation of student@work and enter the hours left."),
        )
    left = min(left, ref.value)
    if facts.hours <= left:
        return None
    return Finding(
        "student_quota_exceeded",
        BLOCKS,
        gettext_noop("The contract has %(hours)s hours and %(left)s are left of the student's quota."),
        {"hours": facts.hours, "left": left, "quota": ref.value},
        gettext_noop("Declare fewer hours, or make an ordinary fixed-term contract."),
    )


def _hours_left(facts: ContractFacts) -> Decimal | None:
    if facts.student_hours_left is not None:
        return facts.student_hours_left
    told = facts.engagement.get("student_hours_left")
    return None if told in (None, "") else Decimal(str(told))


def student_duration(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    ref = params.ref("student.contract_months")
    if facts.ends_on is None or facts.ends_on <= _months_after(facts.starts_on, int(ref.value)):
        return None
    return Finding(
        "student_contract_too_long",
        BLOCKS,
        gettext_noop("The student contract runs from %(starts_on)s to %(ends_on)s; it may last %(months)s months."),
        {"starts_on": facts.starts_on, "ends_on": facts.ends_on, "months": ref.value, "source": ref.source},
        gettext_noop("Choose an earlier last day, or make an ordinary contract."),
    )


def _months_after(day: date, months: int) -> date:
    """The last day of a period of some months that begins on `day`."""
    years, month = divmod(day.month - 1 + months, MONTHS_PER_YEAR)
    first = date(day.year + years, month + 1, 1)
    return first + timedelta(days=day.day - 2)
