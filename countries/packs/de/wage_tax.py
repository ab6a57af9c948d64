"""Wage tax, solidarity surcharge and the base of the church tax, by the tax office's published algorithm.

The names of the algorithm stand in brackets where they help to compare: a year's pay (ZRE4J), the allowances (ZTABFB), the
tax of the period (LSTLZZ), the base for surcharge and church tax (JBMG, BK), pay beside the running pay (STS, SOLZS, BKS).
Law: EStG § 39b (2) and (3), § 51a; SolzG § 3 and § 4. Amounts in euros.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from typing import Any

from countries.contract import ParameterRef, Params
from countries.packs.de import provision
from countries.packs.de.provision import Insurance
from countries.packs.de.tariff import CENT, LAST_CLASS, ONE, SPLITTING_CLASS, ZERO, Tariff, down, tariff_of, year_tax

YEAR, MONTH, WEEK, DAY = 1, 2, 3, 4
IN_A_YEAR: Mapping[int, tuple[int, int]] = {YEAR: (1, 1), MONTH: (12, 1), WEEK: (360, 7), DAY: (360, 1)}
"""How many pay periods a year has, as a fraction (§ 39b (2) sentence 2: 12, 360/7, 360)."""
SINGLE_PARENT_CLASS, HALF_CHILD_CLASS = 2, 4
CATCH_UP_MONTHS = 11
"""December 2024 makes up for January to November (EStG § 52 (32a))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxCard:
    """What the tax office tells of a worker (ELStAM). Allowances and additions are a year's, of running and of one-off pay.

    `relief_year` is the year after the 64th birthday, when that lies before the year of the pay (AJAHR), otherwise None.
    """

    tax_class: int
    factor: Decimal = ONE
    child_allowances: Decimal = ZERO
    pays_church_tax: bool = False
    allowance: Decimal = ZERO
    addition: Decimal = ZERO
    one_off_allowance: Decimal = ZERO
    one_off_addition: Decimal = ZERO
    relief_year: int | None = None
    insured: Insurance = field(default_factory=Insurance)


@dataclass(frozen=True, slots=True)
class Tax:
    """What is withheld. `church_base` is zero for who pays no church tax."""

    tax: Decimal
    soli: Decimal
    church_base: Decimal


@dataclass(frozen=True, slots=True)
class WageTaxLaw:
    """The law of a day. `before` is the scale that the month makes up for (December 2024), otherwise None."""

    tariff: Tariff
    before: Tariff | None
    allowances: Mapping[str, Decimal]
    provision: Mapping[str, Any]
    provision_rule: str
    soli: Mapping[str, Decimal]
    relief: Mapping[str, Any]
    refs: tuple[ParameterRef, ...]
    soli_refs: tuple[ParameterRef, ...]


@dataclass(frozen=True, slots=True)
class _Income:
    """A year's income before the tax: with the children's allowances deducted as well for surcharge and church."""

    taxable: Decimal
    with_children: Decimal


def wage_tax_law(params: Params) -> WageTaxLaw:
    shape = params.value("wage_tax.tariff_shape")
    keys = ("wage_tax.tariff", "wage_tax.allowances", "wage_tax.provision", "wage_tax.provision_rule")
    before = params.value("wage_tax.tariff_before") if params.has("wage_tax.tariff_before") else None
    return WageTaxLaw(
        tariff=tariff_of(params.value("wage_tax.tariff"), shape),
        before=tariff_of(before, shape) if before else None,
        allowances=params.value("wage_tax.allowances"),
        provision=params.value("wage_tax.provision"),
        provision_rule=str(params.value("wage_tax.provision_rule")["name"]),
        soli=params.value("soli"),
        relief=params.value("old_age_relief"),
        refs=tuple(params.ref(key) for key in keys),
        soli_refs=(params.ref("soli"), params.ref("wage_tax.tariff")),
    )


def period_tax(pay: Decimal, card: TaxCard, law: WageTaxLaw, *, period: int = MONTH) -> Tax:
    """The tax of one pay period on its running pay, to the cent."""
    times, per = IN_A_YEAR[period]
    year_pay = year_amount(pay, period)
    year = _year(year_pay, card, law, law.tariff)
    if law.before is not None:
        old = _year(year_pay, card, law, law.before)
        year = Tax(
            _made_up(year.tax, old.tax), _made_up(year.soli, old.soli), _made_up(year.church_base, old.church_base)
        )

    def share(amount: Decimal) -> Decimal:
        return down(amount * per / times, CENT)

    return Tax(share(year.tax), share(year.soli), share(year.church_base) if card.pays_church_tax else ZERO)


