"""The promise ledger: the day and the pay stated when the client had confirmed, and whether the bank kept them for us."""

import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from activities.models import Contract, Mission, Order
from activities.rules.team_deal import own_price
from activities.states import ContractState, MissionState
from countries.addresses import country_url
from countries.calendars import is_working_day, promised_date
from countries.models import Country
from countries.rules import settings
from invoicing import perms
from invoicing.models import PayPromise, Payslip
from invoicing.models.payroll import RunKind
from invoicing.queries.paid import paid_days
from invoicing.rules import pay_facts, shares
from invoicing.rules.conversion_answer import simulate_conversion
from invoicing.states import PromiseState
from members.rules.notices import notify
from members.states import Role
from smart.foundation import jobs
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.states import move

NOT_ASKED = frozenset({ContractState.DRAFT, ContractState.RETURNED, ContractState.CANCELLED})


def enqueue_promise(mission_id: int) -> None:
    jobs.enqueue("record_promise", key=f"mission-{mission_id}", payload={"mission": mission_id})


@transaction.atomic
def record_promise(mission: Mission, *, on: datetime.date, by: Actor) -> PayPromise | None:
    """Write down the promised day and the estimate of a confirmed mission, once; None where the country promises nothing.

    A rule that counts from the invoice counts from the day it is planned for, else from today.
    """
    if not perms.may_issue_invoice(by):
        raise NotAllowed(_("Only the portal and staff write down promises."))
    locked: Mission = Mission.objects.select_for_update(of=("self",), no_key=True).get(pk=mission.pk)
    existing = PayPromise.objects.filter(mission=locked).first()
    rule = settings.setting_value(locked.country, "promise.rule", on=on, default=None)
    if existing is not None or rule is None or locked.ends_on is None or locked.state == MissionState.CANCELLED:
        return existing  # type: ignore[no-any-return]
    order = Order.objects.filter(mission=locked).first()
    promised_on = promised_date(
        rule,
        work_ends_on=locked.ends_on,
        calendar=settings.working_calendar(locked.country),
        invoice_sent_on=order.invoice_on if order is not None and order.invoice_on else on,
    )
    gross, net = estimate(locked, country=locked.country, on=on)
    return PayPromise.objects.create(
        mission=locked,
        promised_on=promised_on,
        rule=rule,
        net_estimate=net,
        gross_estimate=gross,
        currency=locked.country.currency,
        made_on=on,
        made_at=timezone.now(),
    )


def estimate(mission: Mission, *, country: Country, on: datetime.date) -> tuple[Decimal | None, Decimal | None]:
    """Gross and net if all that the mission credits becomes one contract of its days; nothing where it cannot be computed."""
    days = worked_days(mission, country)
    price = own_price(mission)
    if price is None or not days or not mission.contract_kind:
        return None, None
    fee_rate, guarantee_rate = shares.rates_in_force(country, on=on)
    budget = shares.share_out(price, fee_rate=fee_rate, guarantee_rate=guarantee_rate).credited
    try:
        with transaction.atomic():
            found = simulate_conversion(
                mission.activity, mission=mission, kind=mission.contract_kind, days=days, budget=budget
            )
    except RuleBroken:  # two months, under the minimum, payroll not open: then the day alone is promised
        return None, None
    return found.gross, found.net


def settle_promises(*, on: datetime.date, by: Actor) -> int:
    """The day's work: tell for each open promise whether it was kept, broken, or not asked for. Returns how many moved.

    A broken one gets its day of payment later, when the bank has paid.
    """
    if not perms.may_issue_invoice(by):
        raise NotAllowed(_("Only the portal and staff settle promises."))
    moved = 0
    rows = PayPromise.objects.filter(state__in=[PromiseState.OPEN, PromiseState.BROKEN], paid_on__isnull=True)
    for promise in rows.select_related("mission__activity__membership__adviser", "country").order_by("pk"):
        moved += _settle(promise, on=on, by=by)
    return moved


