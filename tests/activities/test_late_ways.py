"""The ways of each country for work that began undeclared: offered by the facts, done for real, never a false date."""

import datetime

import pytest

from activities.models import Activity, Client, LateStatement, LateWay, Mission
from activities.rules import late, late_decisions, late_leaving, late_ways
from members.models import Document
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.tenancy import country as enter
from tests import people
from tests.factories import activities as made
from tests.people import as_member

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime.datetime(2026, 3, 11, 9, 0, tzinfo=datetime.UTC)
SAID = "Monday and Tuesday, eight hours each."


def day(number):
    return datetime.date(2026, 3, number)


def begun_in(code, *, kind="fixed_term", service="design", client="exempt", now=WEDNESDAY, starts=9):
    """The codes offered for a mission from Monday 9 to Friday 13 March in a country."""
    where = people.make_country(code)
    with enter(where):
        mission = Mission(
            activity=Activity(membership_id=0),
            place=code,
            city="Somewhere",
            starts_on=day(starts),
            ends_on=day(13),
            start_time=datetime.time(9),
            contract_kind=kind,
            service_kind=service,
            client=Client(kind=client),
        )
        found = late.lateness(mission, country=where, now=now)
        assert found is not None
        return [way.code for way in late_ways.ways_of(mission, found, country=where, now=now)]


@pytest.mark.parametrize(
    ("code", "facts", "ways"),
    [
        ("BE", {}, ["coming", "own_invoice"]),
        ("FR", {}, ["coming", "own_invoice"]),
        ("FR", {"service": "copyright"}, ["coming", "own_invoice", "rights"]),
        ("ES", {}, ["coming", "own_invoice"]),
        ("IT", {}, ["coming", "own_invoice", "occasional"]),
        ("IT", {"client": "company"}, ["coming", "own_invoice"]),
        # Austria: three working days from Wednesday are Monday, so nothing of the week is ahead
        ("AT", {}, ["fee_note"]),
        ("SE", {}, ["coming", "late", "own_invoice"]),
        # Germany: the lead is the end of the month before, so nothing of March is ahead; a fixed term must be signed first
        ("DE", {"kind": "fixed_term"}, ["own_invoice"]),
        ("DE", {"kind": "open_ended"}, ["late", "own_invoice"]),
    ],
)
def test_a_mission_that_has_begun_is_offered_what_its_country_allows(db, code, facts, ways):
    assert begun_in(code, **facts) == ways


def test_in_austria_short_notice_is_asked_for_before_the_work_only(db):
    monday = datetime.datetime(2026, 3, 9, 5, 0, tzinfo=datetime.UTC)

    assert "late" in begun_in("AT", now=monday, starts=10)
    assert "late" not in begun_in("AT", now=WEDNESDAY, starts=10)


@pytest.fixture
def begun(murals, clock):
    """Belgium: Monday 9 to Friday 13 March; now it is Wednesday morning."""
    mission = made.make_draft(murals)
    clock.move_to(WEDNESDAY)
    return mission


def test_rights_in_belgium_need_the_attestation_on_file(begun, be, alice):
    Mission.objects.filter(pk=begun.pk).update(service_kind="copyright")
    mission = Mission.objects.get()
    found = late.lateness(mission, country=be, now=WEDNESDAY)
    before = late_ways.ways_of(mission, found, country=be, now=WEDNESDAY)
    keep_attestation(alice)

    after = late_ways.ways_of(mission, found, country=be, now=WEDNESDAY)

    assert "rights" not in [way.code for way in before]
    assert "rights" in [way.code for way in after]


def keep_attestation(membership):
    from members.rules.documents import issue_document

    issue_document(
        subject=membership,
        kind="art_work_attestation",
        title="Attestation",
        content=b"%PDF-1.4 invented",
        language="",
        membership=membership,
        retention_class="contract",
        by=made.ADVISER,
    )
    assert Document.objects.filter(kind="art_work_attestation").exists()


def leave(mission, by, way=LateWay.OWN_INVOICE, said=SAID):
    return late_leaving.leave_with_mission(mission, way=way, words=said, by=as_member(by), now=WEDNESDAY)


def test_billed_outside_the_mission_is_cancelled_and_the_true_days_are_kept(begun, alice):
    said = leave(begun, alice)

    mission = Mission.objects.get()
    assert (mission.state, mission.starts_on, mission.ends_on) == ("cancelled", day(9), day(13))
    assert (said.way, said.first_day, said.last_day, said.words) == ("own_invoice", day(9), day(13), SAID)


def test_a_returned_mission_may_leave_too(murals, alice, clock):
    mission = made.make_sent(murals)
    made.missions.return_mission(mission, reason="Which school?", by=made.ADVISER)
    clock.move_to(WEDNESDAY)

    leave(mission, alice)

    assert Mission.objects.get().state == "cancelled"


def test_what_the_law_does_not_allow_is_not_done(begun, alice):
    with pytest.raises(RuleBroken) as refused:
        leave(begun, alice, way=LateWay.FEE_NOTE)

    assert refused.value.code == "late_way_closed"
    assert not LateStatement.objects.exists()
    assert Mission.objects.get().state == "draft"


def test_leaving_needs_words_the_member_and_happens_once(begun, alice, eve):
    with pytest.raises(RuleBroken):
        leave(begun, alice, said=" ")
    with pytest.raises(NotAllowed):
        leave(begun, eve)
    leave(begun, alice)
    with pytest.raises(Conflict):
        leave(begun, alice)

    assert LateStatement.objects.count() == 1


def test_in_belgium_nobody_can_ask_to_declare_days_gone(begun, alice):
    with pytest.raises(RuleBroken) as refused:
        late_decisions.ask_to_declare_late(begun, words=SAID, by=as_member(alice), now=WEDNESDAY)

    assert refused.value.code == "late_way_closed"
