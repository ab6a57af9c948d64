"""Pay beside the running pay: end-of-year bonus, double holiday pay, holiday pay on departure (reference 5.2, 5.3).

Bonus: ordinary contributions. Double holiday pay in service: the worker's 13.07 % on 85/92 of it, no employer
contribution (AR 30/03/1967 art. 38). On departure (art. 46): the simple part as pay, 13.07 % retained on 6.80 %.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from countries.contract import ZERO, InvalidInput, NotCovered, Params, PayInputs, gettext_noop
from countries.packs.be import withholding
from countries.packs.be.law import EmployeeLaw, ExceptionalLaw, Refs, employee_law, exceptional_law, rounded
from countries.packs.be.month import own_time

BONUS, DOUBLE, DEPARTURE = "end_of_year_bonus", "double_holiday_pay", "departure_holiday_pay"
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class OneOff:
    """One-off pay and what the worker's social security takes from it. `declared` counts as pay of the quarter."""

    kind: str
    amount: Decimal
    declared: Decimal = ZERO
    security: Decimal = ZERO
    retained_base: Decimal = ZERO
    retention: Decimal = ZERO
    column: str = "other"
    refs: Refs = ()

    @property
    def taxable(self) -> Decimal:
        return self.amount - self.security - self.retention

    @property
    def subject(self) -> Decimal:
        """What ordinary employer contributions are due on, at 100 %."""
        return self.amount if self.kind == BONUS else ZERO


NO_ONE_OFF = OneOff("", ZERO)


def one_off_of(inputs: PayInputs, params: Params, status: str) -> OneOff:
    """Read the one-off pay. Raises `NotCovered` where the law pays or taxes it in a way we do not compute."""
    kind = str(inputs.engagement.get("one_off_kind") or BONUS)
    amount = _checked(inputs.one_off)
    if kind != BONUS and status != "white_collar":
        raise NotCovered(
            "holiday_pay_by_the_fund",
            gettext_noop("Holiday pay of workers, artists and students is not paid by the employer. Leave it out."),
        )
    if status == "artist" and inputs.tax_file.get("withholding") == "artists_flat":
        raise NotCovered(
            "one_off_at_flat_rate",
            gettext_noop("One-off pay of an artist taxed at the flat rate is not covered. Pay it outside the portal."),
        )
    law, exceptional = params.compiled(employee_law), params.compiled(exceptional_law)
    if kind == DOUBLE:
        return double_holiday(amount, law, exceptional)
    if kind == DEPARTURE:
        return departure_holiday(amount, law, exceptional)
    base = amount * law.factors[status]
    return OneOff(BONUS, amount, rounded(base), rounded(base * law.rate), refs=law.rate_refs)


def double_holiday(amount: Decimal, law: EmployeeLaw, exceptional: ExceptionalLaw) -> OneOff:
    """Double holiday pay in service: 13.07 % is retained on 85/92 of it."""
    base = rounded(amount * exceptional.double["subject"] / exceptional.double["rate"])
    return OneOff(
        DOUBLE,
        amount,
        retained_base=base,
        retention=rounded(base * law.rate),
        column="holiday_pay",
        refs=exceptional.double_refs,
    )


def double_holiday_amount(gross_month: Decimal, months: Decimal, exceptional: ExceptionalLaw) -> Decimal:
    """Return the double holiday pay of a monthly gross for the months worked in the year before."""
    return rounded(gross_month * exceptional.double["rate"] * months / withholding.MONTHS)


def departure_holiday(amount: Decimal, law: EmployeeLaw, exceptional: ExceptionalLaw) -> OneOff:
    """Holiday pay on departure, split into its simple part, the double part subject to retention and the free rest."""
    shares = exceptional.departure
    whole = shares["simple"] + shares["double_subject"] + shares["double_not_subject"]
    simple = rounded(amount * shares["simple"] / whole)
    subject = rounded(amount * shares["double_subject"] / whole)
    return OneOff(
        DEPARTURE,
        amount,
        declared=simple,
        security=rounded(simple * law.rate),
        retained_base=subject,
        retention=rounded(subject * law.rate),
        column="holiday_pay",
        refs=exceptional.departure_refs,
    )


def departure_amount(gross_year: Decimal, exceptional: ExceptionalLaw) -> Decimal:
    """Return the holiday pay on departure for the gross earned in a holiday year."""
    return rounded(gross_year * sum(exceptional.departure.values(), ZERO))


def yearly_gross(inputs: PayInputs, law: ExceptionalLaw) -> Callable[[Decimal], Decimal]:
    """Return the yearly normal gross as a function of this month's: what was told, else the months of a whole one.

    Raises `InvalidInput` when nothing tells it (one-off pay alone).
    """
    known = inputs.engagement.get("yearly_normal_gross")
    if known is not None:
        return lambda gross: Decimal(known)
    time = own_time(inputs)
    if not inputs.full_time or time is None:  # a part-timer's normal pay is the part-time pay
        return lambda gross: _told(gross) * law.months
    return lambda gross: time.full_time_pay(_told(gross)) * law.months


def _told(gross: Decimal) -> Decimal:
    if gross > 0:
        return gross
    raise InvalidInput(
        "yearly_normal_gross",
        gettext_noop("One-off pay without running pay needs the normal gross of a year, which decides its tax rate."),
    )


def _checked(amount: Decimal | None) -> Decimal:
    if amount is None or amount <= 0 or amount != rounded(amount):
        raise InvalidInput(
            "one_off",
            gettext_noop("The one-off pay is %(found)s; expected an amount above zero in whole cents."),
            found=amount,
        )
    return amount


@dataclass(frozen=True, slots=True)
class OneOffTax:
    """The withholding on one-off pay as a function of the month's gross."""

    one_off: OneOff
    yearly: Callable[[Decimal], Decimal]
    children: int
    law: ExceptionalLaw

    def rate(self, gross: Decimal) -> Decimal:
        return withholding.exceptional_rate(self.yearly(gross), self.one_off.column, self.law)

    def amount(self, gross: Decimal) -> Decimal:
        return withholding.exceptional_tax(
            self.one_off.taxable,
            rate=self.rate(gross),
            yearly=self.yearly(gross),
            children=self.children,
            law=self.law,
        )


def one_off_tax(inputs: PayInputs, one_off: OneOff, children: int, params: Params) -> OneOffTax:
    law = params.compiled(exceptional_law)
    return OneOffTax(one_off, yearly_gross(inputs, law), children, law)
