"""The VAT rules of the country for staff: every row with its source, who reviewed it, and how a supply would be taxed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from activities.forms.decisions import ReasonForm
from activities.views.staff_queue import decided
from countries import vat_book
from countries.contract import VatRow
from countries.rules import settings
from countries.vat_table import VatRule
from invoicing import perms
from invoicing.forms_vat import VatFilterForm, VatReviewForm, VatTryForm
from invoicing.models import VatRowReview
from invoicing.queries import vat_rules as queries
from invoicing.rules import vat, vat_reviews
from invoicing.views.vat_shown import detail_of, line_of, outcome_of
from members.access import actor_of, staff_page


@require_safe
@staff_page()
def vat_rules(request: HttpRequest) -> HttpResponse:
    """Every row in force on a day, filtered by service, client and what is to do."""
    form = VatFilterForm(request.GET or None, code=_code(request))
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    on = wanted.get("on") or request.country.today()
    values = settings.setting_values(request.country, on=on)
    every = queries.book(request.country, entered=vat.entered_rows(values), on=on)
    found = [line_of(each, _code(request)) for each in every if _fits(each, wanted)]
    context = {
        "form": form,
        "rows": found,
        "on": on,
        "unsure": sum(not each.is_sure for each in every),
        "to_review": sum(each.standing != queries.REVIEWED for each in every),
        "may_review": perms.may_review_vat(actor_of(request)),
        "only_reviewed": bool(values.get("vat.only_reviewed")),
    }
    return render(request, "invoicing/vat_rules.html", context, status=422 if form.errors else 200)


@require_safe
@staff_page()
def vat_rule(request: HttpRequest, row: str) -> HttpResponse:
    """One row: what it says in every language, its rates through the years, its reviews."""
    return _page(request, _rule(request, row))


@require_safe
@staff_page()
def vat_try(request: HttpRequest) -> HttpResponse:
    """How a supply would be taxed, with the row that says so and the mention in every language."""
    form = VatTryForm(request.GET or None, code=_code(request), today=request.country.today())
    outcome = None
    if form.is_bound and form.is_valid():
        facts = dict(form.cleaned_data)
        on = facts.pop("on")
        outcome = outcome_of(vat.decide_supply(vat.Supply(**facts), country=request.country, on=on), on=on)
    context = {"form": form, "outcome": outcome, "may_review": perms.may_review_vat(actor_of(request))}
    return render(request, "invoicing/vat_try.html", context, status=422 if form.errors else 200)


@require_POST
@staff_page("accounting")
def vat_rule_review(request: HttpRequest, row: str) -> HttpResponse:
    """I have read this row in its source."""
    rule, form, by = _rule(request, row), VatReviewForm(request.POST), actor_of(request)
    if not decided(form, lambda data: vat_reviews.review_row(rule, country=request.country, by=by, **data)):
        return _page(request, rule, review_form=form)
    messages.success(request, _("Your review is kept. Another accountant must agree now."))
    return redirect("invoicing:vat_rule", rule.id)


@require_POST
@staff_page("accounting")
def vat_review_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    found: VatRowReview = get_object_or_404(VatRowReview, pk=pk)
    vat_reviews.confirm_review(found, country=request.country, entered=_entered(request), by=actor_of(request))
    messages.success(request, _("The row is reviewed by two people."))
    return redirect("invoicing:vat_rule", found.row)


@require_POST
@staff_page("accounting")
def vat_review_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    found: VatRowReview = get_object_or_404(VatRowReview, pk=pk)
    form, by = _refuse_form(request.POST), actor_of(request)
    if not decided(
        form, lambda data: vat_reviews.refuse_review(found, country=request.country, reason=data["reason"], by=by)
    ):
        return _page(request, _rule(request, found.row), refuse_form=form)
    messages.success(request, _("The review is refused. The row is to be reviewed again."))
    return redirect("invoicing:vat_rule", found.row)


def _page(
    request: HttpRequest,
    rule: VatRule,
    *,
    review_form: VatReviewForm | None = None,
    refuse_form: ReasonForm | None = None,
) -> HttpResponse:
    by, today = actor_of(request), request.country.today()
    booked = queries.booked(rule, request.country, on=today)
    context: dict[str, Any] = {
        **detail_of(booked, _code(request)),
        "may_review": perms.may_review_vat(by),
        "is_mine": booked.review is not None and booked.review.reviewed_by_id == by.user_id,
        "review_form": review_form or VatReviewForm(),
        "refuse_form": refuse_form or _refuse_form(),
    }
    failed = (review_form and review_form.errors) or (refuse_form and refuse_form.errors)
    return render(request, "invoicing/vat_rule.html", context, status=422 if failed else 200)


def _refuse_form(data: Any = None) -> ReasonForm:
    return ReasonForm(data, label=_("What does not agree?"), prefix="refuse")


def _fits(each: queries.BookedRule, wanted: dict[str, Any]) -> bool:
    rule, show = each.rule, wanted.get("show")
    if wanted.get("service") and wanted["service"] not in rule.services:
        return False
    if wanted.get("customer") and wanted["customer"] not in rule.customers:
        return False
    if show in queries.STANDINGS:
        return each.standing == show
    return not show or (show == "unsure" and not each.is_sure) or (show == "ask" and rule.is_ask)


def _rule(request: HttpRequest, row: str) -> VatRule:
    found = vat_book.find_rule(_code(request), row, entered=_entered(request))
    if found is None:
        raise Http404
    return found


def _entered(request: HttpRequest) -> tuple[VatRow, ...]:
    """The rows the country entered itself, as of today."""
    return vat.entered_rows(settings.setting_values(request.country, on=request.country.today()))


def _code(request: HttpRequest) -> str:
    code: str = request.country.code.code
    return code
