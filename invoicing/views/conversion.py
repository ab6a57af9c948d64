"""“Turn income into a contract”: choose a mission, days and a budget, see what it becomes, send it."""

import datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activities.models import Activity, Contract, Mission, WorkingDay
from activities.states import ContractState
from invoicing.forms import ConversionForm
from invoicing.rules import conversion, pay_facts
from invoicing.rules.conversion_answer import (
    Answer,
    available,
    kinds_of,
    questions_about_work,
    questions_for_member,
    simulate_conversion,
    usable_budget,
)
from invoicing.views.balances import MEMBER, STAFF
from members.access import actor_of, member_page, staff_page
from members.forms.questions import QuestionsForm, questions_form
from smart.foundation.errors import RuleBroken

MORNING = datetime.time(9, 0)


@require_http_methods(["GET", "POST"])
@member_page
def conversion_start(request: HttpRequest, pk: int) -> HttpResponse:
    activity = get_object_or_404(Activity.objects.of_user(request.user.pk), pk=pk)
    return _conversion(request, activity, base=MEMBER)


@require_http_methods(["GET", "POST"])
@staff_page("adviser")
def staff_conversion_start(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for an adviser who helps a member, above all where payroll is not open and the gross is agreed."""
    activity = get_object_or_404(Activity.objects.select_related("membership__user"), pk=pk)
    return _conversion(request, activity, base=STAFF)


def _conversion(request: HttpRequest, activity: Activity, *, base: str) -> HttpResponse:
    missions = list(_missions(activity))
    mission = _chosen(missions, request.GET.get("mission"))
    context: dict[str, Any] = {"base": base, "is_staff": base == STAFF, "activity": activity, "missions": missions}
    context["available"] = available(activity)
    if mission is None:
        return render(request, "invoicing/conversion_mission.html", context)
    days = _free_days(mission)
    form, work = _form(request, mission, days), _work_questions(request, mission, base=base)
    context |= {"mission": mission, "form": form, "work": work, "has_days": bool(days)}
    if request.htmx and request.htmx.target == "work":
        return render(request, "invoicing/_work_kind.html", context)
    if request.method == "POST" and work.is_acceptable() and form.is_valid():
        try:
            answer = _simulate(activity, mission, form, work)
            context |= {"answer": answer, "has_changed": _has_changed(request, answer)}
            if "convert" in request.POST and not context["has_changed"]:
                return _sent(request, _convert(request, activity, mission, form, work), base=base)
        except RuleBroken as broken:
            context.pop("answer", None)
            form.add_rule_error(broken)
    template = "invoicing/_conversion_answer.html" if request.htmx else "invoicing/conversion_form.html"
    return render(request, template, context, status=422 if form.errors or work.errors else 200)


def _has_changed(request: HttpRequest, answer: Answer) -> bool:
    """Whether the person makes the contract under other numbers than those the form now gives."""
    return "convert" in request.POST and request.POST.get("seen", answer.seen) != answer.seen


def _missions(activity: Activity) -> Any:
    """Missions whose income can become a contract, the latest work first."""
    found = Mission.objects.filter(activity=activity, state__in=conversion.CONVERTIBLE)
    return found.select_related("client", "activity").order_by("-starts_on")


def _chosen(missions: list[Mission], asked: str | None) -> Mission | None:
    if asked is None:
        return missions[0] if len(missions) == 1 else None
    return next((mission for mission in missions if str(mission.pk) == asked), None)


def _free_days(mission: Mission) -> list[datetime.date]:
    """The days of the mission that are in no contract yet."""
    taken = set(
        WorkingDay.objects.filter(contract__mission=mission)
        .exclude(contract__state=ContractState.CANCELLED)
        .values_list("day", flat=True)
    )
    length = (mission.ends_on - mission.starts_on).days + 1
    every = (mission.starts_on + datetime.timedelta(days=n) for n in range(length))
    return [day for day in every if day not in taken]


def _form(request: HttpRequest, mission: Mission, days: list[datetime.date]) -> ConversionForm:
    country = request.country
    return ConversionForm(
        request.POST or None,
        kinds=kinds_of(country),
        days=days,
        has_payroll=country.has_payroll,
        currency=country.currency,
        initial={
            "kind": mission.contract_kind,
            "days": [day.isoformat() for day in _likely_days(mission, days)],
            "hours": _short(mission.hours_per_day or pay_facts.full_day_hours(country)),
            "start_time": mission.start_time or MORNING,
            "budget": usable_budget(mission),
        },
    )


def _work_questions(request: HttpRequest, mission: Mission, *, base: str) -> QuestionsForm:
    """What the country's law asks about the work, for the kind of contract that is chosen; of members what they know."""
    kind = request.POST.get("kind") or mission.contract_kind
    asked = questions_about_work if base == STAFF else questions_for_member
    return questions_form(asked(request.country, kind), request.POST or None, prefix="work", shown=kind)


def _short(hours: Decimal) -> Decimal:
    """Without idle zeros: 7.00 hours are 7."""
    return hours.quantize(Decimal(1)) if hours == hours.to_integral_value() else hours.normalize()


def _likely_days(mission: Mission, days: list[datetime.date]) -> list[datetime.date]:
    """The first weekdays of one month, as many as the member declared."""
    weekdays = [day for day in days if day.weekday() < pay_facts.WEEKDAYS] or days
    wanted = int(mission.days or len(weekdays))
    return [day for day in weekdays if day.month == weekdays[0].month][:wanted]


def _simulate(activity: Activity, mission: Mission, form: ConversionForm, work: QuestionsForm) -> Answer:
    return simulate_conversion(
        activity,
        mission=mission,
        kind=form.cleaned_data["kind"],
        days=form.worked_days(),
        budget=form.cleaned_data["budget"],
        agreed_gross=form.cleaned_data.get("gross"),
        engagement=work.answers(),
    )


def _convert(
    request: HttpRequest, activity: Activity, mission: Mission, form: ConversionForm, work: QuestionsForm
) -> Contract:
    gross: Decimal | None = form.cleaned_data.get("gross")
    return conversion.convert_income(
        activity,
        mission=mission,
        kind=form.cleaned_data["kind"],
        days=form.worked_days(),
        budget=form.cleaned_data["budget"],
        start_time=form.cleaned_data["start_time"],
        function=mission.function or mission.title,
        place=", ".join(part for part in (mission.city, mission.place.name) if part),
        gross=gross,
        engagement=work.answers(),
        now=timezone.now(),
        by=actor_of(request),
    )


def _sent(request: HttpRequest, contract: Contract, *, base: str) -> HttpResponse:
    messages.success(
        request, _("Contract %(reference)s is sent; your adviser checks it.") % {"reference": contract.reference}
    )
    name = "activities:staff_contract_review" if base == STAFF else "activities:contract_detail"
    return redirect(name, contract.pk)
