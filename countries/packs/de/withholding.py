"""Which tax a month's pay bears: by the card of the tax office, for the month or for single days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from countries.contract import ZERO, PayInputs
from countries.packs.de.contributions import Item
from countries.packs.de.law import dropping
from countries.packs.de.situation import Situation
from countries.packs.de.tariff import CENT, down
from countries.packs.de.wage_tax import DAY, MONTH, Tax, TaxCard, WageTaxLaw, one_off_tax, period_tax
from countries.packs.de.zones import Zone

MONTHS_AND_ONE = 13


def card_in(zone: Zone, situation: Situation, *, grant: Decimal = ZERO) -> TaxCard:
    """The tax card for the month's regime: the `grant` towards private insurance is deducted from its premium.

    Where the job pays no health contribution, the allowance for insurance has no part for it.
    """
    card = situation.card
    if zone is not Zone.MINIJOB:
        return replace(card, insured=replace(card.insured, private_grant=grant)) if grant else card
    insured = replace(
        card.insured,
        is_private=True,
        has_grant=False,
        private_premium=ZERO,
        has_pension=not situation.is_pension_exempt,
        has_unemployment=False,
    )
    return replace(card, insured=insured)


def bears_tax(zone: Zone, situation: Situation) -> bool:
    """Whether the worker's card decides; flat taxes are the employer's."""
    return not (situation.tax_is_flat and zone in {Zone.MINIJOB, Zone.SHORT_TERM})


def running_tax(pay: Decimal, card: TaxCard, situation: Situation, law: WageTaxLaw) -> Tax:
    """The tax of the month; of part of a month, the daily pay's tax times the days (LStR R 39b.5 (2))."""
    days = situation.days
    if days.is_whole:
        return period_tax(pay, card, law, period=MONTH)
    day = period_tax(down(pay / days.total, CENT), card, law, period=DAY)
    return Tax(day.tax * days.total, day.soli * days.total, day.church_base * days.total)


def tax_items(tax: Tax, situation: Situation, suffix: str = "") -> Iterator[Item]:
    """Yield the lines of a tax; a fraction of a cent of the church tax is dropped."""
    yield f"wage_tax{suffix}", -tax.tax, None, None
    if tax.soli:
        yield f"soli{suffix}", -tax.soli, tax.tax, None
    if tax.church_base:
        rate = situation.church_rate
        yield f"church_tax{suffix}", -dropping(tax.church_base * rate), tax.church_base, rate


def tax_of_one_off(one_off: Decimal, pay: Decimal, inputs: PayInputs, card: TaxCard, law: WageTaxLaw) -> Tax:
    """The tax of one-off pay on top of the year's expected pay (LStR R 39b.6): known, or this month's until December."""
    expected = inputs.engagement.get("expected_year_pay")
    if expected is None:
        year = inputs.year_so_far
        earlier = year.get("tax_gross", ZERO) + year.get("tax_gross_one_off", ZERO)
        expected = earlier + pay * (MONTHS_AND_ONE - inputs.on.month)
    return one_off_tax(one_off, expected, card, law)
