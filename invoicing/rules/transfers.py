"""Paying: files for the bank, prepared by one person, released by another, booked when the bank has executed them."""

import datetime
from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.models import Country
from invoicing.models import Payable, PayrollRun, Payslip, TransferFile, TransferItem
from invoicing.models.transfer import Outcome
from invoicing.rules import transfer_orders, transfer_outcomes
from invoicing.rules.payables import check_cashier
from invoicing.states import PayableState, RunState, TransferState
from members.models import Document
from members.rules.documents import latest_document
from smart.foundation.actors import Actor
from smart.foundation.errors import RuleBroken
from smart.foundation.states import move
from smart.foundation.tenancy import active_country_id


@transaction.atomic
def prepare_transfer(run: PayrollRun, *, by: Actor) -> TransferFile:
    """Write the run's net pay that is in no file as one pain.001.001.09 file and keep it in the vault by its hash.

    A second file of a run holds what was withdrawn, rejected by the bank or came back. Raises RuleBroken:
    "run_not_posted"; "already_prepared"; "nothing_to_pay"; "no_account" (ours); "accounts_missing" with a sentence that
    names every payslip without a usable account, so that nobody is left out in silence.
    """
    check_cashier(by)
    locked = PayrollRun.objects.select_for_update(of=("self",), no_key=True).get(pk=run.pk)
    slips = _slips_to_pay(locked)
    where = Country.objects.get(pk=active_country_id())
    number = TransferFile.objects.filter(run_id=run.pk).count() + 1
    transfer = transfer_orders.write_file(
        where,
        run=locked,
        message_id=f"{where.code}-{run.month:%Y%m}-{run.pk}-{number}",
        execute_on=transfer_orders.execution_day(where, run.pay_on),
        payments=transfer_orders.salary_payments(slips),
        purpose=transfer_orders.SALARIES,
        by=by,
    )
    transfer_orders.items_of(transfer, slips, [])
    return transfer


@transaction.atomic
def prepare_payables(ids: Collection[int], *, on: datetime.date, by: Actor) -> TransferFile:
    """Write the chosen payables as one file, to be executed on a day; each is in one file only.

    Raises RuleBroken: "nothing_chosen"; "not_to_pay" when one is no longer waiting; "no_account".
    """
    check_cashier(by)
    wanted = Payable.objects.filter(pk__in=ids).order_by("pk")
    locked = list(wanted.select_for_update(of=("self",), no_key=True))
    _check_chosen(locked, ids)
    where = Country.objects.get(pk=active_country_id())
    day = transfer_orders.execution_day(where, on)
    number = TransferFile.objects.filter(run__isnull=True, execute_on=day).count() + 1
    transfer = transfer_orders.write_file(
        where,
        run=None,
        message_id=f"{where.code}-P{day:%Y%m%d}-{number}",
        execute_on=day,
        payments=transfer_orders.payable_payments(locked),
        purpose=transfer_orders.purpose_of(locked),
        by=by,
    )
    transfer_orders.items_of(transfer, [], locked)
    for payable in locked:
        move(payable, to=PayableState.IN_FILE, by=by, reason=transfer.message_id)
    return transfer


@transaction.atomic
def release_transfer(transfer: TransferFile, *, by: Actor) -> TransferFile:
    """A second person lets the file go to the bank; never the one who prepared it."""
    check_cashier(by)
    if by.user_id == transfer.prepared_by_id:
        raise RuleBroken(
            "same_person", _("You prepared this file; another person must release it. Ask a colleague of payroll.")
        )
    move(transfer, to=TransferState.RELEASED, by=by)
    transfer.released_by_id, transfer.released_by_label = by.user_id, by.label
    transfer.released_at = timezone.now()
    transfer.save(update_fields=["released_by_id", "released_by_label", "released_at"])
    return transfer


@transaction.atomic
def cancel_transfer(transfer: TransferFile, *, reason: str, by: Actor) -> TransferFile:
    """Withdraw a file of which nothing has left the bank; what was in it can go into a new one.

    Raises RuleBroken: "reason_missing", "partly_booked".
    """
    check_cashier(by)
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Say why the file is withdrawn."), field="reason")
    if transfer.items.filter(booked_on__isnull=False).exists():
        raise RuleBroken(
            "partly_booked",
            _("The bank has already paid a part of %(file)s: it can no longer be withdrawn.") % {"file": transfer},
        )
    move(transfer, to=TransferState.CANCELLED, by=by, reason=reason)
    live = transfer_outcomes.waiting_items(transfer)
    for payable in Payable.objects.filter(pk__in=live.values("payable_id")):
        move(payable, to=PayableState.OPEN, by=by, reason=reason)
    live.update(is_cancelled=True, outcome=Outcome.WITHDRAWN)
    return transfer


@transaction.atomic
def mark_executed(transfer: TransferFile, *, on: datetime.date, by: Actor) -> TransferFile:
    """The bank has paid: book what it has not rejected once, each against its own account; a run is paid with its last."""
    check_cashier(by)
    locked = TransferFile.objects.select_for_update(of=("self",), no_key=True).get(pk=transfer.pk)
    if locked.state == TransferState.RELEASED:
        locked.executed_on = on
        locked.save(update_fields=["executed_on"])
    move(transfer, to=TransferState.EXECUTED, by=by)
    transfer.executed_on = on
    transfer_outcomes.book_all(transfer, on=on, by=by)
    return transfer


def transfer_paper(transfer: TransferFile) -> Document | None:
    """The file in the vault."""
    return latest_document(transfer, transfer_orders.KIND)


def missing_accounts(run: PayrollRun) -> list[str]:
    """The names of the run's members whose account cannot be paid to; two queries."""
    slips = list(Payslip.objects.filter(line__run_id=run.pk, net__gt=0).select_related("membership__user"))
    profiles = transfer_orders.profiles_of(slips)
    usable = {pk for pk, profile in profiles.items() if transfer_orders.is_usable(profile)}
    return sorted(slip.membership.user.full_name for slip in slips if slip.membership_id not in usable)


def _slips_to_pay(run: PayrollRun) -> list[Payslip]:
    if run.state != RunState.POSTED:
        raise RuleBroken(
            "run_not_posted",
            _("The run is “%(state)s”; its file can be written once it is posted.")
            % {"state": run.get_state_display()},
        )
    every = Payslip.objects.filter(line__run_id=run.pk, net__gt=0)
    in_files = TransferItem.objects.filter(is_cancelled=False, payslip__isnull=False).values("payslip_id")
    found = list(every.exclude(pk__in=in_files).order_by("number"))
    if not found and every.exists():
        raise RuleBroken("already_prepared", _("This run already has a file. Withdraw it before writing another."))
    if not found:
        raise RuleBroken("nothing_to_pay", _("No payslip of this run has a net amount to pay."))
    return found


def _check_chosen(payables: list[Payable], ids: Collection[int]) -> None:
    if not payables or len(payables) != len(set(ids)):
        raise RuleBroken("nothing_chosen", _("Choose at least one payment that is shown."), field="payables")
    for payable in payables:
        if payable.state not in {PayableState.OPEN, PayableState.RETURNED}:
            raise RuleBroken(
                "not_to_pay",
                _("%(reference)s is “%(state)s”: it does not wait to be paid. Take it out of the choice.")
                % {"reference": payable, "state": payable.get_state_display()},
                field="payables",
            )
