"""Paying: one file for the bank per run, prepared by one person, released by another, booked when the bank has executed it."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.calendars import add_working_days, is_working_day
from countries.identifiers import check_identifier
from countries.models import BankAccount, Country
from countries.rules.settings import working_calendar
from invoicing import pain001
from invoicing.models import PayrollRun, Payslip, TransferFile
from invoicing.models.transfer import TransferItem
from invoicing.rules import ledger
from invoicing.states import RunState, TransferState
from members.models import Document, Profile
from members.rules.documents import issue_document, latest_document
from smart.foundation.actors import SYSTEM, Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.states import move
from smart.foundation.tenancy import active_country_id

KIND = "transfer"


def may_handle_transfers(by: Actor) -> bool:
    return by.is_(SYSTEM) or by.has_role("payroll", "accounting", "country_admin")


@transaction.atomic
def prepare_transfer(run: PayrollRun, *, by: Actor) -> TransferFile:
    """Write the run's net pay as one pain.001.001.09 file and keep it in the vault by its hash.

    Raises RuleBroken: "run_not_posted"; "already_prepared"; "no_account" (ours); "accounts_missing" with a sentence that
    names every member who has no usable account, so that nobody is left out in silence.
    """
    _require(by)
    locked = PayrollRun.objects.select_for_update(of=("self",), no_key=True).get(pk=run.pk)
    _check_run(locked)
    where = Country.objects.get(pk=active_country_id())
    slips = list(Payslip.objects.filter(line__run_id=run.pk, net__gt=0).order_by("number"))
    if not slips:
        raise RuleBroken("nothing_to_pay", _("No payslip of this run has a net amount to pay."))
    account = _our_account(where)
    number = TransferFile.objects.filter(run_id=run.pk).count() + 1
    message_id = f"{where.code}-{run.month:%Y%m}-{run.pk}-{number}"
    execute_on = _execution_day(where, run.pay_on)
    order = pain001.Order(
        message_id=message_id,
        created_at=where.local(timezone.now()),
        execute_on=execute_on,
        currency=where.currency,
        payer=_payer(where, account),
        payments=_payments(slips),
    )
    content = pain001.build_transfer(order)
    transfer = TransferFile.objects.create(
        run=locked,
        account=account,
        message_id=message_id,
        execute_on=execute_on,
        count=len(order.payments),
        total=order.total,
        currency=where.currency,
        sha256="",
        prepared_by_id=by.user_id or 0,
        prepared_at=timezone.now(),
    )
    TransferItem.objects.bulk_create(TransferItem(transfer=transfer, payslip=slip, amount=slip.net) for slip in slips)
    paper = _keep(transfer, content, by=by)
    transfer.sha256 = paper.sha256
    transfer.save(update_fields=["sha256"])
    return transfer


@transaction.atomic
def release_transfer(transfer: TransferFile, *, by: Actor) -> TransferFile:
    """A second person lets the file go to the bank; never the one who prepared it."""
    _require(by)
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
    """Withdraw a file that has not been executed; the run can then have a new one."""
    _require(by)
    if not reason.strip():
        raise RuleBroken("reason_missing", _("Say why the file is withdrawn."), field="reason")
    move(transfer, to=TransferState.CANCELLED, by=by, reason=reason)
    TransferItem.objects.filter(transfer_id=transfer.pk).update(is_cancelled=True)
    return transfer


@transaction.atomic
def mark_executed(transfer: TransferFile, *, on: datetime.date, by: Actor) -> TransferFile:
    """The bank has paid: book it once, and the run is paid."""
    _require(by)
    locked = TransferFile.objects.select_for_update(of=("self",), no_key=True).get(pk=transfer.pk)
    if locked.state == TransferState.RELEASED:
        locked.executed_on = on
        locked.save(update_fields=["executed_on"])
    move(transfer, to=TransferState.EXECUTED, by=by)
    transfer.executed_on = on
    ledger.post(
        event=f"transfer:{transfer.pk}",
        kind=ledger.Kind.TRANSFER,
        on=on,
        entries=[("pay.net_payable", None, transfer.total), ("bank", None, -transfer.total)],
        subject=transfer,
        by=by,
        label=transfer.message_id,
    )
    move(transfer.run, to=RunState.PAID, by=by)
    return transfer


def transfer_paper(transfer: TransferFile) -> Document | None:
    """The file in the vault."""
    return latest_document(transfer, KIND)


def missing_accounts(run: PayrollRun) -> list[str]:
    """The names of the run's members whose account cannot be paid to; two queries."""
    slips = list(Payslip.objects.filter(line__run_id=run.pk, net__gt=0).select_related("membership__user"))
    profiles = _profiles(slips)
    return sorted(slip.membership.user.full_name for slip in slips if not _usable(profiles.get(slip.membership_id)))


