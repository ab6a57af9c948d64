"""An answer by mail lands in its conversation, once, and only from the person it was sent to."""

import datetime
import uuid

import pytest

from members.models import Message, OutgoingMail
from members.rules import threads
from members.rules.threads_mail import receive_reply
from members.rules.threads_notices import reply_address, reply_key
from smart.foundation.errors import RuleBroken
from smart.foundation.tenancy import country
from tests import people

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def asked(be, alice, bob):
    with country(be):
        alice.adviser = bob
        alice.save()
        yield threads.ask_question(
            alice, text="When?", title="My pay", submission_id=uuid.uuid4(), by=people.as_member(alice), now=NOW
        )


def reply(thread, user, *, key=None, text="On Friday.", mail_id="<1@mail.example>", email=None):
    key = reply_key(thread, user) if key is None else key
    return receive_reply(key=key, sender_email=email or user.email, text=text, mail_id=mail_id, at=NOW)


def test_the_adviser_answers_by_mail(asked, bob):
    thread = reply(asked, bob)

    said = Message.objects.latest("id")
    assert thread.state == "answered"
    assert (said.side, said.channel, said.text, said.author_id) == ("staff", "email", "On Friday.", bob.pk)


def test_the_member_answers_by_mail_whatever_the_capitals(asked, alice, bob):
    reply(asked, bob)

    thread = reply(asked, alice.user, email=alice.user.email.upper(), mail_id="<2@mail.example>")

    assert thread.state == "open"
    assert Message.objects.latest("id").side == "member"


def test_the_same_mail_is_written_once(asked, bob):
    reply(asked, bob)
    reply(asked, bob)

    assert Message.objects.filter(channel="email").count() == 1


def test_nobody_speaks_with_the_address_of_somebody_else(asked, alice, bob, eve):
    refused = [
        (eve.user, reply_key(asked, eve.user)),  # no part in it
        (bob, reply_key(asked, alice.user)),  # the member's address, the adviser's name
        (alice.user, reply_key(asked, bob)),
        (bob, asked.reply_key),  # half a key
    ]
    for user, key in refused:
        with pytest.raises(RuleBroken) as broken:
            reply(asked, user, key=key)
        assert broken.value.code == "sender_unknown"
    with pytest.raises(RuleBroken) as broken:
        reply(asked, bob, email="stranger@example.org")
    assert broken.value.code == "sender_unknown"
    assert Message.objects.count() == 1


def test_who_left_the_staff_answers_no_more(asked, bob):
    bob.staff_roles.update(until=datetime.date(2026, 1, 1))

    with pytest.raises(RuleBroken) as broken:
        reply(asked, bob)

    assert broken.value.code == "sender_unknown"


@pytest.mark.parametrize(
    ("more", "code"),
    [({"key": "f" * 48}, "reply_unknown"), ({"mail_id": " "}, "mail_id_missing"), ({"text": " "}, "text_missing")],
)
def test_a_mail_that_cannot_be_placed_says_why(asked, bob, more, code):
    with pytest.raises(RuleBroken) as broken:
        reply(asked, bob, **more)

    assert broken.value.code == code


def test_a_key_of_belgium_opens_nothing_in_france(asked, bob, fr):
    with country(fr), pytest.raises(RuleBroken) as broken:
        reply(asked, bob)

    assert broken.value.code == "reply_unknown"


def test_mails_carry_the_address_where_the_portal_reads_mail(asked, alice, bob, be, settings):
    assert reply_address(asked, bob, be) == ""
    assert OutgoingMail.objects.get(to=bob.email).reply_to == ""

    settings.REPLY_DOMAIN = "mail.smart.example"
    reply(asked, bob)

    address = OutgoingMail.objects.get(to=alice.user.email).reply_to
    assert address == f"reply+be.{reply_key(asked, alice.user)}@mail.smart.example"
    assert len(address.partition("@")[0]) <= 64
