"""What a court case needs survives erasing and the purge of every day, and goes when the case is over."""

import datetime

import pytest
import time_machine

from members.models import ErasurePart, LegalHold, Message, Notification, OutgoingMail, Profile, Thread
from members.rules import legal_holds
from members.rules.documents import issue_document
from members.rules.notices import notify
from smart.foundation import jobs
from smart.foundation.actors import PORTAL
from smart.foundation.tenancy import country
from smart.personal_data import purging
from smart.personal_data.plan import plan_of
from tests import people
from tests.forgetting import find_in_database, forgotten, make_former, pass_day, still_kept
from tests.invoicing.work_list import do_jobs

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 27)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime.datetime(2026, 11, 27, 9, 0, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def former(be):
    return make_former(be, "Fritz Formerheld")


@pytest.fixture
def keepers(be):
    return [people.make_staff(be, "legal_hold", name) for name in ("Lou Keeper", "Kim Keeper")]


def hold(member, keepers, *classes, case="AR 26/17"):
    by = people.as_staff(keepers[0], "legal_hold")
    with country(member.country):
        return legal_holds.place_hold(
            member,
            classes=classes,
            reference=case,
            reason="Wages are claimed.",
            review_on=TODAY + datetime.timedelta(days=90),
            by=by,
            on=TODAY,
        )


def let_go(held, keepers):
    one, other = (people.as_staff(each, "legal_hold") for each in keepers)
    with country(held.membership.country):
        asked = legal_holds.ask_to_end_hold(held, reason="Final.", by=one)
        legal_holds.end_hold(asked, by=other)
        do_jobs("erase_after_hold", "send_mail")


def letters(member):
    """A conversation, a notice to an adviser and one to the person."""
    with country(member.country):
        now = datetime.datetime.now(tz=datetime.UTC)
        thread = Thread.objects.create(membership=member, title="Pay", last_side="member", last_at=now, opened_at=now)
        Message.objects.create(
            thread=thread, author=member.user, author_label=str(member.user), side="member", text="x", at=now
        )
        notify(member.user, event="welcome", key="hello", title="Hello")
        reader = people.make_staff(member.country, "adviser", "Bob Adviser")
        key = f"membership:{member.pk}:applied:2026-11-01"
        notify(reader, event="application_received", key=key, title=f"{member.user.full_name} applied")


def test_erasing_leaves_the_held_classes_alone_and_says_so(be, former, keepers):
    letters(former)
    hold(former, keepers, "correspondence")
    with country(be):
        plan = plan_of(former, on=TODAY)
        assert "Notices" in plan.held
        assert "Notices" not in plan.deleted

    forgotten(former)

    with country(be):
        assert Notification.objects.filter(user=former.user, key="hello").exists()
        assert Notification.objects.get(event="application_received").title == "Fritz Formerheld applied"
        assert Message.objects.get().author_label == "Fritz Formerheld"
        farewell = OutgoingMail.objects.get(key__endswith=":done")
    assert "GDPR art. 17(3)(e)" in farewell.text
    assert "Letters" in farewell.text
    former.user.refresh_from_db()
    assert former.user.is_active is False


def test_when_the_case_is_over_what_was_left_goes_and_the_person_is_told(be, former, keepers):
    letters(former)
    held = hold(former, keepers, "correspondence")
    forgotten(former)

    let_go(held, keepers)

    with country(be):
        assert not Notification.objects.filter(user=former.user).exists()
        assert Notification.objects.get(event="application_received").title == f"{former.number} applied"
        assert Message.objects.get().author_label == former.number
        assert LegalHold.objects.get().called == ""
        told = OutgoingMail.objects.get(key=f"hold:{held.pk}:ended")
    assert told.to == former.user.email


def test_the_purge_of_the_day_waits_for_the_case(be, former, keepers):
    """Identity goes five years after the membership in Belgium: on 28 November 2031, but for the case."""
    forgotten(former)
    held = hold(former, keepers, "identity")
    with country(be):
        told = OutgoingMail.objects.get(key=f"hold:{held.pk}:placed")
    assert told.to == former.user.email
    pass_day(be, datetime.date(2031, 11, 28))
    pass_day(be, datetime.date(2050, 1, 1))
    with country(be):
        assert Profile.objects.filter(membership_id=former.pk).exists()
    assert "identity" in still_kept(be)

    let_go(held, keepers)
    pass_day(be, datetime.date(2050, 1, 2))
    pass_day(be, datetime.date(2050, 3, 1))

    with country(be):
        assert not Profile.objects.filter(membership_id=former.pk).exists()
        assert (LegalHold.objects.get().reason, LegalHold.objects.get().reference) == ("", "")
    assert still_kept(be) == set()
    assert find_in_database(["Formerheld", former.user.email]) == {}


def test_a_purge_that_was_on_the_list_stops_at_a_hold(be, former, keepers):
    forgotten(former)
    with country(be):
        part = ErasurePart.objects.get(retention="identity")
        job = jobs.enqueue("purge_person", key=str(part.pk), payload={"part": part.pk})
    hold(former, keepers, "identity")

    with country(be):
        assert list(purging.purge_person(job)) == []


def test_other_classes_and_other_people_go_on_their_day(be, former, keepers):
    other = make_former(be, "Olga Otherwise")
    with country(be):
        issue_document(
            subject=former,
            kind="payslip",
            title="Pay of May",
            content=b"%PDF-1.7 pay",
            language="en",
            retention_class="payslip",
            by=PORTAL,
            membership=former,
        )
    hold(former, keepers, "payslip")
    for member in (former, other):
        forgotten(member)

    pass_day(be, datetime.date(2050, 1, 1))
    pass_day(be, datetime.date(2050, 6, 1))

    with country(be):
        assert not Profile.objects.filter(membership_id__in=[former.pk, other.pk]).exists()
        waiting = ErasurePart.objects.filter(gone_at=None).values_list("erasure__membership_id", "retention")
        assert list(waiting) == [(former.pk, "payslip")]


def test_what_two_cases_need_goes_with_the_second(be, former, keepers):
    letters(former)
    first = hold(former, keepers, "correspondence")
    forgotten(former)
    second = hold(former, keepers, "correspondence", case="AR 26/18")

    let_go(first, keepers)
    with country(be):
        assert Message.objects.get().author_label == "Fritz Formerheld"
    let_go(second, keepers)

    with country(be):
        assert Message.objects.get().author_label == former.number
        assert not LegalHold.objects.exclude(called="").exists()
