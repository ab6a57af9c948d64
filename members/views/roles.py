"""Who works for the country, seen and changed by its own administrators."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from members.access import actor_of, staff_page
from members.forms.staff import AppointForm
from members.models import StaffRole
from members.rules import join
from members.rules.legal_holds import lacks_keepers
from smart.foundation.audit import AuditEntry
from smart.foundation.errors import RuleBroken

SHOWN_CHANGES = 10


@require_http_methods(["GET", "POST"])
@staff_page("country_admin")
def role_list(request: HttpRequest) -> HttpResponse:
    """The people and their roles, appointing one more, and the last changes with who made them."""
    form = AppointForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            join.grant_role(
                form.person,
                where=request.country,
                role=form.cleaned_data["role"],
                by=actor_of(request),
                on=request.country.today(),
            )
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("%(person)s is appointed.") % {"person": form.person})
            return redirect("members:staff_roles")
    held = StaffRole.objects.filter(country=request.country, until__isnull=True).select_related("user")
    context = {
        "form": form,
        "held": held.order_by("role", "id"),
        "changes": _changes(request),
        "lacks_keepers": lacks_keepers(request.country),
    }
    return render(request, "members/role_list.html", context, status=422 if form.errors else 200)


@require_POST
@staff_page("country_admin")
def role_end(request: HttpRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(StaffRole, pk=pk, country=request.country, until__isnull=True)
    join.end_role(held, by=actor_of(request), on=request.country.today())
    messages.success(request, _("The role has ended."))
    return redirect("members:staff_roles")


def _changes(request: HttpRequest) -> list[dict[str, object]]:
    """The last changes of roles in this country, from the audit the database writes."""
    entries = list(AuditEntry.objects.filter(table=StaffRole._meta.db_table).order_by("-id")[:SHOWN_CHANGES])
    roles = StaffRole.objects.filter(country=request.country).select_related("user")
    known = {each.pk: each for each in roles.filter(pk__in=[entry.object_id for entry in entries])}
    return [
        {
            "at": entry.at,
            "text": f"{known[entry.object_id].user}, {known[entry.object_id].get_role_display()}: {_said(entry)}",
            "who": entry.by_label or _("the portal"),
        }
        for entry in entries
        if entry.object_id in known
    ]


def _said(entry: AuditEntry) -> str:
    if entry.action == "insert":
        return _("appointed")
    until = entry.changed.get("until") or [None, None]
    return _("ended") if until[1] else _("appointed again")
