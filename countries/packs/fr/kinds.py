"""The contracts French law knows and the cooperative uses, and what is checked before one is validated."""

from __future__ import annotations

from countries.contract import ContractFacts, ContractKind, Finding, Params
from countries.packs import checks

CHECKS = ("dates", "declared_in_time", "overlap", "hourly_minimum", "budget", "right_to_work", "age")
FIXED = CHECKS

KINDS = (
    ContractKind(
        code="fixed_term",
        label={"en": "Fixed term", "fr": "Contrat à durée déterminée (CDD)"},
        status="employee",
        checks=(
            *FIXED,
            "successive",
        ),
        source="C. trav. art. L1242-1 to L1242-12",
        note="Written, with its motive, given within 2 working days; at most 18 months with 2 renewals.",
    ),
    ContractKind(
        code="performer",
        label={"en": "Fixed-term engagement by custom (CDDU)", "fr": "CDD d’usage (CDDU)"},
        status="performer",
        checks=FIXED,
        source="C. trav. art. L1242-2, 3° and D1242-1",
        note="Only for jobs and activities on the list; written for each engagement.",
    ),
    ContractKind(
        code="open_ended",
        label={"en": "Open ended", "fr": "Contrat à durée indéterminée (CDI)"},
        status="employee",
        checks=CHECKS,
        source="C. trav. art. L1221-2",
        is_fixed_term=False,
    ),
    ContractKind(
        code="cesa",
        label={"en": "Associate entrepreneur (CESA)", "fr": "Contrat d’entrepreneur salarié associé (CESA)"},
        status="cesa",
        checks=CHECKS,
        source="C. trav. art. L7331-2",
        is_fixed_term=False,
        note="Written; objectives, means, contribution, fixed and variable pay.",
    ),
)
BY_CODE = {kind.code: kind for kind in KINDS}


def contract_checks(facts: ContractFacts, params: Params) -> tuple[Finding, ...]:
    """Return what blocks or deserves a warning."""
    return checks.run_checks(facts, BY_CODE[facts.kind], params, {})
