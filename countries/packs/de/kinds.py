"""The contracts German law knows and the cooperative uses, and what is checked before one is validated."""

from __future__ import annotations

from countries.contract import ContractFacts, ContractKind, Finding, Params, gettext_noop
from countries.packs import checks

CHECKS = ("dates", "declared_in_time", "overlap", "hourly_minimum", "budget", "right_to_work", "age")
FIXED = ("dates", "written_before_start", *CHECKS[1:])

KINDS = (
    ContractKind(
        code="fixed_term",
        label={"en": "Fixed term", "de": "Befristeter Arbeitsvertrag"},
        status="employee",
        checks=(
            *FIXED,
            "successive",
        ),
        source="TzBfG § 14",
        note="With a reason, or without one up to 2 years and 3 extensions; in writing before the work starts.",
    ),
    ContractKind(
        code="open_ended",
        label={"en": "Open ended", "de": "Unbefristeter Arbeitsvertrag"},
        status="employee",
        checks=CHECKS,
        source="BGB § 611a",
        is_fixed_term=False,
    ),
    ContractKind(
        code="minijob",
        label={"en": "Minijob", "de": "Geringfügige Beschäftigung (Minijob)"},
        status="minijob",
        checks=(
            *CHECKS,
            "minijob_limit",
        ),
        source="SGB IV § 8 (1) no. 1",
        is_fixed_term=False,
        note="Pay up to the marginal limit of the month.",
    ),
    ContractKind(
        code="short_term",
        label={"en": "Short-term employment", "de": "Kurzfristige Beschäftigung"},
        status="short_term",
        checks=FIXED,
        source="SGB IV § 8 (1) no. 2",
        note="At most 3 months or 70 days in the calendar year, and not as an occupation.",
    ),
)
BY_CODE = {kind.code: kind for kind in KINDS}


def minijob_limit(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """A month above the marginal limit makes the job an ordinary one (SGB IV § 8)."""
    ref = params.ref("minijob.limit_month")
    if facts.gross is None or facts.gross <= ref.value:
        return None
    return Finding(
        "above_minijob_limit",
        checks.BLOCKS,
        gettext_noop("The gross of %(gross)s is above the limit of %(limit)s for a Minijob."),
        {"gross": facts.gross, "limit": ref.value},
        gettext_noop("Lower the gross or choose an ordinary contract."),
    )


def contract_checks(facts: ContractFacts, params: Params) -> tuple[Finding, ...]:
    """Return what blocks or deserves a warning."""
    return checks.run_checks(facts, BY_CODE[facts.kind], params, {"minijob_limit": minijob_limit})
