"""Clients entered twice are found, compared and merged; what was agreed keeps its name."""

import uuid

import pytest

from activities.models import Client, ClientAccess, ClientContact
from activities.rules import client_access, clients, contacts, missions
from activities.rules.client_duplicates import duplicate_pairs, duplicates_of
from activities.rules.client_merge import merge_clients, merge_preview
from smart.foundation.audit import AuditEntry
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from tests.activities.clients.test_access import ON
from tests.factories import activities as made
from tests.people import as_member


def merge(losing, into, by=made.ADVISER):
    return merge_clients(losing, into=into, by=by, now=made.NOW)


def again(client):
    return Client.objects.get(pk=client.pk)


@pytest.fixture
def school(inside):
    return made.make_client(name="Voorbeeldschool")


@pytest.fixture
def twin(inside):
    return made.make_client(name="Voorbeeldschool", billing_email="geld@school.example")


def test_the_same_name_at_the_same_postal_code_is_proposed(school, twin):
    made.make_client(name="Voorbeeldschool", postal_code="8000")

    assert duplicates_of(school) == [twin]
    assert duplicate_pairs() == [(school, twin)]


def test_the_same_company_number_is_proposed_once(inside):
    one = made.make_client(name="Atelier Een", company_number="0999990024")
    other = made.make_client(name="Atelier Een bv", company_number="0999990024")
    made.make_client(name="Somewhere else", company_number="0999990024", place="NL")

    assert duplicate_pairs() == [(one, other)]


def test_two_vat_numbers_are_two_clients(inside):
    one = made.make_client(name="Studio", kind="company", vat_number="BE0999990024")
    other = made.make_client(name="Studio", kind="company", vat_number="NL999990024B01")

    assert duplicate_pairs() == []
    with pytest.raises(RuleBroken) as refused:
        merge(one, other)
    assert refused.value.code == "two_vat_numbers"


def test_drafts_and_contacts_move_and_what_was_sent_stays(murals, alice, school, twin):
    draft, sent = made.make_draft(murals, twin), made.make_sent(murals, twin)
    contacts.add_contact(twin, membership=alice, by=as_member(alice), name="Jan", email="jan@school.example")
    preview = merge_preview(twin, into=school)

    merge(twin, school)

    draft.refresh_from_db()
    sent.refresh_from_db()
    assert (preview.drafts, preview.kept_missions) == (1, 1)
    assert (draft.client, sent.client) == (school, twin)
    assert set(ClientContact.objects.filter(client=school).values_list("email", flat=True)) >= {"jan@school.example"}
    assert (again(twin).merged_into, again(school).billing_email) == (school, "geld@school.example")


def test_a_contact_noted_at_both_is_kept_once(alice, school, twin):
    for client in (school, twin):
        contacts.add_contact(client, membership=alice, by=as_member(alice), name="Jan", email="jan@school.example")

    merge(twin, school)

    assert ClientContact.objects.get().client == school


def test_links_open_the_one_that_stays(school, twin):
    client_access.let_in(twin, email="a@school.example", by=made.ADVISER, on=ON, now=made.NOW)
    for client in (school, twin):
        client_access.let_in(client, email="b@school.example", by=made.ADVISER, on=ON, now=made.NOW)

    merge(twin, school)

    alive = ClientAccess.objects.filter(revoked_at__isnull=True).values_list("email", "client")
    assert sorted(alive) == [("a@school.example", school.pk), ("b@school.example", school.pk)]


def test_the_one_that_went_takes_no_new_work_and_is_not_found(murals, alice, school, twin):
    sent = made.make_sent(murals, twin)
    merge(twin, school)

    assert list(Client.objects.named_like("voorbeeldschool")) == [school]
    with pytest.raises(RuleBroken, match="merged into Voorbeeldschool"):
        clients.require_standing_client(again(twin))
    sent.client = again(twin)
    assert missions.repeat_mission(sent, submission_id=uuid.uuid4(), by=as_member(alice)).client == school


def test_a_mission_sent_before_the_merge_can_still_be_confirmed(murals, school, twin):
    sent = made.make_sent(murals, twin)
    merge(twin, school)

    assert missions.approve_mission(sent, by=made.ADVISER).state == "approved"


def test_those_merged_earlier_follow(inside, school, twin):
    third = made.make_client(name="Third")
    merge(third, twin)
    merge(twin, school)

    assert again(third).merged_into == school
    assert sorted(school.family_ids()) == sorted([school.pk, twin.pk, third.pk])


def test_a_block_is_carried_over(school, twin):
    clients.block_client(twin, reason="Does not pay", by=made.ADVISER)

    merge(again(twin), school)

    assert again(school).blocked_reason == "Does not pay"


def test_the_vat_number_must_stay(inside, twin):
    firm = made.make_client(name="Voorbeeldschool", kind="company", vat_number="BE0999990024")

    with pytest.raises(RuleBroken, match="merge the other way"):
        merge(firm, twin)


def test_what_cannot_be_merged(school, twin):
    with pytest.raises(RuleBroken) as itself:
        merge(school, school)
    merge(twin, school)
    with pytest.raises(Conflict):
        merge(twin, school)
    with pytest.raises(RuleBroken) as gone:
        merge(school, twin)

    assert (itself.value.code, gone.value.code) == ("merge_itself", "into_merged")


@pytest.mark.parametrize("by", [made.BOOKS, made.PAYROLL, made.THE_CLIENT])
def test_only_advisers_merge(school, twin, by):
    with pytest.raises(NotAllowed):
        merge(twin, school, by=by)


def test_the_audit_has_it(school, twin):
    merge(twin, school)

    last = AuditEntry.objects.filter(table="activities_client", object_id=twin.pk).latest("id")
    assert last.changed["merged_into_id"] == [None, school.pk]
