"""What Belgian law asks of a contract before it is validated."""

from __future__ import annotations

from countries.contract import ContractFacts, ContractKind, Finding, Params, gettext_noop
from countries.packs import checks
from countries.packs.be.kinds import KINDS
from countries.packs.checks import BLOCKS, WARNS

BY_CODE = {kind.code: kind for kind in KINDS}


def contract_checks(facts: ContractFacts, params: Params) -> tuple[Finding, ...]:
    """Return what blocks or deserves a warning, in the order the kind names its checks."""
    return checks.run_checks(facts, BY_CODE[facts.kind], params, OWN)


def student_quota(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    ref = params.ref("student.quota")
    if facts.student_hours_left is None or facts.hours is None:
        return Finding(
            "student_quota_unknown",
            WARNS,
            gettext_noop("The hours left in the student's quota of %(quota)s hours a year are not known."),
            {"quota": ref.value},
            gettext_noop("Ask the student for the attestation of student@work and enter the hours left."),
        )
    if facts.hours <= facts.student_hours_left:
        return None
    return Finding(
        "student_quota_exceeded",
        BLOCKS,
        gettext_noop("The contract has %(hours)s hours and %(left)s are left of the student's quota."),
        {"hours": facts.hours, "left": facts.student_hours_left},
        gettext_noop("Declare fewer hours, or make an ordinary fixed-term contract."),
    )


def art_work_attestation(facts: ContractFacts, _: ContractKind, __: Params) -> Finding | None:
    if facts.has_art_work_attestation:
        return None
    return Finding(
        "attestation_missing",
        BLOCKS,
        gettext_noop("An article 1bis contract needs a valid attestation of work in the arts, and none is on file."),
        {},
        gettext_noop("Add the attestation to the documents, or choose an employment contract."),
    )


def shortest_performance(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    ref = params.ref("day_contract.hours_minimum")
    if facts.hours is None or facts.hours >= ref.value * (facts.days or 1):
        return None
    return Finding(
        "performance_too_short",
        WARNS,
        gettext_noop("%(hours)s hours were declared; each performance counts for at least %(minimum)s hours."),
        {"hours": facts.hours, "minimum": ref.value, "source": ref.source},
        gettext_noop("Declare the minimum, or note which exception applies."),
    )


OWN = {
    "minimum_pay": checks.monthly_minimum,
    "student_quota": student_quota,
    "art_work_attestation": art_work_attestation,
    "shortest_performance": shortest_performance,
}
