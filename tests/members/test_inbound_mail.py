"""A mail that came in: written into its conversation, held for a person, or left out; never lost, never twice."""

import datetime
import uuid
from email.message import EmailMessage
from html import unescape

import pytest
from django.core import mail as outbox
from django.utils import translation
from django.utils.translation import gettext

from members.jobs import send_mail
from members.models import Document, InboundMail, Message, Notification, OutgoingMail
from members.rules import inbound_mail, threads
from members.rules.threads_notices import reply_key
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.jobs import Job
from smart.foundation.tenancy import country
from tests import people
from tests.members.papers import photo

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def asked(be, alice, bob, settings):
    settings.REPLY_DOMAIN = "mail.smart.example"
    with country(be):
        alice.adviser = bob
        alice.save()
        yield threads.ask_question(
            alice, text="When?", title="My pay", submission_id=uuid.uuid4(), by=people.as_member(alice), now=NOW
        )


def a_mail(user, *, text="On Friday.", mail_id="<1@mail.example>", files=(), **headers):
    message = EmailMessage()
    message["From"], message["Message-ID"], message["Subject"] = f"{user} <{user.email}>", mail_id, "Re: My pay"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(f"{text}\n\nOn 23 Nov 2026, at 10:00, Smart wrote:\n> When?\n")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def kept(raw, thread, user, *, envelope_from="somebody@mail.example"):
    return inbound_mail.keep_mail(raw, key=reply_key(thread, user), envelope_from=envelope_from, now=NOW)


def placed(raw, thread, user, **more):
    return inbound_mail.place_mail(kept(raw, thread, user, **more).pk, now=NOW)


def test_a_mail_is_kept_as_it_came_and_a_job_is_to_read_it(asked, bob):
    raw = a_mail(bob)

    mail = kept(raw, asked, bob)

    assert (mail.state, mail.sender, mail.subject) == ("received", bob.email, "Re: My pay")
    paper = Document.objects.about(mail).get()
    assert (paper.visible_to, paper.retention_class, paper.size) == ("staff", "correspondence", len(raw))
    assert Job.objects.get(kind="read_mail").payload == {"mail": mail.pk}


def test_the_new_words_become_a_message(asked, bob):
    mail = placed(a_mail(bob), asked, bob)

    said = Message.objects.latest("id")
    assert (said.text, said.channel, said.author_id) == ("On Friday.", "email", bob.pk)
    assert mail.state == "written"


def test_the_same_mail_twice_is_one_message(asked, bob):
    placed(a_mail(bob), asked, bob)
    placed(a_mail(bob) + b"\r\n", asked, bob)

    assert InboundMail.objects.count() == 1
    assert Message.objects.filter(channel="email").count() == 1


def test_a_photo_comes_along_and_what_may_not_be_kept_is_told(asked, alice):
    raw = a_mail(alice.user, files=[("stage.jpg", photo().read()), ("plan.exe", b"MZ\x90")])

    mail = placed(raw, asked, alice.user)

    assert Message.objects.latest("id").files == 1
    assert mail.reason_code == "files_left_out"
    assert "plan.exe: The file is no photo" in mail.reason
    assert Notification.objects.filter(user=alice.user, event="mail_files").count() == 1


def test_files_alone_speak_by_their_names(asked, alice):
    placed(a_mail(alice.user, text="", files=[("stage.jpg", photo().read())]), asked, alice.user)

    assert Message.objects.latest("id").text == "stage.jpg"


def test_a_stranger_is_held_and_published_nowhere(asked, alice, eve, bob):
    mail = placed(a_mail(eve.user), asked, alice.user)

    assert (mail.state, mail.reason_code) == ("held", "sender_unknown")
    assert eve.user.email in mail.reason
    assert Message.objects.count() == 1
    told = Notification.objects.filter(event="mail_held")
    assert {each.user_id for each in told} == {alice.user_id, bob.pk}  # nobody writes to the stranger
    assert not OutgoingMail.objects.filter(to=eve.user.email).exists()


@pytest.mark.parametrize(("text", "code"), [("", "text_missing"), ("x" * 10_001, "text_too_long")])
def test_what_cannot_be_written_is_held(asked, alice, text, code):
    assert placed(a_mail(alice.user, text=text), asked, alice.user).reason_code == code


