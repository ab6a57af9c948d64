"""The law the portal computes with, for staff: every dated value with its source, and what must be renewed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countries import law_book
from countries.law_book import Row
from countries.presentation import CONFIDENCE_LABELS
from members.access import staff_page
from smart.forms import LawFilterForm


@require_safe
@staff_page()
def law_list(request: HttpRequest) -> HttpResponse:
    """All values as of a day; filters by word, by what must be renewed and by what nobody has verified. No query."""
    form = LawFilterForm(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    on = wanted.get("on") or request.country.today()
    every = law_book.rows(str(request.country.code), on=on)
    found = [row for row in every if _fits(row, wanted)]
    context: dict[str, Any] = {
        "form": form,
        "rows": [{"row": row, "confidence": _confidence(row)} for row in found],
        "on": on,
        "is_empty": not every,
        "due": sum(row.is_due for row in every),
        "unsure": sum(row.value is not None and not row.value.is_sure for row in every),
    }
    return render(request, "smart/law_list.html", context, status=422 if form.errors else 200)


@require_safe
@staff_page()
def law_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One key through the years."""
    parameter = law_book.find(str(request.country.code), key)
    if parameter is None:
        raise Http404
    values = law_book.history(parameter, currency=request.country.currency)
    rows = [{"value": value, "confidence": CONFIDENCE_LABELS.get(value.confidence, "")} for value in values]
    return render(request, "smart/law_detail.html", {"parameter": parameter, "rows": rows})


def _fits(row: Row, wanted: dict[str, Any]) -> bool:
    word = (wanted.get("word") or "").lower()
    if word and word not in row.label.lower() and word not in row.key.lower():
        return False
    if wanted.get("show") == "due":
        return row.is_due
    if wanted.get("show") == "unsure":
        return row.value is not None and not row.value.is_sure
    return True


def _confidence(row: Row) -> str:
    if row.value is None:
        return ""
    return str(CONFIDENCE_LABELS.get(row.value.confidence, _("not verified")))
