"""Invoices: a confirmed mission becomes a numbered document, a claim on the client and money for the activity.

A deposit is invoiced when the mission is confirmed. The invoice itself is drafted some days before the day the order
planned and goes out on that day by itself, unless its member asked for a change or the law leaves its VAT open.
"""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from activities.models import Mission, Order
from countries.entered import entered_country
from countries.guards import require_open
from countries.models import Country
from countries.rules import settings
from invoicing import perms
from invoicing.models import Invoice
from invoicing.models.invoice import InvoiceKind, LineKind
from invoicing.queries import invoices as waiting_invoices
from invoicing.rules import (
    deposits,
    drafts,
    invoice_tellings,
    ledger,
    numbering,
    parties,
    prepaid,
    references,
    team_money,
    vat,
    verifactu,
)
from invoicing.rules.drafts import invoice_language as invoice_language
from invoicing.states import InvoiceState
from smart.foundation import formats, jobs
from smart.foundation.actors import PORTAL, Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.money import ZERO
from smart.foundation.said import Said
from smart.foundation.states import move


def invoice_mission(mission: Mission, *, on: datetime.date, by: Actor) -> Invoice:
    """Do what the order planned for the mission up to the day, and return the last invoice of it. Idempotent.

    Raises RuleBroken("not_planned_yet") when nothing is due.
    """
    made = follow_plan(mission, on=on, by=by)
    if not made:
        planned = drafts.planned_day(mission, drafts.order_of(mission))
        raise RuleBroken(
            "not_planned_yet",
            _("The invoice of “%(mission)s” is planned for %(day)s; its draft is made some days before.")
            % {"mission": mission, "day": formats.day(planned) if planned else "?"},
        )
    return made[-1]


@transaction.atomic
def follow_plan(mission: Mission, *, on: datetime.date, by: Actor) -> list[Invoice]:
    """Invoice the deposit; draft the invoice when its day comes near, issue it when the day is there. Idempotent.

    What the law leaves to staff stays a draft, and so does a draft whose member waits for a change.
    """
    _check_right(by)
    country = _country()
    require_open(country)
    locked, order = _locked(mission)
    made = []
    if order is not None and order.deposit:
        deposit = _draft_deposit(locked, order, country=country, on=on)
        made.append(issue_if_ready(deposit, on=on, by=by))
    if drafts.is_due_to_draft(locked, order, country=country, on=on):
        invoice = draft_invoice(locked, on=on, by=by)
        made.append(issue_if_ready(invoice, on=on, by=by))
    return made


@transaction.atomic
def draft_invoice(mission: Mission, *, on: datetime.date, by: Actor) -> Invoice:
    """Make the mission's one draft, with the VAT decisions of the day; return the invoice that exists already if any."""
    _check_right(by)
    country = _country()
    require_open(country)
    locked, order = _locked(mission)
    existing = Invoice.objects.filter(mission=locked, kind=InvoiceKind.INVOICE).first()
    if existing is not None:
        return existing  # type: ignore[no-any-return]
    drafts.require_invoiceable(locked)
    lines = drafts.work_lines(locked, order, country=country, on=on)
    assert locked.client is not None, "a confirmed mission has a client"
    lines += deposits.lines_to_take_off(locked, language=invoice_language(locked.client, country))
    planned = drafts.planned_day(locked, order)
    invoice = drafts.write_draft(locked, lines, kind=InvoiceKind.INVOICE, planned_on=planned, country=country, on=on)
    if planned is not None and planned > on:
        invoice_tellings.tell_of_draft(invoice)
    return invoice


