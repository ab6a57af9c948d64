"""The client's page: an order behind a signed link, answered without a login, in the client's language."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_GET, require_POST

from activities import queries
from activities.forms.decisions import AcceptForm, ChangeForm, RejectForm
from activities.models import Order
from activities.quote import shown_terms
from activities.rules import orders
from activities.rules.order_terms import order_terms
from activities.rules.orders import LinkDead
from activities.status import TONES
from activities.views.versions_shown import client_versions
from members.access import client_actor, ip_of, unlisted_page
from smart.foundation.errors import RuleBroken
from smart.foundation.forms import SmartForm

ANSWERS: dict[str, type[SmartForm]] = {"accept": AcceptForm, "change": ChangeForm, "reject": RejectForm}
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@require_GET
@unlisted_page
def order_client(request: HttpRequest, token: str) -> HttpResponse:
    """What is ordered, and the three answers; an answered order shows what was recorded."""
    order = find_order(token)
    if isinstance(order, LinkDead):
        return dead_page(request, order)
    with translation.override(reading_language(request, order)):
        return _page(request, order, token, forms=_forms(order))


@require_POST
@unlisted_page
def order_answer(request: HttpRequest, token: str, answer: str) -> HttpResponse:
    """Record one answer; a second one shows the first."""
    order = find_order(token)
    if isinstance(order, LinkDead):
        return dead_page(request, order)
    if answer not in ANSWERS:
        raise Http404
    language = reading_language(request, order)
    with translation.override(language):
        form = _forms(order, answer, request.POST)[answer]
        if not form.is_valid():
            return _page(request, order, token, forms=_forms(order) | {answer: form}, wrong=form)
        try:
            _record(request, order, answer, form)
        except LinkDead as dead:
            return dead_page(request, dead)
        except RuleBroken as broken:
            form.add_rule_error(broken)
            return _page(request, order, token, forms=_forms(order) | {answer: form}, wrong=form)
    return redirect(f"{reverse('activities:order_client', args=[token])}?language={language}")


def _record(request: HttpRequest, order: Order, answer: str, form: SmartForm) -> None:
    orders.refuse_own_answer(order, reader_id=request.user.pk)
    facts, now = form.cleaned_data, timezone.now()
    name, ip = facts["name"], ip_of(request)
    by = client_actor(request, name)
    if answer == "accept":
        orders.accept_order(order, name=name, ip=ip, by=by, now=now, purchase_order=facts["purchase_order"])
    elif answer == "change":
        orders.ask_for_change(order, ip=ip, by=by, now=now, **facts)
    else:
        orders.reject_order(order, name=name, reason=facts["comment"], ip=ip, by=by, now=now)


def find_order(token: str) -> Order | LinkDead:
    try:
        order = orders.read_token(token)
    except LinkDead as dead:
        return dead
    if order is None:
        raise Http404
    return order


def reading_language(request: HttpRequest, order: Order) -> str:
    """The language the reader chose on this page, otherwise the client's own."""
    wanted = str(request.GET.get("language", ""))
    assert order.mission.client is not None
    return wanted if wanted in LANGUAGES else str(order.mission.client.language)


def _forms(order: Order, answered: str = "", data: Any = None) -> dict[str, SmartForm]:
    """The three answers; the one that was posted with what was typed."""
    client = {"client": str(order.mission.client)}
    forms = {}
    for answer, form in ANSWERS.items():
        words = client if answer == "accept" else {}
        forms[answer] = form(data if answer == answered else None, prefix=answer, **words)
    forms["change"].fields["proposed_total"].currency = order.country.currency
    return forms


def _page(
    request: HttpRequest, order: Order, token: str, *, forms: dict[str, SmartForm], wrong: SmartForm | None = None
) -> HttpResponse:
    """The order as it was sent: what is shown is the kept text whose hash is answered."""
    is_over = order.valid_until is not None and request.country.today() > order.valid_until
    is_own = orders.is_own(order, request.user.pk)
    kept = queries.versions_of(order)
    versions = client_versions(request, order, token, kept=kept)
    terms = kept[0].terms if kept else order_terms(order)  # sent before versions were kept
    context: dict[str, Any] = {
        "order": order,
        "member": order.mission.activity.membership.user,
        "quote": shown_terms(terms, country=request.country),
        "version": versions[0] if versions else None,
        "earlier": versions[1:],
        "forms": forms,
        "form": wrong,
        "token": token,
        "tone": TONES[order.state],
        "can_answer": order.state == "sent" and not is_over and not is_own,
        "is_own": is_own and order.state == "sent" and not is_over,
        "is_over": order.state in {"sent", "expired"} and is_over,
        "language": translation.get_language(),
        "languages": settings.LANGUAGES,
    }
    return render(request, "activities/order_client.html", context, status=422 if wrong else 200)


def dead_page(request: HttpRequest, dead: LinkDead) -> HttpResponse:
    return render(request, "activities/order_dead.html", {"sentence": dead.message}, status=410)
