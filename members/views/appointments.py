"""Network administrators appoint the people who work for a country."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from countries.guards import require_awake
from countries.models import Country
from countries.views.access import admin_actor, country_admin_page
from members.forms.staff import AppointForm
from members.models import StaffRole
from members.rules import join
from smart.foundation.errors import RuleBroken


@require_http_methods(["GET", "POST"])
@country_admin_page
def staff(request: HttpRequest, country: Country) -> HttpResponse:
    """Who works for the country, and appointing one more."""
    form = AppointForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            require_awake(country)
            join.grant_role(
                form.person,
                where=country,
                role=form.cleaned_data["role"],
                by=admin_actor(request),
                on=country.today(),
            )
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("%(person)s is appointed.") % {"person": form.person})
            return redirect("appointments:staff", country.slug)
    held = StaffRole.objects.filter(country=country, until__isnull=True).select_related("user").order_by("role", "id")
    context = {"of": country, "form": form, "held": held}
    return render(request, "members/staff_appoint.html", context, status=422 if form.errors else 200)


@require_POST
@country_admin_page
def staff_end(request: HttpRequest, country: Country, pk: int) -> HttpResponse:
    held = get_object_or_404(StaffRole, pk=pk, country=country, until__isnull=True)
    require_awake(country)
    join.end_role(held, by=admin_actor(request), on=country.today())
    messages.success(request, _("The role has ended."))
    return redirect("appointments:staff", country.slug)
