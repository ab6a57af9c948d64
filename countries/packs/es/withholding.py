"""The withholding of one pay in the running year: the yearly tax of what is expected, regularised as the year goes.

RIRPF art. 80 to 87. The expected pay is, in this order: what the tax file or the engagement says; for open-ended work
the pay of the year so far and this pay in every month left, or this pay in twelve months when nothing was paid before;
else the pay of the year so far and this pay. Who starts open-ended work during the year should say what is expected.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from countries.contract import ZERO, ParameterRef, Params, PayInputs
from countries.packs.es.family import taxpayer
from countries.packs.es.household import household
from countries.packs.es.irpf import TaxLaw, Taxpayer, YearlyTax, rounded, tax_law, truncated_rate, yearly_tax
from countries.packs.es.kinds import PAID
from countries.packs.es.stay import MONTH_DAYS
from countries.packs.es.work import Work

PAY_LINES = ("gross", "one_off", "extra_payment")
CONTRIBUTION_LINES = (
    "common_employee",
    "mei_employee",
    "unemployment_employee",
    "training_employee",
    "overtime_employee",
    "overtime_force_employee",
    "solidarity_employee",
)
DECEMBER = 12
LONG_CONTRACT_DAYS = 365
SAME = Decimal("1.00")
"""Many small pays, each rounded by half a cent, differ from the rate on their sum by less than this in a year."""


class Pay(NamedTuple):
    """The pay of a month: what is taxed, what returns each month, the share of extra payments, what contributes."""

    taxable: Decimal
    running: Decimal
    share: Decimal
    contributing: Decimal


def pay_of(gross: Decimal, work: Work) -> Pay:
    """Split the month's pay. An extra payment paid apart is taxed now; its contributions were paid month by month."""
    share = work.share_of(gross)
    return Pay(gross + work.bonus + work.extra_payment, gross, share, gross + work.bonus + share)


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is withheld from one pay, the rate, and the yearly computation behind it."""

    amount: Decimal
    rate: Decimal
    year: YearlyTax
    is_regularised: bool


@dataclass(frozen=True, slots=True)
class Withholding:
    """The person's year before this pay. `following` is how often this pay is expected again before 31 December."""

    person: Taxpayer
    law: TaxLaw
    paid: Decimal
    withheld: Decimal
    contributed: Decimal
    given: Decimal | None
    following: Decimal
    requested: Decimal
    refs: tuple[ParameterRef, ...]

    def expected(self, taxable: Decimal, running: Decimal, share: Decimal) -> Decimal:
        """Return the pay expected in the year from this employer; never less than what is paid with this pay."""
        least = self.paid + taxable
        if self.given is not None:
            return max(self.given, least)
        return least + share + rounded(running * self.following) if self.following else least

    def of(self, pay: Pay, contributions: Decimal) -> Withheld:
        """Compute the withholding of a pay with the worker's contributions on it.

        Contributions on pay still to come are taken in the proportion of this pay's.
        """
        expected = self.expected(pay.taxable, pay.running + pay.share, pay.share)
        ahead = expected - self.paid
        yearly = self.contributed + rounded(contributions * ahead / pay.contributing)
        year = yearly_tax(expected, yearly, self.person, self.law)
        rate, is_regularised = self._rate(year, ahead)
        return Withheld(rounded(pay.taxable * rate), rate, year, is_regularised)

    def _rate(self, year: YearlyTax, ahead: Decimal) -> tuple[Decimal, bool]:
        """Keep the yearly rate while what was withheld fits it; else spread the difference over the pay ahead.

        RIRPF art. 87: not below the lowest rate that applies, not above the highest. The person may ask for more.
        """
        if abs(self.withheld - self.paid * year.rate) <= SAME:
            return max(year.rate, self.requested), False
        rate = truncated_rate((year.amount - self.withheld) / ahead)
        rate = min(max(rate, self.person.floor), self.law.maximum_rate)
        return max(rate, self.requested), True


def withholding_of(inputs: PayInputs, params: Params, work: Work) -> Withholding:
    """Read the person's file and the year before this pay."""
    law = params.compiled(tax_law)
    year = inputs.on.year
    home = household(inputs.tax_file, year=year, birth_date=inputs.birth_date, floor=floor_of(inputs))
    paid = _so_far(inputs, PAY_LINES)
    return Withholding(
        person=taxpayer(home, year, law),
        law=law,
        paid=paid,
        withheld=-_so_far(inputs, ("irpf",)),
        contributed=-_so_far(inputs, CONTRIBUTION_LINES),
        given=_given(inputs, paid),
        following=_following(inputs, work),
        requested=inputs.tax_file.get("requested_rate") or ZERO,
        refs=law.refs,
    )


def floor_of(inputs: PayInputs) -> str:
    """Return the name of the lowest rate: artists always, fixed terms of less than a year (RIRPF art. 86.2)."""
    floor = PAID[inputs.kind].floor
    days = inputs.engagement.get("contract_days")
    is_long = floor == "under_one_year" and days is not None and days >= LONG_CONTRACT_DAYS
    return "" if is_long else floor


def _so_far(inputs: PayInputs, codes: tuple[str, ...]) -> Decimal:
    year, month = inputs.year_so_far, inputs.so_far
    return sum((year.get(code, ZERO) + month.get(code, ZERO) for code in codes), ZERO) if year or month else ZERO


def _given(inputs: PayInputs, paid: Decimal) -> Decimal | None:
    year, contract = inputs.tax_file.get("expected_year_pay"), inputs.engagement.get("expected_contract_pay")
    amounts = [amount for amount in (year, contract + paid if contract is not None else None) if amount is not None]
    return max(amounts) if amounts else None


def _following(inputs: PayInputs, work: Work) -> Decimal:
    if inputs.kind != "open_ended":
        return ZERO
    months = DECEMBER - inputs.on.month if inputs.year_so_far else DECEMBER - 1
    return months * MONTH_DAYS / min(work.stay.days, MONTH_DAYS)
