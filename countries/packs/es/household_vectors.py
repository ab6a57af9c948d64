"""Reads the household of a Spanish test vector."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from countries.contract import NotCovered, gettext_noop
from countries.packs.es.family import Ascendant, Child, Household
from countries.packs.es.household import HALF, ONE

DEGREES = {"33-65": "33", "33": "33", "33+": "33", "65+": "65", "65": "65"}
READ = {
    "situacion_familiar",
    "ano_nacimiento",
    "descendientes",
    "ascendientes",
    "num_descendientes",
    "num_descendientes_por_entero",
    "menores_3",
    "discapacidad",
    "movilidad_reducida",
    "asistencia",
    "movilidad_geografica",
    "ceuta_melilla",
    "la_palma",
    "contrato_inferior_ano",
    "relacion_especial_artista",
    "relacion_especial_no_artista",
    "anualidades_alimentos",
    "pension_compensatoria",
    "prestamo_vivienda",
    "pensionista",
    "desempleado",
}
SCHOOL_AGE = 10


def read(inputs: Mapping[str, Any], year: int) -> Household:
    """Return the household a vector describes in a year."""
    get = inputs.get
    born = get("ano_nacimiento")
    return Household(
        situation=str(get("situacion_familiar") or 3),
        birth_year=int(born) if born else None,
        children=_children(inputs, year),
        ascendants=tuple(_ascendant(parent) for parent in get("ascendientes") or ()),
        disability=_degree(get("discapacidad")),
        needs_help=bool(get("movilidad_reducida") or get("asistencia")),
        moved=bool(get("movilidad_geografica")),
        pensioner=bool(get("pensionista")),
        unemployed=bool(get("desempleado")),
        home_loan=bool(get("prestamo_vivienda")),
        residence=_residence(inputs),
        child_maintenance=Decimal(str(get("anualidades_alimentos") or 0)),
        spouse_maintenance=Decimal(str(get("pension_compensatoria") or 0)),
        floor=_floor(inputs),
    )


def _children(inputs: Mapping[str, Any], year: int) -> tuple[Child, ...]:
    if inputs.get("descendientes"):
        return tuple(_child(child) for child in inputs["descendientes"])
    whole = int(inputs.get("num_descendientes_por_entero") or 0)
    count = max(int(inputs.get("num_descendientes") or 0), whole)
    small = int(inputs.get("menores_3") or 0)
    years = [year - SCHOOL_AGE] * (count - small) + [year - 1] * small
    shares = [ONE] * whole + [HALF] * (count - whole) if whole else [ONE] * count
    return tuple(Child(birth_year=born, share=share) for born, share in zip(years, shares, strict=True))


def _child(child: Mapping[str, Any]) -> Child:
    return Child(
        birth_year=int(child["ano_nacimiento"]),
        share=ONE if child.get("por_entero", True) else HALF,
        disability=_degree(child.get("discapacidad")),
        needs_help=bool(child.get("movilidad_reducida")),
    )


def _ascendant(parent: Mapping[str, Any]) -> Ascendant:
    return Ascendant(
        age=int(parent["edad"]),
        people=int(parent.get("convivencia") or 1),
        disability=_degree(parent.get("discapacidad")),
        needs_help=bool(parent.get("movilidad_reducida")),
    )


def _degree(text: Any) -> str:
    if text and str(text) not in DEGREES:
        raise NotCovered(
            "vector_disability",
            gettext_noop("a disability of “%(found)s” is not covered; known: %(expected)s"),
            found=text,
            expected=", ".join(DEGREES),
        )
    return DEGREES[str(text)] if text else "none"


def _residence(inputs: Mapping[str, Any]) -> str:
    if inputs.get("ceuta_melilla"):
        return "ceuta_melilla"
    return "la_palma" if inputs.get("la_palma") else "spain"


def _floor(inputs: Mapping[str, Any]) -> str:
    if inputs.get("relacion_especial_no_artista"):
        return "other_special"
    if inputs.get("relacion_especial_artista"):
        return "artists"
    return "under_one_year" if inputs.get("contrato_inferior_ano") else ""
