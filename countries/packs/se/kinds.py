"""The contracts Swedish law knows and the cooperative uses, and what is checked before one is validated."""

from __future__ import annotations

from countries.contract import ContractFacts, ContractKind, Finding, Params
from countries.packs import checks

CHECKS = ("dates", "declared_in_time", "overlap", "sector_minimum", "budget", "right_to_work", "age")
FIXED = CHECKS

KINDS = (
    ContractKind(
        code="fixed_term",
        label={"en": "Special fixed term", "sv": "Särskild visstidsanställning"},
        status="employee",
        checks=(
            *FIXED,
            "successive",
        ),
        source="lagen (1982:80) om anställningsskydd 5 §",
        note="One for each mission; becomes permanent after more than 12 months in 5 years.",
    ),
    ContractKind(
        code="temporary",
        label={"en": "Temporary substitute", "sv": "Vikariat"},
        status="employee",
        checks=FIXED,
        source="lagen (1982:80) om anställningsskydd 5 §",
        note="At most 2 years in 5.",
    ),
    ContractKind(
        code="open_ended",
        label={"en": "Permanent", "sv": "Tillsvidareanställning"},
        status="employee",
        checks=CHECKS,
        source="lagen (1982:80) om anställningsskydd 4 §",
        is_fixed_term=False,
    ),
)
BY_CODE = {kind.code: kind for kind in KINDS}


def contract_checks(facts: ContractFacts, params: Params) -> tuple[Finding, ...]:
    """Return what blocks or deserves a warning."""
    return checks.run_checks(facts, BY_CODE[facts.kind], params, {})
