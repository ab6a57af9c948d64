"""One electronic invoice: why this format, what is to mend and where, its file, its answers, its proofs."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activities.queries import events_of
from activities.views.staff_queue import decided
from countries.addresses import global_url
from invoicing.einvoice_adapters import BY_HAND, Answer
from invoicing.einvoice_codes import code_words
from invoicing.forms_einvoices import AnswerForm, CancelForm, ProofForm, SentByHandForm
from invoicing.models import EInvoiceStatus, ElectronicInvoice
from invoicing.rules import einvoices, einvoices_findings, einvoices_sending, einvoices_statuses
from invoicing.states import EInvoiceState
from invoicing.views.einvoice_parts import TONES, day_start, why_of
from invoicing.views.staff_einvoices import found_einvoice
from members.access import actor_of, staff_page
from members.models import Document
from smart.foundation.errors import RuleBroken
from smart.foundation.forms import SmartForm

PAGE = "invoicing:einvoice"


@require_safe
@staff_page("accounting", "adviser")
def einvoice(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, found_einvoice(pk))


@require_POST
@staff_page("accounting", "adviser")
def einvoice_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand it to the adapter, by a worker."""
    return _ask(request, pk, lambda row: einvoices_sending.ask_to_send(row, by=actor_of(request)))


@require_POST
@staff_page("accounting", "adviser")
def einvoice_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new attempt of the facts as they are now."""
    found = found_einvoice(pk)
    try:
        made = einvoices.check_again(found, by=actor_of(request), now=timezone.now())
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect(PAGE, pk)
    if made is None:
        messages.success(request, _("No electronic document is needed any more: the PDF is the invoice."))
        return redirect("invoicing:staff_invoice_detail", found.invoice_id)
    messages.success(request, _("It is made and checked again. Look here in a moment."))
    return redirect(PAGE, made.pk)


@require_POST
@staff_page("accounting", "adviser")
def einvoice_sent(request: HttpRequest, pk: int) -> HttpResponse:
    form = SentByHandForm(request.POST, prefix="sent")
    return _record(
        request,
        pk,
        form,
        lambda row, data: einvoices_sending.mark_sent(
            row, reference=data["reference"], by=actor_of(request), now=timezone.now()
        ),
    )


@require_POST
@staff_page("accounting", "adviser")
def einvoice_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what the platform or the client answered."""
    form = AnswerForm(request.POST, prefix="answer", channel=found_einvoice(pk).channel)

    def record(row: ElectronicInvoice, data: dict[str, Any]) -> object:
        answer = Answer(code=data["code"], at=day_start(request.country, data["on"]), note=data["note"])
        return einvoices_statuses.record_status(row, answer=answer, by=actor_of(request), now=timezone.now())

    return _record(request, pk, form, record)


