"""Change what the portal says: proposed by one person, shown after another approved it, taken back by one.

A text is never edited: a newer one replaces it, and the history keeps all of them.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.translating import perms
from smart.translating.catalogue import Entry, find
from smart.translating.models import Wording
from smart.translating.overlay import refresh_on_commit
from smart.translating.places import checked_texts
from smart.translating.states import WordingState
from smart.translating.tellings import tell_decided


@transaction.atomic
def propose_text(*, language: str, key: str, texts: list[str], by: Actor, note: str = "") -> Wording:
    """Propose a text for a sentence. Fields of a refusal: text_0, text_1 (forms of number)."""
    _require_proposer(by, language)
    entry = _entry(language, key)
    checked = checked_texts(entry, texts)
    shown = Wording.objects.live().of(language, key).first()
    if checked == (shown.texts if shown is not None else list(entry.texts)):
        raise RuleBroken("text_unchanged", _("This is the text that is shown already. Change it."), field="text_0")
    try:
        with transaction.atomic():
            return _write(entry, language, by=by, texts=checked, note=note, state=WordingState.PROPOSED)
    except IntegrityError as error:  # smart_wording_one_waiting
        raise Conflict(
            "text_waiting", _("A text for this sentence already waits for a second person. Decide on it first.")
        ) from error


@transaction.atomic
def approve_text(wording: Wording, *, by: Actor) -> Wording:
    """Show a proposed text from now on; the one shown before is replaced and doubts about it are settled."""
    locked = _lock_waiting(wording, by=by)
    checked_texts(_entry(locked.language, locked.key), locked.texts)
    for state, after in (
        (WordingState.LIVE, WordingState.REPLACED),
        (WordingState.DOUBTED, WordingState.SETTLED),
    ):
        for former in _rows(locked.language, locked.key, state):
            _close(former, after, by=by)
    refresh_on_commit()
    return tell_decided(_decide(locked, WordingState.LIVE, by=by))


@transaction.atomic
def refuse_text(wording: Wording, *, by: Actor, reason: str) -> Wording:
    """Refuse a proposed text; the reason is kept with it, and whoever proposed it reads it."""
    locked = _lock_waiting(wording, by=by)
    if not reason.strip():
        raise RuleBroken(
            "reason_missing", _("Say why you refuse it, so that the other person can mend it."), field="reason"
        )
    locked.reason = reason.strip()
    return tell_decided(_decide(locked, WordingState.REFUSED, by=by))


@transaction.atomic
def withdraw_text(wording: Wording, *, by: Actor) -> Wording:
    """Take one's own proposal away while nobody has decided."""
    locked = _locked(wording, WordingState.PROPOSED)
    if not perms.may_withdraw(by, locked):
        raise NotAllowed(_("Only the person who proposed a text may withdraw it."))
    return _close(locked, WordingState.WITHDRAWN, by=by)


@transaction.atomic
def take_back_text(wording: Wording, *, by: Actor) -> Wording:
    """Show the shipped text again, at once."""
    if not perms.may_take_back(by):
        raise NotAllowed(_("Only an administrator of the network may take a text back."))
    locked = _locked(wording, WordingState.LIVE)
    refresh_on_commit()
    return _close(locked, WordingState.TAKEN_BACK, by=by)


@transaction.atomic
def doubt_text(*, language: str, key: str, by: Actor, note: str) -> Wording:
    """Mark a sentence as doubtful, with what is doubtful about it; nothing that is shown changes."""
    _require_proposer(by, language)
    if not note.strip():
        raise RuleBroken("note_missing", _("Say what is doubtful about the text."), field="note")
    return _write(_entry(language, key), language, by=by, texts=[], note=note, state=WordingState.DOUBTED)


@transaction.atomic
def settle_doubt(wording: Wording, *, by: Actor) -> Wording:
    """The text is right after all."""
    _require_proposer(by, wording.language)
    return _close(_locked(wording, WordingState.DOUBTED), WordingState.SETTLED, by=by)


def _require_proposer(by: Actor, language: str) -> None:
    if not perms.may_propose(by, language):
        raise NotAllowed(_("Only an administrator or a translator of this language may do this."))


def _entry(language: str, key: str) -> Entry:
    found = find(language, key)
    if found is None:
        raise RuleBroken("sentence_gone", _("The portal no longer has this sentence: nothing would show the text."))
    return found


def _write(entry: Entry, language: str, *, by: Actor, texts: list[str], note: str, state: WordingState) -> Wording:
    assert by.user_id is not None
    return Wording.objects.create(
        language=language,
        key=entry.key,
        context=entry.context,
        source=entry.source,
        plural=entry.plural,
        texts=texts,
        note=note.strip(),
        state=state,
        proposed_by_id=by.user_id,
        proposed_by_label=by.label,
        proposed_at=timezone.now(),
    )


def _rows(language: str, key: str, state: WordingState) -> list[Wording]:
    rows = Wording.objects.of(language, key).filter(state=state)
    return list(rows.select_for_update(of=("self",), no_key=True))


def _lock_waiting(wording: Wording, *, by: Actor) -> Wording:
    locked = _locked(wording, WordingState.PROPOSED)
    if locked.proposed_by_id == by.user_id:
        raise NotAllowed(_("You proposed this text yourself. Another person must decide."))
    if not perms.may_decide(by, locked):
        raise NotAllowed(
            _("Only an administrator of the network or a translator of this language may decide on a text.")
        )
    return locked


def _locked(wording: Wording, expected: WordingState) -> Wording:
    locked: Wording = Wording.objects.select_for_update(of=("self",), no_key=True).get(pk=wording.pk)
    if locked.state != expected:
        raise Conflict(
            "text_decided",
            _("Somebody was faster: this text is now “%(state)s”, by %(who)s.")
            % {
                "state": locked.get_state_display(),
                "who": locked.closed_by_label or locked.decided_by_label or locked.proposed_by_label,
            },
        )
    return locked


def _decide(wording: Wording, state: WordingState, *, by: Actor) -> Wording:
    wording.state = state
    wording.decided_by_id, wording.decided_by_label, wording.decided_at = by.user_id, by.label, timezone.now()
    wording.save(update_fields=["state", "reason", "decided_by_id", "decided_by_label", "decided_at"])
    return wording


def _close(wording: Wording, state: WordingState, *, by: Actor) -> Wording:
    wording.state = state
    wording.closed_by_id, wording.closed_by_label, wording.closed_at = by.user_id, by.label, timezone.now()
    wording.save(update_fields=["state", "closed_by_id", "closed_by_label", "closed_at"])
    return wording
