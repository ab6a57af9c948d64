"""How far an application is: its stages, what each opens, and its tasks with what still stands in the way."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from members.models import Membership
from members.rules.applications import ApplicationFile
from members.rules.meetings import words_of
from members.states import MembershipState

DONE, TO_DO, PROBLEM, LATER = "ok", "muted", "bad", "muted"


def stages(found: ApplicationFile) -> list[dict[str, Any]]:
    """The three stages before membership and what each opens, the present one marked."""
    rows = [
        (_("Your e-mail is confirmed"), _("You can use the simulator and book a meeting.")),
        (_("We know where you live"), _("You can ask for an appointment with an adviser.")),
        (_("We know who you are"), _("You can accept the agreement, take your share and join.")),
    ]
    return [
        {"label": label, "opens": opens, "done": place <= found.stage, "current": place == found.stage}
        for place, (label, opens) in enumerate(rows)
    ]


def tasks(membership: Membership, found: ApplicationFile, *, meeting: str) -> list[dict[str, Any]]:
    """Everything to do, in order. `meeting` is none, advised or compulsory."""
    rows = [
        _task(_("Say where you live"), "join_address", is_done=found.has_address),
        _task(_("Say who you are"), "join_identity", is_done=found.has_identity),
        _papers(found),
        _task(_("Say where your pay goes"), "join_account", is_done=found.has_account),
        _task(_("Say what your tax depends on"), "join_tax", is_done=found.has_tax_file),
    ]
    if meeting != "none":
        rows.append(_meeting(membership, found, is_needed=meeting == "compulsory"))
    return [*rows, _send(found)]


def next_url(found: ApplicationFile) -> str:
    """The first page that is not done; empty when only the adviser is awaited."""
    parts = [
        (found.has_address, "join_address"),
        (found.has_identity, "join_identity"),
        (found.checklist.is_given, "paper_list"),
        (found.has_account, "join_account"),
        (found.has_tax_file, "join_tax"),
        (found.sent_at is not None, "join_send"),
    ]
    return next((reverse(f"members:{name}") for done, name in parts if not done), "")


def waiting_for(membership: Membership, found: ApplicationFile, *, meeting: str) -> str:
    """What a sent application waits for, in a sentence."""
    if not found.checklist.is_given:
        return _("An adviser sent a paper back. Hand it in again, then we go on.")
    if meeting == "compulsory" and not found.has_met:
        if found.booking is not None:
            return _("We see you in the meeting you booked. After it, an adviser opens your membership.")
        return _("Book an information session: it is needed before you can join.")
    if not found.checklist.is_enough:
        return _("An adviser reads your papers. You will be told here and by mail.")
    if membership.state == MembershipState.CONSULTED:
        return _("You have met your adviser. The last step is theirs: they open your membership.")
    return _("Your adviser reads it. You will be told here and by mail.")


def _papers(found: ApplicationFile) -> dict[str, Any]:
    papers = found.checklist.papers
    label = _("Hand in your papers")
    if any(each.is_returned for each in papers):
        back = next(each for each in papers if each.is_returned)
        assert back.newest is not None
        return _row(
            label, "paper_list", PROBLEM, _("There is a problem"), f"{back.asked.kind.label}: {back.newest.reason}"
        )
    if not found.checklist.is_given:
        missing = [str(each.asked.kind.label) for each in papers if each.asked.is_required and not each.is_given]
        return _row(label, "paper_list", TO_DO, _("To do"), ", ".join(missing))
    if any(not each.is_accepted for each in papers if each.asked.is_required):
        return _row(label, "paper_list", DONE, _("Done"), _("An adviser reads them."))
    return _row(label, "paper_list", DONE, _("Done"))


def _meeting(membership: Membership, found: ApplicationFile, *, is_needed: bool) -> dict[str, Any]:
    label = _("Meet us")
    if found.has_met:
        return _row(label, "", DONE, _("Done"))
    if found.booking is not None:
        return _row(label, "join_meeting", "pen", _("Booked"), words_of(found.booking.meeting, membership.country))
    if is_needed:
        return _row(
            label, "join_meeting", TO_DO, _("To do"), _("An information session is needed before you can join.")
        )
    return _row(label, "join_meeting", TO_DO, _("If you like"), _("Ask your questions before you decide."))


def _send(found: ApplicationFile) -> dict[str, Any]:
    label = _("Read the agreement and send")
    if found.sent_at is not None:
        return _row(label, "", DONE, _("Done"))
    if not found.is_complete:
        return _row(label, "", LATER, _("Cannot start yet"), _("First do what is above."))
    return _row(label, "join_send", TO_DO, _("To do"))


def _task(label: str, name: str, *, is_done: bool) -> dict[str, Any]:
    return _row(label, name, DONE if is_done else TO_DO, _("Done") if is_done else _("To do"))


def _row(label: str, name: str, tone: str, state: str, note: str = "") -> dict[str, Any]:
    url = reverse(f"members:{name}") if name else ""
    return {"label": label, "url": url, "tone": tone, "state": state, "note": note}
