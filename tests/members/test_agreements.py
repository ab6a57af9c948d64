"""The use agreement: versions by day, accepting anew, the time to do so, and what waits afterwards."""

import datetime

import pytest

from activities.rules.activities import open_activity
from members import agreements as table
from members.agreements import AgreementVersion
from members.models import Document, Notification
from members.rules import agreements
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.jobs import Job
from smart.foundation.tenancy import country
from tests import people

pytestmark = pytest.mark.django_db
NEW = AgreementVersion(code="2027-02", since=datetime.date(2027, 2, 1), changes=("New: a house rule.",))
LAST_DAY = datetime.date(2027, 3, 3)  # 1 February and thirty days
AFTER = datetime.date(2027, 3, 4)


@pytest.fixture(autouse=True)
def _a_new_version(monkeypatch):
    """Nothing of ours is replaced by a mock: the table gets one more row, as a later release would give it."""
    only_in_germany = AgreementVersion(code="2027-03-de", since=datetime.date(2027, 3, 1), countries=frozenset({"DE"}))
    monkeypatch.setattr(table, "VERSIONS", (*table.VERSIONS, NEW, only_in_germany))


@pytest.fixture
def before(be, monkeypatch):
    """A member who joined when only the older versions existed."""
    with monkeypatch.context() as older:
        older.setattr(table, "VERSIONS", table.VERSIONS[:2])
        return people.make_member(be, "Olga Before")


def test_the_version_in_force_follows_the_day_and_the_country():
    day = datetime.date(2027, 3, 15)

    assert table.version_in_force("BE", on=day).code == "2027-02"
    assert table.version_in_force("DE", on=day).code == "2027-03-de"
    assert table.version_in_force("BE", on=datetime.date(2020, 1, 1)).code == "2026-11"


def test_work_goes_on_during_the_grace_and_waits_after_it(be, before):
    with country(be):
        standing = agreements.standing_of(before, on=LAST_DAY)
        assert (standing.is_accepted, standing.last_day, standing.is_blocked) == (False, LAST_DAY, False)
        agreements.require_agreement(before, on=LAST_DAY)
        with pytest.raises(RuleBroken) as refused:
            agreements.require_agreement(before, on=AFTER)

    assert refused.value.code == "agreement_not_accepted"
    assert "3 March 2027" in refused.value.message


def test_accepting_opens_the_work_and_puts_the_paper_into_the_vault(be, before):
    with country(be):
        consent = agreements.accept_agreement(before, version=NEW.code, by=people.as_member(before), on=AFTER)
        again = agreements.accept_agreement(before, version=NEW.code, by=people.as_member(before), on=AFTER)

        assert again == consent
        agreements.require_agreement(before, on=AFTER)
        job = Job.objects.get(kind="render_agreement")
        _run(job)
        paper = Document.objects.about(consent).get()
        assert (paper.kind, paper.visible_to, paper.membership_id) == ("agreement", "member", before.pk)


def test_a_text_that_changed_meanwhile_is_not_accepted_blindly(be, before):
    with country(be), pytest.raises(RuleBroken) as refused:
        agreements.accept_agreement(before, version="2026-11-20", by=people.as_member(before), on=AFTER)

    assert refused.value.code == "agreement_changed"


def test_nobody_accepts_for_another(be, before, bob):
    with country(be), pytest.raises(NotAllowed):
        agreements.accept_agreement(before, version=NEW.code, by=people.as_staff(bob), on=AFTER)


def test_members_are_asked_when_it_is_in_force_and_a_week_before_the_end(be, before):
    with country(be):
        assert agreements.ask_for_acceptance(be, on=datetime.date(2027, 1, 31)) == 0
        for day in (1, 2, 23, 24, 25):
            agreements.ask_for_acceptance(be, on=datetime.date(2027, 2, day))

        told = Notification.objects.filter(event="agreement_changed").order_by("id")
        assert [each.key.rsplit(":", 1)[1] for each in told] == ["first", "last"]
        assert "New: a house rule." in told[0].text


# the pages, on the day of the test


@pytest.fixture
def late(be, monkeypatch):
    """The new version came into force last week."""
    today = be.today()
    soon = AgreementVersion(code="soon", since=today - datetime.timedelta(days=7), changes=("New: a house rule.",))
    monkeypatch.setattr(table, "VERSIONS", (*table.VERSIONS[:2], soon))
    return soon


def test_the_banner_stands_above_the_pages_until_it_is_accepted(be, before, late, browser):
    people.sign_in(browser, before.user)

    banner = browser.get("/be/me/").text
    assert "The use agreement has changed" in banner
    assert 'class="note unprinted' in banner  # a payslip or contract on paper does not carry it
    page = browser.get("/be/me/agreement/")
    assert "New: a house rule." in page.text
    assert browser.post("/be/me/agreement/", {"version": "soon"}).status_code == 422
    assert browser.post("/be/me/agreement/", {"version": "soon", "agreed": "on"}).status_code == 302

    assert "The use agreement has changed" not in browser.get("/be/me/").text
    assert browser.get("/be/me/agreement/soon/").status_code == 200
    assert browser.get("/be/me/agreement/2099-01/").status_code == 404


def test_staff_see_who_has_not_accepted(be, before, alice, late, bob, browser):
    with country(be):
        agreements.accept_agreement(alice, version="soon", by=people.as_member(alice), on=be.today())
    people.sign_in(browser, bob)

    page = browser.get("/be/staff/agreements/").text

    assert "Olga Before" in page
    assert "Alice Example" not in page


def test_missions_wait_for_those_who_let_the_time_pass(be, before, monkeypatch):
    import uuid

    from activities.rules.missions import start_mission

    old = AgreementVersion(code="old", since=be.today() - datetime.timedelta(days=60))
    monkeypatch.setattr(table, "VERSIONS", (*table.VERSIONS[:2], old))
    by = people.as_member(before)
    with country(be):
        activity = open_activity(before, name="Workshop", by=by)
        with pytest.raises(RuleBroken) as refused:
            start_mission(activity, submission_id=uuid.uuid4(), by=by)

    assert refused.value.code == "agreement_not_accepted"


def _run(job: Job) -> None:
    from members.jobs import render_agreement

    for step in render_agreement(job):
        step()
