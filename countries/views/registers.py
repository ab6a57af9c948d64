"""Forms of a country's registers: basics, legal entities, offices, bank accounts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from countries.forms import AccountForm, BasicsForm, EntityForm, OfficeForm
from countries.models import BankAccount, Country, LegalEntity, Office
from countries.rules import registers
from countries.views.access import admin_actor, country_admin_page
from smart.foundation.errors import RuleBroken
from smart.foundation.forms import SmartForm


@require_http_methods(["GET", "POST"])
@country_admin_page
def basics_edit(request: HttpRequest, country: Country) -> HttpResponse:
    facts = ("languages", "currency", "time_zone", "holiday_region")
    initial = {name: getattr(country, name) for name in facts}
    form = BasicsForm(request.POST or None, initial=initial, country=country)
    if request.method == "POST" and form.is_valid():
        try:
            registers.save_basics(country, by=admin_actor(request), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            return _saved(request, country)
    return _form_page(request, country, form, title=_("Languages, currency and calendar"))


@require_http_methods(["GET", "POST"])
@country_admin_page
def entity_edit(request: HttpRequest, country: Country, pk: int | None = None) -> HttpResponse:
    """Without an id: the default legal entity, or a first one."""
    entities = list(LegalEntity.objects.order_by("-is_default", "code"))
    entity = _chosen(LegalEntity, pk) if pk else (entities[0] if entities and "new" not in request.GET else None)
    initial = {name: getattr(entity, name) for name in EntityForm.FACTS} if entity else {"code": "coop"}
    form = EntityForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _row, warnings = registers.save_entity(
                country, entity=entity, facts=form.cleaned_data, by=admin_actor(request)
            )
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            for warning in warnings:
                messages.warning(request, warning)
            return _saved(request, country)
    others = [(row, "countries:entity_edit_one") for row in entities]
    return _form_page(request, country, form, title=_("Legal entity and registers"), others=others, present=entity)


@require_http_methods(["GET", "POST"])
@country_admin_page
def office_edit(request: HttpRequest, country: Country, pk: int | None = None) -> HttpResponse:
    offices = list(Office.objects.order_by("name"))
    office = _chosen(Office, pk) if pk else None
    initial = {name: getattr(office, name) for name in OfficeForm.FACTS} if office else {}
    form = OfficeForm(request.POST or None, initial=initial, country=country)
    if request.method == "POST" and form.is_valid():
        try:
            registers.save_office(country, office=office, facts=form.cleaned_data, by=admin_actor(request))
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            return _saved(request, country)
    others = [(row, "countries:office_edit_one") for row in offices]
    return _form_page(request, country, form, title=_("Office"), others=others, present=office)


@require_http_methods(["GET", "POST"])
@country_admin_page
def account_edit(request: HttpRequest, country: Country, pk: int | None = None) -> HttpResponse:
    accounts = list(BankAccount.objects.select_related("entity").order_by("-is_default", "name"))
    account = _chosen(BankAccount, pk) if pk else None
    if not LegalEntity.objects.exists():
        messages.warning(request, _("An account belongs to a legal entity: enter that first."))
        return redirect("countries:entity_edit", country.slug)
    initial = {name: getattr(account, name) for name in ("entity", *AccountForm.FACTS)} if account else {}
    form = AccountForm(request.POST or None, initial=initial, country=country)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        try:
            registers.save_account(
                country, account=account, entity=facts.pop("entity"), facts=facts, by=admin_actor(request)
            )
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            return _saved(request, country)
    others = [(row, "countries:account_edit_one") for row in accounts]
    return _form_page(request, country, form, title=_("Bank account"), others=others, present=account)


def _chosen(model: Any, pk: int) -> Any:
    return get_object_or_404(model.objects.all(), pk=pk)


def _saved(request: HttpRequest, country: Country) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("countries:country_detail", country.slug)


def _form_page(
    request: HttpRequest,
    country: Country,
    form: SmartForm,
    *,
    title: str,
    others: list[tuple[Any, str]] | None = None,
    present: Any = None,
) -> HttpResponse:
    context = {
        "of": country,
        "form": form,
        "page_title": title,
        "others": [{"row": row, "url_name": name} for row, name in others or [] if row != present],
        "present": present,
    }
    return render(request, "countries/register_edit.html", context, status=422 if form.errors else 200)
