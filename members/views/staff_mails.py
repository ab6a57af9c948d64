"""Mails that could not be placed, as staff decide about them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from members.access import actor_of, staff_page
from members.forms.mails import DiscardForm, PlaceForm
from members.models import InboundMail, Thread
from members.queries import mails_for_staff, threads_for_staff
from members.rules import inbound_mail
from members.rules.documents import latest_document
from members.states import InboundState
from smart.foundation.errors import RuleBroken
from smart.foundation.forms import SmartForm

PER_PAGE = 25
MOST_THREADS = 20
TONES = {InboundState.HELD: "pen", InboundState.WRITTEN: "ok"}


@require_safe
@staff_page()
def mail_list(request: HttpRequest) -> HttpResponse:
    """Held ones, the oldest first."""
    rows = mails_for_staff(actor_of(request)).held().select_related("thread__membership__user")  # type: ignore[attr-defined]
    page = Paginator(rows.order_by("received_at", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "members/staff_mail_list.html", {"page": page})


@require_safe
@staff_page()
def mail_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk))


@require_POST
@staff_page()
def mail_place(request: HttpRequest, pk: int) -> HttpResponse:
    mail = _found(request, pk)
    form, by = PlaceForm(request.POST, threads=_threads(request, mail)), actor_of(request)
    if form.is_valid():
        try:
            inbound_mail.place_held(mail, by=by, now=timezone.now(), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("The mail is in the conversation."))
            return redirect("members:staff_thread", form.cleaned_data["thread"].pk)
    return _page(request, mail, place=form)


@require_POST
@staff_page()
def mail_discard(request: HttpRequest, pk: int) -> HttpResponse:
    mail, form = _found(request, pk), DiscardForm(request.POST)
    if form.is_valid():
        try:
            inbound_mail.discard_held(mail, by=actor_of(request), now=timezone.now(), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("The mail is discarded."))
            return redirect("members:staff_mail_list")
    return _page(request, mail, discard=form)


def _page(request: HttpRequest, mail: InboundMail, **refused: SmartForm) -> HttpResponse:
    context = {
        "mail": mail,
        "member": mail.thread.membership,
        "read": inbound_mail.read_held(mail),
        "raw": latest_document(mail, inbound_mail.KIND),
        "tone": TONES.get(InboundState(mail.state), "muted"),
        "is_held": mail.state == InboundState.HELD,
        "place_form": refused.get("place") or PlaceForm(threads=_threads(request, mail)),
        "discard_form": refused.get("discard") or DiscardForm(),
        "form": next(iter(refused.values()), None),
    }
    return render(request, "members/staff_mail.html", context, status=422 if refused else 200)


def _threads(request: HttpRequest, mail: InboundMail) -> list[Thread]:
    """The conversation the address names first, then the member's others, the newest first."""
    rows = threads_for_staff(actor_of(request)).filter(membership_id=mail.thread.membership_id)
    others = rows.exclude(pk=mail.thread_id).order_by("-last_at", "-pk")[:MOST_THREADS]
    return [*rows.filter(pk=mail.thread_id), *others]


def _found(request: HttpRequest, pk: int) -> InboundMail:
    """One the person may handle; of another team or country: not found."""
    rows = mails_for_staff(actor_of(request)).select_related("thread__membership__user", "thread__owner")
    return get_object_or_404(rows, pk=pk)
