"""The German payslip of one contract and month.

What a month owes is computed on all its pay with this employer; what earlier payslips of the month already took
(`so_far`, by line code) is deducted, also when a second contract changes the regime (a Minijob that becomes a Midijob).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from countries.contract import (
    ZERO,
    InvalidInput,
    NotCovered,
    ParameterRef,
    Params,
    PayInputs,
    PayLine,
    PayResult,
    gettext_noop,
)
from countries.packs.de import contributions, one_off, withholding
from countries.packs.de.contributions import Item, Levies
from countries.packs.de.kinds import BY_CODE
from countries.packs.de.law import SocialLaw, social_law
from countries.packs.de.lines import LINES, OWED, branch_of
from countries.packs.de.notes import notes_of
from countries.packs.de.one_off import Liable, YearRates
from countries.packs.de.situation import IRREGULAR, SHORT_TERM, Situation, situation_of
from countries.packs.de.wage_tax import WageTaxLaw, wage_tax_law
from countries.packs.de.zones import Zone, transition_bases, zone_of
from countries.packs.slip import checked_gross, pay_result
from smart.foundation.money import CENT, round_to

VERSION = "2026.12"
CURRENCY = "EUR"
ALWAYS_SHOWN = frozenset({"wage_tax", "tax_gross", "tax_days"})
WEEK = 7
Refs = tuple[ParameterRef, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """Everything about one worker and month but the pay itself. `earlier_pay` is the month's pay with this employer so far."""

    inputs: PayInputs
    situation: Situation
    law: SocialLaw
    tax_law: WageTaxLaw
    levies: Levies
    year: one_off.YearSoFar
    last_rates: YearRates | None
    earlier_pay: Decimal
    earlier_one_off: Decimal


def payslip(inputs: PayInputs, params: Params) -> PayResult:
    """Compute every line of the month for one contract. Raises `NotCovered` or `InvalidInput` with a sentence."""
    gross, month = checked_gross(inputs), month_of(inputs, params)
    pay, beside = gross + month.earlier_pay, one_off_of(inputs) + month.earlier_one_off
    zone = zone_in(month, pay, beside)
    owed = {item[0]: item for item in _owed(month, pay, beside, zone)}
    lines = [LINES["gross"].line(gross)]
    if inputs.one_off:
        lines.append(LINES["one_off"].line(inputs.one_off))
    lines += _lines(month, owed, zone)
    notes = notes_of(inputs, month.situation, zone, month.levies, has_one_off=bool(beside))
    return pay_result(inputs, lines, currency=CURRENCY, version=VERSION, notes=notes)


def month_of(inputs: PayInputs, params: Params) -> Month:
    """Read the facts and the law of the day."""
    law = params.compiled(social_law)
    situation = situation_of(inputs, law)
    earlier = inputs.so_far
    month = Month(
        inputs=inputs,
        situation=situation,
        law=law,
        tax_law=params.compiled(wage_tax_law),
        levies=levies_of(inputs, situation, law),
        year=one_off.year_so_far(inputs, law),
        last_rates=one_off.last_years_rates(inputs, situation, params) if inputs.one_off else None,
        earlier_pay=earlier.get("gross", ZERO),
        earlier_one_off=earlier.get("one_off", ZERO),
    )
    _refuse_mixture(month)
    return month


def levies_of(inputs: PayInputs, situation: Situation, law: SocialLaw) -> Levies:
    """The employer's rates. U1 is not owed on contracts of at most four weeks (AAG § 7 (2))."""
    employer = inputs.employer
    is_short = situation.status == IRREGULAR or _is_short(inputs, law)
    return Levies(
        u1=employer.get("u1_rate"),
        u2=employer.get("u2_rate"),
        takes_part_in_u1=bool(employer.get("takes_part_in_u1", False)) and not is_short,
        owes_insolvency=bool(employer.get("pays_insolvency_levy", True)),
        accident=employer.get("accident_insurance_rate"),
    )


def _is_short(inputs: PayInputs, law: SocialLaw) -> bool:
    start, end = inputs.period_start, inputs.period_end
    if start is None or end is None or not BY_CODE[inputs.kind].is_fixed_term:
        return False
    return (end - start).days < law.u1_weeks_free * WEEK


def one_off_of(inputs: PayInputs) -> Decimal:
    """The one-off pay. Raises `InvalidInput` unless it is none or an amount above zero in whole cents."""
    amount = inputs.one_off or ZERO
    if amount < 0 or amount != round_to(amount, step=CENT):
        raise InvalidInput(
            "one_off",
            gettext_noop("The one-off pay is %(found)s; expected an amount above zero in whole cents, such as 500.00."),
            found=amount,
        )
    return amount


def zone_in(month: Month, pay: Decimal, beside: Decimal) -> Zone:
    """The regime of the month's whole pay."""
    zone = zone_of(pay, month.situation, month.law, beside=beside)
    if beside:
        one_off.refuse_one_off(zone, month.situation)
    return zone


def _refuse_mixture(month: Month) -> None:
    """Short-term and irregular work beside another job with the same employer is one job to the law: not covered."""
    earlier, status = month.inputs.so_far, month.situation.status
    for code, own in (("short_term_pay", SHORT_TERM), ("irregular_pay", IRREGULAR)):
        special = earlier.get(code, ZERO)
        if (status == own and special != month.earlier_pay) or (status != own and special):
            raise NotCovered(
                "mixed_jobs_in_a_month",
                gettext_noop(
                    "Short-term or irregular work and another job with the cooperative in the same month are not covered. "
                    "Use one kind of contract in a month, or ask the payroll office."
                ),
            )


