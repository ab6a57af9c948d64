"""A client is added once, with numbers that can be right, and staff look at it."""

import pytest

from activities import lookups
from activities.models import Client
from activities.rules import clients
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.tenancy import country as enter
from tests.factories import activities as made
from tests.people import as_member

pytestmark = pytest.mark.django_db
FACTS = {
    "kind": "company",
    "name": "Théâtre de l’Exemple",
    "vat_number": "BE 0999.990.024",
    "company_number": "",
    "street": "Rue de l’Exemple 4",
    "postal_code": "1000",
    "city": "Bruxelles",
    "place": "BE",
    "email": "factures@theatre.example",
    "language": "fr",
}


def test_a_client_is_stored_compact_and_waits_for_review(inside, alice):
    client = clients.add_client(by=as_member(alice), **FACTS)

    assert (client.vat_number, client.folded_name) == ("BE0999990024", "theatre de l’exemple")
    assert list(Client.objects.to_review()) == [client]
    assert list(Client.objects.named_like("theatre")) == [client]


def test_the_same_vat_number_offers_the_client_that_is_there(inside, alice):
    first = clients.add_client(by=as_member(alice), **FACTS)

    with pytest.raises(clients.ClientKnown) as known:
        clients.add_client(by=as_member(alice), **FACTS | {"name": "Another name"})

    assert known.value.client == first
    assert known.value.field == "vat_number"


def test_the_same_client_may_be_in_two_countries(inside, alice, fr, chloe):
    clients.add_client(by=as_member(alice), **FACTS)

    with enter(fr):
        assert clients.add_client(by=as_member(chloe), **FACTS).pk


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"vat_number": "BE0999990025"}, "vat_number"),
        ({"vat_number": "hello"}, "vat_number"),
        ({"vat_number": ""}, "vat_number"),
        ({"kind": "martian"}, "kind"),
        ({"name": "  "}, "name"),
        ({"city": ""}, "city"),
        ({"company_number": "0999990025"}, "company_number"),
    ],
)
def test_what_cannot_be_right_is_refused_at_its_field(inside, alice, facts, field):
    with pytest.raises(RuleBroken) as broken:
        clients.add_client(by=as_member(alice), **FACTS | facts)

    assert broken.value.field == field


def test_a_vat_number_of_another_country_is_checked_by_that_country(inside, alice):
    client = clients.add_client(by=as_member(alice), **FACTS | {"vat_number": "DE136695976"})

    assert client.vat_number == "DE136695976"
    with pytest.raises(RuleBroken):
        clients.add_client(by=as_member(alice), **FACTS | {"vat_number": "DE136695977"})


def test_a_private_person_needs_no_number(inside, alice):
    client = clients.add_client(by=as_member(alice), **FACTS | {"kind": "person", "vat_number": ""})

    assert client.vat_number == ""


def test_strangers_add_no_client(inside):
    with pytest.raises(NotAllowed):
        clients.add_client(by=Actor(frozenset({"client"}), user_id=1), **FACTS)


def test_an_adviser_reviews_a_client_once(inside, alice):
    client = clients.add_client(by=as_member(alice), **FACTS)

    with pytest.raises(NotAllowed):
        clients.review_client(client, by=as_member(alice))
    reviewed = clients.review_client(client, by=made.ADVISER)
    with pytest.raises(Conflict):
        clients.review_client(client, by=made.SECOND)

    assert reviewed.reviewed_by_id == made.ADVISER.user_id


def test_blocking_needs_a_reason_and_is_undone(inside):
    client = made.make_client()

    with pytest.raises(RuleBroken):
        clients.block_client(client, reason=" ", by=made.ADVISER)
    clients.block_client(client, reason="Bankrupt.", by=made.ADVISER)
    with pytest.raises(RuleBroken, match="Bankrupt"):
        clients.require_usable_client(client)
    clients.unblock_client(client, by=made.ADVISER)

    clients.require_usable_client(client)


def test_editing_keeps_the_number_unique(inside, alice):
    clients.add_client(by=as_member(alice), **FACTS)
    other = made.make_client()

    with pytest.raises(clients.ClientKnown):
        clients.edit_client(other, by=made.ADVISER, vat_number="BE0999990024")


def test_no_register_is_asked_until_an_adapter_is_plugged_in():
    class Register:
        def look_up(self, *, country_code, number):
            return lookups.FoundClient(name=f"{country_code} {number}")

    assert lookups.look_up(country_code="BE", kind="vat", number="BE0999990024") is None
    lookups.register(Register(), country_code="XX", kind="vat")

    assert lookups.look_up(country_code="XX", kind="vat", number="1").name == "XX 1"
