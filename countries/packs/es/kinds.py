"""The contracts Spanish law knows and the cooperative uses, and what payroll needs to know of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from countries.contract import ContractKind
from countries.packs.es.words import TEXTS

CHECKS = (
    "dates",
    "declared_in_time",
    "declared_too_early",
    "overlap",
    "minimum_pay",
    "daily_hours",
    "part_time_hours",
    "rest",
    "budget",
    "right_to_work",
    "age",
    "minor",
)
FIXED = ("dates", "written_before_start", *CHECKS[1:])


def _kind(code: str, status: str, checks: tuple[str, ...], source: str, note: str, **more: bool) -> ContractKind:
    label = TEXTS[f"kind.{code}"]
    return ContractKind(code=code, label=label, status=status, checks=checks, source=source, note=note, **more)


KINDS = (
    _kind(
        "fixed_term",
        "employee",
        (*FIXED, "cause", "production_length", "chain", "successive", "short_contract"),
        "Estatuto de los Trabajadores art. 15.2; RDL 32/2021",
        "At most 6 months, 12 by agreement; 90 days a year when occasional and foreseeable. Codes 402 and 502.",
        has_payroll=True,
    ),
    _kind(
        "artist",
        "artist",
        (*FIXED, "artist_cause"),
        "RD 1435/1985 art. 5 (RDL 5/2022)",
        "Needs a real temporary cause: a performance, a season, a shooting. Technical and auxiliary staff too. 407, 507.",
        has_payroll=True,
    ),
    _kind(
        "open_ended",
        "employee",
        CHECKS,
        "Estatuto de los Trabajadores art. 15.1",
        "Codes 100 and 200.",
        is_fixed_term=False,
        has_payroll=True,
    ),
    _kind(
        "intermittent",
        "employee",
        CHECKS,
        "Estatuto de los Trabajadores art. 16",
        "Written call order. Code 300.",
        is_fixed_term=False,
        has_payroll=True,
    ),
    _kind(
        "substitution",
        "employee",
        (*FIXED, "replaced_person", "vacancy_length"),
        "Estatuto de los Trabajadores art. 15.3",
        "While the replaced person is away. Codes 410 and 510.",
        has_payroll=True,
    ),
    _kind(
        "training",
        "trainee",
        FIXED,
        "Estatuto de los Trabajadores art. 11",
        "Practice and training contracts follow rules of their own; their payslip is not covered.",
    ),
)
BY_CODE = {kind.code: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Paid:
    """What payroll needs to know of a kind. `floor` names the lowest withholding rate, empty for none."""

    status: str
    unemployment: str  # the lines of `SocialLaw.charges`
    floor: str
    has_surcharge: bool
    has_indemnity: bool


PAID: Mapping[str, Paid] = {
    "fixed_term": Paid("employee", "temporary", "under_one_year", True, True),
    "artist": Paid("artist", "temporary", "artists", False, True),
    "open_ended": Paid("employee", "permanent", "", False, False),
    "intermittent": Paid("employee", "permanent", "", False, False),
    "substitution": Paid("employee", "permanent", "under_one_year", False, False),
}
