"""The guarantee of a mission as the rooms below show it: decided or as it stands, and line by line why."""

from typing import Any

from activities.models import Mission
from invoicing.rules import guarantee
from invoicing.rules.guarantee_words import condition_rows


def told_guarantee(mission: Mission) -> dict[str, Any] | None:
    """Whether it is guaranteed, with its conditions in words; None before the first decision."""
    decision = guarantee.latest_decision(mission)
    if decision is None:
        return None
    checks = condition_rows(decision.conditions, currency=mission.country.currency)
    return {"is_guaranteed": decision.is_guaranteed, "checks": checks}
