"""The employer's return of a month: made from its approved payslips, kept in the vault, sent, answered. Staff only.

It lives as a declaration does: nothing sent is edited, a later one names the one it follows.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from activities.rules.declaration_facts import employer_facts, person_facts
from activities.rules.declarations import ReceiptFile
from activities.states import DeclarationState
from countries import registry
from countries.contract import DeclarationFile, LawError, PeriodFacts, PersonPeriod
from countries.guards import require_awake
from countries.models import Country, LegalEntity
from invoicing import perms
from invoicing.models import EmployerReturn, PayrollRun, Payslip
from invoicing.rules.payslips import result_of
from invoicing.states import RunState
from members.models import Document, Profile
from members.rules.documents import issue_document
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.audit import AuditEntry
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.said import Said
from smart.foundation.states import move
from smart.foundation.tenancy import active_country_id

FILE: Final = "employer_return"
RECEIPT: Final = "employer_return_receipt"
KEPT: Final = "accounting"
"""The retention class of returns and their receipts."""
READY: Final = frozenset({RunState.APPROVED, RunState.POSTED, RunState.PAID})


def is_offered(country: Country) -> bool:
    """Whether the country's pack writes such a return."""
    return registry.pack_for(country.code.code).pack.period_file is not None


@transaction.atomic
def prepare_return(run: PayrollRun, *, entity: LegalEntity, by: Actor, now: datetime) -> EmployerReturn:
    """Make the return of the run's month for one legal entity and keep its file; the same file again is the same return.

    A return that was prepared and not sent is cancelled and followed; one that was sent stays, and is followed.
    Raises RuleBroken("return_not_offered"), RuleBroken("run_not_approved"), RuleBroken("nothing_to_return"), and
    RuleBroken with the law's code when the pack lacks a fact.
    """
    country = _check(by)
    slips = _ready_payslips(run, country=country, entity=entity)
    file = _written(country, slips, entity=entity, month=run.month)
    digest = hashlib.sha256(file.content).hexdigest()
    before = newest_return(run.month, entity=entity)
    if before is not None and before.file_sha256 == digest and before.state != DeclarationState.REFUSED:
        return before
    if before is not None and before.state == DeclarationState.PREPARED:
        move(before, to=DeclarationState.CANCELLED, by=by, reason=Said(gettext_noop("Made again.")))
    made: EmployerReturn = EmployerReturn.objects.create(
        entity=entity,
        month=run.month,
        format=file.format[:80],
        payslip_count=len(slips),
        file_sha256=digest,
        replaces=before,
        prepared_at=now,
    )
    _keep_file(made, file, by=by)
    _note_reading(made, by=by, now=now)
    return made


@transaction.atomic
def mark_return_sent(found: EmployerReturn, *, reference: str, by: Actor, now: datetime) -> EmployerReturn:
    """Record under which reference the file was sent."""
    _check(by)
    sent_as = _required(reference, _("Enter the reference under which it was sent."), field="reference")
    move(found, to=DeclarationState.SENT, by=by)
    found.reference, found.sent_at = sent_as[:80], now
    found.save(update_fields=["reference", "sent_at"])
    return found


@transaction.atomic
def acknowledge_return(
    found: EmployerReturn, *, receipt: str, file: ReceiptFile | None, by: Actor, now: datetime
) -> EmployerReturn:
    """Record the authority's receipt, and keep the receipt itself."""
    _check(by)
    number = _required(receipt, _("Enter the number of the receipt."), field="receipt")
    move(found, to=DeclarationState.ACKNOWLEDGED, by=by)
    found.receipt, found.answered_at = number[:80], now
    found.save(update_fields=["receipt", "answered_at"])
    if file is not None:
        issue_document(
            subject=found,
            kind=RECEIPT,
            title=_("Receipt of the return of %(month)s") % {"month": formats.month(found.month)},
            content=file.content,
            language="",
            retention_class=KEPT,
            by=by,
            suffix=file.suffix,
            content_type=file.media_type,
        )
    return found


@transaction.atomic
def refuse_return(found: EmployerReturn, *, reason: str, by: Actor, now: datetime) -> EmployerReturn:
    """Record that the authority refused it; mend the facts, then make it again."""
    _check(by)
    said = _required(reason, _("Copy what the authority answered."), field="reason")
    move(found, to=DeclarationState.REFUSED, by=by, reason=said)
    found.refused_reason, found.answered_at = said, now
    found.save(update_fields=["refused_reason", "answered_at"])
    return found


