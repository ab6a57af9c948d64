"""Holiday pay (semesterlagen 1977:480): included in each pay, put aside until the end, or pay that goes on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from countries.contract import ZERO, InvalidInput, Params, PayInputs, gettext_noop
from countries.packs.se.law import NO_REFS, HolidayLaw, Refs, holiday_law, rounded
from smart.foundation.money import round_to

USUAL, INCLUDED, ACCRUED, SAME_PAY = "usual", "included", "accrued", "same_pay"
OPEN_KINDS = ("open_ended", "intermittent")


@dataclass(frozen=True, slots=True)
class Holidays:
    """How the holiday pay of this payslip is settled. `payout` is what earlier payslips put aside and this one pays."""

    rule: str
    percent: Decimal
    supplement_rate: Decimal
    payout: Decimal
    refs: Refs
    supplement_refs: Refs

    def pay(self, gross: Decimal) -> Decimal:
        """Return the part of the gross that is pay; the rest, at least 12 % of it, is holiday pay shown apart."""
        if self.rule != INCLUDED:
            return gross
        return round_to(gross / (1 + self.percent), rounding=ROUND_DOWN)

    def supplement(self, gross: Decimal) -> Decimal:
        """Return the supplement for the holiday days taken in this pay (sammalöneregeln)."""
        return rounded(gross * self.supplement_rate) if self.supplement_rate else ZERO


def rule_of(kind: str, engagement_rule: str) -> str:
    """Return the rule that holds: the one chosen, else included in fixed terms and put aside in open-ended contracts."""
    if engagement_rule != USUAL:
        return engagement_rule
    return ACCRUED if kind in OPEN_KINDS else INCLUDED


def holidays_of(inputs: PayInputs, params: Params) -> Holidays:
    law = params.compiled(holiday_law)
    answers = inputs.engagement
    rule = rule_of(inputs.kind, str(answers.get("holiday_rule", USUAL)))
    payout = answers.get("holiday_payout")
    return Holidays(
        rule=rule,
        percent=law.percent.value,
        supplement_rate=_supplement_rate(inputs, law) if rule == SAME_PAY else ZERO,
        payout=ZERO if payout is None else rounded(Decimal(payout)),
        refs=(law.percent,),
        supplement_refs=(law.supplement,) if rule == SAME_PAY else NO_REFS,
    )


def _supplement_rate(inputs: PayInputs, law: HolidayLaw) -> Decimal:
    """0.43 % of the monthly pay for each day; an incomplete month's pay is first raised to the whole month's."""
    days = inputs.engagement.get("holiday_days")
    if not days:
        return ZERO
    rate = Decimal(law.supplement.value * days)
    if inputs.full_month:
        return rate
    if not inputs.paid_days or not inputs.possible_days:
        raise InvalidInput(
            "work_time_missing",
            gettext_noop(
                "The holiday supplement of an incomplete month needs both “paid_days” and “possible_days”; found "
                "%(paid)s and %(possible)s. Give the two numbers."
            ),
            paid=inputs.paid_days or "-",
            possible=inputs.possible_days or "-",
        )
    return rate * inputs.possible_days / inputs.paid_days
