"""The public simulator: from the price a client pays to what arrives on an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from invoicing.forms import SimulatorForm
from invoicing.rules.conversion_answer import kinds_of
from invoicing.rules.simulator import simulate_price
from members.access import public_page
from smart.foundation.errors import RuleBroken


@require_safe
@public_page
def simulator(request: HttpRequest) -> HttpResponse:
    """Three inputs, one answer; the address carries figures only, so it can be sent to somebody."""
    country = request.country
    form = SimulatorForm(request.GET or None, kinds=kinds_of(country), currency=country.currency)
    answer = None
    if country.has_payroll and form.is_bound and form.is_valid():
        try:
            answer = simulate_price(country, on=country.today(), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_error(broken)
    template = "invoicing/_simulator_answer.html" if request.htmx else "invoicing/simulator.html"
    context = {"form": form, "answer": answer, "of": country}
    return render(request, template, context, status=422 if form.errors else 200)
