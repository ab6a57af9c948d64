"""What is known about a client's VAT number: its own arithmetic always, VIES only when a person asked and wrote it down.

The portal asks no service by itself. A confirmation is taken as good for twelve months, a decision of the cooperative:
art. 18 (1) (a) of Regulation (EU) 282/2011 asks the seller for one without saying how long it holds.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from activities import perms
from activities.models import Client, ClientVatCheck
from activities.place import entered_country
from activities.rules.clients import tell_changed, vat_country
from countries.guards import require_awake
from countries.identifiers import EU
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken

HOLDS: Final = timedelta(days=365)
IN_VIES: Final = EU | {"XI"}


@dataclass(frozen=True, slots=True)
class VatStanding:
    """`state`: none (VIES was not asked), valid, old (asked too long ago), invalid, outside (VIES does not know the country)."""

    state: str
    check: ClientVatCheck | None
    good_until: date | None

    @property
    def is_good(self) -> bool:
        return self.state == "valid"


def vat_standing(client: Client, *, on: date) -> VatStanding | None:
    """How the client's number stands on a day; None without a number. One query. A check of an earlier number counts not."""
    if not client.vat_number:
        return None
    rows = ClientVatCheck.objects.filter(client=client, vat_number=client.vat_number, checked_on__lte=on)
    newest: ClientVatCheck | None = rows.order_by("-checked_on", "-pk").first()
    if newest is None:
        is_known = vat_country(client.vat_number, client.place.code) in IN_VIES
        return VatStanding("none" if is_known else "outside", None, None)
    until = newest.checked_on + HOLDS
    if not newest.is_valid or not newest.name_agrees:
        return VatStanding("invalid", newest, None)
    return VatStanding("valid" if on <= until else "old", newest, until)


@transaction.atomic
def record_vat_check(
    client: Client,
    *,
    is_valid: bool,
    name_agrees: bool,
    consultation: str,
    checked_on: date,
    by: Actor,
    on: date,
    now: datetime,
) -> ClientVatCheck:
    """Write down what VIES answered. The same answer of the same day is written once.

    Raises RuleBroken: vat_number_missing, check_in_future, check_too_old.
    """
    require_awake(entered_country())
    if not perms.may_route_client(by):
        raise NotAllowed(_("Only an adviser or an accountant of the country may write down a check."))
    held: Client = Client.objects.select_for_update(of=("self",), no_key=True).get(pk=client.pk)
    _check_facts(held, checked_on=checked_on, on=on)
    facts = {"client": held, "vat_number": held.vat_number, "checked_on": checked_on, "is_valid": is_valid}
    facts |= {"name_agrees": is_valid and name_agrees, "consultation": consultation.strip()}
    known: ClientVatCheck | None = ClientVatCheck.objects.filter(**facts).first()
    if known is not None:
        return known
    made: ClientVatCheck = ClientVatCheck.objects.create(**facts, at=now, by_id=by.user_id, by_label=by.label)
    tell_changed(held)
    return made


def _check_facts(client: Client, *, checked_on: date, on: date) -> None:
    if not client.vat_number:
        raise RuleBroken("vat_number_missing", _("%(client)s has no VAT number to check.") % {"client": client})
    if checked_on > on:
        raise RuleBroken("check_in_future", _("A check cannot be of a day to come."), field="checked_on")
    if checked_on + HOLDS < on:
        raise RuleBroken(
            "check_too_old",
            _("A check of more than twelve months ago says nothing today: ask again."),
            field="checked_on",
        )