@transaction.atomic
def issue_invoice(invoice: Invoice, *, on: datetime.date, by: Actor) -> Invoice:
    """Issue a draft: copy the parties, book it, give it the next number. An issued invoice is returned unchanged.

    A member may send their own draft before its planned day. Raises RuleBroken("vat_undecided") when staff must settle its
    VAT first, ("draft_held") while a change is asked for, ("deposit_not_issued"), and ("mission_not_confirmed").
    """
    if not perms.may_send_draft(by, invoice.activity):
        raise NotAllowed(_("Only the member, an adviser or an accountant may issue this invoice."))
    country = _country()
    require_open(country)
    ledger.lock_activities(team_money.activity_ids(invoice))
    locked: Invoice = Invoice.objects.select_for_update(of=("self",), no_key=True).get(pk=invoice.pk)
    if locked.state != InvoiceState.DRAFT:
        return locked
    _check_ready(locked)
    _look_again(locked, country=country, on=on)
    _copy_facts(locked, country=country, on=on)
    if locked.net or locked.vat:  # a deposit of everything leaves nothing to book
        _book(locked, on=on, by=by)
        team_money.share_out(locked, on=on, by=by)
    _number(locked, country=country, on=on)
    move(locked, to=InvoiceState.ISSUED, by=by)
    if not locked.total:
        move(locked, to=InvoiceState.PAID, by=PORTAL, reason=Said(gettext_noop("Nothing is left to pay.")))
    jobs.enqueue("render_invoice", key=f"invoice-{locked.pk}", payload={"invoice": locked.pk})
    return locked


def issue_if_ready(invoice: Invoice, *, on: datetime.date, by: Actor) -> Invoice:
    """Issue a draft whose day has come and that nothing holds; anything else is returned as it is."""
    is_ready = (
        invoice.state == InvoiceState.DRAFT
        and (invoice.planned_on is None or invoice.planned_on <= on)
        and vat.is_decided(invoice.vat_decision)
        and not waiting_invoices.is_held(invoice)
    )
    if is_ready and invoice.kind == InvoiceKind.INVOICE and invoice.mission is not None:
        deposit = deposits.deposit_of(invoice.mission)
        is_ready = deposit is None or deposit.state != InvoiceState.DRAFT
    return issue_invoice(invoice, on=on, by=by) if is_ready else invoice


def enqueue_due_invoices(*, on: datetime.date, by: Actor) -> int:
    """Put every mission for which something is due on the work list; return how many. The daily pull and a button.

    Drafts whose mission was cancelled meanwhile are thrown away.
    """
    _check_right(by)
    waiting_invoices.drafts_without_work().delete()
    waiting = waiting_invoices.missions_due(on=on, lead_days=drafts.lead_days(_country(), on=on)).values_list(
        "pk", flat=True
    )
    for mission_id in waiting:
        enqueue_invoice(mission_id, on=on)
    return len(waiting)


def enqueue_invoice(mission_id: int, *, on: datetime.date) -> None:
    jobs.enqueue("issue_invoice", key=f"mission-{mission_id}-{on.isoformat()}", payload={"mission": mission_id})


def terms_days(invoice: Invoice, *, country: Country, on: datetime.date) -> int:
    """Days to pay: what was agreed for this invoice, else the client's own term, else the country's."""
    if invoice.terms_days is not None:
        return invoice.terms_days
    if invoice.client.terms_days is not None:
        own: int = invoice.client.terms_days
        return own
    usual: int = settings.setting_value(country, "invoice.terms_days", on=on)
    return usual


def _check_right(by: Actor) -> None:
    if not perms.may_issue_invoice(by):
        raise NotAllowed(_("Only an adviser or an accountant may issue an invoice."))


def _country() -> Country:
    return entered_country()


def _locked(mission: Mission) -> tuple[Mission, Order | None]:
    ledger.lock_activities([mission.activity_id])
    rows = Mission.objects.select_related("activity__entity", "client")
    locked: Mission = rows.select_for_update(of=("self",), no_key=True).get(pk=mission.pk)
    return locked, drafts.order_of(locked)


def _draft_deposit(mission: Mission, order: Order, *, country: Country, on: datetime.date) -> Invoice:
    if deposits.deposit_of(mission) is None:
        drafts.require_invoiceable(mission)
    return deposits.draft_deposit(mission, order, country=country, on=on)


