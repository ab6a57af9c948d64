"""The contracts Austrian law knows and the cooperative uses, and what is checked before one is validated."""

from __future__ import annotations

from countries.contract import ContractFacts, ContractKind, Finding, Params
from countries.packs import checks

CHECKS = ("dates", "declared_in_time", "overlap", "sector_minimum", "budget", "right_to_work", "age")
FIXED = CHECKS

KINDS = (
    ContractKind(
        code="fixed_term",
        label={"en": "Fixed term", "de": "Befristetes Dienstverhältnis"},
        status="employee",
        checks=(
            *FIXED,
            "successive",
        ),
        source="ABGB § 1158; AngG § 19",
        note="Once without a reason; a chain needs a reason.",
    ),
    ContractKind(
        code="casual",
        label={"en": "Casual day work", "de": "Fallweise Beschäftigung"},
        status="casual",
        checks=FIXED,
        source="ASVG § 471a; § 33 (3)",
        note="Agreed for less than a week; registered before each day.",
    ),
    ContractKind(
        code="free_service",
        label={"en": "Free service contract", "de": "Freier Dienstvertrag"},
        status="free_service",
        checks=FIXED,
        source="ASVG § 4 (4)",
        note="No wage tax is withheld and no holidays are due.",
    ),
    ContractKind(
        code="open_ended",
        label={"en": "Open ended", "de": "Unbefristetes Dienstverhältnis"},
        status="employee",
        checks=CHECKS,
        source="AngG; ABGB § 1151",
        is_fixed_term=False,
    ),
)
BY_CODE = {kind.code: kind for kind in KINDS}


def contract_checks(facts: ContractFacts, params: Params) -> tuple[Finding, ...]:
    """Return what blocks or deserves a warning."""
    return checks.run_checks(facts, BY_CODE[facts.kind], params, {})
