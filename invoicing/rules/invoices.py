"""Invoices: a confirmed mission becomes a numbered document, a claim on the client and money for the activity."""

import datetime
from typing import Any

from django.conf import settings as django_settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.models import Client, Mission
from activities.states import MissionState
from countries.guards import require_open
from countries.models import Country
from countries.rules import settings
from invoicing import perms
from invoicing.models import Invoice, InvoiceLine
from invoicing.models.invoice import InvoiceKind
from invoicing.rules import ledger, numbering, parties, references, shares, vat
from invoicing.states import InvoiceState
from smart.foundation import jobs
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.states import move
from smart.foundation.tenancy import active_country_id

INVOICEABLE = frozenset({MissionState.CONFIRMED, MissionState.CLOSED})


@transaction.atomic
def invoice_mission(mission: Mission, *, on: datetime.date, by: Actor) -> Invoice:
    """Draft and issue the mission's invoice; a draft it stays when the law leaves its VAT to staff. Idempotent."""
    invoice = draft_invoice(mission, on=on, by=by)
    if invoice.state == InvoiceState.DRAFT and vat.is_decided(invoice.vat_decision):
        return issue_invoice(invoice, on=on, by=by)
    return invoice


@transaction.atomic
def draft_invoice(mission: Mission, *, on: datetime.date, by: Actor) -> Invoice:
    """Make the mission's one draft, with the VAT decision of the day; return the invoice that exists already if any."""
    _check_right(by)
    country = _country()
    require_open(country)
    ledger.lock_activities([mission.activity_id])
    locked: Mission = Mission.objects.select_for_update(of=("self",), no_key=True).get(pk=mission.pk)
    existing = Invoice.objects.filter(mission=locked, kind=InvoiceKind.INVOICE).first()
    if existing is not None:
        return existing  # type: ignore[no-any-return]
    if locked.state not in INVOICEABLE:
        raise RuleBroken(
            "mission_not_confirmed",
            _("“%(mission)s” is “%(state)s”: it is invoiced once the client and the cooperative have confirmed it.")
            % {"mission": locked, "state": locked.get_state_display()},
        )
    decision = vat.decision_document(vat.decide_vat(locked, country=country, on=on))
    return _write_draft(locked, country=country, on=on, decision=decision)


@transaction.atomic
def issue_invoice(invoice: Invoice, *, on: datetime.date, by: Actor) -> Invoice:
    """Issue a draft: copy the parties, book it, give it the next number. An issued invoice is returned unchanged.

    Raises RuleBroken("vat_undecided") when staff must settle its VAT first.
    """
    _check_right(by)
    country = _country()
    require_open(country)
    ledger.lock_activities([invoice.activity_id])
    locked: Invoice = Invoice.objects.select_for_update(of=("self",), no_key=True).get(pk=invoice.pk)
    if locked.state != InvoiceState.DRAFT:
        return locked
    _decide_again(locked, country=country, on=on)
    _share_out(locked, country=country, on=on)
    _copy_facts(locked, country=country, on=on)
    _book(locked, on=on, by=by)
    _number(locked, country=country, on=on)
    move(locked, to=InvoiceState.ISSUED, by=by)
    jobs.enqueue("render_invoice", key=f"invoice-{locked.pk}", payload={"invoice": locked.pk})
    return locked


def enqueue_due_invoices(*, by: Actor) -> int:
    """Put every confirmed mission without an invoice on the work list; return how many. The daily pull and a button."""
    _check_right(by)
    waiting = Mission.objects.to_invoice().values_list("pk", flat=True)
    for mission_id in waiting:
        enqueue_invoice(mission_id)
    return len(waiting)


def enqueue_invoice(mission_id: int) -> None:
    jobs.enqueue("issue_invoice", key=f"mission-{mission_id}", payload={"mission": mission_id})


def invoice_language(client: Client, country: Country) -> str:
    """The client's language when the portal speaks it, else the first language of the country."""
    spoken = {code for code, _name in django_settings.LANGUAGES}
    return client.language if client.language in spoken else country.languages[0]


def _check_right(by: Actor) -> None:
    if not perms.may_issue_invoice(by):
        raise NotAllowed(_("Only an adviser or an accountant may issue an invoice."))


def _country() -> Country:
    return Country.objects.get(pk=active_country_id())


def _write_draft(mission: Mission, *, country: Country, on: datetime.date, decision: dict[str, Any]) -> Invoice:
    client, net = mission.client, mission.amount
    assert client is not None, "a confirmed mission has a client"
    assert net is not None, "a confirmed mission has an amount"
    invoice = Invoice(
        entity=mission.activity.entity,
        activity=mission.activity,
        mission=mission,
        client=client,
        language=invoice_language(client, country),
        currency=country.currency,
        supplied_on=mission.ends_on,
        purchase_order=parties.purchase_order_of(mission),
        net=net,
        total=net,
        vat_decision=decision,
        created_at=timezone.now(),
    )
    invoice.save(force_insert=True)
    InvoiceLine.objects.create(
        invoice=invoice,
        position=1,
        description=mission.description or mission.title,
        unit_price=net,
        net=net,
        vat_rate=vat.rate_of(decision),
        vat_category=decision["category"],
        exemption_code=decision["exemption_code"],
    )
    _share_out(invoice, country=country, on=on)
    vat.write_vat(invoice)
    invoice.save()
    return invoice


def _decide_again(invoice: Invoice, *, country: Country, on: datetime.date) -> None:
    """The law of the day of issue counts, unless an accountant has settled the question for this invoice."""
    if not vat.is_settled_by_staff(invoice.vat_decision):
        assert invoice.mission is not None, "an invoice of kind invoice has a mission"
        invoice.vat_decision = vat.decision_document(vat.decide_vat(invoice.mission, country=country, on=on))
    if not vat.is_decided(invoice.vat_decision):
        raise RuleBroken(
            "vat_undecided",
            _("The VAT of “%(mission)s” is not decided: %(question)s An accountant must settle it first.")
            % {"mission": invoice.mission, "question": vat.question_of(invoice.vat_decision)},
        )
    vat.write_vat(invoice)


def _share_out(invoice: Invoice, *, country: Country, on: datetime.date) -> None:
    fee_rate, guarantee_rate = shares.rates_in_force(country, on=on)
    shared = shares.share_out(invoice.net, fee_rate=fee_rate, guarantee_rate=guarantee_rate)
    invoice.fee_rate, invoice.guarantee_rate = shared.fee_rate, shared.guarantee_rate
    invoice.fee, invoice.guarantee, invoice.credited = shared.fee, shared.guarantee, shared.credited


def _copy_facts(invoice: Invoice, *, country: Country, on: datetime.date) -> None:
    assert invoice.mission is not None, "an invoice of kind invoice has a mission"
    invoice.seller = parties.seller_of(invoice.entity)
    invoice.buyer = parties.buyer_of(invoice.client, invoice.mission, language=invoice.language)
    terms: int = settings.setting_value(country, "invoice.terms_days", on=on)
    invoice.issued_on, invoice.issued_at = on, timezone.now()
    invoice.due_on = on + datetime.timedelta(days=terms)


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
