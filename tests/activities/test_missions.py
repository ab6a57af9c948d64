"""A mission is started, filled in, sent in time, and is the same mission however often it is sent."""

import datetime
import uuid

import pytest

from activities.models import Mission, Order
from activities.rules import missions
from members.models import OutgoingMail
from smart.foundation.actors import PORTAL
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.tenancy import country as enter
from tests.factories import activities as made
from tests.people import as_member

pytestmark = pytest.mark.django_db


def test_a_draft_has_a_reference_of_its_country_and_year(murals, alice):
    mission = missions.start_mission(murals, submission_id=uuid.uuid4(), by=as_member(alice))

    assert mission.reference == f"BE-M-2026-{mission.pk:05}"
    assert Order.objects.get(mission=mission).state == "draft"


def test_the_same_submission_starts_one_mission(murals, alice):
    key = uuid.uuid4()

    first = missions.start_mission(murals, submission_id=key, by=as_member(alice))
    second = missions.start_mission(murals, submission_id=key, by=as_member(alice))

    assert first.pk == second.pk


def test_nobody_starts_a_mission_in_the_activity_of_another(murals, eve):
    with pytest.raises(NotAllowed):
        missions.start_mission(murals, submission_id=uuid.uuid4(), by=as_member(eve))


def test_nobody_uses_the_form_of_another(murals, alice, eve):
    key = uuid.uuid4()
    missions.start_mission(murals, submission_id=key, by=as_member(alice))
    other = made.make_activity(eve)

    with pytest.raises(NotAllowed):
        missions.start_mission(other, submission_id=key, by=as_member(eve))


def test_a_member_of_another_country_sees_no_mission_here(murals, fr, chloe):
    made.make_draft(murals)

    with enter(fr):
        assert Mission.objects.count() == 0


def test_a_suspended_member_starts_nothing(murals, alice):
    alice.state = "suspended"
    murals.membership = alice

    with pytest.raises(RuleBroken) as broken:
        missions.start_mission(murals, submission_id=uuid.uuid4(), by=as_member(alice))

    assert broken.value.code == "membership_not_active"


@pytest.mark.parametrize(
    ("step", "field", "value", "code"),
    [
        (1, "title", " ", "title_missing"),
        (1, "description", "Too short", "description_too_short"),
        (1, "client", None, "client_missing"),
        (1, "work_setting", "", "work_setting_missing"),
        (2, "city", "", "city_missing"),
        (2, "ends_on", datetime.date(2026, 3, 2), "ends_before_start"),
        (2, "ends_on", datetime.date(2026, 4, 3), "spans_months"),
        (2, "days", made.D("6"), "days_out_of_range"),
        (2, "hours_per_day", made.D("25"), "hours_out_of_range"),
        (3, "function", "", "function_missing"),
        (3, "service_kind", "magic", "service_kind"),
        (3, "has_risks", None, "risks_unknown"),
        (3, "has_risks", True, "risk_note_missing"),
        (4, "contract_kind", "slavery", "contract_kind"),
        (4, "amount", None, "amount_missing"),
        (4, "contact_email", "", "contact_email_missing"),
        (4, "valid_until", datetime.date(2026, 2, 2), "valid_until_past"),
    ],
)
def test_a_fact_that_cannot_be_right_is_refused_at_its_field(murals, alice, step, field, value, code):
    mission = made.make_draft(murals)
    values = made.step_values(mission.client)[step] | {field: value}

    with pytest.raises(RuleBroken) as broken:
        missions.save_step(mission, step=step, values=values, by=as_member(alice))

    assert broken.value.code == code
    assert broken.value.field == ("risk_note" if code == "risk_note_missing" else field)


def test_a_blocked_client_is_refused_with_the_reason(murals, alice):
    client = made.make_client(blocked_reason="Two invoices are unpaid.")

    with pytest.raises(RuleBroken, match="Two invoices are unpaid"):
        made.make_draft(murals, client)


