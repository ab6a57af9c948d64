"""Exporting the journal: a file made by a worker, balanced, kept in the vault, and its transactions marked as exported."""

import datetime
import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import IO, Any, Final

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from countries.models import Country, LegalEntity
from invoicing import perms
from invoicing.models import ExportedTransaction, JournalExport, LedgerTransaction
from invoicing.models.journal_export import ExportKind
from invoicing.queries.journal import JournalLine, Wanted, stream_lines, totals_of, transactions_of
from invoicing.queries.trial_balance import trial_balance
from invoicing.rules import journal_fec, journal_files
from invoicing.rules.chart import Numbering, numbering_of
from members.models import User
from members.rules.documents import issue_document
from smart.foundation import formats, jobs
from smart.foundation.actors import PORTAL, Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.money import ZERO
from smart.foundation.tenancy import active_country_id

EPOCH: Final = datetime.date(1990, 1, 1)
SHEET: Final = 1_048_575
"""What a sheet of XLSX holds beside its heading."""
TYPES: Final = {
    ExportKind.CSV: "text/csv",
    ExportKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ExportKind.FEC: "text/plain",
}


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for, as the job keeps it."""

    kind: ExportKind
    first: datetime.date
    last: datetime.date
    is_only_new: bool
    entity_id: int | None
    by_id: int

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.first, self.last)

    @property
    def only_new_for(self) -> str:
        return self.kind.value if self.is_only_new else ""


@dataclass(slots=True)
class Counted:
    """What went into the file, added up while it is written."""

    debit: Decimal = ZERO
    credit: Decimal = ZERO
    lines: int = 0
    transactions: dict[int, None] = field(default_factory=dict)

    def watch(self, lines: Iterable[JournalLine]) -> Iterator[JournalLine]:
        for line in lines:
            self.debit, self.credit, self.lines = self.debit + line.debit, self.credit + line.credit, self.lines + 1
            self.transactions[line.transaction_id] = None
            yield line


@transaction.atomic
def ask_export(
    *, kind: str, first: datetime.date, last: datetime.date, is_only_new: bool, entity: LegalEntity | None, by: Actor
) -> jobs.Job:
    """Put an export on the work list, once for the same books; the file appears when a worker has made it.

    Raises NotAllowed and RuleBroken: days_reversed (last), nothing_to_export, too_many_lines (kind), and for FEC fec_elsewhere, fec_year (last),
    fec_entity (entity).
    """
    if not perms.may_keep_books(by) or by.user_id is None:
        raise NotAllowed(_("Only an accountant may export the journal."))
    order = Order(ExportKind(kind), first, last, is_only_new, entity.pk if entity is not None else None, by.user_id)
    if first > last:
        raise RuleBroken("days_reversed", _("The last day is before the first one."), field="last")
    if order.kind == ExportKind.FEC:
        _check_fec(order, entity)
    if not transactions_of(order.wanted, only_new_for=order.only_new_for).exists():
        raise _nothing(order)
    if order.kind == ExportKind.XLSX and totals_of(order.wanted).lines > SHEET:
        raise RuleBroken(
            "too_many_lines",
            _("These days have more lines than a sheet holds. Choose CSV, or fewer days."),
            field="kind",
        )
    newest = LedgerTransaction.objects.order_by("-pk").values_list("pk", flat=True).first()
    today = Country.objects.get(pk=active_country_id()).today()
    key = f"{kind}:{first}:{last}:{order.entity_id or 0}:{int(is_only_new)}:{newest}:{today}"
    payload = {"kind": kind, "first": str(first), "last": str(last), "only_new": is_only_new}
    return jobs.enqueue("export_journal", key=key, payload=payload | {"entity": order.entity_id, "by": by.user_id})


@transaction.atomic
def make_export(order: Order) -> JournalExport:
    """Write the file, prove that it balances, keep it in the vault and mark its transactions.

    Raises RuleBroken("nothing_to_export"), RuleBroken("account_without_number"), and ValueError when the books do not
    balance, which the database rules out.
    """
    country = Country.objects.get(pk=active_country_id())
    user = User.objects.get(pk=order.by_id)
    language = user.language if user.language in country.languages else country.languages[0]
    entity = LegalEntity.objects.filter(pk=order.entity_id).first() if order.entity_id is not None else None
    counted, numbering = Counted(), numbering_of(country, language=language)
    with tempfile.TemporaryFile() as into, translation.override(language):
        lines = stream_lines(order.wanted, only_new_for=order.only_new_for, entity_id=order.entity_id)
        _write(order, counted.watch(lines), numbering=numbering, into=into)
        if not counted.lines:
            raise _nothing(order)
        if counted.debit != counted.credit:
            raise ValueError(f"The export has {counted.debit} debit and {counted.credit} credit, expected the same.")
        into.seek(0)
        content = into.read()
    return _keep(order, counted, content, country=country, entity=entity, user=user)


def _write(order: Order, lines: Iterable[JournalLine], *, numbering: Numbering, into: IO[bytes]) -> None:
    if order.kind == ExportKind.FEC:
        opening = _opening(order)
        into.write(journal_fec.fec_line(journal_fec.FIELDS).encode(journal_fec.ENCODING))
        for row in journal_fec.fec_rows(lines, opening=opening, first=order.first, numbering=numbering):
            into.write(journal_fec.fec_line(row).encode(journal_fec.ENCODING, errors="replace"))
        return
    rows = journal_files.journal_rows(lines, numbering=numbering)
    writer = journal_files.write_csv if order.kind == ExportKind.CSV else journal_files.write_xlsx
    writer(rows, into)


def _opening(order: Order) -> dict[str, Decimal]:
    """What stood on each account before the first day; with several legal entities from the lines of the one alone."""
    before = order.first - datetime.timedelta(days=1)
    if LegalEntity.objects.count() == 1:
        return {each.code: each.closing for each in trial_balance(EPOCH, before).accounts}
    sums: dict[str, Decimal] = {}
    for line in stream_lines(Wanted(EPOCH, before), entity_id=order.entity_id):
        sums[line.code] = sums.get(line.code, ZERO) + line.amount
    return sums


def _keep(
    order: Order, counted: Counted, content: bytes, *, country: Country, entity: LegalEntity | None, user: User
) -> JournalExport:
    name = _file_name(order, country=country, entity=entity)
    document = issue_document(
        subject=country,
        kind=f"journal_{order.kind}",
        title=name,
        content=content,
        language="",
        retention_class="accounting",
        by=PORTAL,
        suffix=".txt" if order.kind == ExportKind.FEC else f".{order.kind}",
        content_type=TYPES[order.kind],
    )
    made = JournalExport.objects.create(
        kind=order.kind,
        entity=entity,
        first_on=order.first,
        last_on=order.last,
        is_only_new=order.is_only_new,
        transaction_count=len(counted.transactions),
        line_count=counted.lines,
        debit=counted.debit,
        credit=counted.credit,
        file_name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        document=document,
        made_by_id=user.pk,
        made_by_label=user.full_name,
        made_at=document.created_at,
    )
    marks: Iterator[Any] = (ExportedTransaction(export=made, transaction_id=pk) for pk in counted.transactions)
    ExportedTransaction.objects.bulk_create(marks, batch_size=5000)
    return made


def _file_name(order: Order, *, country: Country, entity: LegalEntity | None) -> str:
    if order.kind == ExportKind.FEC and entity is not None:
        return journal_fec.fec_name(entity.company_number, order.last)
    new = "-new" if order.is_only_new else ""
    return f"journal-{country.slug}-{order.first}-{order.last}{new}.{order.kind}"


def _check_fec(order: Order, entity: LegalEntity | None) -> None:
    country = Country.objects.get(pk=active_country_id())
    if country.code.code != "FR":
        raise RuleBroken("fec_elsewhere", _("The FEC is a French file: choose CSV or XLSX."), field="kind")
    if (order.first.month, order.first.day) != (1, 1) or order.last != order.first.replace(month=12, day=31):
        raise RuleBroken(
            "fec_year",
            _("A FEC is one whole year: from 1 January to 31 December, found %(first)s to %(last)s.")
            % {"first": formats.day(order.first), "last": formats.day(order.last)},
            field="last",
        )
    if order.is_only_new:
        raise RuleBroken("fec_whole", _("A FEC is always whole: untick “only what is new”."), field="is_only_new")
    if entity is None or len(entity.company_number) != 9 or not entity.company_number.isdigit():
        raise RuleBroken(
            "fec_entity",
            _("A FEC is for one company with its SIREN of nine digits. Choose the company."),
            field="entity",
        )


def _nothing(order: Order) -> RuleBroken:
    facts = {"first": formats.day(order.first), "last": formats.day(order.last)}
    if order.is_only_new:
        return RuleBroken(
            "nothing_to_export", _("Everything from %(first)s to %(last)s is already exported in this format.") % facts
        )
    return RuleBroken("nothing_to_export", _("Nothing was booked from %(first)s to %(last)s.") % facts)
