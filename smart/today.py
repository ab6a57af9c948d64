"""What a member's page “Today” says: one next step, the next payment, the last missions."""

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.models import Activity, Contract, Mission, Signature
from activities.queries import shares_open_of
from activities.rules.share_quota import used_quota
from activities.rules.usual import last_repeatable
from activities.states import ContractState, MissionState, ShareState
from invoicing.models import Payslip, Reminder, SupplierInvoice
from invoicing.queries.balances import activity_balances
from invoicing.rules.pay_withheld import owed_of
from invoicing.states import ReminderState, SupplierState
from members.models import Document, Membership, Notification, Thread
from smart.foundation.counting import counts

NEW_FOR: Final = datetime.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do now: a sentence, why, and the button."""

    day: datetime.date
    title: str
    text: str
    url: str
    action: str


@dataclass(frozen=True, slots=True)
class Payment:
    """What will be (or was last) on the member's account, and on which day. `is_exact` once a payslip says so."""

    amount: Decimal
    on: datetime.date
    is_exact: bool
    url: str
    about: str
    is_paid: bool = False


@dataclass(slots=True)
class MemberDay:
    on: datetime.date
    first_name: str
    steps: list[NextStep] = field(default_factory=list)
    payment: Payment | None = None
    missions: list[dict[str, Any]] = field(default_factory=list)
    available: Decimal = Decimal("0.00")
    has_activity: bool = False
    unread: int = 0
    answers: int = 0
    papers: list[Document] = field(default_factory=list)
    again: Mission | None = None


def member_day(membership: Membership) -> MemberDay:
    """Gather the day: a fixed number of queries, whatever the member has."""
    user_id, on = membership.user_id, membership.country.today()
    hers = Signature.objects.filter(contract_id=OuterRef("pk"), role="worker")
    own = Contract.objects.of_user(user_id).exclude(state=ContractState.CANCELLED).annotate(has_signed=Exists(hers))
    contracts = list(own.order_by("-id")[:50])
    signed = {contract.pk for contract in contracts if contract.has_signed}
    missions = list(Mission.objects.of_user(user_id).select_related("client").order_by("-id")[:20])
    activities = list(Activity.objects.of_user(user_id).open())
    balances = activity_balances(activities)
    day = MemberDay(on=on, first_name=membership.user.first_name, has_activity=bool(activities))
    day.available = sum((balance.available for balance in balances.values()), Decimal("0.00"))
    day.steps = [*_mission_steps(missions, on), *_contract_steps(contracts, signed, on), *_reminder_steps(user_id, on)]
    day.steps += _purchase_steps(user_id, on)
    day.steps += _team_steps(user_id)
    rich = next((a for a in activities if a.pk in balances and balances[a.pk].available > 0), None)
    if rich is not None and not day.steps:
        day.steps.append(_money_step(rich, on))
    day.steps += _share_steps(membership, on)
    day.payment = _payment(user_id, contracts, on)
    day.missions = [_ticket(mission, membership) for mission in missions[:3]]
    day.again = last_repeatable(user_id)
    day.papers = _papers(membership, timezone.now())
    notices, threads = Notification.objects.to_user(user_id), Thread.objects.of_member(membership.pk)
    own_row = Membership.objects.filter(pk=membership.pk)
    day.unread, day.answers = counts(own_row, [notices.unread(), threads.unread_by(user_id)])
    return day


def _mission_steps(missions: list[Mission], on: datetime.date) -> list[NextStep]:
    steps = []
    for mission in missions:
        url = reverse("activities:mission_detail", args=[mission.pk])
        if mission.state == MissionState.RETURNED:
            steps.append(NextStep(on, _("Mend “%s”") % mission, mission.returned_reason, url, _("Look and send again")))
        elif mission.state == MissionState.DRAFT:
            text = _("You began to declare it. Send it before the work starts.")
            steps.append(NextStep(mission.starts_on or on, _("Finish “%s”") % mission, text, url, _("Go on")))
    return steps


def _contract_steps(contracts: list[Contract], signed: set[int], on: datetime.date) -> list[NextStep]:
    steps = []
    for contract in contracts:
        url = reverse("activities:contract_detail", args=[contract.pk])
        if contract.state == ContractState.DECLARED and contract.pk not in signed:
            text = _("Read it, then type your name. Without your signature there is no pay.")
            steps.append(NextStep(contract.starts_on, _("Sign your contract"), text, url, _("Read and sign")))
        elif contract.state == ContractState.RETURNED:
            steps.append(NextStep(on, _("Mend your contract"), contract.returned_reason, url, _("Look at it")))
    return steps


def _reminder_steps(user_id: int, on: datetime.date) -> list[NextStep]:
    """Reminders that wait for the member's word, what goes out first on top."""
    waiting = Reminder.objects.filter(state=ReminderState.PROPOSED, invoice__activity__membership__user_id=user_id)
    text = _("If you know more than we do, hold the reminder and say why.")
    return [
        NextStep(
            max(reminder.goes_on, on),
            _("We are about to remind %(client)s") % {"client": reminder.invoice.client},
            text,
            reverse("invoicing:invoice_reminders", args=[reminder.invoice_id]),
            _("Look at it"),
        )
        for reminder in waiting.select_related("invoice__client").order_by("goes_on", "pk")[:3]
    ]


