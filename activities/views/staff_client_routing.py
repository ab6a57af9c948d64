"""How invoices reach a client: one page for advisers and accountants, from the client and from an invoice to mend."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activities.forms.client_routing import ClientRoutingForm
from activities.models import Client
from activities.rules.client_routing import route_client
from activities.views.staff_queue import decided
from members.access import actor_of, staff_page


@require_http_methods(["GET", "POST"])
@staff_page("adviser", "accounting")
def staff_client_routing(request: HttpRequest, pk: int) -> HttpResponse:
    """The electronic address and its companions; `back` is the page of ours that asked for it."""
    client = get_object_or_404(Client.objects.all(), pk=pk)
    form = ClientRoutingForm(
        request.POST or None, initial=ClientRoutingForm.initial_of(client), country=request.country
    )
    back = _back(request)
    if request.method == "POST" and decided(form, lambda data: _save(request, client, data)):
        messages.success(request, _("Saved. What waits for it can be checked again."))
        return redirect(back or request.path)
    context = {
        "client": client,
        "form": form,
        "back": back,
        "may_see_client": actor_of(request).has_role("adviser", "country_admin"),
    }
    return render(request, "activities/staff_client_routing.html", context, status=422 if form.errors else 200)


def _save(request: HttpRequest, client: Client, data: dict[str, Any]) -> Client:
    return route_client(client, by=actor_of(request), **data)


def _back(request: HttpRequest) -> str:
    """The page to return to, if it is one of this portal."""
    asked = request.POST.get("back") or request.GET.get("back") or ""
    return asked if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else ""
