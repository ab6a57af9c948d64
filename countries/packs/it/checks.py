"""What Italian law asks of a contract before it is validated (D.Lgs. 81/2015)."""

from __future__ import annotations

from datetime import timedelta
from decimal import ROUND_CEILING, Decimal

from countries.contract import ContractFacts, ContractKind, Finding, Params, gettext_noop
from countries.packs import checks
from countries.packs.checks import BLOCKS, HOURS_OF_A_DAY, WARNS, Check
from countries.packs.it.kinds import BY_CODE
from countries.packs.it.law import MONTHS, rounded
from countries.packs.it.profiles import PROFILES
from smart.foundation.money import round_to

YEAR_DAYS = Decimal("365.25")
DAYS_PER_MONTH = YEAR_DAYS / MONTHS
WITHOUT_LIMITS = "seasonal"


def contract_checks(facts: ContractFacts, params: Params) -> tuple[Finding, ...]:
    """Return what blocks or deserves a warning, in the order the kind names its checks."""
    return checks.run_checks(facts, BY_CODE[facts.kind], params, OWN)


def term_length(facts: ContractFacts, kind: ContractKind, params: Params) -> Finding | None:
    """Art. 19: 12 months freely, 24 in all with a cause. Agreements of show business widen it, so it only warns there."""
    limits, reason = params.ref("contract.fixed_term"), facts.engagement.get("reason") or "none"
    if facts.ends_on is None or reason == WITHOUT_LIMITS:
        return None
    days = Decimal((facts.ends_on - facts.starts_on).days + 1)
    months = rounded(days / DAYS_PER_MONTH) + Decimal(str(facts.engagement.get("months_before") or 0))
    most, free = limits.value["most_months"], limits.value["free_months"]
    if months > most:
        return Finding(
            "term_too_long",
            _severity(kind),
            gettext_noop("With this contract the fixed terms reach %(months)s months; the law allows %(most)s in all."),
            {"months": months, "most": most, "source": limits.source},
            gettext_noop("Offer an open-ended contract, or check what the collective agreement allows."),
        )
    if months > free and reason == "none":
        return Finding(
            "cause_missing",
            _severity(kind),
            gettext_noop("The fixed terms reach %(months)s months; beyond %(free)s months a cause is needed."),
            {"months": months, "free": free, "source": limits.source},
            gettext_noop("Choose the cause that applies and write it in the contract, or shorten the term."),
        )
    return None


