"""Declaring late where the law gives time: the member asks, an adviser answers, the mission goes with its true days."""

import datetime

import pytest

from activities.models import LateStatement, Mission, Order
from activities.rules import late_decisions
from activities.rules.contract_checks import find
from countries.addresses import country_url
from members.models import Notification
from members.notice_groups import optional_group
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.tenancy import country as enter
from smart.personal_data.words import about
from tests import people
from tests.activities.reading import words
from tests.factories import activities as made
from tests.people import as_member, as_staff, sign_in

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime.datetime(2026, 3, 11, 9, 0, tzinfo=datetime.UTC)
SAID = "Monday and Tuesday, eight hours each."


def day(number):
    return datetime.date(2026, 3, number)


class Sweden:
    """A mission of five days that began on Monday, in a country whose law gives time."""

    def __init__(self, where, member, adviser, mission):
        self.where, self.member, self.adviser, self.mission = where, member, adviser, mission

    def ask(self, by=None):
        return late_decisions.ask_to_declare_late(
            self.mission, words=SAID, by=by or as_member(self.member), now=WEDNESDAY
        )

    def decide(self, *, is_granted=True, reason="The client confirms the days.", by=None):
        return late_decisions.decide_late(
            self.mission, is_granted=is_granted, reason=reason, by=by or as_staff(self.adviser), now=WEDNESDAY
        )

    def send(self):
        return made.missions.send_mission(
            Mission.objects.get(pk=self.mission.pk), by=as_member(self.member), now=WEDNESDAY
        )


@pytest.fixture
def sweden(db, clock):
    where = people.make_country("SE")
    with enter(where):
        member = people.make_member(where, "Astrid Example")
        adviser = people.make_staff(where, "adviser", "Bo Adviser")
        client = made.make_client(place="SE", city="Malmö", language="sv")
        mission = made.make_draft(made.make_activity(member), client, place="SE", city="Malmö")
        clock.move_to(WEDNESDAY)
        yield Sweden(where, member, adviser, mission)


def test_a_granted_mission_is_sent_with_its_true_days(sweden):
    sweden.ask()
    with pytest.raises(RuleBroken):
        sweden.send()

    sweden.decide()
    sent = sweden.send()

    assert (sent.state, sent.starts_on, sent.ends_on) == ("submitted", day(9), day(13))
    assert [said.way for said in LateStatement.objects.order_by("id")] == ["late", "granted"]
    assert Notification.objects.filter(user=sweden.member.user, event="mission_granted").exists()


def test_the_client_gets_time_to_answer_again(sweden):
    Order.objects.update(valid_until=day(6))
    sweden.ask()

    sweden.decide()

    assert Order.objects.get().valid_until == day(21)


def test_the_contract_keeps_the_true_first_day_and_says_who_granted_it(sweden):
    sweden.ask()
    sweden.decide()
    mission = sweden.send()
    made.orders.accept_order(
        made.order_of(mission), name="Greet Klant", ip="192.0.2.7", by=made.THE_CLIENT, now=WEDNESDAY
    )
    mission = made.missions.approve_mission(mission, by=as_staff(sweden.adviser))
    contract = made.make_contract(mission.activity, mission=mission)

    found = {finding["code"]: finding for finding in find(contract, country=sweden.where, now=WEDNESDAY)}

    assert contract.starts_on == day(9)
    assert "declared_late" not in found
    assert found["declared_late_by_decision"]["severity"] == "warns"


def test_a_changed_day_needs_a_new_answer(sweden):
    sweden.ask()
    sweden.decide()
    Mission.objects.update(ends_on=day(14))

    with pytest.raises(RuleBroken) as refused:
        sweden.send()

    assert refused.value.code == "late_declaration"


def test_declined_it_cannot_be_sent_and_may_be_asked_again(sweden):
    sweden.ask()
    sweden.decide(is_granted=False, reason="Nobody at the client knows of it.")

    with pytest.raises(RuleBroken):
        sweden.send()
    assert sweden.ask().way == "late"
    assert LateStatement.objects.to_decide().count() == 1


def test_without_an_answer_the_member_reads_what_the_law_of_the_country_says(sweden):
    Order.objects.update(valid_until=day(20))

    with pytest.raises(RuleBroken) as refused:
        sweden.send()

    assert refused.value.code == "late_declaration"
    assert "The law gives the employer time after the start of the work. An adviser decides." in str(refused.value)


def test_every_answer_is_told(sweden):
    """The mission stays a draft between them, and the member still hears of the second."""
    for reason in ("Nobody at the client knows of it.", "The client does not answer."):
        sweden.ask()
        sweden.decide(is_granted=False, reason=reason)

    told = Notification.objects.filter(user=sweden.member.user, event="mission_declined").order_by("pk")
    assert [each.text.split(": ")[1].split(".")[0] for each in told] == [
        "Nobody at the client knows of it",
        "The client does not answer",
    ]


def test_the_answer_is_about_the_mission_and_its_mail_may_be_stopped(sweden):
    """So a name goes from it with the member, and a member who wants no mails about missions gets none."""
    sweden.ask()
    sweden.decide()

    told = Notification.objects.get(event="mission_granted")
    assert about(told.key) == ("activities.Mission", sweden.mission.pk)
    assert optional_group("mission_granted") == optional_group("mission_declined") == "missions"


