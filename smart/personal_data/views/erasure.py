"""Erase my data: what would happen, asking with a fresh proof of who one is, taking it back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from countries.addresses import global_url
from members.access import actor_of, applicant_page
from members.models import Erasure, Membership
from members.rules import erasure as rules
from members.states import ErasureState
from members.views.leaving import tasks_of
from members.views.me import signed_in_lately
from smart.foundation.errors import RuleBroken
from smart.personal_data.forms import EraseForm
from smart.personal_data.plan import plan_of


@require_GET
@applicant_page
def erase(request: HttpRequest) -> HttpResponse:
    """What happens to each kind of data, what stands in the way, and where the request is."""
    member = _own(request)
    known = rules.open_erasure(member)
    is_asked = known is not None and known.state != ErasureState.REFUSED
    items = [] if is_asked else rules.obstacles_of(member)
    context = {
        "erasure": known,
        "ground": rules.GROUNDS.get(known.refused_law, "") if known else "",
        "can_withdraw": known is not None and known.state == ErasureState.REQUESTED,
        "is_asked": is_asked,
        "tasks": tasks_of([item for item in items if not item.is_clear]),
        "plan": plan_of(member, on=request.country.today()),
        "is_member": _is_member(member),
    }
    return render(request, "smart/personal_data/erase.html", context)


@require_http_methods(["GET", "POST"])
@applicant_page
def erase_ask(request: HttpRequest) -> HttpResponse:
    """The last page before asking: only shortly after proving who one is, as for the bank account."""
    member = _own(request)
    if not signed_in_lately(request):
        query = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{global_url('account_reauthenticate')}?{query}")
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        words, today = form.cleaned_data["words"], request.country.today()
        try:
            rules.request_erasure(member, words=words, by=actor_of(request), on=today)
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("We have your request. You hear from us within a month."))
            return redirect("personal_data:erase")
    context = {"form": form, "is_member": _is_member(member)}
    return render(request, "smart/personal_data/erase_ask.html", context, status=422 if form.errors else 200)


@require_POST
@applicant_page
def erase_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Erasure.objects.select_related("membership"), pk=pk, membership_id=_own(request).pk)
    try:
        rules.withdraw_erasure(found, by=actor_of(request))
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        messages.success(request, _("Your request is withdrawn. Nothing was erased."))
    return redirect("personal_data:erase")


def _own(request: HttpRequest) -> Membership:
    member: Any = request.membership
    if member is None:
        raise Http404
    return member


def _is_member(member: Membership) -> bool:
    return bool(member.number) and member.state != "left"
