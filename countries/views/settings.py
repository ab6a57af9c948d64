"""Settings of a country: what is in force with its source, its history, entering a value, and the second person."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from countries import perms
from countries.data.catalogue import GROUPS, SettingKind, from_stored
from countries.forms import ReasonForm
from countries.models import Country, CountrySetting
from countries.presentation import CONFIDENCE_LABELS, GROUP_LABELS, setting_help, setting_lines
from countries.rules import settings as rules
from countries.setting_forms import SettingForm, setting_form
from countries.setting_kinds import kinds_of
from countries.states import SettingState
from countries.views.access import admin_actor, country_admin_page
from smart.foundation import formats
from smart.foundation.errors import RuleBroken


@require_safe
@country_admin_page
def setting_list(request: HttpRequest, country: Country) -> HttpResponse:
    """Every setting of the catalogue, by group; two queries."""
    in_force = rules.settings_in_force(country, on=country.today())
    waiting = {row.key: row for row in CountrySetting.objects.filter(state=SettingState.ENTERED)}
    kinds = kinds_of(country.code.code).values()
    groups = [
        {
            "label": GROUP_LABELS[group],
            "rows": [_line(k, country, in_force.get(k.key), waiting.get(k.key)) for k in kinds if k.group == group],
        }
        for group in GROUPS
    ]
    return render(request, "countries/setting_list.html", {"of": country, "groups": groups})


@require_http_methods(["GET", "POST"])
@country_admin_page
def setting_detail(request: HttpRequest, country: Country, key: str) -> HttpResponse:
    """One setting: its history with sources and people, and the form for a new value."""
    kind = _kind(key, country)
    rows = list(CountrySetting.objects.filter(key=key).order_by("-since", "-id"))
    in_force = rules.setting_in_force(country, key, on=country.today())
    present = from_stored(kind, in_force.value) if in_force else None
    form = setting_form(kind, country, present=present, data=request.POST or None)
    if request.method == "POST" and form.is_valid() and _enter(request, country, key, form):
        return redirect("countries:setting_detail", country.slug, key)
    context = {
        "of": country,
        "kind": kind,
        "label": rules.label_of(country, key),
        "help": setting_help(kind),
        "rows": [_row(kind, country, row, in_force) for row in rows],
        "waiting": _waiting(request, kind, country, rows),
        "form": form,
        "reason_form": ReasonForm(prefix="no"),
    }
    return render(request, "countries/setting_detail.html", context, status=422 if form.errors else 200)


@require_POST
@country_admin_page
def setting_decide(request: HttpRequest, country: Country, pk: int, answer: str) -> HttpResponse:
    setting = get_object_or_404(CountrySetting.objects.all(), pk=pk)
    if answer not in {"approve", "reject"}:
        raise Http404
    by = admin_actor(request)
    if answer == "approve":
        rules.approve_setting(setting, by=by)
        messages.success(request, _("Approved: in force from %(day)s.") % {"day": formats.day(setting.since)})
    else:
        rules.reject_setting(setting, by=by, reason=request.POST.get("no-reason", ""))
        messages.success(request, _("Rejected. The value before stays in force."))
    return redirect("countries:setting_detail", country.slug, setting.key)


def _enter(request: HttpRequest, country: Country, key: str, form: SettingForm) -> bool:
    names = ("value", "since", "source", "confidence", "note")
    facts = {name: form.cleaned_data[name] for name in names}
    try:
        rules.enter_setting(country, key=key, by=admin_actor(request), **facts)
    except RuleBroken as broken:
        form.add_rule_error(broken)
        return False
    messages.success(request, _("Entered. Another administrator must now approve it."))
    return True


def _kind(key: str, country: Country) -> SettingKind:
    kind = kinds_of(country.code.code).get(key)
    if kind is None:
        raise Http404
    return kind


def _words(kind: SettingKind, country: Country, row: CountrySetting) -> list[str]:
    return setting_lines(kind, from_stored(kind, row.value), currency=country.currency)


def _line(
    kind: SettingKind, country: Country, in_force: CountrySetting | None, waiting: CountrySetting | None
) -> dict[str, Any]:
    return {
        "key": kind.key,
        "label": rules.label_of(country, kind.key),
        "lines": _words(kind, country, in_force) if in_force else [],
        "row": in_force,
        "is_unsure": in_force is not None and in_force.confidence != "verified",
        "confidence": CONFIDENCE_LABELS.get(in_force.confidence, "") if in_force else "",
        "is_waiting": waiting is not None,
        "is_required": bool(kind.required_for),
    }


def _row(kind: SettingKind, country: Country, row: CountrySetting, in_force: CountrySetting | None) -> dict[str, Any]:
    tones = {SettingState.ENTERED: "warn", SettingState.APPROVED: "ok", SettingState.REJECTED: "bad"}
    label = row.get_state_display()
    is_present = in_force is not None and row.pk == in_force.pk
    if row.state == SettingState.APPROVED and not is_present:
        label = _("To come") if row.since > country.today() else _("Past")
    return {
        "row": row,
        "lines": _words(kind, country, row),
        "tone": tones[SettingState(row.state)] if is_present or row.state != SettingState.APPROVED else "muted",
        "state": label,
        "confidence": CONFIDENCE_LABELS.get(row.confidence, row.confidence),
    }


def _waiting(
    request: HttpRequest, kind: SettingKind, country: Country, rows: list[CountrySetting]
) -> dict[str, Any] | None:
    row = next((row for row in rows if row.state == SettingState.ENTERED), None)
    if row is None:
        return None
    may_decide = perms.may_decide_setting(admin_actor(request), row)
    return {"row": row, "lines": _words(kind, country, row), "may_decide": may_decide}
