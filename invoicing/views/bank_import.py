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

from invoicing.forms_bank import BankFileForm
from invoicing.models import BankStatement
from invoicing.rules.bank_import import Imported, import_statement, preview_statement
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
    context: dict[str, Any] = {"form": form, "seen": None, "kept": "", "name": "", "has_news": False}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        content = given.read()
        try:
            seen = _run(preview_statement, request, content, name=given.name)
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            news = any(each.is_new for each in seen)
            context |= {"seen": seen, "kept": _packed(content, given.name), "name": given.name, "has_news": news}
    return render(request, "invoicing/bank_import.html", context, status=422 if form.errors else 200)


def _import(request: HttpRequest) -> HttpResponse:
    try:
        packed = signing.loads(request.POST.get("kept", ""), salt=SALT, max_age=AN_HOUR)
        done = _run(import_statement, request, base64.b64decode(packed["content"]), name=packed["name"])
    except signing.BadSignature:
        messages.error(request, _("The preview is more than an hour old or was altered. Choose the file again."))
        return redirect("invoicing:bank_import")
    except RuleBroken as broken:
        messages.error(request, broken.message)
        return redirect("invoicing:bank_import")
    paid, waiting = sum(len(each.matches) for each in done), sum(len(each.waiting) for each in done)
    messages.success(
        request,
        ngettext("%(count)s payment is booked.", "%(count)s payments are booked.", paid) % {"count": paid}
        + " "
        + ngettext("%(count)s entry waits.", "%(count)s entries wait.", waiting) % {"count": waiting},
    )
    return redirect("invoicing:bank_entry_list")


def _run(rule: Any, request: HttpRequest, content: bytes, *, name: str) -> list[Imported]:
    return rule(content, file_name=name, by=actor_of(request), now=timezone.now())


def _packed(content: bytes, name: str) -> str:
    return signing.dumps({"name": name, "content": base64.b64encode(content).decode()}, salt=SALT, compress=True)
