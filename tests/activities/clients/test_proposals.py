"""A client proposes corrected facts; an adviser takes them over or says why not."""

import datetime

import pytest

from activities.models import Client, ClientProposal
from activities.rules import client_access, client_proposals
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from tests.factories import activities as made

ON = datetime.date(2026, 2, 23)


@pytest.fixture
def school(inside):
    return made.make_client(
        name="Voorbeeldschool",
        terms_days=45,
        endpoint_scheme="0208",
        endpoint_id="0999990024",
        routing={"format": "pdf"},
    )


@pytest.fixture
def access(school):
    return client_access.let_in(school, email="directie@school.example", by=made.ADVISER, on=ON, now=made.NOW)


def propose(access, words="", by=made.THE_CLIENT, **facts):
    return client_proposals.propose_correction(access, facts=facts, words=words, by=by, now=made.NOW)


def facts_of(client):
    return {name: str(getattr(client, name)) for name in client_proposals.PROPOSABLE}


def test_only_what_differs_is_proposed_and_nothing_changes_yet(school, access):
    proposal = propose(access, **facts_of(school) | {"street": "Nieuwe weg 7", "billing_email": "geld@school.example"})

    assert proposal.after == {"street": "Nieuwe weg 7", "billing_email": "geld@school.example"}
    assert proposal.before == {"street": "Voorbeeldstraat 3", "billing_email": ""}
    assert Client.objects.get().street == "Voorbeeldstraat 3"


def test_taking_over_writes_the_facts_and_keeps_the_rest(school, access):
    proposal = propose(access, **facts_of(school) | {"street": "Nieuwe weg 7", "billing_email": "geld@school.example"})

    taken = client_proposals.take_over(proposal, by=made.ADVISER, now=made.NOW)

    client = Client.objects.get()
    assert (client.street, client.billing_email) == ("Nieuwe weg 7", "geld@school.example")
    assert (client.terms_days, client.endpoint_id, client.routing) == (45, "0999990024", {"format": "pdf"})
    assert (taken.state, taken.decided_by) == ("taken", "Bob Adviser")


def test_a_second_proposal_replaces_the_open_one(school, access):
    propose(access, street="Nieuwe weg 7")
    propose(access, city="Brugge")

    assert ClientProposal.objects.get().after == {"city": "Brugge"}


def test_nothing_new_is_refused_but_words_alone_are_heard(school, access):
    with pytest.raises(RuleBroken) as refused:
        propose(access, **facts_of(school))

    assert refused.value.code == "nothing_changed"
    assert propose(access, words="No invoice without an order number.").after == {}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"vat_number": "BE0999990025"}, "vat_number"),
        ({"name": ""}, "name"),
        ({"endpoint_scheme": "0208", "endpoint_id": ""}, "endpoint_id"),
    ],
)
def test_wrong_facts_are_refused_at_their_field(school, access, facts, field):
    with pytest.raises(RuleBroken) as refused:
        propose(access, **facts)

    assert refused.value.field == field


def test_declining_needs_an_answer_and_changes_nothing(school, access):
    proposal = propose(access, city="Brugge")
    with pytest.raises(RuleBroken):
        client_proposals.decline(proposal, answer=" ", by=made.ADVISER, now=made.NOW)

    client_proposals.decline(proposal, answer="We rang: it is Gent.", by=made.ADVISER, now=made.NOW)

    assert (Client.objects.get().city, ClientProposal.objects.get().answer) == ("Gent", "We rang: it is Gent.")


def test_the_second_adviser_is_told(school, access):
    proposal = propose(access, city="Brugge")
    client_proposals.take_over(proposal, by=made.ADVISER, now=made.NOW)

    with pytest.raises(Conflict, match="Bob Adviser"):
        client_proposals.decline(proposal, answer="No", by=made.SECOND, now=made.NOW)


def test_who_may(school, access):
    with pytest.raises(NotAllowed):
        propose(access, city="Brugge", by=made.ADVISER)
    proposal = propose(access, city="Brugge")
    for by in (made.THE_CLIENT, made.BOOKS, made.PAYROLL):
        with pytest.raises(NotAllowed):
            client_proposals.take_over(proposal, by=by, now=made.NOW)