def _require(by: Actor) -> None:
    if not may_handle_transfers(by):
        raise NotAllowed(_("Only payroll and accounting handle files for the bank."))


def _check_run(run: PayrollRun) -> None:
    if run.state != RunState.POSTED:
        raise RuleBroken(
            "run_not_posted",
            _("The run is “%(state)s”; its file can be written once it is posted.")
            % {"state": run.get_state_display()},
        )
    if TransferFile.objects.filter(run_id=run.pk).exclude(state=TransferState.CANCELLED).exists():
        raise RuleBroken("already_prepared", _("This run already has a file. Withdraw it before writing another."))


def _our_account(where: Country) -> BankAccount:
    """The account salaries leave from: the one named for salaries, else the default one."""
    accounts = list(BankAccount.objects.select_related("entity").order_by("id"))
    named = [account for account in accounts if "salar" in account.name.lower()]
    chosen = next(iter([*named, *(a for a in accounts if a.is_default), *accounts]), None)
    if chosen is None:
        raise RuleBroken(
            "no_account", _("%(country)s has no bank account to pay from. Add one first.") % {"country": where}
        )
    return chosen


def _payer(where: Country, account: BankAccount) -> pain001.Payer:
    entity = account.entity
    return pain001.Payer(
        name=entity.name,
        company_number=entity.company_number,
        town=entity.city,
        country=where.code.code,
        iban=account.iban,
        bic=account.bic,
    )


def _payments(slips: list[Payslip]) -> list[pain001.Payment]:
    profiles = _profiles(slips)
    without = sorted({str(slip.number) for slip in slips if not _usable(profiles.get(slip.membership_id))})
    if without:
        raise RuleBroken(
            "accounts_missing",
            _("These payslips have no usable bank account: %(numbers)s. Complete the members' data, then try again.")
            % {"numbers": ", ".join(without)},
        )
    return [
        pain001.Payment(
            end_to_end=slip.number,
            name=profiles[slip.membership_id].legal_name,
            iban=profiles[slip.membership_id].iban,
            amount=slip.net,
            remittance=f"{slip.number} {slip.month:%Y-%m}",
        )
        for slip in slips
    ]


def _profiles(slips: list[Payslip]) -> dict[int, Profile]:
    found = Profile.objects.filter(membership_id__in={slip.membership_id for slip in slips})
    return {profile.membership_id: profile for profile in found}


def _usable(profile: Profile | None) -> bool:
    if profile is None or not profile.iban:
        return False
    return bool(check_identifier(profile.iban[:2], "iban", profile.iban).ok)


def _execution_day(where: Country, wanted: datetime.date) -> datetime.date:
    """The wanted day, or the first working day from it or from today."""
    calendar, day = working_calendar(where), max(wanted, where.today())
    return day if is_working_day(day, calendar) else add_working_days(day, 1, calendar)


def _keep(transfer: TransferFile, content: bytes, *, by: Actor) -> Document:
    return issue_document(
        subject=transfer,
        kind=KIND,
        title=f"{transfer.message_id}.xml",
        content=content,
        language="",
        retention_class="accounting",
        by=by,
        suffix=".xml",
        content_type="application/xml",
    )
