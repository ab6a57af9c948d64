"""Reads the tax file into the household of the AEAT's algorithm."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from countries.contract import ZERO, InvalidInput, gettext_noop
from countries.packs.es.family import Ascendant, Child, Household

HALF, ONE = Decimal("0.5"), Decimal(1)
FIRST_YEAR = 1900


def household(tax_file: Mapping[str, Any], *, year: int, birth_date: date | None, floor: str) -> Household:
    """Return the person's household in a year; without a file, a person alone with the least deductions.

    Raises `InvalidInput` for a birth year that is none.
    """
    get = tax_file.get
    return Household(
        situation=str(get("family_situation", "3")),
        birth_year=birth_date.year if birth_date else None,
        children=_children(tax_file, year),
        ascendants=_ascendants(tax_file, year),
        disability=str(get("disability", "none")),
        needs_help=bool(get("needs_help")),
        moved=bool(get("moved_for_work")),
        home_loan=bool(get("home_loan")),
        residence=str(get("residence", "spain")),
        child_maintenance=get("child_maintenance") or ZERO,
        spouse_maintenance=get("spouse_maintenance") or ZERO,
        floor=floor,
    )


def _children(tax_file: Mapping[str, Any], year: int) -> tuple[Child, ...]:
    """Children oldest first; the disabilities go to the oldest, who would otherwise leave the count at 25."""
    if not (given := tax_file.get("children_years")):
        return ()
    years = birth_years(str(given), "children_years", year)
    share = ONE if tax_file.get("children_counted") == "whole" else HALF
    degrees = _degrees(tax_file, "children", len(years))
    return tuple(
        Child(birth_year=born, share=share, disability=degree) for born, degree in zip(years, degrees, strict=True)
    )


def _ascendants(tax_file: Mapping[str, Any], year: int) -> tuple[Ascendant, ...]:
    if not (given := tax_file.get("parents_years")):
        return ()
    years = birth_years(str(given), "parents_years", year)
    people = int(tax_file.get("parents_counted_by") or 1)
    degrees = _degrees(tax_file, "parents", len(years))
    return tuple(
        Ascendant(age=year - born, people=people, disability=degree)
        for born, degree in zip(years, degrees, strict=True)
    )


def _degrees(tax_file: Mapping[str, Any], who: str, count: int) -> tuple[str, ...]:
    severe = min(int(tax_file.get(f"{who}_disabled_65") or 0), count)
    some = min(int(tax_file.get(f"{who}_disabled_33") or 0), count - severe)
    return ("65",) * severe + ("33",) * some + ("none",) * (count - severe - some)


def birth_years(text: str, name: str, year: int) -> list[int]:
    """Return the years of birth written as "2012, 2016", oldest first."""
    words = text.replace(",", " ").replace(";", " ").split()
    if all(word.isdigit() and FIRST_YEAR <= int(word) <= year for word in words):
        return sorted(int(word) for word in words)
    raise InvalidInput(
        "birth_years",
        gettext_noop("“%(name)s” is “%(found)s”; expected years of birth up to %(year)s, such as 2012, 2016."),
        name=name,
        found=text,
        year=year,
    )
