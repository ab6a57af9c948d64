"""A member's own pages: what the cooperative knows of them, and what they may change."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from countries import registry
from countries.addresses import global_url
from countries.contract import InputField
from members.access import actor_of, member_page
from members.adapters import proved_lately
from members.forms.language import LanguageForm
from members.forms.profile import AccountForm, AddressForm, in_language
from members.forms.questions import answer_words, is_answered, typed, usual_first
from members.forms.tax import tax_file_form
from members.middleware import MEMBER_IDLE, STAFF_IDLE
from members.models import AdviserTerm, SignIn, TaxFile
from members.queries import profile_of, tax_answers
from members.rules import accounts, people, profiles, sign_ins, standing
from members.views.join import masked
from smart.foundation.errors import RuleBroken

ACCOUNTS_SHOWN = 10
LOOKS_SHOWN = 10


@require_GET
@member_page
def profile(request: HttpRequest) -> HttpResponse:
    """Everything at one glance; numbers masked, one way to change each thing."""
    membership, held = request.membership, profile_of(request.membership)
    context = {
        "membership": membership,
        "held": held,
        "account": masked(held.iban) if held else "",
        "national_number": masked(held.national_number) if held else "",
        "tax_files": tax_history(membership.pk, str(membership.country.code), on=membership.country.today()),
        "advice": AdviserTerm.objects.filter(membership_id=membership.pk)
        .select_related("adviser", "backup")
        .order_by("-id")
        .first(),
        "seen": standing.looks_at(held)[:LOOKS_SHOWN],
        "language": dict(settings.LANGUAGES).get(request.user.language, request.user.language),
    }
    return render(request, "members/me.html", context)


@require_http_methods(["GET", "POST"])
@member_page
def address(request: HttpRequest) -> HttpResponse:
    held = profile_of(request.membership)
    names = ("street", "postal_code", "city", "phone")
    initial: dict[str, Any] = {name: getattr(held, name) for name in names} if held else {}
    initial["residence"] = str(held.residence) if held else str(request.country.code)
    form = AddressForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            profiles.save_profile(request.membership, by=actor_of(request), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("Your address is saved."))
            return redirect("members:me")
    return _form_page(request, form, _("Address and phone"))


@require_http_methods(["GET", "POST"])
@member_page
def account(request: HttpRequest) -> HttpResponse:
    """Where pay goes: changed only shortly after signing in, and told by mail."""
    if not signed_in_lately(request):
        query = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{global_url('account_reauthenticate')}?{query}")
    form = AccountForm(request.POST if request.method == "POST" else None, code=str(request.country.code))
    if request.method == "POST" and form.is_valid():
        try:
            held = profiles.change_account(request.membership, iban=form.cleaned_data["iban"], by=actor_of(request))
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(
                request,
                _("The next file for the bank pays to the account %(account)s. We have told you by mail too.")
                % {"account": masked(held.iban)},
            )
            return redirect("members:me")
    context = {
        "form": form,
        "title": _("Bank account"),
        "held": profile_of(request.membership),
        "changes": accounts.changes_of(request.membership)[:ACCOUNTS_SHOWN],
        "under_way": accounts.payments_under_way(request.membership),
    }
    return render(request, "members/me_account.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@member_page
def tax(request: HttpRequest) -> HttpResponse:
    """New answers from a day on; the old ones stay true for the days before."""
    today = request.country.today()
    earliest = today.replace(day=1)
    initial = tax_answers(request.membership.pk, today) | {"since": today}
    form = tax_file_form(str(request.country.code))(
        request.POST if request.method == "POST" else None, initial=initial, earliest=earliest
    )
    if request.method == "POST" and form.is_valid():
        since: datetime.date = form.cleaned_data["since"]
        try:
            profiles.save_tax_file(request.membership, since=since, answers=form.answers(), by=actor_of(request))
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("Your answers are saved."))
            return redirect("members:me")
    return _form_page(request, form, _("What your tax depends on"))


@require_http_methods(["GET", "POST"])
@member_page
def language(request: HttpRequest) -> HttpResponse:
    form = LanguageForm(request.POST if request.method == "POST" else None, initial={"language": request.user.language})
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["language"]
        people.choose_language(request.user, language=chosen, by=actor_of(request))
        with override(chosen):
            messages.success(request, _("Pages and messages now come in this language."))
        response = redirect("members:me")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=365 * 24 * 3600, samesite="Lax", httponly=True
        )
        return response
    return _form_page(request, form, _("Language"))


@require_http_methods(["GET", "POST"])
@member_page
def sessions(request: HttpRequest) -> HttpResponse:
    """Where I am and was signed in; one place ended, or all others at once."""
    here = request.session.get("sign_in")
    if request.method == "POST":
        people.end_other_sessions(request.user, by=actor_of(request))
        update_session_auth_hash(request, request.user)
        sign_ins.end_others(request.user, but=here)
        messages.success(request, _("You are signed out everywhere else."))
        return redirect("members:me_sessions")
    idle = STAFF_IDLE if actor_of(request).roles else MEMBER_IDLE
    began = request.session.get("began")
    context = {
        "since": datetime.datetime.fromtimestamp(began, tz=datetime.UTC) if began else None,
        "places": sign_ins.places_of(request.user, here=here, idle=datetime.timedelta(seconds=idle)),
    }
    return render(request, "members/me_sessions.html", context)


@require_POST
@member_page
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out in one other place; this one is left by signing out."""
    row = get_object_or_404(SignIn.objects.exclude(pk=request.session.get("sign_in")), pk=pk, user_id=request.user.pk)
    try:
        sign_ins.end_sign_in(row, by=actor_of(request))
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        messages.success(request, _("You are signed out there."))
    return redirect("members:me_sessions")


def signed_in_lately(request: HttpRequest) -> bool:
    """Whether the person proved who they are within settings.ACCOUNT_REAUTHENTICATION_TIMEOUT; demo people need not."""
    is_demo = settings.DEMO and request.session.get("demo_person")
    return bool(is_demo or proved_lately(request))


def tax_history(membership_id: int, code: str, *, on: datetime.date) -> list[dict[str, Any]]:
    """The tax files, newest first, each with questions and answers in the reader's words, and where it stands on a day.

    A rare question left at its default is not listed: eighteen lines of "no" hide the three that matter.
    """
    questions = usual_first(registry.pack_for(code).pack.tax_file)
    files = list(TaxFile.objects.filter(membership_id=membership_id).order_by("-since"))
    in_force = next((each for each in files if each.since <= on), None)
    return [
        {
            "since": each.since,
            "is_coming": each.since > on,
            "is_in_force": each is in_force,
            "entered_at": each.entered_at,
            "answers": [
                {"label": in_language(question.label), "value": answer_words(question, answers[question.name])}
                for question in questions
                if _is_told(question, answers.get(question.name))
            ],
        }
        for each in files
        for answers in [typed(questions, each.answers)]
    ]


def _is_told(question: InputField, value: Any) -> bool:
    return value not in (None, "") and (not question.is_rare or is_answered(question, value))


def _form_page(request: HttpRequest, form: Any, title: str) -> HttpResponse:
    context = {"form": form, "title": title}
    return render(request, "members/me_form.html", context, status=422 if form.errors else 200)
