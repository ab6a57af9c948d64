"""The public simulator: from what one side knows to what arrives on an account."""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_htmx.http import reswap

from countries import registry
from invoicing.forms_simulator import SimulatorForm
from invoicing.rules import comparison, price_floor
from invoicing.rules.conversion_answer import Answer, kinds_of, questions_for_member
from invoicing.rules.payslip_lines import groups_of
from invoicing.rules.simulator import Ask, lowest_price, simulate
from members.access import public_page
from members.forms.questions import QuestionsForm, questions_form
from members.queries import membership_of, profile_of, tax_answers
from smart.foundation.errors import RuleBroken
from smart.foundation.limits import limited

FOREIGN = "SEK"
IN_SIGHT = "innerHTML show:#answer:top"
"""Who presses the button wants to see the answer, which a phone has far below."""
CALLS_PER_MINUTE = 200
PLAIN_NUMBER = re.compile(r"\d{1,9}\.\d{1,6}")
FIGURES = ("known", "amount", "days", "hours", "kind", "compare", "exchange_rate")


@dataclass(frozen=True, slots=True)
class Visitor:
    """What the portal knows of who asks: nothing of a stranger, of a member the tax file and the birth date."""

    is_member: bool
    tax_file: Mapping[str, Any]
    has_file: bool = False
    birth_date: datetime.date | None = None


@require_http_methods(["GET", "POST"])
@public_page
@limited("simulator", per_minute=CALLS_PER_MINUTE)
def simulator(request: HttpRequest) -> HttpResponse:
    """One question, one answer. A link carries figures only; the person's situation is posted, never in an address."""
    country, data = request.country, _data(request)
    visitor = _visitor(request)
    kind = (data or {}).get("kind") or next((each.code for each in kinds_of(country)), "")
    form = SimulatorForm(data, kinds=kinds_of(country), currency=country.currency, foreign=FOREIGN)
    work = questions_form(questions_for_member(country, kind), data, prefix="work", shown=kind)
    tax = questions_form(
        registry.pack_for(str(country.code)).pack.tax_file, data, prefix="tax", shown="tax", initial=visitor.tax_file
    )
    context: dict[str, Any] = {"form": form, "work": work, "tax": tax, "of": country, "visitor": visitor}
    if country.has_payroll and form.is_bound and form.is_valid() and work.is_acceptable() and tax.is_acceptable():
        context |= _answered(request, form, _ask(form, work, tax, visitor), visitor)
    template = "invoicing/_simulator_answer.html" if request.htmx else "invoicing/simulator.html"
    context |= _typing(request, form)
    refused = (form.errors or work.errors or tax.errors) and not context["is_unfinished"]
    response = render(request, template, context, status=422 if refused else 200)
    return reswap(response, IN_SIGHT) if request.htmx and not context["is_typing"] else response


def _typing(request: HttpRequest, form: SimulatorForm) -> dict[str, bool]:
    """Whether the answer comes by itself while a person types: then nothing takes the focus, and what is still empty is
    no mistake."""
    is_typing = bool(request.htmx) and "show" not in request.POST
    is_empty = form.is_bound and any(form.has_error(name, "required") for name in ("amount", "days"))
    return {"is_typing": is_typing, "is_unfinished": is_typing and is_empty}


def _data(request: HttpRequest) -> Any:
    """What was sent: a form that was posted, or the figures of a link."""
    if request.method == "POST":
        return request.POST
    return {name: _plain(value) for name, value in request.GET.items()} if "amount" in request.GET else None


def _plain(value: str) -> Any:
    """A figure of a link as a number: written with a point, whatever the reader's language."""
    return Decimal(value) if PLAIN_NUMBER.fullmatch(value) else value


def _visitor(request: HttpRequest) -> Visitor:
    membership = membership_of(request.user, request.country) if request.user.is_authenticated else None
    usual = registry.pack_for(str(request.country.code)).pack.usual_tax_file
    if membership is None:
        return Visitor(is_member=False, tax_file=usual)
    profile, answers = profile_of(membership), tax_answers(membership.pk, request.country.today())
    return Visitor(
        is_member=membership.is_active,
        tax_file=answers or usual,
        has_file=bool(answers),
        birth_date=profile.birth_date if profile else None,
    )


def _ask(form: SimulatorForm, work: QuestionsForm, tax: QuestionsForm, visitor: Visitor) -> Ask:
    given = form.cleaned_data
    return Ask(
        known=given["known"],
        amount=given["amount"],
        days=given["days"],
        hours=given["hours"],
        kind=given["kind"],
        engagement=work.answers(),
        tax_file=tax.answers(),
        birth_date=visitor.birth_date,
    )


def _answered(request: HttpRequest, form: SimulatorForm, ask: Ask, visitor: Visitor) -> dict[str, Any]:
    """The answer with all that goes with it, or, when the law refuses, the nearest questions it would let pass."""
    country, on = request.country, request.country.today()
    found: dict[str, Any] = {"link": _link(request, form.cleaned_data)}
    try:
        answer = simulate(country, ask, on=on)
    except RuleBroken as broken:
        form.add_rule_error(broken)
        passing = price_floor.alternatives(country, ask, on=on) if broken.field == "amount" else ()
        found["alternatives"] = [
            {"change": each.change, "ask": each.ask, "answer": each.answer, "link": _link(request, _figures(each.ask))}
            for each in passing
        ]
        return found
    assert answer.result is not None  # payroll is open: the pay was computed
    found |= {
        "answer": answer,
        "groups": groups_of(answer.result),
        "floor": lowest_price(country, ask, on=on),
        "usual": _usual(request, ask, visitor, answer),
    }
    if form.cleaned_data["compare"]:
        rate: Decimal | None = form.cleaned_data["exchange_rate"]
        assert answer.fall is not None  # payroll is open: the stairs are there
        found["sides"] = comparison.compare(country, ask, price=answer.fall.total, on=on, exchange_rate=rate)
    return found


def _usual(request: HttpRequest, ask: Ask, visitor: Visitor, answer: Answer) -> Answer | None:
    """The same question with the situation on file (or the usual one), when another was tried."""
    if dict(ask.tax_file) == dict(visitor.tax_file):
        return None
    try:
        usual = simulate(request.country, replace(ask, tax_file=visitor.tax_file), on=request.country.today())
    except RuleBroken:
        return None
    return usual if usual.net != answer.net else None


def _link(request: HttpRequest, figures: Mapping[str, Any]) -> str:
    """The address of a calculation: figures only, nothing of the person's situation."""
    given = {name: figures[name] for name in FIGURES if figures.get(name) not in (None, "", False)}
    return f"{request.build_absolute_uri(reverse('invoicing:simulator'))}?{urlencode(given)}"


def _figures(ask: Ask) -> dict[str, Any]:
    return {name: getattr(ask, name) for name in ("known", "amount", "days", "hours", "kind")}
