"""Data held for a court case, as the keepers of restricted data put it on, look at it again and let it go."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.access import actor_of, staff_page
from members.models import LegalHold, Membership
from members.rules import legal_holds as rules
from members.states import HoldState
from smart.foundation.errors import RuleBroken
from smart.foundation.states import history
from smart.personal_data.forms_holds import EndForm, HoldForm, ReviewForm
from smart.personal_data.views.erasures_staff import require_keeper

PER_PAGE = 50
TONES = {HoldState.HELD: "pen", HoldState.ENDING: "warn", HoldState.ENDED: "muted"}


@require_safe
@staff_page("legal_hold")
def legal_hold_list(request: HttpRequest) -> HttpResponse:
    """Every hold, the earliest day of review on top, those that ended last."""
    require_keeper(request)
    rows = LegalHold.objects.select_related("membership").order_by("-state", "review_on", "pk")
    page, today = Paginator(rows, PER_PAGE).get_page(request.GET.get("page")), request.country.today()
    shown = [
        {"hold": each, "tone": TONES[HoldState(each.state)], "is_due": _in_force(each) and each.review_on <= today}
        for each in sorted(page, key=lambda each: (not _in_force(each), each.review_on, each.pk))
    ]
    context = {"page": page, "rows": shown, "lacks_keepers": rules.lacks_keepers(request.country)}
    return render(request, "smart/personal_data/legal_hold_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("legal_hold")
def legal_hold_new(request: HttpRequest) -> HttpResponse:
    require_keeper(request)
    start = {"person": request.GET.get("person", "")}
    form = HoldForm(request.POST, initial=start) if request.method == "POST" else HoldForm(initial=start)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        try:
            member = _person(request, facts.pop("person"))
            made = rules.place_hold(member, **facts, by=actor_of(request), on=request.country.today())
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("Held: neither erasing nor the purge takes it away until the hold ends."))
            return redirect("personal_data:legal_hold", made.pk)
    return render(
        request, "smart/personal_data/legal_hold_new.html", {"form": form}, status=422 if form.errors else 200
    )


@require_safe
@staff_page("legal_hold")
def legal_hold(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _found(request, pk))


@require_POST
@staff_page("legal_hold")
def legal_hold_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Still needed: until when, and why."""
    found, form = _found(request, pk), ReviewForm(request.POST, prefix="review")
    if form.is_valid():
        try:
            rules.review_hold(found, **form.cleaned_data, by=actor_of(request), on=request.country.today())
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("Written down: somebody looks at it again on that day."))
            return redirect("personal_data:legal_hold", pk)
    return _page(request, found, review=form)


@require_POST
@staff_page("legal_hold")
def legal_hold_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The case is over, says one; another must agree."""
    found, form = _found(request, pk), EndForm(request.POST, prefix="end")
    if form.is_valid():
        try:
            rules.ask_to_end_hold(found, reason=form.cleaned_data["reason"], by=actor_of(request))
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("Another keeper must agree now."))
            return redirect("personal_data:legal_hold", pk)
    return _page(request, found, end=form)


@require_POST
@staff_page("legal_hold")
def legal_hold_answer(request: HttpRequest, pk: int, answer: str) -> HttpResponse:
    """The second person: it ends, or it goes on."""
    found = _found(request, pk)
    if answer not in {"agree", "keep"}:
        raise Http404
    try:
        if answer == "agree":
            rules.end_hold(found, by=actor_of(request))
            messages.success(request, _("The hold has ended. What was held of somebody forgotten goes now."))
        else:
            rules.keep_hold(found, by=actor_of(request))
            messages.success(request, _("The hold goes on."))
    except RuleBroken as broken:
        messages.error(request, broken.message)
    return redirect("personal_data:legal_hold", pk)


def _page(request: HttpRequest, found: LegalHold, **wrong: Any) -> HttpResponse:
    by = actor_of(request)
    context = {
        "hold": found,
        "tone": TONES[HoldState(found.state)],
        "is_due": _in_force(found) and found.review_on <= request.country.today(),
        "is_in_force": _in_force(found),
        "is_ending": found.state == HoldState.ENDING,
        "may_agree": found.state == HoldState.ENDING and by.user_id != found.end_asked_by_id,
        "review_form": wrong.get("review") or ReviewForm(prefix="review"),
        "end_form": wrong.get("end") or EndForm(prefix="end"),
        "form": next(iter(wrong.values()), None),
        "events": [
            {"at": found.placed_at, "text": str(HoldState.HELD.label), "who": found.placed_by_label},
            *(
                {"at": each.at, "text": str(HoldState(each.to_state).label), "who": each.by_label}
                for each in history(found)
            ),
        ],
    }
    return render(request, "smart/personal_data/legal_hold.html", context, status=422 if wrong else 200)


def _in_force(hold: LegalHold) -> bool:
    return bool(hold.state != HoldState.ENDED)


def _found(request: HttpRequest, pk: int) -> LegalHold:
    require_keeper(request)
    rows = LegalHold.objects.select_related("membership__user", "membership__country")
    found: LegalHold = get_object_or_404(rows, pk=pk)
    return found


def _person(request: HttpRequest, words: str) -> Membership:
    """Who has the number, or the address, in this country; also somebody who is forgotten, by their number."""
    rows = Membership.objects.filter(country=request.country).select_related("user", "country")
    name = words.strip()
    found = rows.filter(number__iexact=name).first() or rows.filter(user__email__iexact=name).first() if name else None
    if found is None:
        raise RuleBroken("unknown_person", _("Nobody here has this number or address."), field="person")
    return found
