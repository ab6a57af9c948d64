"""Which contributions are due for a profile of pay: base, rate and values behind each, in the order of the slip.

Payroll reference 1.2, 1.3 (general scheme) and 2 (annexes VIII and X). A plan is built once per profile and law.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from countries.contract import ZERO
from countries.packs.fr.law import Law, Limit, Refs
from countries.packs.fr.lines import LINES
from countries.packs.fr.regimes import Regime
from countries.packs.slip import LineKind
from smart.foundation.money import round_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What decides on the contributions of a pay, whatever its amount."""

    regime: Regime
    is_executive: bool
    headcount: int
    is_alsace_moselle: bool
    accident_rate: Decimal
    mobility_rate: Decimal
    is_show: bool
    has_training_account: bool
    has_surcharge: bool
    has_reserve: bool

    @property
    def is_annex(self) -> bool:
        return self.regime is not Regime.GENERAL


@dataclass(frozen=True, slots=True)
class Due:
    """One contribution: `rate` × the base of that name; `low` instead while the pay is within `limit`.

    `scope` is the part of the rate the general reduction may be set against.
    """

    kind: LineKind
    base: str
    rate: Decimal
    refs: Refs = ()
    low: Decimal | None = None
    low_refs: Refs = ()
    limit: Limit | None = None
    scope: Decimal = ZERO

    def rate_for(self, pay: Decimal, hours: Decimal) -> Decimal:
        """The rate for a pay of so many hours; a pay exactly at the limit keeps the low rate (“n’excède pas”)."""
        return self.low if self.low is not None and self.limit and pay <= self.limit.per_hour * hours else self.rate

    def refs_for(self, rate: Decimal) -> Refs:
        return self.low_refs if rate == self.low else self.refs


@dataclass(frozen=True, slots=True)
class Plan:
    """The contributions of a profile. `welfare` are the employer's provident ones: they enter the CSG base."""

    employee: tuple[Due, ...]
    csg: tuple[Due, ...]
    welfare: tuple[Due, ...]
    employer: tuple[Due, ...]
    social_levy: Due | None
    reserve: Due | None
    has_reduction: bool
    has_leave_fund: bool
    reduction_key: str


def plan_for(profile: Profile, law: Law) -> Plan:
    """Return the profile's contributions under the law; the same object for the same profile."""
    plan = law.plans.get(profile)
    if plan is None:
        plan = law.plans[profile] = _Builder(profile, law).plan()
    return plan


