"""The notices to social insurance (DEÜV): what the law asks for, ready for the payroll office to send.

Notices travel only from system-tested programs, as XML whose current positions (annex 9.4 of the common principles) are not
published in a form we could check: the portal prepares the record, and `declaration_file` makes no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from countries.contract import DeclarationDraft, DeclarationFacts, DeclarationFile, Params
from countries.packs.de import insurance_number, notices
from countries.packs.de.groups import CONTRIBUTION_GROUPS, PERSON_GROUPS
from countries.packs.de.kinds import STATUS
from countries.packs.de.month import FULL_MONTH
from countries.packs.declaring import Form, draft

MINIJOB_OFFICE = "98000006"
"""Betriebsnummer of the Minijob-Zentrale, which receives the notices of marginal and short-term work."""
START, IMMEDIATE, START_AND_END = "10", "20", "40"
LATER: Mapping[str, tuple[str, Form]] = {
    "end": ("30", notices.pay_form("deuev_end")),
    "year": ("50", notices.YEAR),
    "interruption": ("51", notices.INTERRUPTION),
    "one_off": ("54", notices.ONE_OFF),
    "accident_year": ("92", notices.ACCIDENT_YEAR),
}
"""Notices asked for later by the kind of the facts: reason code and form."""
YES = frozenset({"True", "true", "1"})
NO = frozenset({"False", "false", "0"})
NUMBER_LENGTH = 12


def declarations(facts: DeclarationFacts, params: Params) -> tuple[DeclarationDraft, ...]:
    """Prepare what must be declared: the notice before the start where the industry asks for it, then the registration.

    When the facts ask for a later notice by its kind (end, year, interruption, one_off, accident_year), prepare that one.
    Work told by start and end at once (reason 40) has no notice of the end.
    """
    if facts.kind == "end" and _is_told_at_once(facts, params):
        return ()
    if facts.kind in LATER:
        return (_later(facts, params),)
    prepared = [_registration(facts, params)]
    industry = facts.work.get("industry", "none")
    if industry in params.value("immediate_notice.industries"):
        prepared.insert(0, _checked(draft(notices.IMMEDIATE, facts, GD=IMMEDIATE, industry=industry)))
    return tuple(prepared)


def declaration_file(kind: str, fields: Mapping[str, str]) -> DeclarationFile | None:
    """Return no file: the layout in force is not published where it could be checked, so the record is exported by hand."""
    return None


def _registration(facts: DeclarationFacts, params: Params) -> DeclarationDraft:
    status, constants = _status(facts, params), _keys(facts, params)
    if _is_told_at_once(facts, params):
        prepared = draft(notices.start_form("deuev_start_end", notices.FUND), facts, GD=START_AND_END, **constants)
        return _checked(_with_pay(prepared, facts))
    extra = {"minijob": notices.MINIJOB_TAX, "short_term": notices.HEALTH_COVER}.get(status, notices.FUND)
    prepared = draft(notices.start_form("deuev_start", extra), facts, GD=START, **constants)
    if status == "minijob":
        taxation = "0" if facts.work.get("minijob_tax") == "by_class" else "1"
        prepared = replace(prepared, fields={**prepared.fields, "flat_tax": taxation})
    return _checked(prepared)


def _is_told_at_once(facts: DeclarationFacts, params: Params) -> bool:
    """Irregular work whose last day is known is registered and deregistered by one notice."""
    group = _person_group(facts, _status(facts, params))
    return group == PERSON_GROUPS["irregular"] and facts.ends_on is not None


def _later(facts: DeclarationFacts, params: Params) -> DeclarationDraft:
    reason, form = LATER[facts.kind]
    return _checked(_with_pay(draft(form, facts, GD=reason, **_keys(facts, params)), facts))


def _keys(facts: DeclarationFacts, params: Params) -> dict[str, str]:
    """The keys the rules decide: person group, contribution group, transition zone, the office of marginal work."""
    status = _status(facts, params)
    keys = {
        "PERSGR": _person_group(facts, status),
        "contribution_group": _contribution_group(facts, status),
        "transition_zone": facts.work.get("transition_zone") or _transition(facts, status, params),
    }
    if status in {"minijob", "short_term"}:
        keys["BBNR-KK"] = MINIJOB_OFFICE
    return keys


def _status(facts: DeclarationFacts, params: Params) -> str:
    """The status of the contract; an ordinary contract that pays no more than the limit is a Minijob to the law."""
    status, pay = STATUS.get(facts.contract_kind, "employee"), _regular_pay(facts)
    is_marginal = pay is not None and pay <= params.amount("minijob.limit_month")
    return "minijob" if is_marginal and status in {"employee", "student"} else status


def _transition(facts: DeclarationFacts, status: str, params: Params) -> str:
    """1 when the pay of a whole month lies in the transition zone, otherwise 0."""
    pay = _regular_pay(facts)
    if pay is None or status not in {"employee", "student"}:
        return "0"
    if not facts.work.get("regular_pay") and facts.ends_on is not None:
        days = (facts.ends_on - facts.starts_at.date()).days + 1
        pay = pay * FULL_MONTH / min(Decimal(max(days, 1)), FULL_MONTH)
    return "1" if pay <= params.amount("transition.upper_limit") else "0"


def _regular_pay(facts: DeclarationFacts) -> Decimal | None:
    try:
        return Decimal(facts.work.get("regular_pay") or facts.work.get("gross") or "")
    except InvalidOperation:
        return None


def _with_pay(prepared: DeclarationDraft, facts: DeclarationFacts) -> DeclarationDraft:
    """Pay in whole euros; short-term work reports none, the transition zone the reduced pay and the real one.

    The reduced pay is the payslip's base (`line.transition_base`), unless the work names it (`liable_pay`).
    """
    fields, gross = dict(prepared.fields), _whole_euros(facts.work.get("gross", ""))
    liable = _whole_euros(facts.work.get("liable_pay") or facts.work.get("line.transition_base", ""))
    if fields.get("transition_zone", "0") == "0":
        liable = liable or gross
    elif gross:
        fields["real_pay"] = gross
    if STATUS.get(facts.contract_kind) == "short_term":
        liable = "0"
    if not liable:
        return replace(prepared, fields=fields, missing=(*prepared.missing, "pay"))
    return replace(prepared, fields={**fields, "pay": liable})


def _whole_euros(text: str) -> str:
    """50 cents and more go up (DEÜV § 5 (4)); empty when nothing was given."""
    try:
        return str(Decimal(text).quantize(Decimal(1), ROUND_HALF_UP))
    except InvalidOperation:
        return ""


def _checked(prepared: DeclarationDraft) -> DeclarationDraft:
    """A pension insurance number whose check digit is wrong counts as missing."""
    number = prepared.fields.get("VSNR", "").replace(" ", "")
    if len(number) == NUMBER_LENGTH and number.isalnum() and not insurance_number.is_valid(number):
        return replace(prepared, missing=(*prepared.missing, "VSNR"))
    return prepared


def _person_group(facts: DeclarationFacts, status: str) -> str:
    if given := facts.work.get("person_group"):
        return given
    if status == "irregular" and facts.work.get("is_occupation") in NO:
        return PERSON_GROUPS["irregular_no_occupation"]
    return PERSON_GROUPS[status]


def _contribution_group(facts: DeclarationFacts, status: str) -> str:
    if given := facts.work.get("contribution_group"):
        return given
    insurance = facts.person.get("health_insurance")
    if status == "minijob":
        private = "_private" if insurance == "private" else ""
        exempt = "_exempt" if facts.person.get("minijob_pension_exempt") in YES else ""
        return CONTRIBUTION_GROUPS[f"minijob{private}{exempt}"]
    if status == "employee" and insurance in {"private", "voluntary"}:
        return CONTRIBUTION_GROUPS[str(insurance)]
    if status == "irregular":
        return _irregular_group(facts)
    return CONTRIBUTION_GROUPS[status]


def _irregular_group(facts: DeclarationFacts) -> str:
    if facts.work.get("is_occupation") in NO:
        return CONTRIBUTION_GROUPS["employee"]
    return CONTRIBUTION_GROUPS["irregular_sick_pay" if facts.work.get("sick_pay_elected") in YES else "irregular"]
