"""Questions as their member sees them: the list, a new one, one conversation, and asking about a thing."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members.access import actor_of, applicant_page
from members.forms.threads import MessageForm, QuestionForm
from members.models import Membership, Thread
from members.rules import threads
from members.states import ThreadState
from members.thread_subjects import Subject, subject_of
from members.views.threads_shown import ANCHOR, promise_now, promise_of, rows_of, status_of, words_of
from smart.foundation.errors import RuleBroken

PER_PAGE = 25


@require_GET
@applicant_page
def thread_list(request: HttpRequest) -> HttpResponse:
    """My questions: what waits first, then what is new to me, then the rest by the last word."""
    membership, state = _mine(request), request.GET.get("state", "")
    rows = _threads(request, membership)
    rows = rows.filter(state=state) if state in ThreadState.values else rows
    waits = Case(When(state=ThreadState.OPEN, then=Value(0)), default=Value(1))
    page = Paginator(rows.order_by(waits, "-has_news", "-last_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    listed = rows_of(page, where=request.country, now=timezone.now(), is_staff=False)
    states = [
        ("open", _("Waits for an answer")),
        ("answered", pgettext("question", "Answered")),
        ("closed", pgettext("question", "Closed")),
    ]
    context = {"page": page, "rows": listed, "state": state, "states": states}
    context["query"] = f"state={state}&" if state else ""
    return render(request, "members/thread_list.html", context)


@require_http_methods(["GET", "POST"])
@applicant_page
def thread_new(request: HttpRequest) -> HttpResponse:
    """Ask the adviser something that belongs to nothing in particular."""
    membership = _mine(request)
    form = QuestionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        thread = _asked(request, membership, form)
        if thread is not None:
            return _sent(request, thread)
    context = {"form": form, "promise": promise_now(membership, now=timezone.now())}
    return render(request, "members/thread_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@applicant_page
def thread_ask(request: HttpRequest, table: str, pk: int) -> HttpResponse:
    """Ask about one thing of mine; a conversation about it that exists goes on."""
    membership, subject = _mine(request), subject_of(table, pk)
    if subject is None or subject.membership.pk != membership.pk:
        raise Http404
    known = _threads(request, membership).about(table, pk).first()
    if request.method == "GET" and known is not None:
        return redirect("members:thread_detail", known.pk)
    form = MessageForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        thread = _asked(request, membership, form, subject=subject)
        if thread is not None:
            return _sent(request, thread, subject=subject)
    promise = promise_now(membership, now=timezone.now())
    context = {"form": form, "subject": subject, "back": subject.member_url, "promise": promise}
    return render(request, "members/thread_ask.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@applicant_page
def thread_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One conversation, and a field to go on with it."""
    thread = get_object_or_404(_threads(request, _mine(request)), pk=pk)
    form = MessageForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            threads.write_message(thread, by=actor_of(request), now=timezone.now(), **written(form))
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            return _sent(request, thread, subject=_subject(thread) if "back" in request.POST else None)
    now = timezone.now()
    context = {
        "thread": thread,
        "form": form,
        "words": words_of(thread, viewer_id=request.user.pk, is_staff=False),
        "status": status_of(thread, now=now, is_staff=False),
        "promise": promise_of(thread, where=request.country, now=now),
        "subject": _subject(thread),
    }
    return render(request, "members/thread_detail.html", context, status=422 if form.errors else 200)


@require_POST
@applicant_page
def thread_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that nothing is open any more."""
    thread = get_object_or_404(_threads(request, _mine(request)), pk=pk)
    threads.close_thread(thread, by=actor_of(request))
    messages.success(request, _("The question is closed. Write again to take it up."))
    return redirect("members:thread_detail", pk)


@require_POST
@applicant_page
def thread_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Remember that the answer was read: a button, pressed by itself where scripts run."""
    thread = get_object_or_404(_threads(request, _mine(request)), pk=pk)
    threads.mark_read(thread, by=actor_of(request))
    return HttpResponse("") if request.htmx else redirect("members:thread_detail", pk)


def written(form: MessageForm) -> dict[str, Any]:
    """What the rules take of a valid message. Raises RuleBroken about the file."""
    return {
        "text": form.cleaned_data["text"],
        "submission_id": form.cleaned_data["submission_id"],
        "files": form.safe_files(),
    }


def _asked(
    request: HttpRequest, membership: Membership, form: MessageForm, *, subject: Subject | None = None
) -> Thread | None:
    """The conversation, or None when the form now says why not."""
    title, by = form.cleaned_data.get("title", ""), actor_of(request)
    try:
        return threads.ask_question(
            membership, title=title, subject=subject, by=by, now=timezone.now(), **written(form)
        )
    except RuleBroken as broken:
        form.add_rule_error(broken)
        return None


def _sent(request: HttpRequest, thread: Thread, *, subject: Subject | None = None) -> HttpResponse:
    """Back to where it was asked, at the conversation."""
    thread = get_object_or_404(_threads(request, _mine(request)), pk=thread.pk)
    promise = promise_of(thread, where=request.country, now=timezone.now())
    messages.success(request, f"{_('Your message is sent.')} {promise}".strip())
    if subject is not None:
        return HttpResponseRedirect(f"{subject.member_url}#{ANCHOR}")
    return redirect("members:thread_detail", thread.pk)


def _subject(thread: Thread) -> Subject | None:
    return subject_of(thread.subject_table, thread.subject_id) if thread.subject_id else None


def _threads(request: HttpRequest, membership: Membership) -> QuerySet[Any]:
    rows = Thread.objects.of_member(membership.pk).with_news(request.user.pk)
    return rows.select_related("membership__user", "owner")


def _mine(request: HttpRequest) -> Membership:
    """The person's membership, also while they apply and after they have left."""
    found: Membership | None = request.membership  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found
