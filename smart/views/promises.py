"""The network's promises of payment: how many each country kept, and how late the others were."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from countries.models import Country
from countries.states import OPEN_STATES
from countries.views.access import network_admin_page
from invoicing.queries.promises import kept_promises
from smart.foundation.tenancy import country


@require_safe
@network_admin_page
def network_promises(request: HttpRequest) -> HttpResponse:
    """One row a country, one query each."""
    rows = []
    for each in Country.objects.filter(state__in=OPEN_STATES).order_by("code"):
        with country(each):
            rows.append({"country": each, "figures": kept_promises()})
    return render(request, "smart/network_promises.html", {"rows": rows})
