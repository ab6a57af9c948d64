"""What clients owe: every client for staff, and one careful sentence for a member who chooses a client."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from activities.models import Client
from invoicing.forms_clients import SortForm
from invoicing.queries.client_figures import SORTS, owing_clients
from invoicing.rules.client_exposure import standing_of
from members.access import member_page, staff_page

PER_PAGE = 50


@require_safe
@staff_page()
def client_exposure_list(request: HttpRequest) -> HttpResponse:
    """Every client that owes or will owe, across all members; as many queries for 5 as for 50."""
    asked = str(request.GET.get("sort", ""))
    sort = asked if asked in SORTS else SORTS[0]
    rows = owing_clients(on=request.country.today(), sort=sort)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": SortForm(initial={"sort": sort}),
        "page": page,
        "query": f"sort={sort}&",
        "currency": request.country.currency,
        "over": sum(row.exposure.is_over for row in rows),
    }
    return render(request, "invoicing/client_exposure_list.html", context)


@require_safe
@member_page
def client_standing(request: HttpRequest, pk: int) -> HttpResponse:
    """Whether a member can take work from the client: a piece of a page, or a page of its own. No figure of anybody."""
    client = get_object_or_404(Client.objects.all(), pk=pk)
    standing = standing_of(client, on=request.country.today())
    is_piece = bool(request.headers.get("HX-Request"))
    name = "_client_standing" if is_piece else "client_standing"
    return render(request, f"invoicing/{name}.html", {"client": client, "standing": standing})