class _Builder:
    """Assembles one plan. Contributions whose rate is zero are left out."""

    def __init__(self, profile: Profile, law: Law) -> None:
        self.profile, self.law = profile, law

    def plan(self) -> Plan:
        profile = self.profile
        is_small = profile.headcount < self.law.small
        return Plan(
            employee=_used(self.employee()),
            csg=_used(self.csg()),
            welfare=_used(self.welfare()),
            employer=_used(self.employer()),
            social_levy=None if is_small else self.due("employer_forfait_social", "welfare", "employer.forfait_social"),
            reserve=self.due("portage_reserve", "base_pay", "portage.reserve") if profile.has_reserve else None,
            has_reduction=profile.regime is not Regime.ARTIST,
            has_leave_fund=profile.regime is Regime.TECHNICIAN,
            reduction_key="below_50" if profile.headcount < self.law.large else "from_50",
        )

    def due(self, code: str, base: str, *keys: str, is_scoped: bool = False) -> Due:
        """A contribution whose rate is the sum of the keys'."""
        refs = tuple(self.law.rates[key] for key in keys)
        rate = sum((ref.value for ref in refs), ZERO)
        return Due(LINES[code], base, rate, refs, scope=rate if is_scoped else ZERO)

    def shared(self, code: str, base: str, key: str, *, low: str = "", limit: Limit | None = None) -> Due:
        """A contribution artists owe a share of, the resulting rate rounded (arrêté du 24/01/1975)."""
        rate, refs = self.share(key)
        if not low or limit is None:
            return Due(LINES[code], base, rate, refs, scope=rate)
        low_rate, low_refs = self.share(low)
        return Due(LINES[code], base, rate, refs, low_rate, (*low_refs, *limit.refs), limit, scope=rate)

    def share(self, key: str) -> tuple[Decimal, Refs]:
        ref = self.law.rates[key]
        if self.profile.regime is not Regime.ARTIST:
            return ref.value, (ref,)
        factor, step = self.law.rates["artist.factor"], self.law.rates["artist.rate_step"]
        return round_to(ref.value * factor.value, step=step.value), (ref, factor, step)

    def employee(self) -> Iterator[Due]:
        if self.profile.is_alsace_moselle:
            yield self.due("health_alsace_moselle", "base", "employee.health_alsace_moselle")
        yield self.shared("pension_capped", "capped", "employee.pension_capped")
        yield self.shared("pension_uncapped", "base", "employee.pension_uncapped")
        yield from self.complementary("employee", "")
        if self.profile.is_annex:
            yield self.due("unemployment", "unemployment", "intermittent.unemployment_employee")

    def csg(self) -> Iterator[Due]:
        yield self.due("csg_deductible", "csg", "csg.deductible")
        yield self.due("csg_not_deductible", "csg", "csg.not_deductible")
        yield self.due("crds", "csg", "crds")

    def welfare(self) -> Iterator[Due]:
        if self.profile.is_executive:
            yield self.due("employer_provident_executive", "t1", "employer.provident_executive")
        elif self.profile.is_annex and self.profile.is_show:
            yield self.due("employer_provident_show", "t1", "show.provident")

    def complementary(self, side: str, prefix: str) -> Iterator[Due]:
        """Agirc-Arrco, CEG, CET and Apec of one side."""
        for band in ("t1", "t2"):
            key = self.complementary_key(band, side)
            yield self.due(f"{prefix}complementary_{band}", band, key, is_scoped=band == "t1")
        for band in ("t1", "t2"):
            yield self.due(f"{prefix}ceg_{band}", band, f"{side}.ceg_{band}", is_scoped=band == "t1")
        yield self.due(f"{prefix}cet", "cet", f"{side}.cet")
        if self.profile.is_executive:
            yield self.due(f"{prefix}apec", "four", f"{side}.apec")

    def complementary_key(self, band: str, side: str) -> str:
        profile = self.profile
        is_general = profile.regime is Regime.TECHNICIAN and profile.is_executive and band == "t2"
        if not profile.is_annex or is_general:
            return f"{side}.complementary_{band}"
        return f"{profile.regime.value}.complementary_{band}_{side}"

    def employer(self) -> Iterator[Due]:
        law = self.law
        yield self.shared(
            "employer_health", "base", "employer.health", low="employer.health_reduced", limit=law.health_limit
        )
        yield self.accident()
        yield self.shared("employer_pension_capped", "capped", "employer.pension_capped")
        yield self.shared("employer_pension_uncapped", "base", "employer.pension_uncapped")
        yield from self.complementary("employer", "employer_")
        yield self.shared(
            "employer_family", "base", "employer.family", low="employer.family_reduced", limit=law.family_limit
        )
        yield from self.unemployment()
        if self.profile.headcount < self.law.large:
            yield self.shared("employer_fnal", "capped", "employer.fnal_below_50")
        else:
            yield self.shared("employer_fnal", "base", "employer.fnal_from_50")
        yield self.due("employer_csa", "base", "employer.csa", is_scoped=True)
        yield self.due("employer_social_dialogue", "base", "employer.social_dialogue")
        yield from self.levies()

    def accident(self) -> Due:
        """Artists have a published rate; everyone else the rate notified to the establishment."""
        if self.profile.regime is Regime.ARTIST:
            suffix = "_alsace_moselle" if self.profile.is_alsace_moselle else ""
            return self.due("employer_work_accident", "base", f"artist.work_accident{suffix}")
        covered = self.law.rates["reduction.work_accident"].value
        rate = self.profile.accident_rate
        return Due(LINES["employer_work_accident"], "base", rate, scope=min(rate, covered))

    def unemployment(self) -> Iterator[Due]:
        surcharge = ("usage.unemployment_surcharge",) if self.profile.has_surcharge else ()
        scope = self.law.rates["employer.unemployment"].value
        key = "intermittent.unemployment_employer" if self.profile.is_annex else "employer.unemployment"
        due = self.due("employer_unemployment", "unemployment", key, *surcharge)
        yield Due(due.kind, due.base, due.rate, due.refs, scope=scope)
        yield self.due("employer_ags", "unemployment", "employer.ags")

    def levies(self) -> Iterator[Due]:
        """Training, apprenticeship, housing, mobility and the funds of the performing arts."""
        profile = self.profile
        training = "employer.training_below_11" if profile.headcount < self.law.small else "employer.training_from_11"
        yield self.due("employer_training", "base", "intermittent.training" if profile.is_annex else training)
        suffix = "_alsace_moselle" if profile.is_alsace_moselle else ""
        yield self.due("employer_apprenticeship", "base", f"employer.apprenticeship{suffix}")
        if profile.has_training_account:
            yield self.due("employer_cpf_cdd", "base", "employer.cpf_cdd")
        if profile.headcount >= self.law.large:
            yield self.due("employer_peec", "base", "employer.peec")
        if profile.headcount >= self.law.small:
            yield self.mobility()
        if profile.is_annex:
            yield self.due("employer_holiday_fund", "gross", "intermittent.holiday_fund")
            if profile.is_show:
                yield self.due("employer_fcap", "t1", "show.fcap")

    def mobility(self) -> Due:
        """The commune's rate, entered by the cooperative; artists owe their share of it."""
        rate, kind = self.profile.mobility_rate, LINES["employer_mobility"]
        if self.profile.regime is not Regime.ARTIST:
            return Due(kind, "base", rate)
        factor = self.law.rates["artist.factor"]
        return Due(kind, "base", rate * factor.value, (factor,))


def _used(dues: Iterator[Due]) -> tuple[Due, ...]:
    return tuple(due for due in dues if due.rate)
