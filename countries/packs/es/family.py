"""The person and the family as the AEAT's algorithm sees them: personal minimum, expenses, exempt amount, lowest rate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from countries.contract import ZERO, NotCovered, gettext_noop
from countries.packs.es.irpf import TaxLaw, Taxpayer, rounded, scale

ONE = Decimal(1)
ADULT = 25
YEARS_UNDER_3 = 3
LARGE_FAMILY = 2
OVER_64, OVER_74 = 64, 74
DISABILITIES = ("none", "33", "65")


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A descendant. `share` is one when only this person counts the child, a half with the other parent."""

    birth_year: int
    share: Decimal = ONE
    disability: str = "none"
    needs_help: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ascendant:
    """A parent or grandparent at home, counted by `people` children or grandchildren."""

    age: int
    people: int = 1
    disability: str = "none"
    needs_help: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """Everything the algorithm asks of the person. `floor` names the lowest rate that applies, empty for none."""

    situation: str = "3"
    birth_year: int | None = None
    children: tuple[Child, ...] = ()
    ascendants: tuple[Ascendant, ...] = ()
    disability: str = "none"
    needs_help: bool = False
    moved: bool = False
    pensioner: bool = False
    unemployed: bool = False
    home_loan: bool = False
    residence: str = "spain"
    child_maintenance: Decimal = ZERO
    spouse_maintenance: Decimal = ZERO
    floor: str = ""


def taxpayer(home: Household, year: int, law: TaxLaw) -> Taxpayer:
    """Return the person's figures in a year. Raises `NotCovered` for a residence with tables of its own."""
    children = counted_children(home.children, year)
    minimum = personal_minimum(home, children, year, law.minimums)
    maintenance = home.child_maintenance
    raised = scale(minimum + law.minimums["maintenance"], law)
    return Taxpayer(
        minimum=minimum,
        minimum_tax=scale(minimum, law),
        maintenance=maintenance,
        maintenance_tax=scale(maintenance, law) - raised,
        expenses=_expenses(home, law.expenses),
        deductions=_deductions(home, len(children), law.reductions),
        exempt=_exempt(home, len(children), law),
        share=_share(home.residence, law),
        floor=_floor(home, law),
        has_home_loan=home.home_loan,
    )


def counted_children(children: Iterable[Child], year: int) -> tuple[Child, ...]:
    """Return the children under 25, or with a disability, oldest first."""
    counted = (child for child in children if year - child.birth_year < ADULT or child.disability != "none")
    return tuple(sorted(counted, key=lambda child: child.birth_year))


def personal_minimum(home: Household, children: tuple[Child, ...], year: int, amounts: Mapping[str, Any]) -> Decimal:
    """Return the personal and family minimum (LIRPF art. 57 to 61). Ages are those of 31 December."""
    total = amounts["taxpayer"] + _disability(home.disability, home.needs_help, amounts)
    age = year - home.birth_year if home.birth_year else 0
    total += amounts["over_64"] if age > OVER_64 else ZERO
    total += amounts["over_74"] if age > OVER_74 else ZERO
    table = amounts["descendants"]
    small = [child for child in children if child.birth_year > year - YEARS_UNDER_3]
    total += rounded(sum((table[min(rank, len(table) - 1)] * child.share for rank, child in enumerate(children)), ZERO))
    total += rounded(sum((amounts["under_3"] * child.share for child in small), ZERO))
    total += rounded(
        sum((_disability(child.disability, child.needs_help, amounts) * child.share for child in children), ZERO)
    )
    return Decimal(total + sum((_ascendant(parent, amounts) for parent in home.ascendants), ZERO))


def _ascendant(parent: Ascendant, amounts: Mapping[str, Any]) -> Decimal:
    if parent.age <= OVER_64 and parent.disability == "none":
        return ZERO
    amount = amounts["ascendant"] + (amounts["ascendant_75"] if parent.age > OVER_74 else ZERO)
    return rounded((amount + _disability(parent.disability, parent.needs_help, amounts)) / parent.people)


def _disability(degree: str, needs_help: bool, amounts: Mapping[str, Any]) -> Decimal:
    """From 65 % on, or with proven need of help, the amount for assistance is added (LIRPF art. 60)."""
    if degree == "none":
        return ZERO
    amount: Decimal = amounts[f"disability_{degree}"]
    return amount + amounts["assistance"] if needs_help or degree == "65" else amount


def _expenses(home: Household, amounts: Mapping[str, Decimal]) -> Decimal:
    total = amounts["general"] + (amounts["moved"] if home.moved else ZERO)
    if home.disability == "none":
        return total
    is_severe = home.disability == "65" or home.needs_help
    return total + amounts["disability_65" if is_severe else "disability_33"]


def _deductions(home: Household, children: int, amounts: Mapping[str, Decimal]) -> Decimal:
    total = home.spouse_maintenance
    total += amounts["pensioner"] if home.pensioner else ZERO
    total += amounts["unemployed"] if home.unemployed else ZERO
    return total + (amounts["over_two_descendants"] if children > LARGE_FAMILY else ZERO)


def _exempt(home: Household, children: int, law: TaxLaw) -> Decimal:
    """Return the pay under which nothing is withheld; a lone parent without children counts as situation 3."""
    column = min(children, LARGE_FAMILY)
    cell = law.exempt[home.situation][column]
    if cell is None:
        cell = law.exempt["3"][column]
    assert cell is not None, "situation 3 has a figure for every number of descendants"
    cell += law.reductions["pensioner"] if home.pensioner else ZERO
    return cell + (law.reductions["unemployed"] if home.unemployed else ZERO)


def _share(residence: str, law: TaxLaw) -> Decimal:
    if residence == "foral":
        raise NotCovered(
            "foral_withholding",
            gettext_noop(
                "Spain: the withholding tables of Bizkaia, Gipuzkoa, Araba and Navarra are not covered. "
                "Compute the withholding of this person outside the portal."
            ),
        )
    return law.reduced_share.get(residence, ONE)


def _floor(home: Household, law: TaxLaw) -> Decimal:
    """Return the lowest rate (RIRPF art. 86.2); where only a share of the tax is due, the floors are lower too."""
    if not home.floor:
        return ZERO
    if home.residence not in law.reduced_share:
        return law.minimum_rates[home.floor]
    name = "other_special_reduced" if home.floor == "other_special" else "under_one_year_reduced"
    return law.minimum_rates[name]
