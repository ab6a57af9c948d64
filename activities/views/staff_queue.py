"""What the queues of staff share: filters, pages, the list beside a review, and one way to take a decision."""

from collections.abc import Callable
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from activities.models import Client
from activities.rules.clients import fold
from members.models import Profile
from smart.foundation.errors import Conflict, RuleBroken
from smart.foundation.forms import SmartForm

PER_PAGE: Final = 25
BESIDE: Final = 12
"""How many of the queue are listed beside the one under review."""


def paged(request: HttpRequest, rows: QuerySet[Any]) -> tuple[Page[Any], str]:
    """The page asked for, and the other parameters of its address ending with & (two queries)."""
    query = request.GET.copy()
    query.pop("page", None)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return page, f"{query.urlencode()}&" if query else ""


def of_adviser(rows: QuerySet[Any], adviser: str, *, path: str) -> QuerySet[Any]:
    """Those of one adviser's members, or of nobody's; `path` leads from the row to the membership."""
    if not adviser:
        return rows
    return rows.filter(**{f"{path}__adviser_id": None if adviser == "none" else int(adviser)})


def beginning_with(rows: QuerySet[Any], typed: str, *, reference: str, member: str, client: str) -> QuerySet[Any]:
    """Those whose reference, member's family name or client begins with what was typed; the paths lead from the row."""
    if not typed:
        return rows
    members = Profile.objects.named(typed).values("membership_id")
    clients = Client.objects.named_like(fold(typed)).order_by().values("pk")
    by_text = Q(**{f"{reference}__startswith": typed.upper()})
    return rows.filter(by_text | Q(**{f"{member}__in": members}) | Q(**{f"{client}__in": clients}))


def decided(form: SmartForm, rule: Callable[[dict[str, Any]], object]) -> bool:
    """Whether the form was readable and the rule agreed; otherwise the form says why. A Conflict becomes a page (409)."""
    if not form.is_valid():
        return False
    try:
        rule(form.cleaned_data)
    except Conflict:
        raise
    except RuleBroken as broken:
        form.add_rule_error(broken)
        return False
    return True
