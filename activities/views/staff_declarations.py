"""The desk of declarations: what is due first, what was sent under which reference, what the authority answered."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from activities import queries
from activities.forms.declarations import DeclarationFilter, ReceiptFileForm, ReceiptForm, SentForm
from activities.forms.staff import DecisionForm, declaration_states
from activities.models import Declaration
from activities.rules import declaration_files, declaration_sending, declarations
from activities.views.declarations_shown import as_json, cancel_form, desk_rows, detail_context, filtered, refuse_form
from activities.views.staff_queue import decided, paged
from members.access import actor_of, staff_page
from smart.foundation.forms import SmartForm

PAGE = "activities:staff_declaration_detail"


@require_GET
@staff_page("adviser", "payroll")
def staff_declaration_desk(request: HttpRequest) -> HttpResponse:
    """What must be sent, the earliest deadline first; other states by choice. As many queries for 5 rows as for 50."""
    hint = _("The beginning of a contract's reference, of the member's family name or of the client.")
    filters = DeclarationFilter(request.GET, states=declaration_states(), hint=hint)
    wanted, now = filters.wanted(), timezone.now()
    page, query = paged(request, filtered(wanted, now=now, today=request.country.today()))
    context = {
        "filters": filters,
        "page": page,
        "query": query,
        "is_filtered": bool(wanted),
        "rows": desk_rows(list(page)),
        "waiting": Declaration.objects.to_do().count(),
        "late": Declaration.objects.late(now).count(),
    }
    return render(request, "activities/staff_declaration_desk.html", context)


@require_GET
@staff_page("adviser", "payroll")
def staff_declaration_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return detail_page(request, _found(pk))


@require_POST
@staff_page("adviser", "payroll")
def staff_declaration_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that it was sent, under which reference."""
    form = SentForm(request.POST, prefix="send")
    return _record(
        request,
        pk,
        form,
        lambda row: declarations.mark_sent(
            row, reference=form.cleaned_data["reference"], by=actor_of(request), now=timezone.now()
        ),
        done=_("Recorded as sent."),
    )


@require_POST
@staff_page("adviser", "payroll")
def staff_declaration_dispatch(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the worker to send it through the country's adapter."""
    form = DecisionForm(request.POST, prefix="dispatch")
    return _record(
        request,
        pk,
        form,
        lambda row: declaration_sending.ask_to_send(row, by=actor_of(request)),
        done=_("It is on its way. Its reference appears here in a few moments."),
    )


@require_POST
@staff_page("adviser", "payroll")
def staff_declaration_acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the authority's receipt: its number, and the file when it is at hand."""
    form = ReceiptForm(request.POST, request.FILES, prefix="acknowledge")
    return _record(
        request,
        pk,
        form,
        lambda row: declarations.acknowledge(
            row,
            receipt=form.cleaned_data["receipt"],
            by=actor_of(request),
            now=timezone.now(),
            file=form.receipt_file(),
        ),
        done=_("The receipt is recorded."),
    )


@require_POST
@staff_page("adviser", "payroll")
def staff_declaration_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a receipt that came later than its number."""
    form = ReceiptFileForm(request.POST, request.FILES, prefix="receipt")

    def keep(row: Declaration) -> object:
        file = form.receipt_file()
        assert file is not None  # the form requires it
        return declarations.keep_receipt(row, file=file, by=actor_of(request))

    return _record(request, pk, form, keep, done=_("The receipt is in the vault."))


@require_POST
@staff_page("adviser", "payroll")
def staff_declaration_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the authority's refusal, with its words."""
    form = refuse_form(request.POST)
    return _record(
        request,
        pk,
        form,
        lambda row: declarations.refuse(
            row, reason=form.cleaned_data["reason"], by=actor_of(request), now=timezone.now()
        ),
        done=_("The refusal is recorded. Mend the papers, then prepare a new declaration."),
    )


@require_POST
@staff_page("adviser", "payroll")
def staff_declaration_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that it was withdrawn."""
    form = cancel_form(request.POST)
    return _record(
        request,
        pk,
        form,
        lambda row: declarations.cancel_declaration(row, reason=form.cleaned_data["reason"], by=actor_of(request)),
        done=_("The declaration is cancelled."),
    )


@require_POST
@staff_page("adviser", "payroll")
def staff_declaration_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill it in anew from the papers as they are now; what was refused or cancelled is followed by a new one."""
    form, made = DecisionForm(request.POST, prefix="again"), []
    answer = _record(
        request,
        pk,
        form,
        lambda row: made.append(declarations.prepare_again(row, by=actor_of(request), now=timezone.now())),
        done=_("The fields are filled in again from the papers."),
    )
    return redirect(PAGE, made[0].pk) if made else answer


@require_http_methods(["GET", "POST"])
@staff_page("adviser", "payroll")
def staff_declaration_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The declaration as a file. By GET sealed numbers stay sealed; by POST they are in place and a trace is kept.

    `format` is file (the authority's own, or a list where none is known), csv or json.
    """
    declaration = _found(pk)
    wanted = request.POST.get("format") or request.GET.get("format") or "file"
    fields = dict(declaration.fields)
    if request.method == "POST":
        fields = declaration_files.release_fields(declaration, by=actor_of(request))
    if wanted == "json":
        file = as_json(declaration, fields)
    elif wanted == "csv":
        file = declaration_files.listed(declaration, fields)
    else:
        file = declaration_files.file_of(declaration, fields)
    response = HttpResponse(file.content, content_type=f"{file.media_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["Cache-Control"] = "no-store, private"
    return response


def detail_page(request: HttpRequest, declaration: Declaration, **refused: SmartForm) -> HttpResponse:
    """The declaration with its fields and what can be recorded; a refused form comes back in its place (422)."""
    context = detail_context(declaration, by=actor_of(request), refused=refused)
    return render(request, "activities/staff_declaration_detail.html", context, status=422 if refused else 200)


def _found(pk: int) -> Declaration:
    found: Declaration = get_object_or_404(queries.declarations_for_staff(), pk=pk)
    return found


def _record(
    request: HttpRequest, pk: int, form: SmartForm, rule: Callable[[Declaration], object], *, done: str
) -> HttpResponse:
    """One step of a declaration: take the form to the rule, then back to the page."""
    declaration = _found(pk)
    if not decided(form, lambda _data: rule(declaration)):
        return detail_page(request, declaration, **{str(form.prefix): form})
    messages.success(request, done)
    return redirect(PAGE, pk)