def read_in(mail, language):
    with translation.override(language):
        return InboundMail.objects.get(pk=mail.pk).why


@pytest.mark.parametrize(
    ("text", "msgid", "facts"),
    [
        ("", "Write your message.", {}),
        (
            "x" * 10_001,
            "The message has %(found)d characters; %(most)d at most fit.",
            {"found": 10_001, "most": 10_000},
        ),
    ],
)
def test_why_a_mail_waits_is_said_in_the_language_of_whoever_reads_it(asked, alice, text, msgid, facts):
    with translation.override("fr"):
        mail = placed(a_mail(alice.user, text=text), asked, alice.user)

    for language in ("fr", "de"):
        with translation.override(language):
            assert read_in(mail, language) == gettext(msgid) % facts
    assert read_in(mail, "fr") != read_in(mail, "de")


def test_who_takes_no_part_is_said_in_the_language_of_whoever_reads_it(asked, be, alice, eve, bob, browser):
    with translation.override("fr"):
        mail = placed(a_mail(eve.user), asked, alice.user)

    german = read_in(mail, "de")
    assert eve.user.email in german
    assert german != read_in(mail, "fr")
    bob.language = "de"
    bob.save()
    people.sign_in(browser, bob)
    for page in ("/be/staff/mails/", f"/be/staff/mails/{mail.pk}/"):
        assert german in unescape(browser.get(page).content.decode())


def test_which_files_were_left_out_is_said_in_the_language_of_whoever_reads_it(asked, alice):
    with translation.override("fr"):
        mail = placed(a_mail(alice.user, files=[("plan.exe", b"MZ\x90")] * 2), asked, alice.user)

    with translation.override("de"):
        sentence = gettext("The file is no photo (JPEG, PNG, WebP, HEIC) and no PDF. Take a photo of it instead.")
    assert read_in(mail, "de") == f"plan.exe: {sentence}\nplan.exe: {sentence}"
    assert "plan.exe: The file is no photo" in Notification.objects.get(user=alice.user, event="mail_files").text


def test_a_mail_held_before_keeps_the_words_it_has(asked, alice, eve):
    with translation.override("fr"):
        mail = placed(a_mail(eve.user), asked, alice.user)
    InboundMail.objects.update(said={})

    assert read_in(mail, "de") == mail.reason


def test_the_same_mail_to_two_conversations_is_held_the_second_time(asked, be, alice):
    other = threads.ask_question(
        alice, text="Where?", title="A room", submission_id=uuid.uuid4(), by=people.as_member(alice), now=NOW
    )
    placed(a_mail(alice.user), asked, alice.user)

    assert placed(a_mail(alice.user), other, alice.user).reason_code == "mail_elsewhere"


@pytest.mark.parametrize(
    ("headers", "envelope_from"),
    [({"Auto_Submitted": "auto-replied"}, "a@b.example"), ({"Precedence": "bulk"}, "a@b.example"), ({}, "<>")],
)
def test_an_automatic_answer_makes_no_message_and_no_notice(asked, alice, headers, envelope_from):
    before = OutgoingMail.objects.count()

    mail = placed(a_mail(alice.user, **headers), asked, alice.user, envelope_from=envelope_from)

    assert mail.state == "ignored"
    assert Message.objects.count() == 1
    assert OutgoingMail.objects.count() == before


def test_an_address_of_no_conversation_keeps_nothing(asked, bob, fr):
    with pytest.raises(RuleBroken) as broken:
        inbound_mail.keep_mail(a_mail(bob), key="f" * 48, envelope_from="", now=NOW)
    assert broken.value.code == "reply_unknown"
    with country(fr), pytest.raises(RuleBroken):
        kept(a_mail(bob), asked, bob)


def test_staff_place_a_held_mail_and_both_are_named(asked, alice, eve, bob):
    held = placed(a_mail(eve.user), asked, alice.user)

    mail = inbound_mail.place_held(held, thread=asked, by=people.as_staff(bob, "adviser"), now=NOW)

    said = Message.objects.latest("id")
    assert (said.side, said.text) == ("member", "On Friday.")
    assert said.author_label == f"{eve.user.email} (placed by {bob.full_name})"
    assert (mail.state, mail.decided_by_id) == ("written", bob.pk)
    with pytest.raises(RuleBroken):
        inbound_mail.place_held(held, thread=asked, by=people.as_staff(bob, "adviser"), now=NOW)
    assert Message.objects.filter(channel="email").count() == 1


