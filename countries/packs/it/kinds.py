"""The contracts Italian law knows and the cooperative uses, and what is checked before one is validated."""

from __future__ import annotations

from countries.contract import ContractFacts, ContractKind, Finding, Params
from countries.packs import checks

CHECKS = ("dates", "declared_the_day_before", "overlap", "sector_minimum", "budget", "right_to_work", "age")
FIXED = ("dates", "written_before_start", *CHECKS[1:])

KINDS = (
    ContractKind(
        code="fixed_term",
        label={"en": "Fixed term", "it": "Tempo determinato"},
        status="employee",
        checks=(
            *FIXED,
            "successive",
        ),
        source="D.Lgs. 81/2015 art. 19-29",
        note="12 months freely, up to 24 with a cause; at most 4 extensions; gaps of 10 or 20 days.",
    ),
    ContractKind(
        code="on_call",
        label={"en": "On call", "it": "Lavoro intermittente (a chiamata)"},
        status="employee",
        checks=FIXED,
        source="D.Lgs. 81/2015 art. 13-18",
        note="Allowed by age or agreement; each call is announced beforehand.",
    ),
    ContractKind(
        code="show_fixed_term",
        label={"en": "Show business, fixed term", "it": "Spettacolo a tempo determinato (FPLS)"},
        status="performer",
        checks=FIXED,
        source="D.Lgs. C.P.S. 708/1947; D.Lgs. 81/2015",
        note="Insured with the FPLS; certificato di agibilità before the performance.",
    ),
    ContractKind(
        code="open_ended",
        label={"en": "Open ended", "it": "Tempo indeterminato"},
        status="employee",
        checks=CHECKS,
        source="D.Lgs. 81/2015 art. 1",
        is_fixed_term=False,
    ),
)
BY_CODE = {kind.code: kind for kind in KINDS}


def contract_checks(facts: ContractFacts, params: Params) -> tuple[Finding, ...]:
    """Return what blocks or deserves a warning."""
    return checks.run_checks(facts, BY_CODE[facts.kind], params, {})