def test_a_grant_ends_with_the_time_of_the_law(db, clock):
    """Germany gives six weeks from the start (DEÜV § 6): work of 9 March is declared by 20 April."""
    where = people.make_country("DE")
    with enter(where):
        member = people.make_member(where, "Anke Example")
        adviser = people.make_staff(where, "adviser", "Bernd Adviser")
        client = made.make_client(place="DE", city="Berlin", language="de")
        facts = {"place": "DE", "city": "Berlin", "contract_kind": "open_ended"}
        mission = made.make_draft(made.make_activity(member), client, **facts)
        Order.objects.update(valid_until=datetime.date(2026, 4, 30))
        clock.move_to(WEDNESDAY)
        late_decisions.ask_to_declare_late(mission, words=SAID, by=as_member(member), now=WEDNESDAY)
        late_decisions.decide_late(
            mission, is_granted=True, reason="The client confirms.", by=as_staff(adviser), now=WEDNESDAY
        )

        def send(at):
            clock.move_to(at)
            return made.missions.send_mission(Mission.objects.get(), by=as_member(member), now=at)

        with pytest.raises(RuleBroken) as refused:
            send(datetime.datetime(2026, 4, 21, 9, 0, tzinfo=datetime.UTC))
        assert refused.value.code == "late_grant_over"
        assert "began on" in str(refused.value)

        assert send(datetime.datetime(2026, 4, 20, 9, 0, tzinfo=datetime.UTC)).state == "submitted"


def test_a_wish_and_its_answer_are_given_once(sweden):
    first, second = sweden.ask(), sweden.ask()
    sweden.decide()

    assert first.pk == second.pk
    with pytest.raises(Conflict):
        sweden.decide(is_granted=False)


@pytest.mark.parametrize("role", ["payroll", "accounting"])
def test_only_advisers_decide(sweden, role):
    sweden.ask()

    with pytest.raises(NotAllowed):
        sweden.decide(by=as_staff(sweden.adviser, role))


def test_nobody_decides_about_their_own_days(sweden):
    sweden.ask()

    with pytest.raises(NotAllowed):
        sweden.decide(by=as_staff(sweden.member.user))


def test_an_answer_needs_its_reason(sweden):
    sweden.ask()

    with pytest.raises(RuleBroken):
        sweden.decide(reason=" ")


def se(name, *args):
    return country_url("se", f"activities:{name}", *args)


def test_the_page_offers_the_ways_with_what_they_do_and_their_law(browser, sweden):
    page = words(sign_in(browser, sweden.member.user).get(se("mission_late", sweden.mission.pk)))

    assert "Ask to declare these days late, with their true dates" in page
    assert "The cooperative’s insurance does not cover the days before it knew of them." in page
    assert "Cancel here and invoice the work myself" in page
    assert "Cancel here and write a fee note of my own" not in page
    assert "The late declaration is granted" not in page
    assert "Skatteförfarandelagen (2011:1244) 10 kap. 11 §" in page


def test_a_way_that_is_not_offered_cannot_be_posted(browser, sweden):
    hers = sign_in(browser, sweden.member.user)

    for way in ("fee_note", "granted", "rights"):
        answer = hers.post(se("mission_late", sweden.mission.pk), {"way": way, "words": SAID})
        assert answer.status_code == 422

    assert not LateStatement.objects.exists()


def test_the_member_asks_the_adviser_grants_and_the_member_sends(browser, sweden):
    page = se("mission_late", sweden.mission.pk)
    sign_in(browser, sweden.member.user).post(page, {"way": "late", "words": SAID})

    staff = sign_in(browser, sweden.adviser)
    assert "Late declarations to decide" in words(staff.get("/se/staff/"))
    listed = words(staff.get(se("staff_late_list")))
    wish = LateStatement.objects.get()
    shown = words(staff.get(se("staff_late_decide", wish.pk)))
    refused = staff.post(se("staff_late_decide", wish.pk), {"answer": "granted", "reason": ""})
    done = staff.post(se("staff_late_decide", wish.pk), {"answer": "granted", "reason": "The client confirms."})

    assert "Astrid Example" in listed
    assert SAID in shown
    assert "nothing is told before the work" in shown
    assert refused.status_code == 422
    assert done.url == se("staff_late_list")
    hers = sign_in(browser, sweden.member.user)
    assert hers.get(page).url == se("mission_check", sweden.mission.pk)
    assert "The late declaration is granted" in words(hers.get(se("mission_detail", sweden.mission.pk)))


def test_a_stranger_and_another_country_find_no_wish(browser, sweden, be, bob, eve):
    sweden.ask()
    wish = LateStatement.objects.get()

    theirs = sign_in(browser, bob).get(country_url("be", "activities:staff_late_decide", wish.pk))
    stranger = sign_in(browser, eve.user).get(se("staff_late_decide", wish.pk))

    assert theirs.status_code == 404
    assert stranger.status_code in {403, 404}


def test_leaving_by_the_page_cancels_the_mission(browser, sweden):
    hers = sign_in(browser, sweden.member.user)

    answer = hers.post(se("mission_late", sweden.mission.pk), {"way": "own_invoice", "words": SAID})

    assert answer.url == se("mission_detail", sweden.mission.pk)
    assert Mission.objects.get().state == "cancelled"
    assert "Bill the client for the true days." in words(hers.get(answer.url))
