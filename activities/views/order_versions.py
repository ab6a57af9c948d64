"""One version of an order as the client saw it, for the three who may look: the client, the member, an adviser."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from activities import queries
from activities.models import Mission, Order, OrderVersion
from activities.quote import shown_terms
from activities.rules.order_terms import terms_sha256
from activities.views.client_orders import dead_page, find_order, reading_language
from activities.views.versions_shown import client_versions, member_versions, staff_versions
from members.access import member_page, public_page, staff_page
from members.rules.documents import read_document

MEMBER, STAFF, CLIENT = "base_member.html", "base_staff.html", "base_public.html"


@require_GET
@member_page
def order_version(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    mission = get_object_or_404(queries.missions_of(request.user.pk), pk=pk)
    shown = member_versions(request, _order(mission))
    back = reverse("activities:mission_detail", args=[pk])
    return _page(request, _order(mission), shown, number=version, base=MEMBER, back=back)


@require_GET
@staff_page("adviser")
def staff_order_version(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    missions = queries.missions_for_staff().exclude(submitted_at__isnull=True)
    mission = get_object_or_404(missions, pk=pk)
    shown = staff_versions(request, _order(mission))
    back = reverse("activities:staff_mission_review", args=[pk])
    return _page(request, _order(mission), shown, number=version, base=STAFF, back=back)


@require_GET
@public_page
def order_client_version(request: HttpRequest, token: str, version: int) -> HttpResponse:
    """An earlier version, behind the link that is alive now."""
    order = find_order(token)
    if not isinstance(order, Order):
        return dead_page(request, order)
    language = reading_language(request, order)
    with translation.override(language):
        shown = client_versions(request, order, token, kept=queries.versions_of(order))
        back = f"{reverse('activities:order_client', args=[token])}?language={language}"
        return _page(request, order, shown, number=version, base=CLIENT, back=back)


@require_GET
@public_page
def order_client_paper(request: HttpRequest, token: str, version: int) -> HttpResponse:
    """The paper of a version the client was sent, proved by its hash, as a download."""
    order = find_order(token)
    if not isinstance(order, Order):
        return dead_page(request, order)
    found = get_object_or_404(OrderVersion.objects.filter(order_id=order.pk), version=version)
    paper = queries.papers_of([found]).get(found.pk)
    if paper is None:  # still being made: the page offers it as soon as it is there
        return redirect("activities:order_client", token)
    response = HttpResponse(read_document(paper), content_type=paper.content_type)
    name = f"{slugify(order.mission.reference)}-{version}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response


def _order(mission: Mission) -> Order:
    order = queries.order_of(mission)
    if order is None:
        raise Http404
    return order


def _page(
    request: HttpRequest, order: Order, shown: list[dict[str, Any]], *, number: int, base: str, back: str
) -> HttpResponse:
    kept = get_object_or_404(OrderVersion.objects.filter(order_id=order.pk), version=number)
    context = {
        "base": base,
        "back": back,
        "quote": shown_terms(kept.terms, country=request.country),
        "version": next(row for row in shown if row["number"] == number),
        "is_true": terms_sha256(kept.terms) == kept.sha256,
    }
    return render(request, "activities/order_version.html", context)
