"""The doors mail comes in by: a real server on a loopback socket, and the command a mail server pipes to."""

import asyncio
import io
import smtplib
import threading
import uuid
from email.message import EmailMessage

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from members.models import InboundMail, Message
from members.rules import threads
from members.rules.threads_notices import reply_address
from smart import mail_doors
from smart.foundation.jobs import Job, run_job
from smart.foundation.tenancy import country
from smart.management.commands.mail_door import listen
from tests import people

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked(settings):
    settings.REPLY_DOMAIN = "mail.smart.example"
    be = people.make_country("BE")
    alice, bob = people.make_member(be, "Alice Example"), people.make_staff(be, "adviser", "Bob Adviser")
    with country(be):
        thread = threads.ask_question(
            alice, text="When?", title="Pay", submission_id=uuid.uuid4(), by=people.as_member(alice), now=timezone.now()
        )
        return be, thread, bob, reply_address(thread, bob, be)


@pytest.fixture(params=[False, True], ids=["smtp", "lmtp"])
def door(request, asked):
    """The port of a door that is open."""
    loop, opened, said = asyncio.new_event_loop(), threading.Event(), []
    stop = asyncio.Event()

    def say(words):
        said.append(words)
        opened.set()

    def serve():
        loop.run_until_complete(listen("127.0.0.1", 0, is_lmtp=request.param, say=say, until=stop))

    served = threading.Thread(target=serve)
    served.start()
    assert opened.wait(10)
    kind = smtplib.LMTP if request.param else smtplib.SMTP
    yield lambda: kind("127.0.0.1", int(said[0].rstrip(".").rpartition(":")[2]))
    loop.call_soon_threadsafe(stop.set)
    served.join(10)
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


def a_mail(to, *, text="On Friday.", mail_id="<1@mail.example>"):
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = "bob@example.org", to, mail_id
    message.set_content(text)
    return message


def from_bob(bob, to, **more):
    message = a_mail(to, **more)
    message.replace_header("From", bob.email)
    return message


def test_an_answer_comes_through_the_door_into_the_conversation(door, asked):
    be, _thread, bob, address = asked
    large = from_bob(bob, address, text="On Friday.")
    large.add_attachment(b"%PDF-1.4 " + b"0" * 9_000_000, maintype="application", subtype="pdf", filename="a.pdf")

    with door() as server:
        server.send_message(large, from_addr=bob.email, to_addrs=[address.upper()])  # 12 MB as it travels
    with country(be):
        job = Job.objects.get(kind="read_mail")
    assert run_job(be.pk, job.pk)

    with country(be):
        assert InboundMail.objects.get().state == "written"
        assert Message.objects.latest("id").text == "On Friday."


def test_the_door_takes_nothing_that_leads_nowhere_and_sends_nothing_on(door, asked):
    be, _thread, _bob, address = asked
    unknown = f"reply+be.{'f' * 48}@mail.smart.example"
    foreign = address.replace("+be.", "+fr.")
    elsewhere = address.replace("mail.smart.example", "other.example")

    for wrong in (unknown, foreign, elsewhere, "bob@mail.smart.example", "somebody@example.com"):
        with door() as server, pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            server.send_message(a_mail(wrong), from_addr="a@mail.example", to_addrs=[wrong])
        assert refused.value.recipients[wrong][0] == 550
    with country(be):
        assert InboundMail.objects.count() == 0


def test_a_second_address_is_asked_for_again_and_the_same_mail_is_kept_once(door, asked):
    be, _thread, bob, address = asked

    with door() as server:
        refused = server.send_message(from_bob(bob, address), from_addr=bob.email, to_addrs=[address, f"<{address}>x"])
        server.send_message(from_bob(bob, address), from_addr=bob.email, to_addrs=[address])

    assert [code for code, _words in refused.values()] == [452]
    with country(be):
        assert InboundMail.objects.count() == 1


def test_a_mail_over_the_limit_is_refused(door, asked, monkeypatch):
    _be, _thread, bob, address = asked
    monkeypatch.setattr(mail_doors, "LARGEST_MAIL", 1000)

    with door() as server, pytest.raises(smtplib.SMTPDataError) as refused:
        server.send_message(from_bob(bob, address, text="x" * 2000), from_addr=bob.email, to_addrs=[address])

    assert refused.value.smtp_code == 552


def test_when_the_portal_cannot_keep_it_the_other_side_tries_again(door, asked, monkeypatch):
    _be, _thread, bob, address = asked

    def broken(*_args, **_facts):
        raise OSError("the store is away")

    monkeypatch.setattr(mail_doors, "keep_mail", broken)
    with door() as server, pytest.raises(smtplib.SMTPDataError) as refused:
        server.send_message(from_bob(bob, address), from_addr=bob.email, to_addrs=[address])

    assert refused.value.smtp_code == 451


def piped(message, **options):
    out = io.StringIO()
    call_command("receive_mail", stdin=io.BytesIO(message.as_bytes()), stdout=out, **options)
    return out.getvalue()


def test_the_command_keeps_what_is_piped_to_it(asked):
    be, _thread, bob, address = asked

    assert piped(from_bob(bob, address)).startswith("Kept as mail")
    assert piped(from_bob(bob, "list@example.org"), recipient=address, sender=bob.email).startswith("Kept as mail")

    with country(be):
        assert InboundMail.objects.get().envelope_from == bob.email


def test_the_command_answers_as_mail_servers_understand(asked, monkeypatch):
    _be, _thread, bob, address = asked

    with pytest.raises(CommandError) as refused:
        piped(from_bob(bob, "nobody@example.org"))
    assert refused.value.returncode == 67
    monkeypatch.setattr(mail_doors, "LARGEST_MAIL", 10)
    with pytest.raises(CommandError) as refused:
        piped(from_bob(bob, address))
    assert refused.value.returncode == 65


def test_without_a_domain_there_is_no_door(settings):
    settings.REPLY_DOMAIN = ""

    with pytest.raises(CommandError):
        call_command("mail_door", port=0)
