"""The translators' pages: languages, their sentences, one sentence with its history, and the file for developers."""

from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from smart.foundation.actors import Actor
from smart.foundation.errors import RuleBroken
from smart.translating import perms, rules
from smart.translating.access import translator_page
from smart.translating.catalogue import Entry, find, is_language
from smart.translating.exporting import as_po
from smart.translating.forms import STATES, DoubtForm, FilterForm, RefuseForm, TextForm
from smart.translating.listing import counts, counts_by_language, fitting, lines
from smart.translating.models import Wording
from smart.translating.places import places_of, tags_of
from smart.translating.states import WordingState
from smart.translating.where_used import files_with

PER_PAGE: Final = 50
TONES: Final = {"changed": "ok", "waiting": "warn", "doubtful": "warn", "missing": "bad", "same": "muted"}
ANSWERS: Final = ("approve", "refuse", "withdraw", "take-back", "settle")
LANGUAGE_NAMES: Final = dict(settings.LANGUAGES)


@require_safe
@translator_page
def language_list(request: HttpRequest, *, by: Actor) -> HttpResponse:
    """Every language the person may change, with its counts; one query."""
    own = [(code, name) for code, name in settings.LANGUAGES if perms.may_propose(by, code)]
    found = counts_by_language([code for code, _name in own])
    rows = [{"code": code, "name": name, "counts": found[code]} for code, name in own]
    context = {"rows": rows, "may_name": perms.may_name_translators(by)}
    return render(request, "smart/translator_languages.html", context)


