"""The versions of an order as lists show them, with the addresses of whoever looks."""

from collections.abc import Callable
from itertools import zip_longest
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from activities import queries
from activities.models import Order, OrderVersion
from activities.quote import shown_proof
from activities.rules.order_changes import version_changes
from countries.models import Country
from members.models import Document

Shown = list[dict[str, Any]]
Url = Callable[[OrderVersion], str]
PaperUrl = Callable[[OrderVersion, Document], str]


def member_versions(request: HttpRequest, order: Order) -> Shown:
    return _of_the_portal(request, order, page="activities:order_version")


def staff_versions(request: HttpRequest, order: Order) -> Shown:
    return _of_the_portal(request, order, page="activities:staff_order_version")


def client_versions(request: HttpRequest, order: Order, token: str, *, kept: list[OrderVersion]) -> Shown:
    tongue = f"?language={translation.get_language()}"
    return versions_shown(
        kept,
        country=request.country,
        url=lambda row: reverse("activities:order_client_version", args=[token, row.version]) + tongue,
        paper_url=lambda row, _paper: reverse("activities:order_client_paper", args=[token, row.version]),
    )


def versions_shown(kept: list[OrderVersion], *, country: Country, url: Url, paper_url: PaperUrl) -> Shown:
    """Newest first, each with what changed since the one before, its proof and its paper (one query)."""
    papers = queries.papers_of(kept)
    return [
        {
            "number": version.version,
            "sent_at": version.sent_at,
            "sent_by": version.sent_by,
            "sha256": version.sha256,
            "url": url(version),
            "paper_url": paper_url(version, papers[version.pk]) if version.pk in papers else "",
            "changes": [str(change) for change in version_changes(before.terms, version.terms)] if before else [],
            "proof": shown_proof(version, version.answered, country=country),
        }
        for version, before in zip_longest(kept, kept[1:])
    ]


def _of_the_portal(request: HttpRequest, order: Order, *, page: str) -> Shown:
    return versions_shown(
        queries.versions_of(order),
        country=request.country,
        url=lambda row: reverse(page, args=[order.mission_id, row.version]),
        paper_url=lambda _row, paper: reverse("members:document_open", args=[paper.pk]),
    )