@require_POST
@staff_page("accounting", "adviser")
def einvoice_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a receipt of the channel."""
    form = ProofForm(request.POST, request.FILES, prefix="proof")

    def keep(row: ElectronicInvoice, _data: dict[str, Any]) -> object:
        file = form.receipt_file()
        assert file is not None, "the form asks for a file"
        return einvoices_statuses.keep_proof(
            row, content=file.content, suffix=file.suffix, media_type=file.media_type, by=actor_of(request)
        )

    return _record(request, pk, form, keep)


@require_POST
@staff_page("accounting", "adviser")
def einvoice_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    form = CancelForm(request.POST, prefix="cancel")
    return _record(
        request, pk, form, lambda row, data: einvoices.cancel(row, reason=data["reason"], by=actor_of(request))
    )


def _ask(request: HttpRequest, pk: int, rule: Callable[[ElectronicInvoice], object]) -> HttpResponse:
    try:
        rule(found_einvoice(pk))
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        messages.success(request, _("It is on its way; look here in a moment."))
    return redirect(PAGE, pk)


def _record(
    request: HttpRequest, pk: int, form: SmartForm, rule: Callable[[ElectronicInvoice, dict[str, Any]], object]
) -> HttpResponse:
    found = found_einvoice(pk)
    if not decided(form, lambda data: rule(found, data)):
        return _page(request, found_einvoice(pk), **{str(form.prefix): form})
    messages.success(request, _("Recorded."))
    return redirect(PAGE, pk)


def _page(request: HttpRequest, found: ElectronicInvoice, **refused: SmartForm) -> HttpResponse:
    papers = list(Document.objects.about(found).order_by("kind", "-version"))
    context = {
        "electronic": found,
        "invoice": found.invoice,
        "tone": TONES[EInvoiceState(found.state)],
        "why": why_of(found),
        "is_doubtful": found.choice["confidence"] != "verified",
        "findings": _findings(request, found),
        "files": [paper for paper in papers if paper.kind == einvoices.XML],
        "proofs": [paper for paper in papers if paper.kind == einvoices_statuses.PROOF],
        "statuses": _statuses(found),
        "events": events_of(found),
        "others": list(
            ElectronicInvoice.objects.filter(invoice_id=found.invoice_id).exclude(pk=found.pk).order_by("pk")
        ),
        **_possible(found),
        "sent_form": refused.get("sent") or SentByHandForm(prefix="sent"),
        "answer_form": refused.get("answer") or _answer_form(request, found),
        "proof_form": refused.get("proof") or ProofForm(prefix="proof"),
        "cancel_form": refused.get("cancel") or CancelForm(prefix="cancel"),
        "form": next(iter(refused.values()), None),
    }
    return render(request, "invoicing/einvoice_detail.html", context, status=422 if refused else 200)


def _possible(found: ElectronicInvoice) -> dict[str, Any]:
    """What can be done with it now."""
    is_ready = found.is_current and found.state == EInvoiceState.READY
    way = einvoices_sending.way(found)
    return {
        "may_send": is_ready and way != BY_HAND,
        "sending": einvoices_sending.sending_of(found) if is_ready else "",
        "may_mark": found.is_current and found.state in einvoices_sending.SENDABLE,
        "may_answer": found.state in einvoices_statuses.ANSWERABLE,
        "may_retry": found.is_current and found.state in einvoices.MENDABLE | {EInvoiceState.CANCELLED},
        "may_cancel": found.is_current
        and found.state in {EInvoiceState.READY, EInvoiceState.INVALID, EInvoiceState.WAITING},
    }


def _findings(request: HttpRequest, found: ElectronicInvoice) -> list[dict[str, Any]]:
    """The findings, each with the page where it is mended if this person may open it."""
    by = actor_of(request)
    routing = f"{reverse('activities:staff_client_routing', args=[found.invoice.client_id])}?back={request.path}"
    facts = reverse("activities:staff_client_detail", args=[found.invoice.client_id])
    entity = global_url("countries:entity_edit_one", request.country.slug, found.invoice.entity_id)
    places = {
        einvoices_findings.CLIENT: (routing, _("Mend the client's electronic address")),
        einvoices_findings.CLIENT_FACTS: (
            facts if by.has_role("adviser", "country_admin") else "",
            _("Mend the client's facts"),
        ),
        einvoices_findings.ENTITY: (entity if by.has_role("country_admin") else "", _("Mend the legal entity")),
        einvoices_findings.SIGNATURE: (
            "",
            _(
                "Sign the file with the cooperative's certificate before it goes to FACe. Once the operator has put the"
                " certificate into the settings, make it again: the portal signs it then."
            ),
        ),
        einvoices_findings.DOCUMENT: ("", _("It stands on the invoice itself: credit it and issue it again")),
    }
    rows = einvoices_findings.shown_findings(found.findings)
    return [row | dict(zip(("url", "remedy"), places[row["target"]], strict=True)) for row in rows]


def _statuses(found: ElectronicInvoice) -> list[dict[str, Any]]:
    """The answers as the timeline shows them, newest first."""
    rows = EInvoiceStatus.objects.filter(electronic=found).order_by("-at", "-pk")
    return [
        {"at": row.at, "text": code_words(found.channel, row.code), "who": row.by_label, "note": row.note}
        for row in rows
    ]


def _answer_form(request: HttpRequest, found: ElectronicInvoice) -> AnswerForm:
    return AnswerForm(prefix="answer", channel=found.channel, initial={"on": request.country.today()})