def _check_ready(invoice: Invoice) -> None:
    assert invoice.mission is not None, "an invoice is about a mission"
    drafts.require_invoiceable(invoice.mission)
    if waiting_invoices.is_held(invoice):
        raise RuleBroken(
            "draft_held",
            _("A change of the draft for “%(mission)s” is asked for: it goes out once the cooperative has answered.")
            % {"mission": invoice.mission},
        )
    if invoice.kind == InvoiceKind.INVOICE:
        deposits.require_issued_deposit(invoice.mission)


def _look_again(invoice: Invoice, *, country: Country, on: datetime.date) -> None:
    """The law and the shares of the day of issue count, unless an accountant has settled the VAT of a line."""
    mission = invoice.mission
    assert mission is not None, "an invoice is about a mission"
    lines = list(invoice.lines.exclude(kind=LineKind.DEPOSIT).order_by("position"))
    drafts.decide_lines(lines, mission, country=country, on=on, invoice=invoice)
    if (line := vat.open_line(lines, invoice)) is not None:
        question = vat.question_of(vat.decision_of(line, invoice))
        raise RuleBroken(
            "vat_undecided",
            _("The VAT of “%(mission)s” is not decided: %(question)s An accountant must settle it first.")
            % {"mission": mission, "question": question},
        )
    for line in lines:
        line.save(update_fields=["vat_decision", "vat_rate", "vat_category", "exemption_code"])
    if invoice.kind == InvoiceKind.INVOICE:
        off = deposits.lines_to_take_off(mission, language=invoice.language)
        invoice.lines.filter(kind=LineKind.DEPOSIT).delete()
        drafts.save_lines(invoice, off, after=lines[-1].position)
        lines += off
    invoice.net = drafts.net_of(lines)
    vat.sum_up(invoice, lines)
    drafts.put_shares(invoice, country=country, on=on, before=deposits.whole_deposit(mission, invoice))


def _copy_facts(invoice: Invoice, *, country: Country, on: datetime.date) -> None:
    assert invoice.mission is not None, "an invoice is about a mission"
    invoice.seller = parties.seller_of(invoice.entity)
    invoice.buyer = parties.buyer_of(invoice.client, invoice.mission, language=invoice.language)
    invoice.issued_on, invoice.issued_at = on, timezone.now()
    invoice.due_on = on + datetime.timedelta(days=terms_days(invoice, country=country, on=on))
    invoice.prepaid = min(max(prepaid.prepaid_of(invoice), ZERO), max(invoice.total, ZERO))


def _book(invoice: Invoice, *, on: datetime.date, by: Actor) -> None:
    ledger.post(
        event=f"invoice-issued:{invoice.pk}",
        kind=ledger.Kind.INVOICE_ISSUED,
        on=on,
        entries=[
            ledger.Entry(ledger.RECEIVABLE, None, invoice.total),
            ledger.Entry(ledger.VAT, None, -invoice.vat),
            ledger.Entry(ledger.FEE, None, -invoice.fee),
            ledger.Entry(ledger.GUARANTEE, None, -invoice.guarantee),
            ledger.Entry(ledger.AVAILABLE, invoice.activity, -invoice.credited),
        ],
        subject=invoice,
        by=by,
        label=f"{invoice.mission}",
    )


def _number(invoice: Invoice, *, country: Country, on: datetime.date) -> None:
    """The counter is held from here to the commit, so it comes last."""
    style = settings.setting_value(country, "invoice.payment_reference", on=on, default=references.NUMBER)
    taken = numbering.take_number(invoice.entity, invoice.kind, on)
    invoice.number, invoice.sequence, invoice.series_year = taken
    invoice.payment_reference = references.payment_reference(
        style=style, entity=invoice.entity, number=taken.number, sequence=taken.sequence, year=taken.year
    )
    invoice.save()
    verifactu.record_issue(invoice, country=country, now=timezone.now())
