"""The employer's side: contributions by age, occupational pension with its tax, insurances. Each is a function of pay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from countries.contract import NotCovered, ParameterRef, PayInputs, gettext_noop
from countries.packs.se.law import EmployerLaw, Refs, rounded

NORMAL, REDUCED, OLD = "employer_contributions", "employer_contributions_reduced", "employer_contributions_old"
CONTRIBUTIONS = (REDUCED, NORMAL, OLD)
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Tier:
    """A charge on the part of a month's base from `start` up to `end` (None: no end)."""

    code: str
    rate: Decimal
    refs: Refs
    start: Decimal = NOTHING
    end: Decimal | None = None

    def base(self, month: Decimal) -> Decimal:
        """Return the part of the month's pay this charge is due on."""
        top = month if self.end is None or month < self.end else self.end
        return top - self.start if top > self.start else NOTHING

    def amount(self, month: Decimal) -> Decimal:
        return rounded(self.base(month) * self.rate)


def contribution_tiers(inputs: PayInputs, law: EmployerLaw) -> tuple[Tier, ...]:
    """Return the contributions due for the person, by year of birth and the month's pay; none born 1937 or earlier."""
    if not inputs.employer.get("permanent_establishment", True):
        return _without_establishment(inputs, law)
    born = inputs.birth_date.year if inputs.birth_date else None
    normal = Tier(NORMAL, law.total.value, (law.total,))
    if born is not None:
        if born <= law.very_old.value["born_to"]:
            return ()
        if _is_born_within(born, law.old):
            return (Tier(OLD, law.old.value["rate"], (law.old,)),)
    reduced = _reduction(inputs, law, born)
    if reduced is None:
        return (normal,)
    limit = reduced.value["limit"]
    return (
        Tier(REDUCED, reduced.value["rate"], (reduced,), NOTHING, limit),
        Tier(NORMAL, law.total.value, (law.total, reduced), limit),
    )


def _reduction(inputs: PayInputs, law: EmployerLaw, born: int | None) -> ParameterRef | None:
    """The reduction for minors, for young people, or the start-up support where it is taken off the return."""
    if born is not None:
        age = inputs.on.year - 1 - born
        if law.minors.value["age_from"] <= age < law.minors.value["age_below"]:
            return law.minors
        if _is_born_within(born, law.youth):
            return law.youth
    if not inputs.engagement.get("start_up_support"):
        return None
    if law.support is None:
        raise NotCovered(
            "start_up_support",
            gettext_noop("Sweden: växa-stöd is not covered for pay of %(day)s; it is known from 2025-01-01."),
            day=inputs.on,
        )
    return None if law.support.value["is_refunded"] else law.support


def _is_born_within(born: int, ref: ParameterRef | None) -> bool:
    return ref is not None and bool(ref.value["born_from"] <= born <= ref.value["born_to"])


def _without_establishment(inputs: PayInputs, law: EmployerLaw) -> tuple[Tier, ...]:
    ref = law.no_establishment
    if ref is None:
        raise NotCovered(
            "no_establishment",
            gettext_noop("Sweden: contributions of a foreign employer without establishment are not known on %(day)s."),
            day=inputs.on,
        )
    born = inputs.birth_date.year if inputs.birth_date else None
    normal = Tier(NORMAL, ref.value["normal"], (ref,))
    if born is None:
        return (normal,)
    if born <= law.very_old.value["born_to"]:
        return ()
    if _is_born_within(born, law.old):
        return (Tier(OLD, ref.value["old"], (ref, law.old)),)
    if law.youth is None or not _is_born_within(born, law.youth):
        return (normal,)
    limit = law.youth.value["limit"]
    refs = (ref, law.youth)
    return (
        Tier(REDUCED, ref.value["youth"], refs, NOTHING, limit),
        Tier(NORMAL, ref.value["normal"], refs, limit),
    )


def pension_tiers(inputs: PayInputs, law: EmployerLaw) -> tuple[Tier, ...]:
    """Return the premiums of the occupational pension: one rate up to the month's limit, another above it."""
    settings = inputs.employer
    low, high = settings.get("pension_rate"), settings.get("pension_rate_above")
    if not low or not _is_of_pension_age(inputs):
        return ()
    limit = law.pension_month_limit
    tiers = [Tier("pension", Decimal(low), law.pension_refs, NOTHING, limit)]
    if high:
        tiers.append(Tier("pension_above", Decimal(high), law.pension_refs, limit))
    return tuple(tiers)


def _is_of_pension_age(inputs: PayInputs) -> bool:
    """Agreements pay from the month of one birthday to the month before another; without a birth date they pay."""
    born, settings = inputs.birth_date, inputs.employer
    if born is None:
        return True
    months = (inputs.on.year - born.year) * MONTHS_OF_YEAR + inputs.on.month - born.month
    first, last = settings.get("pension_from_age"), settings.get("pension_until_age")
    return (first is None or months >= int(first) * MONTHS_OF_YEAR) and (
        last is None or months < int(last) * MONTHS_OF_YEAR
    )


MONTHS_OF_YEAR = 12


def insurance_tier(inputs: PayInputs) -> Tier | None:
    """Return the agreements' insurances that are a share of pay (TFA, TSL, AGB, omställning…), None without a rate."""
    rate = inputs.employer.get("insurance_rate")
    return Tier("insurance", Decimal(rate), ()) if rate else None


def by_component(base: Decimal, total: Decimal, law: EmployerLaw) -> Iterator[tuple[str, Decimal, Decimal]]:
    """Yield (component, rate, amount) of the ordinary contributions; the general fee takes the rest of the rounding."""
    rates = dict(law.components.value)
    general = rates.pop("general")
    rest = total
    for name, rate in rates.items():
        amount = rounded(base * rate)
        rest -= amount
        yield name, rate, amount
    yield "general", general, rest
