"""The contracts Spanish law knows and the cooperative uses, and what is checked before one is validated."""

from __future__ import annotations

from countries.contract import ContractFacts, ContractKind, Finding, Params
from countries.packs import checks

CHECKS = ("dates", "declared_in_time", "overlap", "monthly_minimum", "budget", "right_to_work", "age")
FIXED = ("dates", "written_before_start", *CHECKS[1:])

KINDS = (
    ContractKind(
        code="fixed_term",
        label={"en": "Production circumstances, fixed term", "es": "Circunstancias de la producción (402/502)"},
        status="employee",
        checks=(
            *FIXED,
            "successive",
        ),
        source="Estatuto de los Trabajadores art. 15.2",
        note="At most 6 months, 12 by agreement; 90 days a year when occasional and foreseeable.",
    ),
    ContractKind(
        code="artist",
        label={"en": "Artist, fixed term", "es": "Artístico de duración determinada (407/507)"},
        status="artist",
        checks=FIXED,
        source="RD 1435/1985 art. 5",
        note="Needs a real temporary cause: a performance, a season, a shooting.",
    ),
    ContractKind(
        code="open_ended",
        label={"en": "Open ended", "es": "Indefinido ordinario (100/200)"},
        status="employee",
        checks=CHECKS,
        source="Estatuto de los Trabajadores art. 15.1",
        is_fixed_term=False,
    ),
    ContractKind(
        code="intermittent",
        label={"en": "Permanent, intermittent", "es": "Fijo-discontinuo (300)"},
        status="employee",
        checks=CHECKS,
        source="Estatuto de los Trabajadores art. 16",
        is_fixed_term=False,
        note="Written call order.",
    ),
)
BY_CODE = {kind.code: kind for kind in KINDS}


def contract_checks(facts: ContractFacts, params: Params) -> tuple[Finding, ...]:
    """Return what blocks or deserves a warning."""
    return checks.run_checks(facts, BY_CODE[facts.kind], params, {})
