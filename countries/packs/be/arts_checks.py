"""What the law of 16/12/2022 asks: the attestation of article 1bis, the limits of the amateur arts allowance."""

from __future__ import annotations

from decimal import Decimal

from countries.contract import ContractFacts, ContractKind, Finding, Params, gettext_noop
from countries.packs import checks
from countries.packs.checks import BLOCKS, WARNS


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


def amateur_amount(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """At most the day maximum of the year; a year whose amount is not known is refused, never guessed."""
    if not params.has("amateur_arts.day_maximum"):
        return Finding(
            "amateur_maximum_unknown",
            BLOCKS,
            gettext_noop("The maximum of the amateur arts allowance is not known on %(day)s."),
            {"day": facts.on},
            gettext_noop("Ask for the amount to be added with its source, or make an employment contract."),
        )
    ref = params.ref("amateur_arts.day_maximum")
    if facts.gross is None or not facts.days or facts.gross <= ref.value * facts.days:
        return None
    return Finding(
        "amateur_above_maximum",
        BLOCKS,
        gettext_noop("The allowance of %(gross)s is above %(maximum)s for each of %(days)s days."),
        {"gross": facts.gross, "maximum": ref.value, "days": facts.days, "source": ref.source},
        gettext_noop("Lower the allowance, or make an employment contract."),
    )


def amateur_days(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """Seven days in a row for one principal, thirty a year; the year's other days are on Working in the Arts."""
    year = params.ref("amateur_arts.days")
    left = facts.engagement.get("amateur_days_left")
    most = year.value if left in (None, "") else min(Decimal(str(left)), year.value)
    if facts.days is not None and facts.days > most:
        return Finding(
            "amateur_days_exceeded",
            BLOCKS,
            gettext_noop("%(days)s days were declared and %(left)s are left of the %(quota)s days a year."),
            {"days": facts.days, "left": most, "quota": year.value, "source": year.source},
            gettext_noop("Declare fewer days, or make an employment contract."),
        )
    if (in_a_row := _amateur_days_in_a_row(facts, params)) or left not in (None, ""):
        return in_a_row
    return Finding(
        "amateur_days_unknown",
        WARNS,
        gettext_noop("The days left of the %(quota)s days a year are not known."),
        {"quota": year.value},
        gettext_noop("Look them up on Working in the Arts, register the work there, and enter the days left."),
    )


def _amateur_days_in_a_row(facts: ContractFacts, params: Params) -> Finding | None:
    ref = params.ref("amateur_arts.consecutive_days")
    if not checks.is_in_a_row(facts, ref.value):
        return None
    return Finding(
        "amateur_days_in_a_row",
        BLOCKS,
        gettext_noop("%(days)s days in a row were declared; expected at most %(maximum)s for one principal."),
        {"days": facts.days, "maximum": ref.value, "source": ref.source},
        gettext_noop("Leave a day between, or make an employment contract."),
    )
