"""What every page knows: the country one is in, where one can go, and, under `make demo`, who one can be."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from countries.addresses import global_url
from members.access import actor_of
from members.rules.agreements import Standing, standing_of
from members.states import MembershipState
from smart import navigation
from smart.views.scheme import scheme_of


def page(request: HttpRequest) -> dict[str, Any]:
    """Lazily, so that a page which shows no menu asks nothing."""
    found: dict[str, Any] = {
        "country": getattr(request, "country", None),
        "nav": SimpleLazyObject(lambda: _places(request)),
        "section": SimpleLazyObject(lambda: _section(request)),
        "account_nav": SimpleLazyObject(lambda: _account(request)),
        "footer_links": SimpleLazyObject(_footer),
        "help_url": SimpleLazyObject(lambda: reverse("help")),
        "agreement_due": SimpleLazyObject(lambda: _agreement_due(request)),
        "scheme": scheme_of(request),
        "scheme_url": SimpleLazyObject(lambda: global_url("set_scheme")),
    }
    if settings.DEMO:
        found["demo_bar"] = SimpleLazyObject(lambda: _demo_bar(request))
    return found


def _places(request: HttpRequest) -> list[navigation.Item]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return navigation.visitor_places(request)
    if getattr(request, "country", None) is None:
        return navigation.admin_places(request) if user.is_network_admin else navigation.visitor_places(request)
    actor = actor_of(request)
    if navigation.is_staff_side(request) and actor.roles:
        return navigation.staff_places(request, actor.roles)
    if _has_left(request):
        return navigation.former_places(request)
    return navigation.member_places(request)


def _has_left(request: HttpRequest) -> bool:
    """Whether the page was opened by somebody whose membership has ended; known once the page's door has looked."""
    membership = getattr(request, "membership", None)
    return membership is not None and membership.state == MembershipState.LEFT and bool(membership.number)


def _section(request: HttpRequest) -> list[navigation.Item]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or getattr(request, "country", None) is None:
        return []
    if _has_left(request):
        return []
    return navigation.section_places(request, actor_of(request).roles)


def _agreement_due(request: HttpRequest) -> Standing | None:
    """What a member of the country has not accepted yet: shown above every page of theirs, but the one that asks."""
    membership = getattr(request, "membership", None)
    if membership is None or membership.state not in {MembershipState.ACTIVE, MembershipState.SUSPENDED}:
        return None
    if request.path == reverse("members:agreement"):
        return None
    standing = standing_of(membership, on=membership.country.today())
    return None if standing.is_accepted else standing


def _account(request: HttpRequest) -> list[navigation.Item]:
    return navigation.account_places(request)


def _footer() -> list[dict[str, str]]:
    return [
        {"label": _("What it costs"), "url": global_url("costs")},
        {"label": _("Network"), "url": global_url("countries:network")},
        {"label": _("Words of the field"), "url": reverse("words")},
        {"label": _("Accessibility"), "url": global_url("accessibility")},
    ]


def _demo_bar(request: HttpRequest) -> dict[str, Any]:
    from smart.demo import demo_people  # only under make demo

    user = getattr(request, "user", None)
    people = [
        {
            "label": person.name,
            "role": person.role,
            "url": global_url("demo_sign_in", person.user_id),
            "current": user is not None and user.pk == person.user_id,
        }
        for person in demo_people()
    ]
    return {"people": people, "note": _("Invented people; nothing here is real.")}
