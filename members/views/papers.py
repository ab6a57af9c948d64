"""The checklist of papers as their owner sees it, and handing one in from a phone."""

import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from members.access import actor_of, applicant_page
from members.forms.papers import PaperForm
from members.models import Document, MemberPaper, Membership
from members.papers import KINDS
from members.rules import papers
from members.rules.papers import CheckedPaper
from members.states import MembershipState, PaperState
from smart.foundation import formats
from smart.foundation.errors import RuleBroken
from smart.foundation.uploads import SafeFile, read_upload

TONES = {PaperState.GIVEN: "pen", PaperState.ACCEPTED: "ok", PaperState.RETURNED: "bad"}


@require_GET
@applicant_page
def paper_list(request: HttpRequest) -> HttpResponse:
    """What is asked, what was handed in, what an adviser said of it."""
    membership = _of(request)
    checklist = papers.read_checklist(membership, on=request.country.today())
    context = {
        "membership": membership,
        "is_joining": membership.state in {MembershipState.APPLIED, MembershipState.CONSULTED},
        "rows": [shown(each) for each in checklist.papers],
        "is_given": checklist.is_given,
    }
    return render(request, "members/paper_list.html", context)


@require_http_methods(["GET", "POST"])
@applicant_page
def paper_give(request: HttpRequest, kind: str) -> HttpResponse:
    """One paper: its photos and, where it ends, until when it is valid."""
    membership, today = _of(request), request.country.today()
    asked = next(
        (each for each in papers.read_checklist(membership, on=today).papers if each.asked.kind.code == kind), None
    )
    if asked is None:
        raise Http404
    form = PaperForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        kind=KINDS[kind],
    )
    if request.method == "POST" and form.is_valid():
        try:
            papers.give_paper(
                membership,
                kind=kind,
                files=_files(form.cleaned_data),
                expires_on=form.cleaned_data.get("expires_on"),
                by=actor_of(request),
                on=today,
            )
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("Thank you. An adviser reads it."))
            return redirect("members:paper_list")
    context = {"form": form, "row": shown(asked), "kind": KINDS[kind]}
    return render(request, "members/paper_give.html", context, status=422 if form.errors else 200)


def shown(row: CheckedPaper) -> dict[str, Any]:
    """A line of the checklist with the words and the tone of its state."""
    newest = row.newest
    if newest is None:
        state, tone = (_("To do"), "muted") if row.asked.is_required else (_("If it applies to you"), "muted")
    else:
        state, tone = newest.get_state_display(), TONES[PaperState(newest.state)]
    over = newest is not None and newest.state == PaperState.ACCEPTED and not row.is_accepted
    return {
        "code": row.asked.kind.code,
        "label": row.asked.kind.label,
        "help": row.asked.kind.help,
        "state": _("Over") if over else state,
        "tone": "bad" if over else tone,
        "newest": newest,
        "note": _note(newest),
        "is_required": row.asked.is_required,
        "must_give": over or row.is_returned or (newest is None and row.asked.is_required),
    }


def files_of(paper: MemberPaper) -> list[Document]:
    """The files of one handing-in, front first."""
    return list(Document.objects.about(paper).order_by("-kind", "-version"))


def _note(paper: MemberPaper | None) -> str:
    if paper is None:
        return ""
    if paper.state == PaperState.RETURNED:
        return str(paper.reason)
    if paper.expires_on is not None:
        return _("Valid until %(day)s.") % {"day": formats.day(paper.expires_on)}
    given: datetime.datetime = paper.given_at
    return _("Handed in on %(at)s.") % {"at": formats.moment(given)}


def _files(typed: dict[str, Any]) -> list[SafeFile]:
    return [read_upload(typed[side], field=side) for side in papers.SIDES if typed.get(side) or side == "front"]


def _of(request: HttpRequest) -> Membership:
    """The person's own membership, unless there is none or it is over."""
    membership: Membership | None = request.membership
    if membership is None or membership.state == MembershipState.LEFT:
        raise Http404
    return membership
