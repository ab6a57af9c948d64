"""A member's contacts at a client's are their own."""

import pytest

from activities.models import ClientContact
from activities.rules import contacts
from countries.addresses import country_url
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.tenancy import country as enter
from tests.activities.reading import values, words
from tests.factories import activities as made
from tests.people import as_member, sign_in

pytestmark = pytest.mark.django_db
PIA = {"name": "Pia Privé", "email": "pia@school.example", "phone": "", "note": "prefers mornings"}


def at(name, *args):
    return country_url("be", f"activities:{name}", *args)


@pytest.fixture
def school(inside):
    return made.make_client()


@pytest.fixture
def pia(school, alice):
    return contacts.add_contact(school, membership=alice, by=as_member(alice), **PIA)


def test_a_contact_is_noted_changed_and_forgotten(pia, alice):
    by = as_member(alice)

    assert contacts.edit_contact(pia, by=by, **PIA | {"name": "Pia Anders"}).name == "Pia Anders"
    for _click in range(2):
        contacts.delete_contact(pia, by=by)

    assert not ClientContact.objects.exists()


def test_the_same_address_twice_is_refused_at_its_field(school, pia, alice):
    with pytest.raises(RuleBroken, match="pia@school") as broken:
        contacts.add_contact(school, membership=alice, by=as_member(alice), **PIA)

    assert broken.value.field == "email"


def test_nobody_else_writes_them(school, pia, alice, eve):
    for by in (as_member(eve), made.ADVISER):
        with pytest.raises(NotAllowed):
            contacts.add_contact(school, membership=alice, by=by, **PIA)
        with pytest.raises(NotAllowed):
            contacts.edit_contact(pia, by=by, **PIA)
        with pytest.raises(NotAllowed):
            contacts.delete_contact(pia, by=by)


def test_no_other_member_and_no_adviser_sees_them(browser, school, pia, alice, eve, bob, murals):
    made.make_sent(murals, school)
    seen = {}
    for who, page in (
        (alice.user, at("client_detail", school.pk)),
        (eve.user, at("client_detail", school.pk)),
        (bob, at("staff_client_detail", school.pk)),
    ):
        seen[who.first_name] = "Pia Privé" in words(sign_in(browser, who).get(page))

    assert seen == {"Alice": True, "Eve": False, "Bob": False}
    assert sign_in(browser, eve.user).get(at("contact_edit", pia.pk)).status_code == 404
    assert browser.post(at("contact_delete", pia.pk)).status_code == 404


def test_another_country_has_none_of_them(pia, fr, chloe):
    with enter(fr):
        assert not ClientContact.objects.exists()


def test_whoever_an_order_is_sent_to_is_remembered_once(murals, alice, school):
    for _mission in range(2):
        made.make_sent(murals, school)

    kept = ClientContact.objects.get()
    assert (kept.name, kept.email, kept.membership) == ("Greet Klant", "greet@school.example", alice)


def test_a_contact_is_picked_on_the_price_page(browser, alice, murals, school, pia):
    draft = made.make_draft(murals, school)
    hers = sign_in(browser, alice.user)
    assert "pia@school.example" in values(hers.get(at("mission_step", draft.pk, 4)))
    typed = {"contract_kind": "fixed_term", "amount": "1250", "valid_until": "2026-03-06", "contact": str(pia.pk)}

    answer = hers.post(at("mission_step", draft.pk, 4), typed | {"contact_name": "", "contact_email": ""})

    assert answer.status_code == 302, words(answer)
    order = made.order_of(draft)
    assert (order.contact_name, order.contact_email) == ("Pia Privé", "pia@school.example")


def test_somebody_else_is_asked_for_by_name(browser, alice, murals, school, pia):
    draft = made.make_draft(murals, school)
    typed = {"contract_kind": "fixed_term", "amount": "1250", "valid_until": "2026-03-06", "contact": ""}

    answer = sign_in(browser, alice.user).post(at("mission_step", draft.pk, 4), typed)

    assert answer.status_code == 422
    assert "Fill in “Who confirms the order?”." in words(answer)


def test_a_stranger_to_the_form_picks_no_contact_of_somebody_else(browser, eve, school, pia):
    theirs = made.make_draft(made.make_activity(eve), school)
    typed = {"contract_kind": "fixed_term", "amount": "1250", "valid_until": "2026-03-06", "contact": str(pia.pk)}

    sign_in(browser, eve.user).post(at("mission_step", theirs.pk, 4), typed)

    assert made.order_of(theirs).contact_email == "greet@school.example"


def test_the_pages_note_change_and_forget(browser, alice, school):
    hers = sign_in(browser, alice.user)

    hers.post(at("client_detail", school.pk), PIA)
    contact = ClientContact.objects.get()
    hers.post(at("contact_edit", contact.pk), PIA | {"name": "Pia Anders"})
    assert "Pia Anders" in words(hers.get(at("client_detail", school.pk)))
    wrong = hers.post(at("client_detail", school.pk), PIA)
    hers.post(at("contact_delete", contact.pk))

    assert wrong.status_code == 422
    assert not ClientContact.objects.exists()


def test_the_page_costs_few_queries(browser, alice, school, pia, django_assert_max_num_queries):
    hers = sign_in(browser, alice.user)

    with django_assert_max_num_queries(24):
        hers.get(at("client_detail", school.pk))