@require_safe
@translator_page
def sentence_list(request: HttpRequest, language: str, *, by: Actor) -> HttpResponse:
    """The sentences of a language that fit the filters; one query however many there are."""
    _known(language, by=by)
    form = FilterForm(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    every = lines(language)
    found = list(fitting(every, state=wanted.get("state") or "", word=(wanted.get("word") or "").strip()))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    labels = dict(STATES)
    context = {
        "form": form,
        "page": page,
        "rows": [
            {"line": line, "states": [{"label": labels[state], "tone": TONES[state]} for state in line.states]}
            for line in page
        ],
        "found": len(found),
        "language": language,
        "language_name": LANGUAGE_NAMES[language],
        "changed": counts(every)["changed"],
        "query": _query(wanted),
    }
    return render(request, "smart/translator_sentences.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@translator_page
def sentence(request: HttpRequest, language: str, key: str, *, by: Actor) -> HttpResponse:
    """One sentence: the English, what is shipped and shown, the form, where it stands, its history; one query."""
    entry = _sentence(language, key, by=by)
    rows = list(Wording.objects.of(language, key))
    live = next((row for row in rows if row.state == WordingState.LIVE), None)
    shown = list(live.texts) if live is not None else list(entry.texts)
    form = TextForm(request.POST or None, entry=entry, shown=shown, language=language)
    if request.method == "POST" and form.is_valid() and _propose(request, form, language, key, by=by):
        return redirect("translation_sentence", language, key)
    context = {
        **_around(entry, language),
        "form": form,
        "live": live,
        "shown": shown,
        "waiting": _waiting(rows, by=by),
        "doubts": [row for row in rows if row.state == WordingState.DOUBTED],
        "doubt_form": DoubtForm(prefix="doubt"),
        "may_take_back": live is not None and perms.may_take_back(by),
        "events": [_event(row) for row in rows],
    }
    return render(request, "smart/translator_sentence.html", context, status=422 if form.errors else 200)


@require_POST
@translator_page
def sentence_doubt(request: HttpRequest, language: str, key: str, *, by: Actor) -> HttpResponse:
    _sentence(language, key, by=by)
    rules.doubt_text(language=language, key=key, by=by, note=request.POST.get("doubt-note", ""))
    messages.success(request, _("Marked as doubtful. What is shown stays the same."))
    return redirect("translation_sentence", language, key)


@require_POST
@translator_page
def wording_decide(request: HttpRequest, pk: int, answer: str, *, by: Actor) -> HttpResponse:
    """One answer to a text or a doubt: approve, refuse, withdraw, take back, settle."""
    wording = get_object_or_404(Wording.objects.all(), pk=pk)
    if answer not in ANSWERS:
        raise Http404
    _known(wording.language, by=by)
    if answer == "approve":
        rules.approve_text(wording, by=by)
        said = _("Approved: every page shows the text within seconds.")
    elif answer == "refuse":
        rules.refuse_text(wording, by=by, reason=request.POST.get("no-reason", ""))
        said = _("Refused. The text before stays.")
    elif answer == "withdraw":
        rules.withdraw_text(wording, by=by)
        said = _("Withdrawn. The text before stays.")
    elif answer == "take-back":
        rules.take_back_text(wording, by=by)
        said = _("Taken back: every page shows the shipped text within seconds.")
    else:
        rules.settle_doubt(wording, by=by)
        said = _("The doubt is settled.")
    messages.success(request, said)
    return redirect("translation_sentence", wording.language, wording.key)


@require_safe
@translator_page
def language_export(request: HttpRequest, language: str, *, by: Actor) -> HttpResponse:
    """The texts shown here as a .po file."""
    _known(language, by=by)
    response = HttpResponse(as_po(language), content_type="text/x-gettext-translation; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="smart-{language}.po"'
    return response


def _known(language: str, *, by: Actor) -> None:
    """A language of the portal, and one that the person was given."""
    if not is_language(language) or not perms.may_propose(by, language):
        raise Http404


def _sentence(language: str, key: str, *, by: Actor) -> Entry:
    _known(language, by=by)
    entry = find(language, key)
    if entry is None:
        raise Http404
    return entry


def _propose(request: HttpRequest, form: TextForm, language: str, key: str, *, by: Actor) -> bool:
    try:
        rules.propose_text(language=language, key=key, texts=form.typed(), note=form.cleaned_data["note"], by=by)
    except RuleBroken as broken:
        form.add_rule_error(broken)
        return False
    messages.success(request, _("Proposed. Another person must now approve it."))
    return True


def _around(entry: Entry, language: str) -> dict[str, Any]:
    """What a translator needs to know of a sentence before writing."""
    originals = [entry.source, entry.plural] if entry.plural else [entry.source]
    kept = list(places_of(entry.plural or entry.source)) + list(tags_of(entry.plural or entry.source))
    return {
        "entry": entry,
        "language": language,
        "language_name": LANGUAGE_NAMES[language],
        "originals": originals,
        "kept": kept,
        "files": files_with(entry.source),
    }


def _waiting(rows: list[Wording], *, by: Actor) -> dict[str, Any] | None:
    row = next((row for row in rows if row.state == WordingState.PROPOSED), None)
    if row is None:
        return None
    return {
        "row": row,
        "may_decide": perms.may_decide(by, row),
        "may_withdraw": perms.may_withdraw(by, row),
        "reason_form": RefuseForm(prefix="no"),
    }


def _event(row: Wording) -> dict[str, Any]:
    """A row of the history: what it says, where it stands, who and why."""
    people = [row.proposed_by_label, row.decided_by_label, row.closed_by_label]
    words = [row.note, row.reason]
    return {
        "at": row.closed_at or row.decided_at or row.proposed_at,
        "text": f"{row.get_state_display()}: {' / '.join(row.texts)}" if row.texts else row.get_state_display(),
        "who": ", ".join(dict.fromkeys(name for name in people if name)),
        "note": " ".join(word for word in words if word),
        "now": row.state == WordingState.LIVE,
    }


def _query(wanted: dict[str, Any]) -> str:
    from urllib.parse import urlencode

    kept = {name: value for name, value in wanted.items() if value}
    return f"{urlencode(kept)}&" if kept else ""