@transaction.atomic
def explain_promise(promise: PayPromise, *, reason: str, by: Actor) -> PayPromise:
    """Say why a promise was broken, so that the next one is kept. Field: reason."""
    if not by.has_role(Role.PAYROLL, Role.ACCOUNTING, Role.ADVISER, Role.COUNTRY_ADMIN):
        raise NotAllowed(_("Only staff may explain a broken promise."))
    locked: PayPromise = PayPromise.objects.select_for_update(of=("self",), no_key=True).get(pk=promise.pk)
    if locked.state != PromiseState.BROKEN:
        raise RuleBroken("not_broken", _("This promise is “%(state)s”.") % {"state": locked.get_state_display()})
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Say why the member was not paid on the day."), field="reason")
    locked.reason, locked.explained_by_label, locked.explained_at = reason.strip(), by.label, timezone.now()
    locked.save(update_fields=["reason", "explained_by_label", "explained_at"])
    return locked


def _settle(promise: PayPromise, *, on: datetime.date, by: Actor) -> bool:
    if promise.mission.state == MissionState.CANCELLED and promise.state == PromiseState.OPEN:
        move(promise, to=PromiseState.CANCELLED, by=by)
        return True
    asked = _asked_in_time(promise)
    paid_on = _paid_on(asked)
    if paid_on is not None:
        return _settle_paid(promise, paid_on=paid_on, by=by)
    if promise.state == PromiseState.BROKEN or on <= promise.promised_on:
        return False
    move(promise, to=PromiseState.BROKEN if asked else PromiseState.NOT_ASKED, by=by)
    if asked:
        _tell_adviser(promise)
    return True


def _settle_paid(promise: PayPromise, *, paid_on: datetime.date, by: Actor) -> bool:
    promise.paid_on = paid_on
    promise.save(update_fields=["paid_on"])
    if promise.state != PromiseState.OPEN:
        return False
    is_kept = paid_on <= promise.promised_on
    move(promise, to=PromiseState.KEPT if is_kept else PromiseState.BROKEN, by=by)
    if not is_kept:
        _tell_adviser(promise)
    return True


def _asked_in_time(promise: PayPromise) -> list[Contract]:
    """The mission's contracts that were asked for by the promised day."""
    rows = Contract.objects.filter(mission_id=promise.mission_id, submitted_at__isnull=False)
    alive = rows.exclude(state__in=NOT_ASKED).order_by("pk")
    return [row for row in alive if promise.country.local(row.submitted_at).date() <= promise.promised_on]


def _paid_on(contracts: list[Contract]) -> datetime.date | None:
    """The day the last of them was paid; None while one is not."""
    slips = list(Payslip.objects.filter(contract__in=contracts, is_approved=True, line__kind=RunKind.ORDINARY))
    days = paid_days(slips)
    paid = {slip.contract_id: days[slip.pk] for slip in slips if slip.pk in days}
    if not contracts or any(contract.pk not in paid for contract in contracts):
        return None
    return max(paid.values())


def worked_days(mission: Mission, country: Country) -> list[tuple[datetime.date, Decimal]]:
    """As many working days of the mission as it counts, from its first on; full days when no hours are said."""
    if mission.starts_on is None or mission.ends_on is None or not mission.days:
        return []
    calendar = settings.working_calendar(country)
    every = (
        mission.starts_on + datetime.timedelta(days=n) for n in range((mission.ends_on - mission.starts_on).days + 1)
    )
    working: list[Any] = [day for day in every if is_working_day(day, calendar)] or [mission.ends_on]
    hours = mission.hours_per_day or pay_facts.full_day_hours(country)
    return [(day, hours) for day in working[: max(int(mission.days), 1)]]


def _tell_adviser(promise: PayPromise) -> None:
    adviser = promise.mission.activity.membership.adviser
    if adviser is None:
        return
    with translation.override(adviser.language):
        title = _("A promise was broken: %(mission)s") % {"mission": promise.mission}
        text = _("The member was to be paid and is not. Find out why, and write it down.")
    notify(
        adviser,
        event="promise_broken",
        key=f"promise-{promise.pk}",
        title=title,
        text=text,
        url=country_url(promise.country, "invoicing:staff_promise_list"),
        mail=False,
    )
