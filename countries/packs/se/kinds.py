"""The contracts Swedish law knows and the cooperative uses (lagen 1982:80 om anställningsskydd, LAS)."""

from countries.contract import ContractKind
from countries.packs.se.words import TEXTS

ALWAYS = (
    "dates",
    "declared_in_time",
    "overlap",
    "sector_minimum",
    "budget",
    "right_to_work",
    "age",
    "minor_hours",
    "daily_rest",
    "weekly_rest",
    "written_information",
    "holiday_pay_included",
    "tax_basis",
)
FIXED = (*ALWAYS, "fixed_term_limit")


def _kind(
    code: str, checks: tuple[str, ...], source: str, *, is_fixed_term: bool = True, note: str = ""
) -> ContractKind:
    return ContractKind(
        code=code,
        label=TEXTS[f"kind.{code}"],
        status="employee",
        checks=checks,
        source=source,
        is_fixed_term=is_fixed_term,
        has_payroll=True,
        note=note,
    )


KINDS = (
    _kind(
        "fixed_term",
        (*FIXED, "successive"),
        "lagen (1982:80) om anställningsskydd 5 §",
        note="One for each mission; becomes permanent after more than 12 months in 5 years.",
    ),
    _kind(
        "temporary",
        FIXED,
        "lagen (1982:80) om anställningsskydd 5 §",
        note="In the place of an absent person; becomes permanent after more than 2 years in 5.",
    ),
    _kind(
        "seasonal",
        ALWAYS,
        "lagen (1982:80) om anställningsskydd 5 §",
        note="Work bound to a season; outside the usual model of the cooperative.",
    ),
    _kind("open_ended", ALWAYS, "lagen (1982:80) om anställningsskydd 4 §", is_fixed_term=False),
    _kind(
        "intermittent",
        ALWAYS,
        "lagen (1982:80) om anställningsskydd 4 §",
        is_fixed_term=False,
        note="Permanent, paid by the hour worked.",
    ),
)
BY_CODE = {kind.code: kind for kind in KINDS}
