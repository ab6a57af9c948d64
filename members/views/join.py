"""Becoming a member of a country: what it takes, four short forms, the papers, the agreement, and what happens next."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from countries.models import Country
from countries.rules.settings import setting_values
from members.access import actor_of, applicant_page
from members.agreements import agreement_template, version_in_force
from members.forms.profile import AccountForm, AddressForm, IdentityForm, SendForm
from members.forms.tax import tax_file_form
from members.models import Profile
from members.papers import asked_papers
from members.queries import profile_of, tax_answers
from members.rules import applications, join, profiles, share_orders
from members.rules.share_schedule import rule_shown
from members.states import MembershipState
from members.views import join_progress
from smart.foundation.errors import RuleBroken

NUMBERS = ("national_number", "social_security_number")
UNDER_WAY = {MembershipState.APPLIED, MembershipState.CONSULTED}


@require_http_methods(["GET", "POST"])
@applicant_page
def start(request: HttpRequest) -> HttpResponse:
    """What joining takes; the parts and their state once the application is open."""
    membership = request.membership
    if request.method == "POST":
        join.apply_for_membership(request.user, where=request.country, by=actor_of(request), on=request.country.today())
        return redirect("members:join")
    context = _conditions(request.country)
    if membership is None or membership.state == MembershipState.LEFT:
        return render(request, "members/join_start.html", context | {"membership": membership})
    if membership.state not in UNDER_WAY:
        return redirect("members:me")
    found = applications.read_application(membership)
    context |= {
        "membership": membership,
        "file": found,
        "stages": join_progress.stages(found),
        "tasks": join_progress.tasks(membership, found, meeting=context["meeting"]),
        "next_url": join_progress.next_url(found),
        "waiting": join_progress.waiting_for(membership, found, meeting=context["meeting"]),
    }
    return render(request, "members/join_progress.html", context)


@require_http_methods(["GET", "POST"])
@applicant_page
def identity(request: HttpRequest) -> HttpResponse:
    if not _is_open(request):
        return redirect("members:join")
    where = request.country
    form = IdentityForm(
        request.POST if request.method == "POST" else None,
        initial=_identity_so_far(request, profile_of(request.membership)),
        code=str(where.code),
        today=where.today(),
    )
    if request.method == "POST" and _saved(request, form):
        return redirect("members:paper_list")
    return _step(request, form, 2, _("Who you are"))


@require_http_methods(["GET", "POST"])
@applicant_page
def address(request: HttpRequest) -> HttpResponse:
    if not _is_open(request):
        return redirect("members:join")
    held = profile_of(request.membership)
    names = ("street", "postal_code", "city", "residence", "phone")
    initial = {name: getattr(held, name) for name in names} if held else {}
    initial["residence"] = str(initial.get("residence") or request.country.code)
    form = AddressForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and _saved(request, form):
        return redirect("members:join_identity")
    return _step(request, form, 1, _("Where you live"))


@require_http_methods(["GET", "POST"])
@applicant_page
def account(request: HttpRequest) -> HttpResponse:
    if not _is_open(request):
        return redirect("members:join")
    held = profile_of(request.membership)
    form = AccountForm(
        request.POST if request.method == "POST" else None,
        initial={"iban": held.iban if held else ""},
        code=str(request.country.code),
    )
    if request.method == "POST" and _saved(request, form):
        return redirect("members:join_tax")
    return _step(request, form, 4, _("Where your pay goes"))


@require_http_methods(["GET", "POST"])
@applicant_page
def tax(request: HttpRequest) -> HttpResponse:
    if not _is_open(request):
        return redirect("members:join")
    today = request.country.today()
    initial = tax_answers(request.membership.pk, today) | {"since": today}
    form = tax_file_form(str(request.country.code))(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            profiles.save_tax_file(
                request.membership, since=form.cleaned_data["since"], answers=form.answers(), by=actor_of(request)
            )
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            return redirect("members:join_send")
    return _step(request, form, 5, _("What your tax depends on"))


@require_http_methods(["GET", "POST"])
@applicant_page
def send(request: HttpRequest) -> HttpResponse:
    """Check the answers, say how the shares are paid, read and accept the agreement, send."""
    if not _is_open(request):
        return redirect("members:join")
    today = request.country.today()
    values, version = setting_values(request.country, on=today), version_in_force(str(request.country.code), on=today)
    price, rule = values.get("share.price"), rule_shown(values.get("share.rule", {}))
    form = SendForm(
        request.POST if request.method == "POST" else None,
        asks_how_to_pay=price is not None and rule["by_parts"],
    )
    if request.method == "POST" and form.is_valid():
        try:
            return _sent(request, from_pay=form.wants_out_of_pay)
        except RuleBroken as broken:
            form.add_rule_error(broken)
    held = profile_of(request.membership)
    if held is None or not applications.read_application(request.membership).is_complete:
        messages.warning(request, _("Some parts are still empty. Fill them in, then send."))
        return redirect("members:join")
    context = {
        "form": form,
        "answers": _answers(held),
        "steps": steps(6),
        "agreement": agreement_template(version, get_language() or "en"),
        "version": version.code,
        "price": price,
        "rule": rule,
        "order_version": share_orders.VERSION,
    }
    return render(request, "members/join_send.html", context, status=422 if form.errors else 200)


def _sent(request: HttpRequest, *, from_pay: bool | None) -> HttpResponse:
    by, on = actor_of(request), request.country.today()
    if applications.send_application(request.membership, by=by, on=on, from_pay=from_pay).is_active:
        messages.success(
            request, _("Welcome! You are a member of Smart in %(country)s.") % {"country": request.country}
        )
        return redirect("home")
    messages.success(request, _("Your application is sent."))
    return redirect("members:join")


def _conditions(where: Country) -> dict[str, Any]:
    """What the country asks of people who join, from the settings in force today."""
    today = where.today()
    values = setting_values(where, on=today)
    return {
        "price": values.get("share.price"),
        "rule": values.get("share.rule", {}),
        "meeting": values.get("membership.meeting", "compulsory"),
        "papers": asked_papers(values, None),
    }


def _is_open(request: HttpRequest) -> bool:
    return request.membership is not None and request.membership.state in UNDER_WAY


def _saved(request: HttpRequest, form: Form) -> bool:
    """Keep what a valid form says; a rule's refusal goes back to its field."""
    if not form.is_valid():
        return False
    try:
        profiles.save_profile(request.membership, by=actor_of(request), **form.cleaned_data)
    except RuleBroken as broken:
        form.add_rule_error(broken)  # type: ignore[attr-defined]
        return False
    return True