def _purchase_steps(user_id: int, on: datetime.date) -> list[NextStep]:
    """Invoices of suppliers put to the member's activities that they have not answered, the oldest first."""
    waiting = SupplierInvoice.objects.of_user(user_id).filter(state=SupplierState.ROUTED, proposals=None)
    text = _("It is put to your activity. Say whether it is yours and may be paid.")
    return [
        NextStep(
            on,
            _("Look at an invoice of %(supplier)s") % {"supplier": invoice.supplier_name},
            text,
            reverse("invoicing:purchase", args=[invoice.pk]),
            _("Look at it"),
        )
        for invoice in waiting.order_by("pk")[:3]
    ]


def _team_steps(user_id: int) -> list[NextStep]:
    """Shares in the work of others that wait for the member's word, the first to begin on top."""
    text = _(
        "Read what you would do and get, and say yes, no, or what should change. Without your word nothing starts."
    )
    waiting = shares_open_of(user_id).filter(state=ShareState.WAITING)
    return [
        NextStep(
            share.mission.starts_on,
            _("%(leader)s asks for your word on “%(title)s”")
            % {"leader": share.mission.activity.membership.user.full_name, "title": share.mission.title},
            text,
            reverse("activities:team_share", args=[share.pk]),
            _("Read the deal"),
        )
        for share in waiting.select_related(None).select_related("mission__activity__membership__user")[:3]
    ]


def _money_step(activity: Activity, on: datetime.date) -> NextStep:
    url = reverse("invoicing:conversion_start", args=[activity.pk])
    text = _("Your activity “%s” has money that is not yet a contract.") % activity
    return NextStep(on, _("Turn your income into a contract"), text, url, _("Choose days and budget"))


def _share_steps(membership: Membership, on: datetime.date) -> list[NextStep]:
    """How many of the contracts possible without a share are used, once the first is."""
    quota = used_quota(membership)
    if quota is None or quota.used == 0:
        return []
    text = _("%(used)s of %(allowed)s contracts possible without a share are used.") % {
        "used": quota.used,
        "allowed": quota.allowed,
    }
    return [NextStep(on, _("Pay your share"), text, reverse("members:share_list"), _("See how"))]


def _payment(user_id: int, contracts: list[Contract], on: datetime.date) -> Payment | None:
    """The next promised payment: an approved payslip's exact net before a contract's estimate; else the last payslip."""
    slips = Payslip.objects.filter(membership__user_id=user_id, is_approved=True, net__gt=0)
    slips = slips.select_related("contract", "line__run")
    coming = slips.filter(pay_on__gte=on).exclude(line__run__state="paid").order_by("pay_on").first()
    if coming is not None:
        return _slip(coming, is_paid=False)
    agreed = {ContractState.VALIDATED, ContractState.DECLARED, ContractState.SIGNED}
    waiting = [
        Payment(c.net_estimate, c.promised_on, False, reverse("activities:contract_detail", args=[c.pk]), c.function)
        for c in contracts
        if c.promised_on and c.promised_on >= on and c.net_estimate and c.state in agreed
    ]
    if waiting:
        return min(waiting, key=lambda payment: payment.on)
    last = slips.order_by("-pay_on").first()
    return _slip(last, is_paid=last.line.run.state == "paid") if last is not None else None


def _slip(slip: Payslip, *, is_paid: bool) -> Payment:
    """What reaches the account, and from which euro. Two queries."""
    url = reverse("invoicing:payment_of_pay", args=[slip.pk])
    return Payment(owed_of([slip])[slip.pk], slip.pay_on, True, url, slip.contract.function, is_paid)


def _papers(membership: Membership, now: datetime.datetime) -> list[Document]:
    """The papers that came in the last two weeks, the newest first."""
    seen = Document.objects.visible_to_member(membership.pk).filter(created_at__gte=now - NEW_FOR)
    return list(seen.order_by("-created_at", "-pk")[:3])


_TONES = {
    MissionState.DRAFT: "pen",
    MissionState.SUBMITTED: "pen",
    MissionState.RETURNED: "warn",
    MissionState.APPROVED: "warn",
    MissionState.CONFIRMED: "ok",
    MissionState.CLOSED: "muted",
    MissionState.CANCELLED: "muted",
}


def _ticket(mission: Mission, membership: Membership) -> dict[str, Any]:
    return {
        "day": mission.starts_on,
        "title": mission.title or _("Mission without a title"),
        "url": reverse("activities:mission_detail", args=[mission.pk]),
        "amount": mission.amount,
        "currency": membership.country.currency,
        "tone": _TONES[MissionState(mission.state)],
        "state": mission.get_state_display(),
    }