def extensions(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """Art. 21 c. 1: at most four extensions within 24 months; the fifth makes the contract open ended."""
    limits, found = params.ref("contract.fixed_term"), int(facts.engagement.get("extensions") or 0)
    if found <= limits.value["extensions"] or facts.engagement.get("reason") == WITHOUT_LIMITS:
        return None
    return Finding(
        "too_many_extensions",
        BLOCKS,
        gettext_noop("%(found)s extensions were declared; the law allows %(most)s within 24 months."),
        {"found": found, "most": limits.value["extensions"], "source": limits.source},
        gettext_noop("Offer an open-ended contract: a further extension makes it one."),
    )


def stop_and_go(facts: ContractFacts, kind: ContractKind, params: Params) -> Finding | None:
    """Art. 21 c. 2: 10 days between two fixed terms, 20 after one longer than six months."""
    if facts.engagement.get("reason") == WITHOUT_LIMITS:
        return None
    limits = params.ref("contract.fixed_term").value
    for reference, first, last in facts.others:
        if last is None or last >= facts.starts_on:
            continue
        is_long = Decimal((last - first).days + 1) > limits["short_term_months"] * DAYS_PER_MONTH
        gap = int(limits["long_gap_days"] if is_long else limits["short_gap_days"])
        free = (facts.starts_on - last).days - 1
        if free < gap:
            return Finding(
                "gap_too_short",
                _severity(kind),
                gettext_noop("%(free)s days lie between %(reference)s and this contract; the law asks for %(gap)s."),
                {"free": free, "reference": reference, "gap": gap, "earliest": last + timedelta(days=gap + 1)},
                gettext_noop(
                    "Start on %(earliest)s at the earliest, use on-call or open-ended work, or check whether the "
                    "agreement or seasonal work allows it."
                ),
            )
    return None


def on_call_allowed(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """Art. 13 c. 1-2: by the collective agreement or the list of 1923, or for the young and the older."""
    if (facts.engagement.get("on_call_ground") or "age") != "age" or facts.birth_date is None:
        return None
    limits = params.ref("contract.on_call_age")
    years = checks.age_on(facts.birth_date, facts.starts_on)
    last = checks.age_on(facts.birth_date, facts.ends_on or facts.starts_on)
    is_young = years < limits.value["below"] and last < limits.value["until"]
    if is_young or years > limits.value["over"]:
        return None
    return Finding(
        "on_call_not_allowed",
        BLOCKS,
        gettext_noop("On-call work by age is for people under %(below)s or over %(over)s; the person is %(years)s."),
        {"below": limits.value["below"], "over": limits.value["over"], "years": years, "source": limits.source},
        gettext_noop("Choose the agreement or the list of 1923 if one of them allows it, or another kind of contract."),
    )


def on_call_days(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """Art. 13 c. 3: 400 days with one employer in three calendar years, then the work is full time and open ended."""
    limits = params.ref("contract.on_call")
    total = Decimal(facts.engagement.get("call_days") or 0) + (facts.days or 0)
    if total <= limits.value["days"]:
        return None
    return Finding(
        "too_many_call_days",
        BLOCKS,
        gettext_noop("With this contract the person is called %(total)s days in three years; the law allows %(most)s."),
        {"total": total, "most": limits.value["days"], "source": limits.source},
        gettext_noop("Offer a full-time open-ended contract, or fewer days."),
    )


def call_announced(facts: ContractFacts, _: ContractKind, __: Params) -> Finding | None:
    """Art. 15 c. 3: each call is announced before it starts."""
    if facts.engagement.get("call_announced"):
        return None
    return Finding(
        "call_not_announced",
        WARNS,
        gettext_noop("The call for %(starts_on)s was not announced to the labour office yet."),
        {"starts_on": facts.starts_on},
        gettext_noop("Announce it before the work starts, with the notice of the declarations page."),
    )


def agibilita(facts: ContractFacts, _: ContractKind, __: Params) -> Finding | None:
    """D.Lgs. C.P.S. 708/1947 art. 6 and 9: no performance without the certificate."""
    if facts.engagement.get("agibilita"):
        return None
    return Finding(
        "agibilita_missing",
        WARNS,
        gettext_noop("No certificate of agibilità was noted for the work of %(starts_on)s."),
        {"starts_on": facts.starts_on},
        gettext_noop("Request it from INPS before the performance, or note that the organiser holds it."),
    )


def least_base(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """D.L. 338/1989 art. 1: contributions are due on a least base, even when the pay is lower."""
    if facts.gross is None or facts.days is None:
        return None
    ref = params.ref("inps.minimum.day")
    minimum = ref.value * facts.days
    if _is_part_time(facts):
        ref = params.ref("inps.minimum.hour")
        minimum = ref.value * (facts.hours or 0)
    if facts.gross >= minimum:
        return None
    return Finding(
        "below_contribution_base",
        WARNS,
        gettext_noop("The gross of %(gross)s is below the least contribution base of %(minimum)s for this time."),
        {"gross": facts.gross, "minimum": round_to(minimum, rounding=ROUND_CEILING), "source": ref.source},
        gettext_noop("Contributions are due on the least base all the same: raise the pay or declare less time."),
    )


def daily_rest(facts: ContractFacts, _: ContractKind, params: Params) -> Finding | None:
    """D.Lgs. 66/2003 art. 7: eleven hours of rest in each 24."""
    if facts.hours is None or not facts.days:
        return None
    rest, day = params.ref("work.rest"), facts.hours / facts.days
    if day + rest.value <= HOURS_OF_A_DAY:
        return None
    return Finding(
        "rest_too_short",
        BLOCKS,
        gettext_noop("%(hours)s hours a day were declared; the law asks for %(rest)s hours of rest in each 24."),
        {"hours": rounded(day), "rest": rest.value, "source": rest.source},
        gettext_noop("Declare more days or fewer hours."),
    )


def _is_part_time(facts: ContractFacts) -> bool:
    """Whether the hours are fewer than those of full days."""
    if facts.hours is None or facts.days is None or not facts.full_time_hours or not facts.possible_days:
        return False
    return facts.hours * facts.possible_days < facts.days * facts.full_time_hours


def _severity(kind: ContractKind) -> str:
    """Agreements of show business widen the limits of fixed terms (art. 29 c. 3)."""
    return WARNS if PROFILES[kind.code].is_show else BLOCKS


OWN: dict[str, Check] = {
    "term_length": term_length,
    "extensions": extensions,
    "stop_and_go": stop_and_go,
    "on_call_allowed": on_call_allowed,
    "on_call_days": on_call_days,
    "call_announced": call_announced,
    "agibilita": agibilita,
    "least_base": least_base,
    "daily_rest": daily_rest,
}
