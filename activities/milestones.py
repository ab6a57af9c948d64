"""The life of a mission as one line: eight steps, each with its day and who took it, and what comes next."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from activities.models import Contract, Mission, Order
from activities.states import ContractState, MissionState
from activities.status import mission_status
from countries.models import Country
from smart.foundation import formats
from smart.foundation.states import StateChange

Money = Callable[[Mission], dict[str, Any]]
"""What the books know of a mission, named in settings.MISSION_MONEY: `invoiced_on`, `invoice_planned_on`, `paid_on`, `pay_on`."""

STEPS: Final[dict[str, str | Promise]] = {
    "draft": gettext_lazy("Draft"),
    "sent": pgettext_lazy("mission", "Sent"),
    "checked": pgettext_lazy("mission", "Checked"),
    "contract": gettext_lazy("Contract ready"),
    "signed": pgettext_lazy("contract", "Signed"),
    "worked": gettext_lazy("Worked"),
    "invoiced": pgettext_lazy("mission", "Invoiced"),
    "paid": pgettext_lazy("mission", "Paid"),
}
READY: Final = frozenset({ContractState.VALIDATED, ContractState.DECLARED, ContractState.SIGNED, ContractState.ENDED})
AGREED: Final = frozenset({MissionState.CONFIRMED, MissionState.CLOSED})


@dataclass(frozen=True, slots=True)
class Milestone:
    """One step. `on` is the day it was taken (None while it is not), `who` took it; the first open one is the `current`."""

    code: str
    label: str
    on: date | None = None
    who: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """The steps in order, and one sentence on what happens next and when."""

    steps: tuple[Milestone, ...]
    next: str


def money_of(mission: Mission) -> dict[str, Any]:
    """What the higher rooms know of the mission's money."""
    found: dict[str, Any] = {}
    for path in settings.MISSION_MONEY:
        ask: Money = import_string(path)
        found |= ask(mission)
    return found


def mission_line(
    mission: Mission,
    order: Order | None,
    *,
    contracts: Iterable[Contract],
    changes: Iterable[StateChange],
    money: dict[str, Any],
    country: Country,
) -> Line:
    """Put the facts on the line. `changes` are the moves of the mission, oldest first. No query."""
    alive = [contract for contract in contracts if contract.state != ContractState.CANCELLED]
    taken = _taken(mission, alive, list(changes), money, country)
    current = next((code for code in STEPS if code not in taken), "")
    is_over = mission.state in {MissionState.CANCELLED, MissionState.CLOSED}
    steps = tuple(
        Milestone(code, str(label), *taken.get(code, (None, "")), is_current=code == current and not is_over)
        for code, label in STEPS.items()
    )
    return Line(steps, _next(mission, order, alive, current, money))


def _taken(
    mission: Mission, contracts: list[Contract], changes: list[StateChange], money: dict[str, Any], country: Country
) -> dict[str, tuple[date, str]]:
    """The steps that are behind, each with its day and person."""
    member = mission.activity.membership.user.full_name
    found = {"draft": (country.local(mission.created_at).date(), member)}
    if mission.submitted_at and mission.state not in {MissionState.DRAFT, MissionState.RETURNED}:
        found["sent"] = (country.local(mission.submitted_at).date(), member)
    approved = [change for change in changes if change.to_state == MissionState.APPROVED]
    if approved and mission.state in {MissionState.APPROVED, *AGREED}:
        found["checked"] = (country.local(approved[-1].at).date(), approved[-1].by_label)
    ready = [contract for contract in contracts if contract.state in READY and contract.validated_at]
    if ready:
        last = max(contract.validated_at for contract in ready if contract.validated_at)
        found["contract"] = (country.local(last).date(), "")
    if ready and all(contract.is_signed for contract in ready):
        found["signed"] = (max(_signed_on(contract, country) for contract in ready), "")
    if mission.state in AGREED and mission.ends_on and mission.ends_on < country.today():
        found["worked"] = (mission.ends_on, member)
    for code, fact in (("invoiced", "invoiced_on"), ("paid", "paid_on")):
        if money.get(fact):
            found[code] = (money[fact], "")
    return found


def _signed_on(contract: Contract, country: Country) -> date:
    """The day of the last signature; the contract's signatures are prefetched by the page."""
    days = [country.local(each.signed_at).date() for each in contract.signatures.all()]
    return max(days, default=contract.starts_on)


def _next(mission: Mission, order: Order | None, contracts: list[Contract], current: str, money: dict[str, Any]) -> str:
    """The sentence of the mission's state; of a confirmed one, that of the first step that is open."""
    if mission.state != MissionState.CONFIRMED:
        return mission_status(mission, order).next
    facts = {
        "first": _day(mission.starts_on),
        "last": _day(mission.ends_on),
        "invoice": _day(money.get("invoice_planned_on")),
        "pay": _day(money.get("pay_on")),
    }
    return (_sentence(current, bool(contracts), money) % facts) or mission_status(mission, order).next


def _sentence(current: str, has_contract: bool, money: dict[str, Any]) -> str:
    match current:
        case "contract" if has_contract:
            return _("Your adviser validates the contract before %(first)s. Then you sign it.")
        case "signed":
            return _("Your contract is ready. Read it and sign it before %(first)s.")
        case "worked":
            return _("Everything is agreed. You work from %(first)s to %(last)s.")
        case "invoiced" if money.get("invoice_planned_on"):
            return _("The work is done. The cooperative sends the invoice on %(invoice)s.")
        case "invoiced":
            return _("The work is done. The cooperative sends the invoice in the next days.")
        case "paid" if money.get("pay_on"):
            return _("The invoice is out. You are paid by %(pay)s.")
        case "paid":
            return _(
                "The invoice is out. You are paid once the income is a contract and the payroll of the month has run."
            )
        case "":
            return _("You are paid. The mission closes by itself when the client has paid too.")
    return ""


def _day(day: date | None) -> str:
    return formats.day(day) if day else "…"
