"""The people a member knows at a client's: their own notes, which no other member and no adviser sees."""

from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from activities import perms
from activities.models import Client, ClientContact, Order
from activities.place import entered_country
from countries.guards import require_awake
from members.models import Membership
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken

FACTS: Final = ("name", "email", "phone", "note")


@transaction.atomic
def add_contact(client: Client, *, membership: Membership, by: Actor, **facts: Any) -> ClientContact:
    """Note a person at a client's. The same e-mail address twice is refused at the field."""
    _check_owner(membership, by=by)
    return _saved(ClientContact(client=client, membership=membership), facts)


@transaction.atomic
def edit_contact(contact: ClientContact, *, by: Actor, **facts: Any) -> ClientContact:
    """Correct a contact. Orders already sent keep the name and address they were sent to."""
    _check_owner(contact.membership, by=by)
    return _saved(contact, facts)


@transaction.atomic
def delete_contact(contact: ClientContact, *, by: Actor) -> None:
    """Forget a contact; deleted twice is deleted."""
    _check_owner(contact.membership, by=by)
    ClientContact.objects.filter(pk=contact.pk).delete()


def remember_contact(order: Order) -> None:
    """Note whom an order was sent to, once; part of the sending, whose rights were checked."""
    client, membership = order.mission.client, order.mission.activity.membership
    assert client is not None
    if order.contact_email:
        ClientContact.objects.get_or_create(
            client=client, membership=membership, email=order.contact_email, defaults={"name": order.contact_name}
        )


def _saved(contact: ClientContact, facts: dict[str, Any]) -> ClientContact:
    for name in FACTS:
        setattr(contact, name, str(facts.get(name) or "").strip())
    if not contact.name:
        raise RuleBroken("name_missing", _("Write the name of the person."), field="name")
    try:
        with transaction.atomic():
            contact.save()
    except IntegrityError as refused:
        if "activities_clientcontact_once" not in str(refused):
            raise
        raise RuleBroken(
            "contact_known",
            _("You have a contact with %(email)s at %(client)s already. Change that one.")
            % {"email": contact.email, "client": contact.client},
            field="email",
        ) from None
    return contact


def _check_owner(membership: Membership, *, by: Actor) -> None:
    require_awake(entered_country())
    if not perms.may_keep_contacts(by, membership):
        raise NotAllowed(_("Contacts are private: only the member who noted them may see or change them."))
