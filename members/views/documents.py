"""The vault as its owner sees it, and the one door through which a stored file leaves the portal."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from members import perms
from members.access import actor_of, applicant_page
from members.models import Document
from members.rules.documents import read_document

PER_PAGE = 25


@require_GET
@applicant_page
def document_list(request: HttpRequest) -> HttpResponse:
    """Every paper shown to the member, newest first; those who left keep theirs."""
    if request.membership is None:
        raise Http404
    papers = Document.objects.visible_to_member(request.membership.pk).order_by("-created_at", "-id")
    page = Paginator(papers, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "members/document_list.html", {"page": page, "membership": request.membership})


@require_GET
@applicant_page
def document_open(request: HttpRequest, pk: int) -> HttpResponse:
    """The file itself, proved by its hash, always as a download that no browser runs. What is not yours is not found."""
    document = get_object_or_404(Document.objects.select_related("membership"), pk=pk)
    own = request.membership.pk if request.membership is not None else None
    if not perms.may_open_document(actor_of(request), document, own):
        raise Http404
    response = HttpResponse(read_document(document), content_type=document.content_type)
    suffix = document.storage_name.rpartition(".")[2]
    name = f"{slugify(document.title) or document.kind}-{document.version}.{suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response