def _step(request: HttpRequest, form: Form, number: int, title: str) -> HttpResponse:
    context = {"form": form, "steps": steps(number), "number": number, "title": title}
    return render(request, "members/join_step.html", context, status=422 if form.errors else 200)


def steps(current: int) -> list[dict[str, Any]]:
    """The six parts of an application in a row."""
    labels = [_("Address"), _("You"), _("Papers"), _("Account"), _("Tax file"), _("Check and send")]
    names = ["join_address", "join_identity", "paper_list", "join_account", "join_tax", "join_send"]
    return [
        {"label": label, "done": place < current, "current": place == current, "url": reverse(f"members:{name}")}
        for place, (label, name) in enumerate(zip(labels, names, strict=True), start=1)
    ]


def _identity_so_far(request: HttpRequest, held: Profile | None) -> dict[str, Any]:
    user = request.user
    if held is None:
        where = str(request.country.code)
        return {"legal_first_name": user.first_name, "legal_last_name": user.last_name, "nationality": where}
    names = ("legal_first_name", "legal_last_name", "birth_date", "birth_place", "sex", *NUMBERS)
    return {name: getattr(held, name) for name in names} | {
        "nationality": str(held.nationality or request.country.code)
    }


def _answers(held: Profile) -> list[dict[str, Any]]:
    change = {
        name: reverse(f"members:{name}") for name in ("join_identity", "join_address", "join_account", "join_tax")
    }
    return [
        {"label": _("Name"), "value": held.legal_name, "url": change["join_identity"]},
        {
            "label": _("Address"),
            "value": f"{held.street}, {held.postal_code} {held.city}",
            "more": str(held.residence.name),
            "url": change["join_address"],
        },
        {"label": _("Account"), "value": masked(held.iban), "url": change["join_account"]},
        {"label": _("Tax file"), "value": pgettext("tax file", "Answered"), "url": change["join_tax"]},
    ]


def masked(value: str) -> str:
    """The last four signs; the rest as dots."""
    return f"•••• {value[-4:]}" if value else ""
