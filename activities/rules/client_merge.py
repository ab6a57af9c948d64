"""Two rows for one client become one: drafts, contacts and links go to the one that stays; what was agreed keeps its name.

Orders that were sent, missions, invoices and money stay where they were written down, under the row that goes. That row is
kept, points at the one that stays and takes no new work. Nothing undoes it: the page asks twice.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from activities import perms
from activities.models import Client, ClientAccess, ClientContact, ClientProposal, Mission
from activities.models.client_access import ProposalState
from activities.place import entered_country
from activities.rules.client_duplicates import may_be_same
from activities.rules.clients import tell_changed
from activities.states import MissionState
from countries.guards import require_awake
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken

MOVING: Final = (MissionState.DRAFT, MissionState.RETURNED)
"""Missions that are the member's to write: they are sent in the name of the client that stays."""
FILLED: Final = ("company_number", "billing_email", "endpoint_scheme", "endpoint_id", "buyer_reference")


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would do, in counts."""

    drafts: int
    kept_missions: int
    contacts: int
    links: int
    earlier: int
    fills: tuple[str, ...]


def merge_preview(losing: Client, *, into: Client) -> MergePreview:
    """What would move and what would stay. Five queries."""
    missions = Mission.objects.filter(client=losing)
    return MergePreview(
        drafts=missions.filter(state__in=MOVING).count(),
        kept_missions=missions.exclude(state__in=MOVING).count(),
        contacts=ClientContact.objects.filter(client=losing).count(),
        links=ClientAccess.objects.filter(client=losing, revoked_at__isnull=True).count(),
        earlier=Client.objects.filter(merged_into=losing).count(),
        fills=tuple(name for name in FILLED if getattr(losing, name) and not getattr(into, name)),
    )


@transaction.atomic
def merge_clients(losing: Client, *, into: Client, by: Actor, now: datetime) -> Client:
    """Merge the first into the second and return the one that stays.

    Raises NotAllowed, Conflict("already_merged") and RuleBroken: merge_itself, into_merged, two_vat_numbers, vat_number_goes.
    """
    require_awake(entered_country())
    if not perms.may_review_client(by):
        raise NotAllowed(_("Only an adviser of the country may merge clients."))
    losing, staying = _held(losing, into)
    check_merge(losing, into=staying)
    Mission.objects.filter(client=losing, state__in=MOVING).update(client=staying)
    _move_contacts(losing, staying)
    _move_links(losing, staying, by=by, now=now)
    Client.objects.filter(merged_into=losing).update(merged_into=staying)
    _fill(losing, staying)
    losing.merged_into = staying
    losing.save(update_fields=["merged_into"])
    tell_changed(staying)
    return staying


def check_merge(losing: Client, *, into: Client) -> None:
    """Refuse what cannot be one client, or would lose its VAT number."""
    facts = {"losing": losing.name, "into": into.name}
    if losing.pk == into.pk:
        raise RuleBroken("merge_itself", _("A client cannot be merged into itself. Choose the other one."))
    if losing.merged_into_id is not None:
        raise Conflict("already_merged", _("%(losing)s was merged already. Nothing was changed.") % facts)
    if into.merged_into_id is not None:
        raise RuleBroken("into_merged", _("%(into)s was merged itself. Merge into the client that stayed.") % facts)
    if not may_be_same(losing, into):
        raise RuleBroken(
            "two_vat_numbers", _("%(losing)s and %(into)s have different VAT numbers: they are two clients.") % facts
        )
    if losing.vat_number and not into.vat_number:
        raise RuleBroken(
            "vat_number_goes", _("Only %(losing)s has a VAT number: merge the other way, %(into)s into it.") % facts
        )


def _held(losing: Client, into: Client) -> tuple[Client, Client]:
    rows = Client.objects.filter(pk__in=[losing.pk, into.pk]).order_by("pk")
    held = {row.pk: row for row in rows.select_for_update(of=("self",), no_key=True)}
    return held[losing.pk], held[into.pk]


def _move_contacts(losing: Client, staying: Client) -> None:
    """A member's contacts go along; one the member has noted at both is kept once."""
    known = set(ClientContact.objects.filter(client=staying).exclude(email="").values_list("membership_id", "email"))
    for contact in ClientContact.objects.filter(client=losing):
        if (contact.membership_id, contact.email) in known:
            contact.delete()
        else:
            contact.client = staying
            contact.save(update_fields=["client"])


def _move_links(losing: Client, staying: Client, *, by: Actor, now: datetime) -> None:
    """Who could open the one that goes opens the one that stays; an open proposal is answered, for it speaks of old facts."""
    known = set(ClientAccess.objects.filter(client=staying).values_list("email", flat=True))
    rows = ClientAccess.objects.filter(client=losing)
    rows.filter(email__in=known, revoked_at__isnull=True).update(revoked_at=now, revoked_by=by.label)
    rows.exclude(email__in=known).update(client=staying)
    answer = _("The client was merged with another entry of the same firm. Please look at the facts again.")
    ClientProposal.objects.open().filter(client=losing).update(
        state=ProposalState.DECLINED, answer=answer, decided_at=now, decided_by=by.label
    )


def _fill(losing: Client, staying: Client) -> None:
    """What the one that stays does not know, and a block, which must not be lost by merging."""
    for name in FILLED:
        if not getattr(staying, name):
            setattr(staying, name, getattr(losing, name))
    written = list(FILLED)
    if losing.blocked_reason and not staying.blocked_reason:
        for name in ("blocked_reason", "blocked_on", "blocked_until", "blocked_by"):
            setattr(staying, name, getattr(losing, name))
            written.append(name)
    if staying.credit_limit is None:
        staying.credit_limit = losing.credit_limit
    staying.save(update_fields=[*written, "credit_limit"])
