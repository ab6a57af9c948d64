"""The link into a client's space: sent to who is known, silent to who is not, renewed, over, revoked."""

import datetime

import pytest

from activities.models import ClientAccess
from activities.rules import client_access
from members.models import OutgoingMail
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.tenancy import country as enter
from tests.factories import activities as made
from tests.people import as_member

ON = datetime.date(2026, 2, 23)


def ask(email):
    return client_access.send_links(email, on=ON, now=made.NOW)


@pytest.fixture
def school(inside):
    return made.make_client(
        name="Voorbeeldschool", email="facturen@school.example", billing_email="geld@school.example"
    )


@pytest.fixture
def access(school):
    return client_access.let_in(school, email="Directie@School.example", by=made.ADVISER, on=ON, now=made.NOW)


def opened(access, on=ON):
    return client_access.access_of_token(client_access.access_token(access), on=on)


@pytest.mark.parametrize("email", ["facturen@school.example", "Facturen@School.example", " geld@school.example "])
def test_an_address_of_a_reviewed_client_gets_its_link(school, email):
    assert ask(email) == 1

    mail = OutgoingMail.objects.get()
    assert mail.to == email.strip().lower()
    assert mail.language == "nl"
    assert "/be/client/open/" in mail.text


def test_an_unknown_address_gets_nothing(school):
    assert ask("somebody@elsewhere.example") == 0
    assert OutgoingMail.objects.count() == 0


def test_a_client_nobody_reviewed_opens_nothing(inside):
    made.make_client(email="me@member.example", reviewed_at=None)

    assert ask("me@member.example") == 0


def test_asking_twice_in_an_hour_mails_once(school):
    ask("facturen@school.example")
    ask("facturen@school.example")

    assert OutgoingMail.objects.count() == 1


def test_an_address_of_two_clients_gets_two_links(school):
    made.make_client(name="Other school", email="facturen@school.example")

    assert ask("facturen@school.example") == 2
    assert OutgoingMail.objects.count() == 2


def test_the_link_opens_the_one_client_until_its_last_day(school, access):
    assert opened(access).client == school
    assert opened(access, on=datetime.date(2027, 2, 23)) is not None
    assert opened(access, on=datetime.date(2027, 2, 24)) is None


def test_a_link_of_another_country_opens_nothing(school, access, fr):
    token = client_access.access_token(access)

    with enter(fr):
        assert client_access.access_of_token(token, on=ON) is None


def test_a_link_nobody_signed_opens_nothing(school, access):
    assert client_access.access_of_token(client_access.access_token(access) + "x", on=ON) is None


def test_letting_in_again_kills_the_link_before(school, access):
    before = client_access.access_token(access)
    again = client_access.let_in(school, email="directie@school.example", by=made.BOOKS, on=ON, now=made.NOW)

    assert again.pk == access.pk
    assert client_access.access_of_token(before, on=ON) is None
    assert opened(again) is not None


def test_a_revoked_link_is_dead_and_no_new_one_is_sent(school, access):
    before = client_access.access_token(access)
    client_access.revoke_access(access, by=made.ADVISER, now=made.NOW)
    OutgoingMail.objects.all().delete()

    assert client_access.access_of_token(before, on=ON) is None
    assert ask("directie@school.example") == 0
    with pytest.raises(Conflict):
        client_access.revoke_access(access, by=made.ADVISER, now=made.NOW)


def test_a_revoked_address_of_the_client_itself_stays_out(school):
    ask("facturen@school.example")
    client_access.revoke_access(ClientAccess.objects.get(), by=made.ADVISER, now=made.NOW)

    assert ask("facturen@school.example") == 0


def test_an_address_that_is_no_longer_the_clients_gets_no_new_link(school):
    ask("facturen@school.example")
    school.email = "other@school.example"
    school.save(update_fields=["email"])

    assert ask("facturen@school.example") == 0


def test_entering_is_noted(access):
    client_access.enter_space(access, now=made.NOW)

    assert ClientAccess.objects.get().last_used_at == made.NOW


@pytest.mark.parametrize("by", [made.PAYROLL, made.THE_CLIENT])
def test_others_let_nobody_in(school, access, alice, by):
    for actor in (by, as_member(alice)):
        with pytest.raises(NotAllowed):
            client_access.let_in(school, email="x@school.example", by=actor, on=ON, now=made.NOW)
        with pytest.raises(NotAllowed):
            client_access.revoke_access(access, by=actor, now=made.NOW)


def test_what_is_no_address_is_refused_at_its_field(school):
    with pytest.raises(RuleBroken) as refused:
        client_access.let_in(school, email="no address", by=made.ADVISER, on=ON, now=made.NOW)

    assert (refused.value.code, refused.value.field) == ("email_wrong", "email")
