"""The conditions of the guarantee, one by one: met or not, a code that says why, and the facts its sentence names. Pure."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from countries.identifiers import EU

ALL: Final = (
    "client_confirmed",
    "not_waived",
    "client_in_eu",
    "declared_before_start",
    "client_not_blocked",
    "within_credit_limit",
)
"""What counts where a country has decided nothing."""
LASTING: Final = frozenset({"client_not_blocked", "within_credit_limit"})
"""Once the work has begun under the guarantee, what happens to the client later does not take these away."""
Condition = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the conditions look at. Amounts are of the country's currency; `exposure` counts older orders and this one."""

    order_state: str
    answered_by: str
    answered_on: datetime.date | None
    client: str
    client_place: str
    sent_at: datetime.datetime | None
    begins_at: datetime.datetime | None
    last_day: datetime.date | None
    blocked_reason: str
    exposure: Decimal
    limit: Decimal | None
    currency: str


def evaluate(conditions: Sequence[str], facts: Facts) -> list[Condition]:
    """Every condition with its answer, in the order of the country's setting."""
    return [{"condition": name, **_CHECKS[name](facts)} for name in conditions]


def keep_lasting(found: Sequence[Condition], earlier: Sequence[Condition]) -> list[Condition]:
    """The lasting conditions as they stood when the work began, everything else as it is now."""
    before = {each["condition"]: each for each in earlier}
    return [
        before[each["condition"]]
        if each["condition"] in LASTING and before.get(each["condition"], {}).get("met")
        else each
        for each in found
    ]


def _client_confirmed(facts: Facts) -> Mapping[str, Any]:
    is_met = facts.order_state == "accepted"
    told = {"who": facts.answered_by, "day": facts.answered_on.isoformat() if facts.answered_on else ""}
    return _answer(is_met, "accepted" if is_met else f"order_{facts.order_state or 'none'}", **(told if is_met else {}))


def _not_waived(facts: Facts) -> Mapping[str, Any]:
    is_met = facts.order_state != "waived"
    return _answer(is_met, "asked" if is_met else "waived")


def _client_in_eu(facts: Facts) -> Mapping[str, Any]:
    is_met = facts.client_place in EU
    return _answer(is_met, "in_eu" if is_met else "outside_eu", client=facts.client, place=facts.client_place)


def _declared_before_start(facts: Facts) -> Mapping[str, Any]:
    if facts.sent_at is None or facts.begins_at is None or facts.last_day is None:
        return _answer(False, "not_sent")
    is_met = facts.sent_at < facts.begins_at and facts.sent_at.date() <= facts.last_day
    return _answer(is_met, "in_time" if is_met else "too_late", day=facts.sent_at.date().isoformat())


def _client_not_blocked(facts: Facts) -> Mapping[str, Any]:
    if not facts.blocked_reason:
        return _answer(True, "not_blocked", client=facts.client)
    return _answer(False, "blocked", client=facts.client, reason=facts.blocked_reason)


def _within_credit_limit(facts: Facts) -> Mapping[str, Any]:
    if facts.limit is None:
        return _answer(True, "no_limit", client=facts.client)
    is_met = facts.exposure <= facts.limit
    told = {"client": facts.client, "amount": str(facts.exposure), "limit": str(facts.limit)}
    return _answer(is_met, "within" if is_met else "over", **told)


def _answer(is_met: bool, code: str, **facts: str) -> Mapping[str, Any]:
    return {"met": is_met, "code": code, "facts": facts}


_CHECKS: Final[Mapping[str, Callable[[Facts], Mapping[str, Any]]]] = {
    "client_confirmed": _client_confirmed,
    "not_waived": _not_waived,
    "client_in_eu": _client_in_eu,
    "declared_before_start": _declared_before_start,
    "client_not_blocked": _client_not_blocked,
    "within_credit_limit": _within_credit_limit,
}
