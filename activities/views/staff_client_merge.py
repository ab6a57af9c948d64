"""Clients entered twice: the pairs that may be one, and the page that merges two after saying what moves."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from activities.forms.staff import DecisionForm
from activities.models import Client
from activities.rules.client_duplicates import duplicate_pairs
from activities.rules.client_merge import check_merge, merge_clients, merge_preview
from activities.views.client_parts import LABELS
from activities.views.staff_queue import decided
from members.access import actor_of, staff_page
from smart.foundation.errors import RuleBroken

COMPARED = ("kind", "name", "vat_number", "company_number", "street", "postal_code", "city", "email", "billing_email")


@require_GET
@staff_page("adviser")
def staff_client_duplicates(request: HttpRequest) -> HttpResponse:
    """Every two clients that may be one, the older first."""
    pairs = [{"older": one, "newer": other} for one, other in duplicate_pairs()]
    return render(request, "activities/staff_client_duplicates.html", {"pairs": pairs})


@require_http_methods(["GET", "POST"])
@staff_page("adviser")
def staff_client_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Both clients side by side with what would move; the button merges the first into the second for good."""
    losing, into = get_object_or_404(Client.objects.all(), pk=pk), _other(request)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and decided(
        form, lambda _data: merge_clients(losing, into=into, by=actor_of(request), now=timezone.now())
    ):
        messages.success(request, _("%(losing)s is merged into %(into)s.") % {"losing": losing.name, "into": into.name})
        return redirect("activities:staff_client_detail", into.pk)
    context = {
        "losing": losing,
        "into": into,
        "form": form,
        "refused": _refusal(losing, into),
        "preview": merge_preview(losing, into=into),
        "rows": [{"label": LABELS[n], "losing": _shown(losing, n), "into": _shown(into, n)} for n in COMPARED],
    }
    return render(request, "activities/staff_client_merge.html", context, status=422 if form.errors else 200)


def _other(request: HttpRequest) -> Client:
    wanted = str(request.POST.get("into") or request.GET.get("into") or "")
    if not wanted.isdecimal():
        raise Http404
    found: Client = get_object_or_404(Client.objects.all(), pk=int(wanted))
    return found


def _refusal(losing: Client, into: Client) -> str:
    try:
        check_merge(losing, into=into)
    except RuleBroken as broken:
        return broken.message
    return ""


def _shown(client: Client, name: str) -> str:
    return client.get_kind_display() if name == "kind" else str(getattr(client, name))
