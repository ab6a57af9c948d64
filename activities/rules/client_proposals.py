"""How a client wants its facts corrected: proposed from the client's space, taken over or declined by an adviser.

Nothing changes before an adviser says so: who may read a client's mails could otherwise send its invoices elsewhere.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from activities import perms
from activities.models import Client, ClientAccess, ClientProposal
from activities.models.client_access import ProposalState
from activities.place import entered_country
from activities.rules import client_routing, clients
from countries.electronic_address import AddressRefused, checked_address
from countries.guards import require_awake
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken

FACTS: Final = ("name", "vat_number", "company_number", "street", "postal_code", "city", "email", "language")
ROUTES: Final = ("billing_email", "buyer_reference", "endpoint_scheme", "endpoint_id")
PROPOSABLE: Final = (*FACTS, *ROUTES)


@transaction.atomic
def propose_correction(
    access: ClientAccess, *, facts: Mapping[str, Any], words: str, by: Actor, now: datetime
) -> ClientProposal:
    """Propose corrected facts of PROPOSABLE; what is as before is left out. A second proposal replaces one still open.

    Raises RuleBroken: nothing_changed, and the refusals of the facts themselves at their fields.
    """
    require_awake(entered_country())
    _check_client(by)
    client: Client = Client.objects.select_for_update(of=("self",), no_key=True).get(pk=access.client_id)
    after = _changes(client, facts)
    if not after and not words.strip():
        raise RuleBroken("nothing_changed", _("Nothing is different from what we have. Change a fact, or write to us."))
    values = {
        "access": access,
        "before": {name: str(getattr(client, name)) for name in after},
        "after": after,
        "words": words.strip(),
        "made_at": now,
    }
    made, _new = ClientProposal.objects.update_or_create(client=client, state=ProposalState.OPEN, defaults=values)
    proposal: ClientProposal = made
    return proposal


@transaction.atomic
def take_over(proposal: ClientProposal, *, by: Actor, now: datetime) -> ClientProposal:
    """Put the proposed facts into the client. Issued invoices keep what they were issued with."""
    locked = _held(proposal, by=by)
    after = locked.after
    facts = {name: after[name] for name in FACTS if name in after}
    client = clients.edit_client(locked.client, by=by, **facts) if facts else locked.client
    if set(ROUTES) & set(after):
        client_routing.route_client(client, by=by, **_routes(client, after))
    return _decided(locked, state=ProposalState.TAKEN, answer="", by=by, now=now)


@transaction.atomic
def decline(proposal: ClientProposal, *, answer: str, by: Actor, now: datetime) -> ClientProposal:
    """Leave the facts as they are; the client reads why."""
    locked = _held(proposal, by=by)
    if not answer.strip():
        raise RuleBroken("answer_missing", _("Write why; the client reads it."), field="reason")
    return _decided(locked, state=ProposalState.DECLINED, answer=answer.strip(), by=by, now=now)


def _changes(client: Client, facts: Mapping[str, Any]) -> dict[str, str]:
    """The proposed facts that differ, as they would be stored; each is checked as if it were typed by staff."""
    current = {name: getattr(client, name) for name in clients.FACTS}
    named = {name: facts[name] for name in FACTS if name in facts}
    checked = clients.check_facts(current | named)
    wanted = {name: str(checked[name]) for name in named}
    wanted |= {name: str(facts[name] or "").strip() for name in ROUTES if name in facts}
    if any(
        wanted.get(name, "") != getattr(client, name) for name in ("endpoint_scheme", "endpoint_id") if name in wanted
    ):
        wanted |= _address(wanted)
    return {name: value for name, value in wanted.items() if value != str(getattr(client, name))}


def _address(wanted: Mapping[str, str]) -> dict[str, str]:
    try:
        address = checked_address(wanted.get("endpoint_scheme", ""), wanted.get("endpoint_id", ""))
    except AddressRefused as refused:
        field = client_routing.ENDPOINT[refused.field]
        raise RuleBroken("endpoint_refused", refused.sentence, field=field) from refused
    return {"endpoint_scheme": address.scheme, "endpoint_id": address.value}


def _routes(client: Client, after: Mapping[str, str]) -> dict[str, Any]:
    """Everything `route_client` saves, as it is, with what is proposed: it empties what it is not given."""
    kept = {name: getattr(client, name) for name in (*ROUTES, "terms_days", "credit_limit")}
    return kept | dict(client.routing) | {name: after[name] for name in ROUTES if name in after}


def _held(proposal: ClientProposal, *, by: Actor) -> ClientProposal:
    require_awake(entered_country())
    if not perms.may_review_client(by):
        raise NotAllowed(_("Only an adviser of the country may decide about a client's facts."))
    rows = ClientProposal.objects.select_related("client").select_for_update(of=("self",), no_key=True)
    locked: ClientProposal = rows.get(pk=proposal.pk)
    if locked.state != ProposalState.OPEN:
        facts = {"who": locked.decided_by, "state": locked.get_state_display()}
        raise Conflict("already_decided", _("%(who)s was first: “%(state)s”. Nothing was changed.") % facts)
    return locked


def _decided(proposal: ClientProposal, *, state: str, answer: str, by: Actor, now: datetime) -> ClientProposal:
    proposal.state, proposal.answer = state, answer
    proposal.decided_at, proposal.decided_by = now, by.label
    proposal.save(update_fields=["state", "answer", "decided_at", "decided_by"])
    return proposal


def _check_client(by: Actor) -> None:
    if not perms.is_client(by):
        raise NotAllowed(_("Only the client may propose this, from their own space."))
