"""Notices and mails: once per key, in the person's language, sent by a job, without doubles."""

import pytest
from django.core import mail
from django.db import transaction

from members.models import Notification, OutgoingMail
from members.rules.notices import mail_to, notify
from smart.foundation.jobs import Job, run_job
from smart.foundation.tenancy import country
from tests import people

pytestmark = pytest.mark.django_db


def tell(user, key="mission:1:approved", **more):
    notify(
        user, event="mission_approved", key=key, title="Approved", text="It may start.", url="/be/missions/1/", **more
    )


def test_a_notice_is_told_once(be, alice):
    with country(be):
        tell(alice.user)
        tell(alice.user)

        assert Notification.objects.to_user(alice.user_id).count() == 1
        assert OutgoingMail.objects.filter(to=alice.user.email).count() == 1
        assert Job.objects.filter(kind="send_mail").count() == 1


def test_a_notice_without_mail_stays_in_the_portal(be, alice):
    with country(be):
        tell(alice.user, mail=False)

        assert not OutgoingMail.objects.exists()


def test_the_mail_says_what_the_notice_says_in_text_and_html(be, alice):
    with country(be):
        tell(alice.user)

        written = OutgoingMail.objects.get()
    for body in (written.text, written.html):
        assert "It may start." in body
        assert "/be/missions/1/" in body


def test_a_line_break_in_a_subject_is_refused_its_trick(be):
    with country(be):
        assert "\n" not in mail_to("a@example.org", key="k", language="en", subject="A\nBcc: x", text="t").subject


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_each_mail_once():
    be = people.make_country("BE")
    with country(be):
        written = mail_to(
            "client@example.org", key="order:1", language="fr", subject="Bonjour", text="Texte", html="<p>x</p>"
        )
        job = Job.objects.get(kind="send_mail")

    assert run_job(be.pk, job.pk)
    assert not run_job(be.pk, job.pk)

    assert [message.subject for message in mail.outbox] == ["Bonjour"]
    assert mail.outbox[0].extra_headers["Content-Language"] == "fr"
    with transaction.atomic(), country(be):
        assert OutgoingMail.objects.get(pk=written.pk).sent_at is not None
