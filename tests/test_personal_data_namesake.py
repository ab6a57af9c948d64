"""Two people have the same name: when one is forgotten, what was written of the other still names them."""

import datetime

import pytest
import time_machine
from django.utils.html import escape

from activities.models import ClientContact
from members.models import Message, Notification, OutgoingMail, Thread
from members.rules.digests import send_digests
from members.rules.notices import mail_to, notify
from smart.foundation.tenancy import country
from smart.personal_data.words import about
from tests import people
from tests.factories.activities import make_client
from tests.forgetting import forgotten, lina_has_left, make_former

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime.datetime(2026, 11, 27, 9, 0, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def former(be):
    return make_former(be)


@pytest.fixture
def namesake(be):
    return people.make_member(be, "Fritz Former")


def tell_of(member, reader, *, day="2026-11-01"):
    """What an adviser is told when somebody applies, in the portal and by mail."""
    key = f"membership:{member.pk}:applied:{day}"
    with country(member.country):
        notify(reader, event="application_received", key=key, title=f"{member.user.full_name} applied", text="Read it.")


def told(where, member):
    with country(where):
        note = Notification.objects.get(key__startswith=f"membership:{member.pk}:applied")
        mail = OutgoingMail.objects.get(key=note.key)
        return note.title, mail.subject, member.user.full_name in mail.html


def test_a_namesake_keeps_the_name_in_what_is_about_them(be, former, namesake, bob):
    tell_of(former, bob)
    tell_of(namesake, bob)

    forgotten(former)

    assert told(be, former) == (f"{former.number} applied", f"{former.number} applied", False)
    assert told(be, namesake) == ("Fritz Former applied", "Fritz Former applied", True)


def test_a_mail_of_the_day_loses_the_name_only_in_its_lines_about_the_person(be, former, namesake, bob):
    for member in (former, namesake):
        tell_of(member, bob)
    with country(be):
        Notification.objects.filter(key__startswith="membership").update(waits=True)
        Notification.objects.filter(key__startswith=f"membership:{former.pk}").update(
            title="Fritz Former hands in papers"
        )
        send_digests(be, on=datetime.date(2026, 11, 27))

    forgotten(former)

    with country(be):
        mail = OutgoingMail.objects.get(key__startswith="digest")
    for written in (mail.text, mail.html):
        assert f"{former.number} hands in papers" in written
        assert "Fritz Former hands" not in written
        assert "Fritz Former applied" in written


def test_somebody_whose_name_only_begins_the_same_keeps_it(be, former, bob):
    longer = people.make_member(be, "Fritz Formerly")
    tell_of(longer, bob)
    tell_of(former, bob)

    forgotten(former)

    assert told(be, longer)[0] == "Fritz Formerly applied"
    assert told(be, former)[0] == f"{former.number} applied"


def test_a_client_of_the_same_name_keeps_it(be, former, eve, bob):
    with country(be):
        client = make_client(name="Fritz Former Keramik")
        ClientContact.objects.create(client=client, membership=eve, name="Fritz Former", email="f@keramik.example")
        notify(bob, event="order_accepted", key="order_accepted:999999:1", title="Fritz Former Keramik accepts “Vases”")
    tell_of(former, bob)

    forgotten(former)

    with country(be):
        assert Notification.objects.get(event="order_accepted").title == "Fritz Former Keramik accepts “Vases”"
    assert told(be, former)[0] == f"{former.number} applied"


def test_with_no_namesake_every_text_loses_the_name_also_one_about_others(be, former, eve, bob):
    with country(be):
        notify(eve.user, event="welcome", key="of-no-row", title="Meet Fritz Former, who starts today")
        mail_to("x@client.example", key="anything", language="en", subject="Hello", text="From Fritz Former")

    forgotten(former)

    with country(be):
        assert Notification.objects.get(key="of-no-row").title == f"Meet {former.number}, who starts today"
        assert OutgoingMail.objects.get(key="anything").text == f"From {former.number}"


def test_a_name_that_html_writes_otherwise_goes_too(be, bob):
    former = make_former(be, "Fritz O’Former")
    type(former.user).objects.filter(pk=former.user_id).update(last_name="O'Former & Co")
    former.user.refresh_from_db()
    tell_of(former, bob)
    with country(be):
        assert escape("O'Former & Co") in OutgoingMail.objects.get(key__startswith="membership").html

    forgotten(former)

    assert told(be, former)[0] == f"{former.number} applied"
    with country(be):
        assert "Former" not in OutgoingMail.objects.get(key__startswith="membership").html


def test_what_a_namesake_wrote_beside_my_question_keeps_their_name(be, former, namesake):
    with country(be):
        now = datetime.datetime.now(tz=datetime.UTC)
        thread = Thread.objects.create(membership=former, title="Pay", last_side="member", last_at=now, opened_at=now)
        for who in (former, namesake):
            Message.objects.create(
                thread=thread, author=who.user, author_label=str(who.user), side="member", text="x", at=now
            )

    forgotten(former)

    with country(be):
        labels = list(Message.objects.filter(thread=thread).order_by("pk").values_list("author_label", flat=True))
    assert labels == [former.number, "Fritz Former"]


def test_the_other_country_is_not_touched(be, fr, former):
    reader = people.make_staff(fr, "adviser", "Bea Adviser")
    french = people.make_member(fr, "Fritz Former")
    tell_of(french, reader)

    forgotten(former)

    assert told(fr, french)[0] == "Fritz Former applied"


def test_every_key_of_a_whole_life_says_what_it_is_about(settings):
    """What tells no row: a digest of the day, which holds several notices."""
    lina = lina_has_left(settings)
    with country(lina.country):
        keys = {
            *Notification.objects.values_list("key", flat=True),
            *OutgoingMail.objects.values_list("key", flat=True),
        }

    assert {key for key in keys if about(key) is None} == set()