def newest_return(month: date, *, entity: LegalEntity) -> EmployerReturn | None:
    """The month's last return of an entity that was not cancelled."""
    rows = EmployerReturn.objects.filter(month=month, entity=entity).exclude(state=DeclarationState.CANCELLED)
    found: EmployerReturn | None = rows.order_by("-id").first()
    return found


def payslips_of(month: date, *, entity: LegalEntity) -> list[Payslip]:
    """The approved payslips of a month and entity, person by person."""
    rows = Payslip.objects.approved().filter(month=month, contract__entity=entity)
    return list(rows.select_related("membership__user").order_by("membership_id", "id"))


def _ready_payslips(run: PayrollRun, *, country: Country, entity: LegalEntity) -> list[Payslip]:
    """The month's payslips, with the entity held so that two people make one return after the other."""
    if not is_offered(country):
        raise RuleBroken("return_not_offered", _("The rules of this country write no monthly return."))
    if run.state not in READY:
        raise RuleBroken("run_not_approved", _("The return is made once the run is approved."))
    LegalEntity.objects.select_for_update(of=("self",), no_key=True).get(pk=entity.pk)
    slips = payslips_of(run.month, entity=entity)
    if not slips:
        raise RuleBroken(
            "nothing_to_return", _("No approved payslip of this month belongs to %(who)s.") % {"who": entity}
        )
    return slips


def _written(country: Country, slips: Sequence[Payslip], *, entity: LegalEntity, month: date) -> DeclarationFile:
    try:
        file = registry.pack_for(country.code.code).period_file(_facts(country, slips, entity=entity, month=month))
    except LawError as refused:
        raise RuleBroken(refused.code, _(refused.msgid) % refused.params) from refused
    assert file is not None  # is_offered
    return file


def _facts(country: Country, slips: Sequence[Payslip], *, entity: LegalEntity, month: date) -> PeriodFacts:
    """Everything of the month, with the sealed numbers in their place: for the file only."""
    people: dict[int, list[Payslip]] = {}
    for slip in slips:
        people.setdefault(slip.membership_id, []).append(slip)
    profiles = {each.membership_id: each for each in Profile.objects.filter(membership_id__in=people)}
    return PeriodFacts(
        month=month,
        paid_on=max(slip.pay_on for slip in slips),
        employer=employer_facts(entity, on=month),
        people=tuple(_person(country, mine, profiles.get(key)) for key, mine in people.items()),
    )


def _person(country: Country, slips: Sequence[Payslip], profile: Profile | None) -> PersonPeriod:
    facts = person_facts(profile)
    if profile is not None:
        facts |= {
            "national_number": profile.national_number or "",
            "social_security_number": profile.social_security_number or "",
        }
    results = tuple(result_of(slip, country=country.code.code) for slip in slips)
    return PersonPeriod(person=facts, tax_file=slips[-1].inputs.get("tax_file", {}), results=results)


def _keep_file(made: EmployerReturn, file: DeclarationFile, *, by: Actor) -> Document:
    return issue_document(
        subject=made,
        kind=FILE,
        title=_("Return of %(month)s, %(who)s") % {"month": formats.month(made.month), "who": made.entity},
        content=file.content,
        language="",
        retention_class=KEPT,
        by=by,
        suffix=Path(file.name).suffix,
        content_type=file.media_type,
    )


def _note_reading(made: EmployerReturn, *, by: Actor, now: datetime) -> None:
    """Sealed numbers went into the file: who had it made is recorded, as for every look at them."""
    AuditEntry(
        country_id=active_country_id(),
        table=EmployerReturn._meta.db_table,
        object_id=made.pk,
        action="read",
        changed={"national_number": "shown"},
        by_id=by.user_id,
        by_label=by.label,
        ip=by.ip,
        at=now,
    ).save(force_insert=True)


def _check(by: Actor) -> Country:
    country: Country = Country.objects.get(pk=active_country_id())
    require_awake(country)
    if not perms.may_run_payroll(by):
        raise NotAllowed(_("Only payroll officers of the country make and send the employer's returns."))
    return country


def _required(text: str, sentence: str, *, field: str) -> str:
    if not text.strip():
        raise RuleBroken("words_missing", sentence, field=field)
    return text.strip()
