"""The client's page: an order behind a signed link, answered without a login, in the client's language."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_GET, require_POST

from activities.forms.decisions import AcceptForm, CommentForm, RejectForm
from activities.models import Order
from activities.rules import orders
from activities.rules.orders import LinkDead
from activities.status import TONES
from members.access import client_actor, ip_of, public_page
from smart.foundation.errors import RuleBroken
from smart.foundation.forms import SmartForm

ANSWERS = {"accept": AcceptForm, "change": CommentForm, "reject": RejectForm}
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@require_GET
@public_page
def order_client(request: HttpRequest, token: str) -> HttpResponse:
    """What is ordered, and the three answers; an answered order shows what was recorded."""
    order = _find(token)
    if isinstance(order, LinkDead):
        return _dead(request, order)
    with translation.override(_language(request, order)):
        return _page(request, order, token, forms=_forms())


@require_POST
@public_page
def order_answer(request: HttpRequest, token: str, answer: str) -> HttpResponse:
    """Record one answer; a second one shows the first."""
    order = _find(token)
    if isinstance(order, LinkDead):
        return _dead(request, order)
    if answer not in ANSWERS:
        raise Http404
    language = _language(request, order)
    with translation.override(language):
        form = ANSWERS[answer](request.POST, prefix=answer)
        if not form.is_valid():
            return _page(request, order, token, forms=_forms() | {answer: form}, wrong=form)
        try:
            _record(request, order, answer, form)
        except LinkDead as dead:
            return _dead(request, dead)
        except RuleBroken as broken:
            form.add_rule_error(broken)
            return _page(request, order, token, forms=_forms() | {answer: form}, wrong=form)
    return redirect(f"{reverse('activities:order_client', args=[token])}?language={language}")


def _record(request: HttpRequest, order: Order, answer: str, form: SmartForm) -> None:
    facts, now = form.cleaned_data, timezone.now()
    name, ip = facts["name"], ip_of(request)
    by = client_actor(request, name)
    if answer == "accept":
        orders.accept_order(order, name=name, ip=ip, by=by, now=now, purchase_order=facts["purchase_order"])
    elif answer == "change":
        orders.ask_for_change(order, name=name, comment=facts["comment"], ip=ip, by=by, now=now)
    else:
        orders.reject_order(order, name=name, reason=facts["comment"], ip=ip, by=by, now=now)


def _find(token: str) -> Order | LinkDead:
    try:
        order = orders.read_token(token)
    except LinkDead as dead:
        return dead
    if order is None:
        raise Http404
    return order


def _language(request: HttpRequest, order: Order) -> str:
    """The language the reader chose on this page, otherwise the client's own."""
    wanted = str(request.GET.get("language", ""))
    assert order.mission.client is not None
    return wanted if wanted in LANGUAGES else str(order.mission.client.language)


def _forms() -> dict[str, SmartForm]:
    return {answer: form(prefix=answer) for answer, form in ANSWERS.items()}


def _page(
    request: HttpRequest, order: Order, token: str, *, forms: dict[str, SmartForm], wrong: SmartForm | None = None
) -> HttpResponse:
    is_over = order.valid_until is not None and request.country.today() > order.valid_until
    context: dict[str, Any] = {
        "order": order,
        "mission": order.mission,
        "entity": order.mission.activity.entity,
        "member": order.mission.activity.membership.user,
        "forms": forms,
        "form": wrong,
        "token": token,
        "tone": TONES[order.state],
        "can_answer": order.state == "sent" and not is_over,
        "is_over": order.state in {"sent", "expired"} and is_over,
        "language": translation.get_language(),
        "languages": settings.LANGUAGES,
    }
    return render(request, "activities/order_client.html", context, status=422 if wrong else 200)


def _dead(request: HttpRequest, dead: LinkDead) -> HttpResponse:
    return render(request, "activities/order_dead.html", {"sentence": dead.message}, status=410)
