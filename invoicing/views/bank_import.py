"""Importing a bank's file in two steps: see what would happen, then let it happen. And the statements so far."""

import base64
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from invoicing.bank.pain002 import is_status_report
from invoicing.bank_reasons import status_in_words
from invoicing.forms_bank import BankFileForm
from invoicing.models import BankStatement
from invoicing.rules.bank_import import Imported, import_statement, preview_statement
from invoicing.rules.bank_status import import_status, preview_status
from members.access import actor_of, staff_page
from smart.foundation.errors import RuleBroken

SALT = "bank-file"
AN_HOUR = 3600
PER_PAGE = 50


@require_safe
@staff_page("accounting")
def bank_statement_list(request: HttpRequest) -> HttpResponse:
    rows = BankStatement.objects.select_related("account").order_by("-closing_on", "-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "invoicing/bank_statement_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
@staff_page("accounting")
def bank_import(request: HttpRequest) -> HttpResponse:
    """The file travels with the preview, signed, so that what is confirmed is what was seen."""
    if "confirm" in request.POST:
        return _import(request)
    form = BankFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "seen": None, "answer": None, "kept": "", "name": "", "has_news": False}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        content = given.read()
        try:
            context |= _preview(request, content, name=given.name)
        except RuleBroken as broken:
            form.add_rule_error(broken)
    return render(request, "invoicing/bank_import.html", context, status=422 if form.errors else 200)


def _preview(request: HttpRequest, content: bytes, *, name: str) -> dict[str, Any]:
    """What the file would do: a statement's entries, or what the bank answered to a file of ours."""
    kept = {"kept": _packed(content, name), "name": name}
    if is_status_report(content):
        return kept | {"answer": preview_status(content, by=actor_of(request), now=timezone.now()), "has_news": True}
    seen = _run(preview_statement, request, content, name=name)
    return kept | {"seen": seen, "has_news": any(each.is_new for each in seen)}


def _import(request: HttpRequest) -> HttpResponse:
    try:
        packed = signing.loads(request.POST.get("kept", ""), salt=SALT, max_age=AN_HOUR)
        content = base64.b64decode(packed["content"])
        if is_status_report(content):
            return _import_status(request, content)
        done = _run(import_statement, request, content, name=packed["name"])
    except signing.BadSignature:
        messages.error(request, _("The preview is more than an hour old or was altered. Choose the file again."))
        return redirect("invoicing:bank_import")
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect("invoicing:bank_import")
    paid = sum(len(each.matches) + len(each.settled) for each in done)
    waiting = sum(len(each.waiting) for each in done)
    messages.success(
        request,
        ngettext("%(count)s payment is booked.", "%(count)s payments are booked.", paid) % {"count": paid}
        + " "
        + ngettext("%(count)s entry waits.", "%(count)s entries wait.", waiting) % {"count": waiting},
    )
    return redirect("invoicing:bank_entry_list")


def _import_status(request: HttpRequest, content: bytes) -> HttpResponse:
    answer = import_status(content, by=actor_of(request), now=timezone.now())
    messages.success(request, status_in_words(answer.report.status))
    return redirect("invoicing:transfer_detail", answer.transfer.pk)


def _run(rule: Any, request: HttpRequest, content: bytes, *, name: str) -> list[Imported]:
    return rule(content, file_name=name, by=actor_of(request), now=timezone.now())


def _packed(content: bytes, name: str) -> str:
    return signing.dumps({"name": name, "content": base64.b64encode(content).decode()}, salt=SALT, compress=True)
