"""Papers that wait for an adviser, and one of them beside what the person said of themselves."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members import perms
from members.access import actor_of, staff_page
from members.forms.staff import ReasonForm
from members.models import Document, MemberPaper
from members.papers import KINDS
from members.queries import profile_of
from members.rules import papers
from members.rules.documents import read_document
from members.states import PaperState
from members.views.papers import TONES, files_of
from smart.foundation.errors import RuleBroken
from smart.foundation.uploads import JPEG, file_response

MOST = 200


@require_GET
@staff_page("adviser")
def paper_queue(request: HttpRequest) -> HttpResponse:
    """Those to be read, the oldest first."""
    waiting = MemberPaper.objects.to_read().select_related("membership__user", "membership__adviser")[:MOST]
    rows = [{"paper": each, "label": KINDS[each.kind].label} for each in waiting]
    return render(request, "members/staff_paper_queue.html", {"rows": rows})


@require_http_methods(["GET"])
@staff_page("adviser")
def paper_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _find(pk), ReasonForm())


@require_POST
@staff_page("adviser")
def paper_accept(request: HttpRequest, pk: int) -> HttpResponse:
    paper = papers.accept_paper(_find(pk), by=actor_of(request))
    messages.success(request, _("“%(paper)s” is accepted.") % {"paper": KINDS[paper.kind].label})
    return redirect("members:staff_member", paper.membership_id)


@require_POST
@staff_page("adviser")
def paper_return(request: HttpRequest, pk: int) -> HttpResponse:
    paper, form = _find(pk), ReasonForm(request.POST)
    if form.is_valid():
        try:
            papers.return_paper(paper, reason=form.cleaned_data["reason"], by=actor_of(request))
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("The paper is sent back and the person is told why."))
            return redirect("members:staff_paper_queue")
    return _page(request, paper, form, status=422)


@require_GET
@staff_page("adviser")
def paper_picture(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """A photo of the paper shown in its place; everything else is a download by the vault's own door."""
    found = get_object_or_404(Document.objects.about(_find(pk)), pk=document)
    if found.content_type != JPEG or not perms.may_open_document(actor_of(request), found, None):
        raise Http404
    return file_response(read_document(found), content_type=found.content_type, name="paper.jpg", is_shown=True)


def _page(request: HttpRequest, paper: MemberPaper, form: ReasonForm, status: int = 200) -> HttpResponse:
    context = {
        "paper": paper,
        "label": KINDS[paper.kind].label,
        "tone": TONES.get(PaperState(paper.state), "muted"),
        "files": files_of(paper),
        "held": profile_of(paper.membership),
        "form": form,
        "may_decide": paper.state == PaperState.GIVEN
        and perms.may_decide_membership(actor_of(request), paper.membership),
    }
    return render(request, "members/staff_paper.html", context, status=status)


def _find(pk: int) -> MemberPaper:
    people = ("membership__user", "membership__country")
    found: MemberPaper = get_object_or_404(MemberPaper.objects.select_related(*people), pk=pk)
    return found