def one_off_tax(one_off: Decimal, year_pay: Decimal, card: TaxCard, law: WageTaxLaw) -> Tax:
    """The tax of pay beside the running pay (§ 39b (3)): what the year's tax grows by. `year_pay` is expected (JRE4)."""
    if one_off <= 0:
        return Tax(ZERO, ZERO, ZERO)
    allowance, addition = card.one_off_allowance, card.one_off_addition
    without = _income(year_pay, allowance, addition, card, law, law.tariff)
    along = _income(year_pay + one_off, allowance, addition, card, law, law.tariff)
    growth = year_tax(along.taxable, card.tax_class, law.tariff) - year_tax(without.taxable, card.tax_class, law.tariff)
    tax = max(down(growth * card.factor), ZERO).quantize(CENT)
    base = down(year_tax(along.with_children, card.tax_class, law.tariff) * card.factor)
    soli = down(tax * law.soli["rate"], CENT) if base > _soli_free(card, law.tariff) else ZERO
    return Tax(tax, soli, tax if card.pays_church_tax else ZERO)


def _made_up(new: Decimal, old: Decimal) -> Decimal:
    return max(new - CATCH_UP_MONTHS * (old - new), ZERO)


def year_amount(amount: Decimal, period: int) -> Decimal:
    """A period's amount for a year, what is below the cent dropped."""
    times, per = IN_A_YEAR[period]
    return down(amount * times / per, CENT)


def _year(pay: Decimal, card: TaxCard, law: WageTaxLaw, tariff: Tariff) -> Tax:
    """The year's tax, surcharge and base of the church tax (here for everybody)."""
    income = _income(pay, card.allowance, card.addition, card, law, tariff)
    tax = base = down(year_tax(income.taxable, card.tax_class, tariff) * card.factor)
    if card.child_allowances > 0:
        base = down(year_tax(income.with_children, card.tax_class, tariff) * card.factor)
    return Tax(tax, _soli(base, card, law, tariff), base)


def _soli(base: Decimal, card: TaxCard, law: WageTaxLaw, tariff: Tariff) -> Decimal:
    free = _soli_free(card, tariff)
    if base <= free:
        return ZERO
    return min(down(base * law.soli["rate"], CENT), down((base - free) * law.soli["mitigation"], CENT))


def _soli_free(card: TaxCard, tariff: Tariff) -> Decimal:
    return tariff.soli_free * 2 if card.tax_class == SPLITTING_CLASS else tariff.soli_free


def _income(
    pay: Decimal, allowance: Decimal, addition: Decimal, card: TaxCard, law: WageTaxLaw, tariff: Tariff
) -> _Income:
    relieved = max(down(pay - _old_age_relief(pay, card, law) - allowance + addition, CENT), ZERO)
    insured = provision.allowance(
        pay, card.tax_class, insured=card.insured, rule=law.provision_rule, values=law.provision
    )
    taxable = relieved - _fixed_allowances(relieved, card, law) - insured
    return _Income(taxable, taxable - _children(card, tariff))


def _old_age_relief(pay: Decimal, card: TaxCard, law: WageTaxLaw) -> Decimal:
    """§ 24a: a share of the pay, up to a limit, both fixed for life by the year after the 64th birthday."""
    if card.relief_year is None:
        return ZERO
    row = min(card.relief_year - int(law.relief["first"]), len(law.relief["shares"]) - 1)
    if row < 0:
        row = 0
    share: Decimal = law.relief["shares"][row]
    most: Decimal = law.relief["most"][row]
    return min((pay * share).quantize(ONE, ROUND_CEILING), most)


def _fixed_allowances(pay: Decimal, card: TaxCard, law: WageTaxLaw) -> Decimal:
    if card.tax_class == LAST_CLASS:
        return ZERO
    total = min(pay.quantize(ONE, ROUND_CEILING), law.allowances["work"]) + law.allowances["special"]
    if card.tax_class == SINGLE_PARENT_CLASS:
        total += law.allowances["single_parent"]
    return total


def _children(card: TaxCard, tariff: Tariff) -> Decimal:
    if card.tax_class > HALF_CHILD_CLASS:
        return ZERO
    amount = tariff.child_half if card.tax_class == HALF_CHILD_CLASS else tariff.child_full
    return down(card.child_allowances * amount)
