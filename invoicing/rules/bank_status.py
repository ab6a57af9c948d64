"""What the bank answered to a file of ours (pain.002): accepted, or rejected, wholly or payment by payment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from countries.guards import require_awake
from countries.models import Country
from invoicing.bank.pain002 import REJECTED, StatusReport, read_status_report
from invoicing.bank_reasons import reason_in_words
from invoicing.models import TransferFile, TransferItem
from invoicing.rules import transfer_outcomes
from invoicing.rules.payables import check_cashier
from invoicing.states import TransferState
from smart.foundation.actors import Actor
from smart.foundation.errors import RuleBroken
from smart.foundation.states import move
from smart.foundation.tenancy import active_country_id


@dataclass(frozen=True, slots=True)
class Answer:
    """What a report changed: the payments it rejected now (none when it was read before) and names that are not ours."""

    transfer: TransferFile
    report: StatusReport
    rejected: tuple[TransferItem, ...]
    unknown: tuple[str, ...]


@transaction.atomic
def import_status(content: bytes, *, by: Actor, now: datetime) -> Answer:
    """Take note of a report: what it rejects is free for a new file, and people are told. Twice changes nothing.

    Raises NotAllowed, the refusals of `read_status_report`, and RuleBroken: unknown_file, not_released, already_booked.
    """
    check_cashier(by)
    require_awake(Country.objects.get(pk=active_country_id()))
    report = read_status_report(content)
    locked = _file(report)
    rejected = _rejected(locked, report, by=by)
    locked.bank_status, locked.bank_status_at = report.status[:4], now
    locked.save(update_fields=["bank_status", "bank_status_at"])
    _close(locked, report, by=by)
    ours = set(TransferItem.objects.filter(transfer=locked).values_list("end_to_end", flat=True))
    unknown = tuple(sorted({told.end_to_end for told in report.payments} - ours))
    return Answer(transfer=locked, report=report, rejected=tuple(rejected), unknown=unknown)


def preview_status(content: bytes, *, by: Actor, now: datetime) -> Answer:
    """What `import_status` would do: it is done, looked at, and taken back. Raises the same."""
    with transaction.atomic():
        found = import_status(content, by=by, now=now)
        transaction.set_rollback(True)
    return found


def _file(report: StatusReport) -> TransferFile:
    rows = TransferFile.objects.select_for_update(of=("self",), no_key=True).filter(message_id=report.original_id)
    found: TransferFile | None = rows.first()
    if found is None:
        raise RuleBroken(
            "unknown_file",
            _("The report is about “%(name)s”, which is no file of this country. Import it where the file was made.")
            % {"name": report.original_id},
        )
    if found.state == TransferState.PREPARED:
        raise RuleBroken(
            "not_released",
            _("%(file)s has not been released, so no bank can have it. Ask who sent it.") % {"file": found},
        )
    return found


def _rejected(transfer: TransferFile, report: StatusReport, *, by: Actor) -> list[TransferItem]:
    """Reject what the report names, or everything that waits when it rejects the whole file; what was before stays."""
    told = {each.end_to_end: each for each in report.payments}
    codes = {name: each.reason or report.reason for name, each in told.items() if each.status == REJECTED}
    items = list(
        TransferItem.objects.select_for_update(of=("self",), no_key=True)
        .filter(transfer=transfer)
        .select_related("payable", "transfer__run")
        .order_by("pk")
    )
    meant = [item for item in items if item.end_to_end in codes or report.status == REJECTED]
    _refuse_booked(meant)
    waiting = [item for item in meant if not item.is_cancelled]
    for item in waiting:
        code = codes.get(item.end_to_end, report.reason)
        transfer_outcomes.reject_item(item, code=code, on=report.made_on, by=by)
    return waiting


def _refuse_booked(items: Iterable[TransferItem]) -> None:
    booked = [item.end_to_end for item in items if item.booked_on is not None and not item.is_cancelled]
    if booked:
        raise RuleBroken(
            "already_booked",
            _(
                "The report rejects %(references)s, which left the account. Wait until the money comes back on a"
                " statement, or ask the bank."
            )
            % {"references": ", ".join(booked)},
        )


def _close(transfer: TransferFile, report: StatusReport, *, by: Actor) -> None:
    """A file of which nothing is left to pay is withdrawn; one of which the rest was booked singly is executed."""
    if transfer.state != TransferState.RELEASED or transfer_outcomes.waiting_items(transfer).exists():
        return
    last = transfer.items.filter(booked_on__isnull=False).order_by("-booked_on").first()
    if last is None:
        move(transfer, to=TransferState.CANCELLED, by=by, reason=reason_in_words(report.reason))
        return
    transfer.executed_on = last.booked_on
    transfer.save(update_fields=["executed_on"])
    move(transfer, to=TransferState.EXECUTED, by=by)
