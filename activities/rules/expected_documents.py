"""The papers a member may expect of a contract and of a year: which are there, which are late, who makes them and by when."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from activities import perms
from activities.models import Contract, Declaration
from activities.states import ContractState, DeclarationState
from countries.addresses import country_url
from countries.expected_documents import ExpectedDocument, expected_documents
from countries.identifiers import EU
from members.models import Document, Membership, Thread
from members.models.document import Visibility
from members.rules.documents import issue_document
from members.rules.notices import in_language_of, notify
from members.rules.threads import ask_question
from members.thread_subjects import subject_of
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.said import Said, in_every_language
from smart.foundation.uploads import SafeFile

COORDINATED: Final = EU | {"IS", "LI", "NO", "CH"}
"""Where Regulation (EC) 883/2004 coordinates social security, so that an A1 exists."""
AGREED: Final = (
    ContractState.VALIDATED,
    ContractState.DECLARED,
    ContractState.SIGNED,
    ContractState.ENDED,
)
READY, SENT, EXPECTED, LATE, REQUEST = "ready", "sent", "expected", "late", "request"
ASKED: Final = uuid.UUID("6f0a3a52-5c43-4be8-9c1c-0b7b4d1f7c11")
"""The namespace of what is asked by a button, so that a second tap asks nothing again."""


@dataclass(frozen=True, slots=True)
class ExpectedRow:
    """One paper of the list: `paper` is the file when it is there, `note` what else proves it (a receipt's reference)."""

    document: ExpectedDocument
    state: str
    due_on: datetime.date | None
    paper: Document | None = None
    note: str = ""


def papers_of_contract(contract: Contract, *, on: datetime.date) -> list[ExpectedRow]:
    """The list of one contract as of a day. At most four queries; empty before the contract is agreed."""
    if contract.state not in AGREED:
        return []
    wanted = [each for each in _known(contract.country.code.code, "contract") if _is_for(each, contract)]
    there = _there(contract)
    rows = [
        _row(
            each,
            paper=there.get(each.code),
            due_on=each.due_on(starts_on=contract.starts_on, ends_on=contract.ends_on),
            on=on,
        )
        for each in wanted
    ]
    return [_noticed(row, contract) if row.document.what == "start_notice" and not row.paper else row for row in rows]


def papers_of_year(membership: Membership, year: int, *, on: datetime.date) -> list[ExpectedRow]:
    """The list of one year's papers. One query."""
    wanted = _known(membership.country.code.code, "year")
    kinds = {year_kind(year, each.code): each for each in wanted}
    there = {row.kind: row for row in _newest(Document.objects.about(membership).filter(kind__in=kinds))}
    return [_row(each, paper=there.get(kind), due_on=each.due_after(year), on=on) for kind, each in kinds.items()]


def contract_kind(code: str) -> str:
    """How the vault calls a handed-over paper of a contract."""
    return f"paper-{code}"[:30]


def year_kind(year: int, code: str) -> str:
    return f"year-{year}-{code}"[:30]


def for_staff(rows: Iterable[ExpectedRow]) -> list[ExpectedRow]:
    """Those that people make and hand over here."""
    return [row for row in rows if row.document.made_by == "staff"]


@transaction.atomic
def hand_over(contract: Contract, *, code: str, file: SafeFile, by: Actor, on: datetime.date) -> Document:
    """Keep a paper staff made for a contract, and tell the member. Raises NotAllowed, RuleBroken("unknown_paper")."""
    _check_staff(by, contract.membership)
    wanted = _wanted(for_staff(papers_of_contract(contract, on=on)), code)
    with in_language_of(contract.membership.user):
        title = f"{wanted.document.label}, {contract.reference}"
    url = country_url(contract.country, "activities:contract_detail", contract.pk)
    return _keep(contract, contract.membership, contract_kind(code), title=title, file=file, url=url, by=by)


@transaction.atomic
def hand_over_year(
    membership: Membership, *, year: int, code: str, file: SafeFile, by: Actor, on: datetime.date
) -> Document:
    """The same for a paper of a year."""
    _check_staff(by, membership)
    wanted = _wanted(for_staff(papers_of_year(membership, year, on=on)), code)
    url = country_url(membership.country, "members:document_list")
    with in_language_of(membership.user):
        title = f"{wanted.document.label}, {year}"
    return _keep(membership, membership, year_kind(year, code), title=title, file=file, url=url, by=by)


def ask_for(contract: Contract, *, code: str, by: Actor, now: datetime.datetime) -> Thread:
    """Ask the cooperative for a paper of a contract, in the conversation about it; asked twice a day it is asked once."""
    if by.user_id != contract.membership.user_id:
        raise NotAllowed(_("Only the member asks for their papers."))
    rows = papers_of_contract(contract, on=now.date())
    wanted = _wanted([row for row in for_staff(rows) if row.state != READY], code)
    return ask_question(
        contract.membership,
        text=Said(
            gettext_noop("Please send me: %(paper)s."), {"paper": in_every_language(lambda: wanted.document.label)}
        ),
        subject=subject_of(Contract._meta.db_table, contract.pk),
        submission_id=uuid.uuid5(ASKED, f"{contract.pk}:{code}:{now.date()}"),
        by=by,
        now=now,
    )


def _known(code: str, per: str) -> list[ExpectedDocument]:
    return [each for each in expected_documents(code) if each.per == per]


def _is_for(each: ExpectedDocument, contract: Contract) -> bool:
    place = str(contract.mission.place) if contract.mission is not None else ""
    is_abroad = bool(place) and place != contract.country.code.code and place in COORDINATED
    return each.is_for(contract.kind, is_abroad=is_abroad)


def _there(contract: Contract) -> dict[str, Document]:
    """The papers that exist, by code: the portal's own, those handed over, and the payslips the books know."""
    own = {row.kind: row for row in _newest(Document.objects.about(contract))}
    found = {kind.removeprefix("paper-"): row for kind, row in own.items() if kind.startswith("paper-")}
    if "contract" in own:
        found["contract"] = own["contract"]
    if "confirmation" in own:
        found["confirmation"] = own["confirmation"]
    payslips: Mapping[str, Document] = import_string(settings.CONTRACT_PAPERS)(contract)
    return {**found, **payslips}


def _newest(rows: Iterable[Document]) -> list[Document]:
    return list({row.kind: row for row in sorted(rows, key=lambda row: (row.version, row.pk))}.values())


def _noticed(row: ExpectedRow, contract: Contract) -> ExpectedRow:
    """The notice of the start as it went: with the authority's receipt, or sent and not answered yet."""
    gone = [DeclarationState.SENT, DeclarationState.ACKNOWLEDGED]
    sent = Declaration.objects.filter(contract=contract, state__in=gone).order_by("state", "pk").first()
    if sent is None:
        return row
    number = {"number": sent.receipt or sent.reference or "–"}
    if sent.state == DeclarationState.ACKNOWLEDGED:
        return replace(row, state=READY, note=_("Acknowledged, receipt %(number)s.") % number)
    return replace(row, state=SENT, note=_("Sent, reference %(number)s; the authority has not answered yet.") % number)


def _row(
    each: ExpectedDocument, *, paper: Document | None, due_on: datetime.date | None, on: datetime.date
) -> ExpectedRow:
    if paper is not None:
        state = READY
    elif each.due == "on_request":
        state = REQUEST
    else:
        state = LATE if due_on is not None and due_on < on else EXPECTED
    return ExpectedRow(each, state, due_on, paper)


def _wanted(rows: Iterable[ExpectedRow], code: str) -> ExpectedRow:
    found = next((row for row in rows if row.document.code == code), None)
    if found is None:
        raise RuleBroken("unknown_paper", _("This paper is not expected here. Choose one of the list."), field="code")
    return found


def _check_staff(by: Actor, membership: Membership) -> None:
    if not perms.may_hand_over_papers(by, membership):
        raise NotAllowed(_("Only payroll officers and advisers hand over papers, and never their own."))


def _keep(
    subject: Contract | Membership,
    membership: Membership,
    kind: str,
    *,
    title: str,
    file: SafeFile,
    url: str,
    by: Actor,
) -> Document:
    document = issue_document(
        subject=subject,
        kind=kind,
        title=title[:200],
        content=file.content,
        language="",
        membership=membership,
        visible_to=Visibility.MEMBER,
        retention_class="payslip",
        by=by,
        suffix=file.suffix,
        content_type=file.content_type,
    )
    user = membership.user
    with in_language_of(user):
        words = _("A paper is ready: %(title)s") % {"title": document.title}
    notify(user, event="paper_ready", key=f"paper:{document.pk}", title=words, url=url)
    return document
