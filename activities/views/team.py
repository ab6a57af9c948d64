"""Work done by several: the leader's page of the team, and the page on which a co-worker says their word."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activities import perms, queries
from activities.forms.decisions import ReasonForm
from activities.forms.team import ChangeWantedForm, ConsentForm, ShareForm, plain
from activities.models import Mission, TeamShare
from activities.rules import team, team_consent, team_parts
from activities.rules.rows import already_sent
from activities.states import MissionState
from activities.views.staff_queue import decided
from activities.views.team_shown import deal_answers, own_state, share_row
from members.access import actor_of, member_page
from smart.foundation.errors import RuleBroken
from smart.foundation.forms import SmartForm
from smart.foundation.money import ZERO


@require_http_methods(["GET", "POST"])
@member_page
def mission_team(request: HttpRequest, pk: int) -> HttpResponse:
    """Who shares the work, what each has said, and one more to ask."""
    mission = _mission(request, pk)
    may_edit = perms.may_edit_mission(actor_of(request), mission)
    form = _form(request, mission) if may_edit and mission.amount is not None else None
    if form is not None and form.is_bound and decided(form, lambda data: _invite(mission, data, request)):
        text = _(
            "Asked. If the address is a member's here, your question is with them; their answer comes back to you."
        )
        messages.success(request, text)
        return redirect("activities:mission_team", pk)
    shares = team_parts.team_of(mission)
    context = {
        "mission": mission,
        "rows": [share_row(share) for share in shares],
        "own": mission.amount - sum(share.amount for share in shares) if mission.amount is not None else None,
        "form": form,
        "may_edit": may_edit,
        "is_asked": bool(shares),
        "is_complete": None not in (mission.client, mission.starts_on, mission.ends_on, mission.amount),
    }
    return render(request, "activities/mission_team.html", context, status=422 if form and form.errors else 200)


@require_http_methods(["GET", "POST"])
@member_page
def team_change(request: HttpRequest, pk: int, share: int) -> HttpResponse:
    """Change one share; the page says that a consent given before is void."""
    mission = _mission(request, pk)
    if not perms.may_edit_mission(actor_of(request), mission):
        raise already_sent(mission)
    found = _share_of(mission, share)
    form = _form(request, mission, found)
    by, now = actor_of(request), timezone.now()
    if form.is_bound and decided(form, lambda data: team.change_share(found, by=by, now=now, **data)):
        messages.success(request, _("The share is changed and its member is asked for their word."))
        return redirect("activities:mission_team", pk)
    context = {"mission": mission, "share": found, "row": share_row(found), "form": form}
    return render(request, "activities/team_change.html", context, status=422 if form.errors else 200)


@require_POST
@member_page
def team_ask(request: HttpRequest, pk: int, share: int) -> HttpResponse:
    """Ask once more: a reminder, or anew because the order has changed."""
    found = _share_of(_mission(request, pk), share)
    rule = lambda: team.ask_again(found, by=actor_of(request), now=timezone.now())  # noqa: E731
    return _done(request, pk, rule, _("Asked again. On one day a person is told once."))


@require_POST
@member_page
def team_remove(request: HttpRequest, pk: int, share: int) -> HttpResponse:
    found = _share_of(_mission(request, pk), share)
    rule = lambda: team.remove_share(found, by=actor_of(request))  # noqa: E731
    return _done(request, pk, rule, _("The share is taken out; its part of the price is yours again."))


@require_GET
@member_page
def team_share(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole deal of my share, and my word on it."""
    return _share_page(request, _mine(request, pk))


@require_POST
@member_page
def team_answer(request: HttpRequest, pk: int, answer: str) -> HttpResponse:
    """Yes, no, or what should change."""
    if answer not in {"consent", "refuse", "change"}:
        raise Http404
    share, by, now = _mine(request, pk), actor_of(request), timezone.now()
    forms = _answer_forms(request, share, only=answer)
    form = forms[answer]
    rules: dict[str, Callable[[dict[str, Any]], object]] = {
        "consent": lambda data: team_consent.consent_to_share(
            share, activity=_activity(request, share, data["activity"]), seen=data["seen"], by=by, now=now
        ),
        "refuse": lambda data: team_consent.refuse_share(share, reason=data["reason"], by=by, now=now),
        "change": lambda data: team_consent.ask_share_change(share, words=data["words"], by=by, now=now),
    }
    if not decided(form, rules[answer]):
        return _share_page(request, share, forms=forms, refused=form)
    messages.success(
        request, _("Thank you. %(leader)s has your word.") % {"leader": share.mission.activity.membership.user}
    )
    return redirect("activities:team_share", pk)


def _done(request: HttpRequest, pk: int, rule: Callable[[], object], said: str) -> HttpResponse:
    try:
        rule()
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        messages.success(request, said)
    return redirect("activities:mission_team", pk)


def _invite(mission: Mission, data: dict[str, Any], request: HttpRequest) -> TeamShare:
    return team.invite_coworker(mission, by=actor_of(request), now=timezone.now(), **data)


def _mission(request: HttpRequest, pk: int) -> Mission:
    mission: Mission = get_object_or_404(queries.missions_of(request.user.pk), pk=pk, part_of__isnull=True)
    return mission


def _share_of(mission: Mission, pk: int) -> TeamShare:
    rows = mission.team_shares.standing().select_related("mission__country", "country", "membership__user")
    found: TeamShare = get_object_or_404(rows, pk=pk)
    return found


def _mine(request: HttpRequest, pk: int) -> TeamShare:
    found: TeamShare = get_object_or_404(queries.shares_of(request.user.pk), pk=pk)
    return found


def _form(request: HttpRequest, mission: Mission, share: TeamShare | None = None) -> ShareForm:
    return ShareForm(
        request.POST if request.method == "POST" else None,
        country=request.country,
        price=mission.amount or ZERO,
        is_known=share is not None,
        initial=ShareForm.initial_of(share) if share is not None else {"days": plain(mission.days)},
    )


def _answer_forms(request: HttpRequest, share: TeamShare, *, only: str = "") -> dict[str, SmartForm]:
    """The three answers; the one that was sent is bound."""
    own = list(queries.activities_of(request.user.pk).open())
    mine = [activity for activity in own if activity.entity_id == share.mission.activity.entity_id]
    data = {name: request.POST if only == name else None for name in ("consent", "refuse", "change")}
    initial = {"activity": str(share.activity_id or ""), "seen": team_consent.seen_of(share)}
    return {
        "consent": ConsentForm(data["consent"], activities=mine, initial=initial),
        "refuse": ReasonForm(data["refuse"], prefix="refuse", label=_("Why do you refuse?")),
        "change": ChangeWantedForm(data["change"], prefix="change"),
    }


def _activity(request: HttpRequest, share: TeamShare, pk: str) -> Any:
    return queries.activities_of(request.user.pk).get(pk=int(pk))


def _share_page(
    request: HttpRequest,
    share: TeamShare,
    *,
    forms: dict[str, SmartForm] | None = None,
    refused: SmartForm | None = None,
) -> HttpResponse:
    answers = forms or _answer_forms(request, share)
    context = {
        "share": share,
        "mission": share.mission,
        "row": share_row(share),
        "state": own_state(share),
        "answers": deal_answers(share),
        "is_open": team_consent.is_open(share, now=timezone.now()),
        "activities": len(answers["consent"].fields["activity"].choices),  # type: ignore[attr-defined]
        "entity": share.mission.activity.entity,
        "is_over": share.mission.state == MissionState.CANCELLED,
        "forms": answers,
        "form": refused,
    }
    return render(request, "activities/team_share.html", context, status=422 if refused else 200)
