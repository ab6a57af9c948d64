"""What will I be paid? For a mission that is being written, or one that is to be repeated."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from activities import queries
from activities.models import Activity, Mission, TeamShare
from activities.rules import repeating, team_parts
from countries.models import Country
from invoicing.forms_pay_preview import PayPreviewForm
from invoicing.rules.pay_preview import preview_pay
from members.access import member_page

ASKED = ("starts_on", "ends_on", "days", "amount", "contract_kind")


@require_safe
@member_page
def mission_pay(request: HttpRequest, pk: int) -> HttpResponse:
    """About how much, on which day, guaranteed or not: as a piece of the wizard while one types, or as a page."""
    mission = get_object_or_404(queries.missions_of(request.user.pk), pk=pk)
    country = request.country
    form = PayPreviewForm(request.GET or None, currency=country.currency)
    typed = form.cleaned_data if form.is_bound and (form.is_valid() or form.cleaned_data) else {}
    asked = as_asked(mission, typed, country=country)
    context: dict[str, Any] = {
        "form": form,
        "mission": mission,
        "mission_id": pk,
        "preview": preview_pay(asked, country=country, on=country.today()),
        "is_again": bool(typed.get("again")),
    }
    piece = bool(request.headers.get("HX-Request"))
    return render(request, "invoicing/_pay_preview.html" if piece else "invoicing/mission_pay.html", context)


@require_safe
@member_page
def team_share_pay(request: HttpRequest, pk: int) -> HttpResponse:
    """What a co-worker's own share would bring them, before they say their word."""
    share = get_object_or_404(queries.shares_of(request.user.pk), pk=pk)
    country = request.country
    context = {
        "mission": share.mission,
        "share": share,
        "preview": preview_pay(as_part(share), country=country, on=country.today()),
    }
    piece = bool(request.headers.get("HX-Request"))
    return render(request, "invoicing/_pay_preview.html" if piece else "invoicing/team_share_pay.html", context)


def as_part(share: TeamShare) -> Mission:
    """The mission a share would become, not saved: the member's own days and price, the order and guarantee of the whole."""
    mission: Mission = share.mission
    own = share.activity or Activity.objects.filter(membership_id=share.membership_id).order_by("pk").first()
    part = Mission(
        pk=0,
        part_of=mission,
        activity=own or Activity(membership=share.membership, entity=mission.activity.entity, country=mission.country),
        days=share.days,
        amount=share.amount,
        **{name: getattr(mission, name) for name in team_parts.OF_THE_WORK},
    )
    part.country = mission.country
    return part


def as_asked(mission: Mission, typed: dict[str, Any], *, country: Country) -> Mission:
    """The mission with the figures as typed. One that is repeated is a new one (pk 0): no invoice, no answer of a client."""
    is_again = bool(typed.get("again"))
    facts = {name: typed[name] for name in ASKED if typed.get(name) not in {None, ""}}
    if is_again:
        mission = _new(mission)
    if "starts_on" in facts and (is_again or "ends_on" in facts or "days" in facts):
        last, days = repeating.proposed_days(
            mission,
            starts_on=facts["starts_on"],
            ends_on=facts.get("ends_on"),
            days=facts.get("days"),
            country=country,
        )
        facts |= {"ends_on": last, "days": days}
    for name, value in facts.items():
        setattr(mission, name, value)
    return mission


def _new(mission: Mission) -> Mission:
    mission.pk, mission.part_of_id, mission.submitted_at, mission.state = 0, None, None, "draft"
    return mission
