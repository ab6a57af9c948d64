"""The life of a contract: drafted by the books once its money is reserved, checked, validated, cancelled."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from activities import perms, signals
from activities.models import Activity, Contract, Mission, WorkingDay
from activities.place import entered_country, pack_of
from activities.references import next_reference
from activities.rules import contract_checks, declarations, mission_facts, notices, rows, share_quota
from activities.rules.activities import require_open_activity
from activities.rules.tellings import pass_on_of_contract, tell_member_of_contract
from activities.states import ContractState, DeclarationState, MissionState
from countries.calendars import NoPromisedDate, promised_date
from countries.guards import require_awake, require_open
from countries.models import Country
from countries.pay_documents import plain_value
from countries.rules.settings import setting_value, working_calendar
from smart.foundation import jobs
from smart.foundation.actors import PORTAL, Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.said import Said
from smart.foundation.states import move

log = structlog.get_logger(__name__)
Days = Sequence[tuple[date, Decimal]]


@transaction.atomic
def draft_contract(
    *,
    activity: Activity,
    mission: Mission | None,
    kind: str,
    function: str,
    place: str,
    starts_on: date,
    ends_on: date,
    start_time: time,
    days: Days,
    gross: Decimal,
    budget: Decimal,
    net_estimate: Decimal | None,
    preview: Mapping[str, Any],
    pack_version: str,
    by: Actor,
    engagement: Mapping[str, Any] | None = None,
) -> Contract:
    """Write the contract that reserved income becomes; called by the books, who hold the activity's lock.

    `gross` and `budget` are for the whole contract; `budget` is the employer's cost that the ledger has reserved.
    """
    country = entered_country()
    if not (perms.may_declare(by, activity) or perms.is_adviser(by)):
        raise NotAllowed(_("Only the member or an adviser may turn this income into a contract."))
    require_open(country)
    rows.require_active_member(activity)
    require_open_activity(activity)
    _check_mission(mission, activity)
    mission_facts.kind_named(country, kind)
    _check_days(days, starts_on, ends_on)
    number, reference = next_reference(Contract, country_code=country.code.code, on=country.today())
    contract: Contract = Contract.objects.create(
        id=number,
        reference=reference,
        activity=activity,
        mission=mission,
        membership=activity.membership,
        entity_id=activity.entity_id,
        kind=kind,
        function=function[:120],
        place=place[:160],
        starts_on=starts_on,
        ends_on=ends_on,
        start_time=start_time,
        days=Decimal(len(days)),
        hours=sum((hours for _day, hours in days), Decimal(0)),
        gross=gross,
        budget=budget,
        net_estimate=net_estimate,
        engagement=plain_value(dict(engagement or {})),
        preview=dict(preview),
        pack_version=pack_version,
        promised_on=promised_on(country, ends_on),
        created_at=timezone.now(),
    )
    WorkingDay.objects.bulk_create([WorkingDay(contract=contract, day=day, hours=hours) for day, hours in days])
    return contract


def submit_contract(contract: Contract, *, by: Actor, now: datetime) -> Contract:
    """Ask for validation. The checks run first and are kept; one that blocks refuses with its sentence and the way out."""
    if not perms.may_submit_contract(by, contract):
        raise NotAllowed(_("Only the member may ask for the validation of this contract."))
    require_open(entered_country())
    if contract.state == ContractState.SUBMITTED:
        return contract
    share_quota.require_share(contract.membership, but=contract.pk)
    contract_checks.refuse_blocked(contract_checks.check_contract(contract, now=now))
    return _submit(contract, by=by, now=now)


@transaction.atomic
def _submit(contract: Contract, *, by: Actor, now: datetime) -> Contract:
    locked = rows.lock_contract(contract)
    if locked.state == ContractState.SUBMITTED:
        return locked
    move(locked, to=ContractState.SUBMITTED, by=by)
    locked.submitted_at = locked.submitted_at or now
    locked.returned_reason = ""
    locked.save(update_fields=["submitted_at", "returned_reason"])
    return locked


@transaction.atomic
def return_contract(contract: Contract, *, reason: str, by: Actor) -> Contract:
    """Give a contract back to the member with a reason; its budget stays reserved."""
    require_awake(entered_country())
    _check_validator(by)
    said = rows.require_reason(reason, _("Say what the member must change; they read it."))
    locked = rows.lock_contract(contract)
    if locked.state != ContractState.SUBMITTED:
        raise rows.decided_before(locked)
    locked.returned_reason = said
    locked.save(update_fields=["returned_reason"])
    move(locked, to=ContractState.RETURNED, by=by, reason=said)
    tell_member_of_contract(locked, event="contract_returned", words=lambda: _returned_words(locked))
    return locked


def validate_contract(contract: Contract, *, by: Actor, now: datetime) -> Contract:
    """Validate a submitted contract: run and keep the checks, refuse what blocks, prepare what must be declared.

    Raises RuleBroken("contract_blocked") with the sentences, and Conflict naming who was first.
    """
    require_open(entered_country())
    _check_validator(by)
    if perms.is_holder(by, contract.membership):
        raise NotAllowed(_("Nobody validates their own contract. Ask a colleague."))
    found = contract_checks.check_contract(contract, now=now)
    if contract.state == ContractState.SUBMITTED:
        contract_checks.refuse_blocked(found)
    return _validate(contract, by=by, now=now)


@transaction.atomic
def _validate(contract: Contract, *, by: Actor, now: datetime) -> Contract:
    contract_checks.lock_contracts_of(contract.membership_id)
    locked = rows.lock_contract(contract)
    if locked.state != ContractState.SUBMITTED:
        raise rows.decided_before(locked)
    contract_checks.refuse_blocked(contract_checks.find(locked, country=entered_country(), now=now))
    locked.validated_at = now
    locked.pack_version = locked.pack_version or pack_of(entered_country()).pack.version
    locked.save(update_fields=["validated_at", "pack_version"])
    move(locked, to=ContractState.VALIDATED, by=by)
    declarations.prepare_declarations(locked, by=by, now=now)
    declarations.move_on(locked, by=PORTAL)
    jobs.enqueue("render_contract", key=f"{locked.pk}:1", payload={"contract": locked.pk, "version": 1})
    tell_member_of_contract(locked, event="contract_validated", words=lambda: _validated_words(locked))
    signals.contract_validated.send(sender=Contract, country_id=locked.country_id, id=locked.pk)
    return locked


@transaction.atomic
def cancel_contract(contract: Contract, *, reason: str, by: Actor) -> Contract:
    """Cancel a contract for good. Its prepared declarations are cancelled; the books give the budget back (signal).

    What the authorities were told before is withdrawn by a notice of its own where the country has one.
    """
    require_awake(entered_country())
    locked = rows.lock_contract(contract)
    if not (perms.is_holder(by, locked.membership) or perms.is_adviser(by)):
        raise NotAllowed(_("Only the member or an adviser may cancel this contract."))
    said = rows.require_reason(reason, _("Say why the contract is cancelled."))
    sent = locked.declarations.filter(state__in=[DeclarationState.SENT, DeclarationState.ACKNOWLEDGED])
    if sent.exists():
        raise RuleBroken(
            "declaration_sent",
            _("%(reference)s was declared to the authorities. Cancel its declarations at the desk first.")
            % {"reference": locked.reference},
        )
    move(locked, to=ContractState.CANCELLED, by=by, reason=said)
    for declaration in locked.declarations.exclude(state=DeclarationState.CANCELLED):
        move(declaration, to=DeclarationState.CANCELLED, by=PORTAL, reason=said)
    notices.prepare_cancel_notices(locked, by=PORTAL, now=timezone.now())
    if perms.is_holder(by, locked.membership):
        pass_on_of_contract(
            locked, words=Said(gettext_noop("The contract is cancelled: %(reason)s"), {"reason": said}), by=by
        )
    else:
        tell_member_of_contract(locked, event="contract_cancelled", words=lambda: _cancelled_words(locked, said))
    signals.contract_cancelled.send(sender=Contract, country_id=locked.country_id, id=locked.pk)
    return locked


def end_contracts(*, by: Actor, on: date) -> int:
    """Move signed contracts whose last day is over to ended, with their notices; returns how many. Run daily.

    One whose notices cannot be prepared is logged and stays signed, to be tried again the next day; the others go on.
    """
    over = Contract.objects.filter(state=ContractState.SIGNED, ends_on__lt=on).order_by("pk")
    return sum(_try_ending(contract, by=by) for contract in over)


@transaction.atomic
def end_contract(contract: Contract, *, by: Actor, now: datetime) -> Contract:
    """End a signed contract and prepare what the authorities must be told of its end; one that has ended stays so."""
    locked = rows.lock_contract(contract)
    if locked.state == ContractState.SIGNED:
        move(locked, to=ContractState.ENDED, by=by)
        notices.prepare_end_notices(locked, by=by, now=now)
    return locked


def _try_ending(contract: Contract, *, by: Actor) -> bool:
    try:
        end_contract(contract, by=by, now=timezone.now())
    except RuleBroken as refused:
        log.warning("contract_not_ended", contract=contract.pk, code=refused.code)
        return False
    return True


def promised_on(country: Country, ends_on: date) -> date | None:
    """The day by which the member is paid under the country's promise; None while it cannot be known."""
    rule = setting_value(country, "promise.rule", on=country.today(), default=None)
    if rule is None:
        return None
    try:
        return promised_date(rule, work_ends_on=ends_on, calendar=working_calendar(country))
    except NoPromisedDate:
        return None