def test_a_mail_is_placed_with_the_same_member_only(asked, alice, eve, bob):
    held = placed(a_mail(eve.user), asked, alice.user)
    other = threads.ask_question(
        eve, text="Me?", title="Mine", submission_id=uuid.uuid4(), by=people.as_member(eve), now=NOW
    )

    with pytest.raises(RuleBroken) as broken:
        inbound_mail.place_held(held, thread=other, by=people.as_staff(bob, "adviser"), now=NOW)

    assert broken.value.code == "other_member"


def test_staff_discard_with_a_reason_and_the_bytes_stay(asked, alice, eve, bob, rik):
    held = placed(a_mail(eve.user), asked, alice.user)

    with pytest.raises(RuleBroken) as broken:
        inbound_mail.discard_held(held, words=" ", by=people.as_staff(bob, "adviser"), now=NOW)
    assert broken.value.code == "words_missing"
    for by in (people.as_staff(rik, "accounting"), people.as_member(alice)):
        with pytest.raises(NotAllowed):
            inbound_mail.discard_held(held, words="Advertising", by=by, now=NOW)
    mail = inbound_mail.discard_held(held, words="Advertising", by=people.as_staff(bob, "adviser"), now=NOW)

    assert (mail.state, mail.words) == ("discarded", "Advertising")
    assert Document.objects.about(mail).count() == 1


def test_the_notice_says_that_it_is_answered_by_mail_and_threads_with_the_last(asked, alice, bob):
    placed(a_mail(alice.user, mail_id="<7@mail.example>"), asked, alice.user)
    threads.write_message(
        asked, text="On Friday.", submission_id=uuid.uuid4(), by=people.as_staff(bob, "adviser"), now=NOW
    )

    row = OutgoingMail.objects.filter(to=alice.user.email).latest("id")
    assert row.references == f"<conversation.{asked.country_id}.{asked.pk}@mail.smart.example> <7@mail.example>"
    assert "Answer this mail, or open the conversation in the portal:" in row.text
    assert "Answer this mail" in row.html


def test_the_sent_notice_has_the_headers_of_a_conversation(asked, bob):
    job = Job.objects.filter(kind="send_mail").latest("id")

    for step in send_mail(job):
        step()

    headers = outbox.outbox[-1].message()
    assert headers["Reply-To"].startswith("reply+be.")
    assert (
        headers["In-Reply-To"]
        == headers["References"]
        == f"<conversation.{asked.country_id}.{asked.pk}@mail.smart.example>"
    )
    assert headers["Auto-Submitted"] == "auto-generated"


def test_the_queue_shows_what_is_held_and_both_ways_out(asked, be, alice, eve, bob, rik, browser):
    held = placed(a_mail(eve.user), asked, alice.user)
    second = placed(a_mail(eve.user, mail_id="<2@mail.example>"), asked, alice.user)
    people.sign_in(browser, bob)

    assert eve.user.email in browser.get("/be/staff/mails/").content.decode()
    page = browser.get(f"/be/staff/mails/{held.pk}/").content.decode()
    assert "On Friday." in page
    assert browser.post(f"/be/staff/mails/{held.pk}/discard/", {"discard-words": ""}).status_code == 422
    assert browser.post(f"/be/staff/mails/{held.pk}/place/", {"place-thread": asked.pk}).status_code == 302
    assert browser.post(f"/be/staff/mails/{second.pk}/discard/", {"discard-words": "Advertising"}).status_code == 302
    with country(be):
        assert {mail.state for mail in InboundMail.objects.all()} == {"written", "discarded"}
    assert "No mail waits" in browser.get("/be/staff/mails/").content.decode()
    people.sign_in(browser, rik)
    assert browser.get(f"/be/staff/mails/{held.pk}/").status_code == 404
    people.sign_in(browser, alice.user)
    assert browser.get(f"/be/staff/mails/{held.pk}/").status_code == 404