def test_a_sent_mission_waits_for_staff_and_its_order_is_with_the_client(murals):
    mission = made.make_sent(murals)

    order = made.order_of(mission)
    assert (mission.state, order.state, mission.submitted_at) == ("submitted", "sent", made.NOW)
    mail = OutgoingMail.objects.get(to="greet@school.example")
    assert mail.language == "nl"
    assert "/be/orders/" in mail.text
    assert "1250" not in mail.text + mail.html


def test_sent_twice_it_is_sent_once(murals, alice):
    mission = made.make_sent(murals)

    again = missions.send_mission(mission, by=as_member(alice), now=made.NOW)

    assert again.pk == mission.pk
    assert OutgoingMail.objects.filter(to="greet@school.example").count() == 1


def test_only_the_member_sends_it(murals, eve):
    mission = made.make_draft(murals)

    for by in (as_member(eve), made.ADVISER, made.THE_CLIENT):
        with pytest.raises(NotAllowed):
            missions.send_mission(mission, by=by, now=made.NOW)


def test_a_cancelled_mission_cannot_be_sent(murals, alice):
    mission = missions.cancel_mission(made.make_draft(murals), reason="Other plans", by=as_member(alice))

    with pytest.raises(Conflict):
        missions.send_mission(mission, by=as_member(alice), now=made.NOW)


def test_work_that_has_begun_cannot_be_declared_and_the_sentence_says_what_can(murals, alice):
    mission = made.make_draft(murals)
    one_past_nine = datetime.datetime(2026, 3, 9, 8, 1, tzinfo=datetime.UTC)
    Order.objects.filter(mission=mission).update(valid_until=made.ENDS_ON)

    with pytest.raises(RuleBroken) as broken:
        missions.send_mission(mission, by=as_member(alice), now=one_past_nine)

    assert (broken.value.code, broken.value.field) == ("late_declaration", "starts_on")
    assert "10 March 2026 to 13 March 2026" in str(broken.value)
    assert "never give a false date" in str(broken.value)


def test_the_minute_before_is_in_time(murals, alice):
    mission = made.make_draft(murals)
    Order.objects.filter(mission=mission).update(valid_until=made.ENDS_ON)
    one_to_nine = datetime.datetime(2026, 3, 9, 7, 59, tzinfo=datetime.UTC)

    assert missions.send_mission(mission, by=as_member(alice), now=one_to_nine).state == "submitted"


def test_when_no_day_is_left_only_the_adviser_can_help(murals, alice):
    mission = made.make_draft(murals, valid_until=datetime.date(2026, 4, 1))
    after = datetime.datetime(2026, 3, 14, 8, 0, tzinfo=datetime.UTC)

    with pytest.raises(RuleBroken, match="No day is left"):
        missions.send_mission(mission, by=as_member(alice), now=after)


def test_a_sent_mission_cannot_be_changed(murals, alice):
    mission = made.make_sent(murals)

    with pytest.raises(Conflict):
        missions.save_step(mission, step=3, values=made.step_values()[3], by=as_member(alice))


def test_a_draft_is_thrown_away_a_sent_mission_is_not(murals, alice):
    draft, sent = made.make_draft(murals), made.make_sent(murals)

    missions.delete_draft(draft, by=as_member(alice))
    with pytest.raises(Conflict):
        missions.delete_draft(sent, by=as_member(alice))

    assert list(Mission.objects.all()) == [sent]


def test_a_repeated_mission_asks_only_for_the_dates(murals, alice):
    first = made.make_sent(murals)

    again = missions.repeat_mission(first, submission_id=uuid.uuid4(), by=as_member(alice))

    assert (again.state, again.title, again.client_id, again.amount) == (
        "draft",
        first.title,
        first.client_id,
        first.amount,
    )
    assert again.starts_on is None
    assert Order.objects.get(mission=again).contact_email == "greet@school.example"


def test_nothing_starts_in_a_sleeping_country(murals, alice, be):
    type(be).objects.filter(pk=be.pk).update(state="dormant")

    with pytest.raises(RuleBroken) as broken:
        missions.start_mission(murals, submission_id=uuid.uuid4(), by=PORTAL)

    assert broken.value.code == "country_asleep"