def _check_mission(mission: Mission | None, activity: Activity) -> None:
    if mission is None:
        return
    if mission.activity_id != activity.pk:
        raise RuleBroken("other_activity", _("The mission belongs to another activity."), field="mission")
    if mission.state not in {MissionState.CONFIRMED, MissionState.CLOSED}:
        raise RuleBroken(
            "mission_not_confirmed",
            _("%(reference)s is “%(state)s”: income can be converted once the mission is confirmed.")
            % {"reference": mission.reference, "state": mission.get_state_display()},
            field="mission",
        )


def _check_days(days: Days, starts_on: date, ends_on: date) -> None:
    named = [day for day, _hours in days]
    if not named:
        raise RuleBroken("no_days", _("Choose at least one day of work."), field="days")
    if len(set(named)) != len(named):
        raise RuleBroken("day_twice", _("A day is named twice. Give each day its hours once."), field="days")
    if min(named) != starts_on or max(named) != ends_on:
        raise RuleBroken(
            "days_outside",
            _("The first and last day of the contract are its first and last working day."),
            field="days",
        )
    if any(not 0 < hours <= 24 for _day, hours in days):
        raise RuleBroken("hours_out_of_range", _("A day has between 0 and 24 hours of work."), field="hours")


def _check_validator(by: Actor) -> None:
    if not perms.may_validate_contract(by):
        raise NotAllowed(_("Only an adviser of the country may validate contracts."))


def _returned_words(contract: Contract) -> tuple[str, str]:
    return (
        _("Contract %(reference)s comes back to you") % {"reference": contract.reference},
        _("Your adviser writes: %(reason)s") % {"reason": contract.returned_reason},
    )


def _validated_words(contract: Contract) -> tuple[str, str]:
    return (
        _("Contract %(reference)s is validated") % {"reference": contract.reference},
        _("Read it and sign it in the portal before the work starts."),
    )


def _cancelled_words(contract: Contract, reason: str) -> tuple[str, str]:
    return (
        _("Contract %(reference)s is cancelled") % {"reference": contract.reference},
        _("The cooperative cancelled it: %(reason)s") % {"reason": reason},
    )