def cost_items(month: Month, pay: Decimal, beside: Decimal, zone: Zone) -> Iterator[Item]:
    """Yield every contribution, levy and flat tax of the month, but no tax of the worker."""
    yield from contributions.month_items(pay, zone, month.situation, month.law, month.levies)
    if month.situation.is_flat_short_term:
        soli = month.tax_law.soli["rate"]
        yield from contributions.short_term_flat_tax(pay, month.situation, month.law, soli)
    if beside and zone is Zone.REGULAR:
        due = _liable(month, pay, beside)
        yield from one_off.one_off_items(beside, due, month.situation, _rates(month, due), month.levies)


def tax_items(month: Month, pay: Decimal, beside: Decimal, zone: Zone) -> Iterator[Item]:
    """Yield the worker's taxes of the month."""
    situation = month.situation
    if not withholding.bears_tax(zone, situation):
        return
    card = withholding.card_in(zone, situation, grant=_grant(month, pay, zone))
    yield from withholding.tax_items(withholding.running_tax(pay, card, situation, month.tax_law), situation)
    if beside:
        tax = withholding.tax_of_one_off(beside, pay, month.inputs, card, month.tax_law)
        yield from withholding.tax_items(tax, situation, "_one_off")


def _grant(month: Month, pay: Decimal, zone: Zone) -> Decimal:
    """The employer's grant towards private insurance, as that of a whole month."""
    situation = month.situation
    if not situation.is_private or zone is not Zone.REGULAR:
        return ZERO
    base = contributions.regular_bases(pay, situation, month.law).health
    paid = sum((item[1] for item in contributions.grants(base, situation, month.law)), ZERO) / 2
    return situation.days.whole_month_pay(paid)


def _owed(month: Month, pay: Decimal, beside: Decimal, zone: Zone) -> Iterator[Item]:
    yield from cost_items(month, pay, beside, zone)
    for item in tax_items(month, pay, beside, zone):
        yield item
        if item[0] == "church_tax":
            yield "church_tax_base", item[2] or ZERO, None, None
    yield from _info(month, pay, beside, zone)


def _liable(month: Month, pay: Decimal, beside: Decimal) -> Liable:
    return one_off.liable(pay, beside, month.situation, month.law, month.year, month.last_rates)


def _rates(month: Month, due: Liable) -> YearRates:
    if due.is_moved and month.last_rates is not None:
        return month.last_rates
    return one_off.this_years_rates(month.situation, month.law)


def _info(month: Month, pay: Decimal, beside: Decimal, zone: Zone) -> Iterator[Item]:
    """The totals a German payslip shows (EBV § 1), and what later payslips of the month or year need."""
    situation = month.situation
    days = situation.days.total
    yield "tax_gross", pay, None, None
    yield "tax_gross_one_off", beside, None, None
    yield "tax_days", days, None, None
    if situation.status in {SHORT_TERM, IRREGULAR}:
        yield f"{situation.status}_pay", pay, None, None
    if zone is Zone.SHORT_TERM:
        return
    if zone is not Zone.MINIJOB:
        yield "sv_days", days, None, None
    for code, amount in _bases(month, pay, beside, zone):
        yield code, amount, None, None


def _bases(month: Month, pay: Decimal, beside: Decimal, zone: Zone) -> Iterator[tuple[str, Decimal]]:
    situation, law = month.situation, month.law
    if zone is Zone.MINIJOB:
        yield "sv_base_pension", contributions.minijob_pension_base(pay, situation, law)
    elif zone is Zone.TRANSITION:
        bases = transition_bases(pay, situation, law)
        yield "sv_base_health", bases.whole
        yield "sv_base_pension", bases.whole
        yield "transition_base", bases.whole
        yield "transition_base_worker", bases.worker
    else:
        regular = contributions.regular_bases(pay, situation, law)
        due = _liable(month, pay, beside) if beside else Liable(ZERO, ZERO, False)
        is_this_year = not due.is_moved
        yield "sv_base_health", regular.health + due.health * is_this_year
        yield "sv_base_pension", regular.pension + due.pension * is_this_year


def _lines(month: Month, owed: dict[str, Item], zone: Zone) -> Iterator[PayLine]:
    """The lines of this contract: what the month owes less what was taken, what no longer is owed given back."""
    earlier, refs = month.inputs.so_far, _refs_of(month, zone)
    for code, amount, base, rate in owed.values():
        taken = earlier.get(code)
        own = amount if taken is None else amount - taken
        if own or code in ALWAYS_SHOWN:
            yield LINES[code].line(own, base, rate, refs(code))
    for code in sorted(OWED & earlier.keys() - owed.keys()):
        if earlier[code]:
            yield LINES[code].line(-earlier[code], None, None, refs(code))


def _refs_of(month: Month, zone: Zone) -> Callable[[str], Refs]:
    """Which statutory values a line read, by its code."""
    law = month.law
    by_branch = law.zone_refs.get(zone.value, law.refs)

    def refs(code: str) -> Refs:
        if code.startswith("wage_tax"):
            return month.tax_law.refs
        if code.startswith("soli"):
            return month.tax_law.soli_refs
        if month.situation.status == IRREGULAR and branch_of(code) == "health":
            return law.refs["health_reduced"]
        return by_branch.get(branch_of(code), ())

    return refs
