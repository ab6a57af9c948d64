"""Questions as staff see them: the inbox by its clock, one conversation with notes, and handing it on."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.access import actor_of, staff_page
from members.forms.threads import AssignForm, InboxForm, MessageForm, NoteForm
from members.models import Membership, Thread
from members.queries import search_members, staff_of, threads_for_staff
from members.rules import threads
from members.states import Role
from members.thread_subjects import subject_of
from members.views.threads import written
from members.views.threads_shown import ANCHOR, rows_of, status_of, who_answers, words_of
from smart.foundation.errors import RuleBroken
from smart.foundation.forms import SmartForm

PER_PAGE = 25
PAGE = "members:staff_thread"


@require_GET
@staff_page()
def staff_thread_list(request: HttpRequest) -> HttpResponse:
    """What I may answer, what was promised for the earliest day first."""
    form, now = InboxForm(request.GET), timezone.now()
    form.is_valid()
    rows = _chosen(request, form.cleaned_data.get("show") or "open", now=now)
    if form.cleaned_data.get("q"):
        people = Membership.objects.filter(country=request.country)
        rows = rows.filter(membership__in=search_members(people, form.cleaned_data["q"]).values("pk"))
    page = Paginator(rows.by_clock(), PER_PAGE).get_page(request.GET.get("page"))  # type: ignore[attr-defined]
    query = request.GET.copy()
    query.pop("page", None)
    listed = rows_of(page, where=request.country, now=now, is_staff=True)
    context = {"form": form, "page": page, "rows": listed, "query": f"{query.urlencode()}&" if query else ""}
    return render(request, "members/staff_thread_list.html", context)


@require_http_methods(["GET", "POST"])
@staff_page()
def staff_thread(request: HttpRequest, pk: int) -> HttpResponse:
    """One conversation; a POST answers the member."""
    thread = _find(request, pk)
    if request.method == "GET":
        return _page(request, thread)
    form = MessageForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            threads.write_message(thread, by=actor_of(request), now=timezone.now(), **written(form))
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("Your answer is sent."))
            return _back(request, thread)
    return _page(request, thread, answer=form)


@require_POST
@staff_page()
def staff_thread_ask(request: HttpRequest, table: str, pk: int) -> HttpResponse:
    """Write to the member about a thing of theirs; a conversation about it that exists goes on."""
    subject = subject_of(table, pk)
    if subject is None or subject.membership.user_id == request.user.pk:
        raise Http404
    form, by = MessageForm(request.POST, request.FILES), actor_of(request)
    if form.is_valid():
        try:
            threads.ask_question(subject.membership, subject=subject, by=by, now=timezone.now(), **written(form))
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("Your message is sent."))
            return HttpResponseRedirect(f"{subject.staff_url}#{ANCHOR}")
    context = {"form": form, "subject": subject, "back": subject.staff_url}
    return render(request, "members/staff_thread_ask.html", context, status=422)


@require_POST
@staff_page()
def staff_thread_note(request: HttpRequest, pk: int) -> HttpResponse:
    thread, form = _find(request, pk), NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, thread, note=form)
    threads.write_note(thread, by=actor_of(request), now=timezone.now(), **form.cleaned_data)
    return redirect(PAGE, pk)


@require_POST
@staff_page()
def staff_thread_assign(request: HttpRequest, pk: int) -> HttpResponse:
    thread = _find(request, pk)
    form = AssignForm(request.POST, colleagues=_colleagues(request, thread))
    if not form.is_valid():
        return _page(request, thread, assign=form)
    given = threads.assign_thread(thread, by=actor_of(request), now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("%(person)s answers now.") % {"person": given.owner})
    return redirect("members:staff_thread_list")


@require_POST
@staff_page()
def staff_thread_take(request: HttpRequest, pk: int) -> HttpResponse:
    threads.take_over(_find(request, pk), by=actor_of(request), now=timezone.now())
    messages.success(request, _("This question is yours now."))
    return redirect(PAGE, pk)


@require_POST
@staff_page()
def staff_thread_close(request: HttpRequest, pk: int) -> HttpResponse:
    threads.close_thread(_find(request, pk), by=actor_of(request))
    messages.success(request, _("The question is closed."))
    return redirect(PAGE, pk)


def _chosen(request: HttpRequest, show: str, *, now: datetime) -> QuerySet[Thread]:
    rows: Any = threads_for_staff(actor_of(request))
    chosen = {
        "open": lambda: rows.to_answer(),
        "mine": lambda: rows.to_answer().filter(owner_id=request.user.pk),
        "team": lambda: rows.to_answer().filter(role__in=actor_of(request).roles),
        "nobody": lambda: rows.to_answer().filter(owner=None),
        "late": lambda: rows.past_promise(now),
        "all": lambda: rows,
    }
    found: QuerySet[Thread] = chosen[show]() if show in chosen else rows.filter(state=show)
    return found


def _page(request: HttpRequest, thread: Thread, **refused: SmartForm) -> HttpResponse:
    """The conversation; a refused form comes back in its place with what was typed (422)."""
    is_mine = thread.owner_id == request.user.pk
    context = {
        "thread": thread,
        "member": thread.membership,
        "words": words_of(thread, viewer_id=request.user.pk, is_staff=True),
        "status": status_of(thread, now=timezone.now(), is_staff=True),
        "who": who_answers(thread.owner, thread.role),
        "due_on": request.country.local(thread.due_at).date() if thread.due_at else None,
        "subject": subject_of(thread.subject_table, thread.subject_id) if thread.subject_id else None,
        "is_mine": is_mine,
        "answer_form": refused.get("answer") or MessageForm(),
        "note_form": refused.get("note") or NoteForm(),
        "assign_form": refused.get("assign") or AssignForm(colleagues=_colleagues(request, thread)),
        "form": next(iter(refused.values()), None),
    }
    return render(request, "members/staff_thread.html", context, status=422 if refused else 200)


def _back(request: HttpRequest, thread: Thread) -> HttpResponse:
    """Where it was answered: the page of the thing, or the conversation's own."""
    subject = subject_of(thread.subject_table, thread.subject_id) if thread.subject_id else None
    if "back" in request.POST and subject is not None:
        return HttpResponseRedirect(f"{subject.staff_url}#{ANCHOR}")
    return redirect(PAGE, thread.pk)


def _colleagues(request: HttpRequest, thread: Thread) -> list[Any]:
    """Everybody of the staff but the member and who has it already, by name."""
    out = {thread.membership.user_id, thread.owner_id}
    found = [user for user in staff_of(request.country, *Role.values) if user.pk not in out]
    return sorted(found, key=lambda user: user.full_name)


def _find(request: HttpRequest, pk: int) -> Thread:
    """One the person may handle; of another team, another country or their own: not found."""
    return get_object_or_404(threads_for_staff(actor_of(request)), pk=pk)
