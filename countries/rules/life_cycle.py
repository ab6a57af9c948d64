"""The life of a country: two people take it from building to pilot; asleep, nothing is lost and nothing new is written.

Every rule here runs inside the country (`with country(...)`), because moves and proposals are rows of it.
"""

from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from countries import perms
from countries.models import Country, StateProposal
from countries.rules.onboarding import missing_tasks
from countries.states import CountryState
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.states import move

TWO_PEOPLE: Final = frozenset({(CountryState.BUILDING, CountryState.PILOT)})
"""Edges that one person proposes and another confirms."""


def needs_second_person(country: Country, *, to: str) -> bool:
    return (country.state, to) in TWO_PEOPLE


def move_country(country: Country, *, to: str, by: Actor, reason: str = "") -> Country:
    """Move the country along an edge that one person may take alone, and record who and why."""
    _check_right(by)
    if needs_second_person(country, to=to):
        raise RuleBroken(
            "needs_second_person",
            _("%(country)s goes to “%(state)s” in two steps: one person proposes, another confirms.")
            % {"country": country, "state": CountryState(to).label},
        )
    if to == CountryState.ACTIVE:
        _check_ready(country)
    move(country, to=to, by=by, reason=reason)
    return country


def propose_move(country: Country, *, to: str, by: Actor, reason: str = "") -> StateProposal:
    """Propose a move that another person must confirm; refused while a task is missing."""
    _check_right(by)
    if by.user_id is None:
        raise NotAllowed(_("Only a person may propose."))
    if not needs_second_person(country, to=to):
        raise RuleBroken("needs_one_person", _("This move needs no second person."))
    _check_ready(country)
    waiting = StateProposal.objects.filter(decided_at__isnull=True).first()
    if waiting is not None:
        raise Conflict(
            "proposal_waiting",
            _("%(who)s already proposed “%(state)s”. Another person must confirm or decline it first.")
            % {"who": waiting.proposed_by_label, "state": waiting.get_to_state_display()},
        )
    return StateProposal.objects.create(
        to_state=to,
        reason=reason.strip(),
        proposed_by_id=by.user_id,
        proposed_by_label=by.label,
        proposed_at=timezone.now(),
    )


def confirm_move(proposal: StateProposal, *, by: Actor) -> Country:
    """Move the country as proposed; the second person is another than the first, and every task is still done."""
    locked = _lock_open(proposal, by=by)
    country: Country = Country.objects.get(pk=locked.country_id)
    _check_ready(country)
    _decide(locked, by=by, is_confirmed=True)
    reason = _("proposed by %(who)s: %(reason)s") % {"who": locked.proposed_by_label, "reason": locked.reason}
    move(country, to=locked.to_state, by=by, reason=reason)
    return country


def decline_move(proposal: StateProposal, *, by: Actor) -> StateProposal:
    """Decline a proposal; the one who made it may also withdraw it that way only through another person."""
    locked = _lock_open(proposal, by=by)
    return _decide(locked, by=by, is_confirmed=False)


def put_to_sleep(country: Country, *, by: Actor, reason: str) -> Country:
    """Nothing is lost, nothing new starts: every page stays readable, every write is refused."""
    if not reason.strip():
        raise RuleBroken(
            "reason_missing", _("Say why the country is put to sleep; its people will read it."), field="reason"
        )
    return move_country(country, to=CountryState.DORMANT, by=by, reason=reason.strip())


def wake_country(country: Country, *, by: Actor, reason: str = "") -> Country:
    """Wake the country: it is being built again, and goes through pilot with two people before it is active."""
    return move_country(country, to=CountryState.BUILDING, by=by, reason=reason.strip())


def _check_right(by: Actor) -> None:
    if not perms.may_move_country(by):
        raise NotAllowed(_("Only a network administrator may move a country."))


def _check_ready(country: Country) -> None:
    missing = missing_tasks(country, on=country.today())
    if missing:
        raise RuleBroken(
            "country_not_ready",
            _("%(country)s is not ready. Still missing: %(tasks)s.")
            % {"country": country, "tasks": ", ".join(task.label for task in missing)},
        )


def _lock_open(proposal: StateProposal, *, by: Actor) -> StateProposal:
    _check_right(by)
    locked: StateProposal = StateProposal.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal.pk)
    if locked.decided_at is not None:
        raise Conflict("proposal_decided", _("%(who)s decided it meanwhile.") % {"who": locked.decided_by_label})
    if not perms.may_decide_proposal(by, locked):
        raise NotAllowed(_("You proposed this yourself. Another person must decide."))
    return locked


def _decide(proposal: StateProposal, *, by: Actor, is_confirmed: bool) -> StateProposal:
    proposal.decided_by_id, proposal.decided_by_label = by.user_id, by.label
    proposal.decided_at, proposal.is_confirmed = timezone.now(), is_confirmed
    proposal.save(update_fields=["decided_by_id", "decided_by_label", "decided_at", "is_confirmed"])
    return proposal
