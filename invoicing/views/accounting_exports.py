"""Exports of the journal: asking for a file, the list of those made, the file itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from activities.views.staff_queue import decided, paged
from invoicing.forms_accounting import ExportForm
from invoicing.models import JournalExport
from invoicing.rules.journal_export import ask_export
from members.access import actor_of, staff_page
from members.rules.documents import read_document
from smart.foundation.jobs import Job, JobState


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("accounting")
def accounting_exports(request: HttpRequest) -> HttpResponse:
    """The files, newest first, those under way, and the form for another one."""
    today = request.country.today()
    initial = {"first": today.replace(month=1, day=1), "last": today}
    posted = request.POST if request.method == "POST" else None
    form = ExportForm(posted, initial=initial, is_french=request.country.code.code == "FR")
    if posted is not None and decided(form, lambda data: ask_export(by=actor_of(request), **data)):
        messages.success(request, _("The file is being made. It appears here, and you are told."))
        return redirect("invoicing:accounting_exports")
    rows = JournalExport.objects.select_related("entity").order_by("-made_at", "-pk")
    page, query = paged(request, rows)
    under_way = Job.objects.filter(kind="export_journal").exclude(state=JobState.DONE).order_by("-id")
    context = {
        "form": form,
        "page": page,
        "query": query,
        "under_way": [{"job": job, "is_parked": job.state == JobState.PARKED} for job in under_way[:10]],
    }
    return render(request, "invoicing/accounting_exports.html", context, status=422 if form.errors else 200)


@require_safe
@staff_page("accounting")
def accounting_export_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file under the name its readers expect (a FEC has a prescribed one), proved by its hash."""
    made = get_object_or_404(JournalExport.objects.select_related("document"), pk=pk)
    response = HttpResponse(read_document(made.document), content_type=made.document.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.file_name}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store, private"
    return response
