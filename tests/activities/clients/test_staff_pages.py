"""The staff's pages of a client: links, corrections, duplicates, checks; refused with what was typed, closed to others."""

import datetime

import pytest
from django.test import Client as Browser

from activities.models import Client, ClientAccess, ClientProposal, ClientVatCheck
from activities.rules import client_access, client_proposals, clients
from tests.factories import activities as made
from tests.people import make_staff, sign_in

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 2, 23)


@pytest.fixture
def firm(inside):
    return made.make_client(name="Voorbeeldfirma", kind="company", vat_number="BE0999990024")


@pytest.fixture
def twin(inside):
    return made.make_client(name="Voorbeeldfirma")


@pytest.fixture
def access(firm):
    return client_access.let_in(firm, email="a@firma.example", by=made.ADVISER, on=ON, now=made.NOW)


@pytest.fixture
def proposal(access):
    return client_proposals.propose_correction(
        access, facts={"street": "Nieuwe weg 7"}, words="", by=made.THE_CLIENT, now=made.NOW
    )


@pytest.fixture
def bobs(browser, bob):
    return sign_in(browser, bob)


def page(bobs, client):
    return bobs.get(f"/be/staff/clients/{client.pk}/").content.decode()


def test_a_new_address_is_let_in_and_shut_out(bobs, firm):
    bobs.post(f"/be/staff/clients/{firm.pk}/let-in/", {"let-in-email": "b@firma.example"})
    access = ClientAccess.objects.get()
    shown = page(bobs, firm)
    bobs.post(f"/be/staff/client-links/{access.pk}/revoke/")

    assert "let in by Bob Adviser" in shown
    assert "Revoked by Bob Adviser" in page(bobs, firm)


def test_what_is_no_address_comes_back_with_its_sentence(bobs, firm):
    answer = bobs.post(f"/be/staff/clients/{firm.pk}/let-in/", {"let-in-email": "nothing"})

    assert answer.status_code == 422
    assert "nothing" in answer.content.decode()


def test_a_correction_is_shown_beside_the_fact_and_taken_over(bobs, firm, proposal):
    shown = page(bobs, firm)
    assert "Voorbeeldstraat 3" in shown
    assert "Nieuwe weg 7" in shown

    bobs.post(f"/be/staff/client-proposals/{proposal.pk}/take/")

    assert Client.objects.get(pk=firm.pk).street == "Nieuwe weg 7"
    again = bobs.post(f"/be/staff/client-proposals/{proposal.pk}/take/")
    assert again.status_code == 409


def test_declining_without_an_answer_is_refused_at_its_field(bobs, proposal):
    assert bobs.post(f"/be/staff/client-proposals/{proposal.pk}/decline/", {}).status_code == 422

    bobs.post(f"/be/staff/client-proposals/{proposal.pk}/decline/", {"decline-reason": "We rang you."})

    assert ClientProposal.objects.get().answer == "We rang you."


def test_vies_is_honest_until_a_person_writes_down_its_answer(bobs, firm):
    assert "VIES was not asked" in page(bobs, firm)
    said = {"vat-is_valid": "yes", "vat-name_agrees": "on", "vat-consultation": "W1", "vat-checked_on": "2026-02-20"}

    bobs.post(f"/be/staff/clients/{firm.pk}/vat/", said)

    assert "Confirmed by VIES." in page(bobs, firm)
    assert ClientVatCheck.objects.get().by_label == "Bob Adviser"
    late = bobs.post(f"/be/staff/clients/{firm.pk}/vat/", said | {"vat-checked_on": "2026-02-24"})
    assert late.status_code == 422


def test_a_pair_is_found_compared_and_merged_after_a_second_look(bobs, firm, twin):
    listed = bobs.get("/be/staff/clients/duplicates/").content.decode()
    asked = bobs.get(f"/be/staff/clients/{twin.pk}/merge/?into={firm.pk}").content.decode()

    assert f"/merge/?into={firm.pk}" in listed
    assert "Nothing undoes this." in asked
    assert Client.objects.get(pk=twin.pk).merged_into is None
    assert bobs.post(f"/be/staff/clients/{twin.pk}/merge/", {"into": firm.pk}).status_code == 302
    assert "The one that stays" in page(bobs, twin)
    assert "Merged into this one" in page(bobs, firm)
    assert bobs.post(f"/be/staff/clients/{twin.pk}/merge/", {"into": firm.pk}).status_code == 409


def test_the_wrong_way_round_is_said_before_the_button(bobs, firm, twin):
    asked = bobs.get(f"/be/staff/clients/{firm.pk}/merge/?into={twin.pk}").content.decode()

    assert "merge the other way" in asked
    assert "Merge for good" not in asked


def test_the_queue_of_what_changed_and_of_blocks_to_look_at(bobs, bob, firm, twin, clock):
    clients.block_client(twin, reason="Does not pay", by=made.ADVISER, until=datetime.date(2026, 3, 1))
    clock.shift(datetime.timedelta(minutes=5))
    clients.edit_client(firm, by=made.ADVISER, street="Nieuwe weg 7")

    changed = bobs.get("/be/staff/clients/", {"state": "changed"}).content.decode()
    early = bobs.get("/be/staff/clients/", {"state": "block_due"}).content.decode()
    clock.move_to(datetime.datetime(2026, 3, 1, 10, 0, tzinfo=datetime.UTC))
    due = sign_in(Browser(), bob).get("/be/staff/clients/", {"state": "block_due"}).content.decode()

    assert f"/clients/{firm.pk}/" in changed
    assert f"/clients/{twin.pk}/" not in changed
    assert f"/clients/{twin.pk}/" not in early
    assert f"/clients/{twin.pk}/" in due


def test_what_changed_is_listed_from_the_audit(bobs, firm):
    """The audit is dated by the database's own clock: the review lies before it, the change after it."""
    clients.edit_client(firm, by=made.ADVISER, street="Nieuwe weg 7")
    shown = page(bobs, firm)

    assert "Changed since its review" not in shown  # changed in the same instant
    Client.objects.filter(pk=firm.pk).update(reviewed_at=made.NOW - datetime.timedelta(days=1))
    shown = page(bobs, firm)
    assert "Changed since its review" in shown
    assert "Street and number: Voorbeeldstraat 3 → Nieuwe weg 7" in shown


def test_the_page_has_a_budget(bobs, firm, twin, access, proposal, django_assert_max_num_queries):
    page(bobs, firm)

    with django_assert_max_num_queries(32):
        page(bobs, firm)


@pytest.mark.parametrize("role", ["accounting", "payroll"])
def test_others_decide_nothing_here(be, firm, twin, access, proposal, role):
    browser = sign_in(Browser(), make_staff(be, role, "Rik Books"))

    for address in (
        f"clients/{firm.pk}/let-in/",
        f"clients/{firm.pk}/merge/",
        f"client-links/{access.pk}/revoke/",
        f"client-proposals/{proposal.pk}/take/",
    ):
        assert browser.post(f"/be/staff/{address}").status_code == 404
