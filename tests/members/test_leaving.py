"""Leaving: asked and withdrawn by the member, settled item by item, ended by an adviser; papers stay open afterwards."""

import datetime
from decimal import Decimal

import pytest
import time_machine

from activities.models import Activity
from countries.models import LegalEntity
from invoicing.models import Payable
from invoicing.rules import ledger
from members.models import Leaving, Membership, Profile, ShareSubscription
from members.rules import leaving, shares
from members.rules.join import apply_for_membership
from smart.foundation.actors import PORTAL
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.tenancy import country
from tests import people

NOON = datetime.datetime(2026, 11, 10, 11, 0, tzinfo=datetime.UTC)
TODAY = NOON.date()
LATER = datetime.date(2027, 5, 1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def asked(be, alice):
    with country(be):
        return ask(alice)


@pytest.fixture
def adviser(bob):
    return people.as_staff(bob, "adviser")


def ask(member, **facts):
    given = {"reason": "no_missions", "words": "", "leaves_on": TODAY, "by": people.as_member(member), "on": TODAY}
    return leaving.ask_to_leave(member, **(given | facts))


def end(request, by, **facts):
    return leaving.end_membership(request, by=by, on=TODAY, **facts)


def activity_of(member, **facts):
    entity = LegalEntity.objects.get(is_default=True)
    return Activity.objects.create(membership=member, entity=entity, code="A1", name="Murals", opened_on=TODAY, **facts)


# --- asking ----------------------------------------------------------------------------------------------------------


def test_asking_twice_is_one_request(be, alice, asked):
    with country(be):
        assert ask(alice, reason="cost") == asked
        assert Leaving.objects.get().reason == "no_missions"


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"leaves_on": datetime.date(2026, 11, 9)}, "day_passed"), ({"reason": "bored"}, "unknown_reason")],
)
def test_a_request_that_makes_no_sense_is_refused(be, alice, facts, code):
    with country(be), pytest.raises(RuleBroken) as refused:
        ask(alice, **facts)

    assert refused.value.code == code


def test_nobody_asks_for_another(be, alice, eve):
    with country(be), pytest.raises(NotAllowed):
        ask(alice, by=people.as_member(eve))


def test_a_request_is_withdrawn_and_can_be_made_again(be, alice, eve, asked):
    with country(be):
        with pytest.raises(NotAllowed):
            leaving.withdraw_leaving(asked, by=people.as_member(eve))
        leaving.withdraw_leaving(asked, by=people.as_member(alice))

        assert ask(alice).pk != asked.pk


# --- settling --------------------------------------------------------------------------------------------------------


def test_money_in_an_activity_must_be_settled_first(be, alice, asked, adviser):
    with country(be):
        activity = activity_of(alice)
        entries = [(ledger.RECEIVABLE, None, Decimal("10.00")), (ledger.AVAILABLE, activity, Decimal("-10.00"))]
        ledger.post(event="test", kind="x", on=TODAY, entries=entries, subject=activity, by=PORTAL, label="x")
        leaving.note_interview(asked, words="None wanted", by=adviser)

        waiting = [item for item in leaving.clearance_of(alice) if not item.is_clear]
        with pytest.raises(RuleBroken) as refused:
            end(asked, adviser)

        assert [item.label for item in waiting] == ["Nothing is left in the activities"]
        assert waiting[0].found == "Murals: €10.00"
        assert refused.value.code == "not_clear"


def test_the_interview_and_the_day_are_waited_for(be, alice, adviser):
    with country(be):
        request = ask(alice, leaves_on=datetime.date(2026, 11, 11))
        with pytest.raises(RuleBroken) as early:
            end(request, adviser)
        Leaving.objects.update(leaves_on=TODAY)
        with pytest.raises(RuleBroken) as silent:
            end(request, adviser)

    assert (early.value.code, silent.value.code) == ("too_early", "interview_missing")


def test_only_an_adviser_settles_and_never_their_own(be, alice, asked, rik):
    with country(be):
        for by in (people.as_member(alice), people.as_staff(rik, "accounting"), people.as_staff(alice.user, "adviser")):
            with pytest.raises(NotAllowed):
                leaving.note_interview(asked, words="x", by=by)
            with pytest.raises(NotAllowed):
                end(asked, by)


# --- the end ---------------------------------------------------------------------------------------------------------


def test_the_end_archives_cancels_and_owes_the_shares_back(be, alice, asked, adviser):
    with country(be):
        paid = shares.subscribe_shares(alice, by=PORTAL, on=datetime.date(2025, 3, 1))
        shares.confirm_share_payment(paid, on=TODAY, by=PORTAL)
        shares.subscribe_shares(alice, by=PORTAL, on=TODAY)
        activity = activity_of(alice)
        leaving.note_interview(asked, words="None wanted", by=adviser)

        end(asked, adviser, repay_on=LATER)

        activity.refresh_from_db()
        assert Membership.objects.get(pk=alice.pk).state == "left"
        assert activity.state == "archived"
        assert list(ShareSubscription.objects.order_by("pk").values_list("state", flat=True)) == ["paid", "cancelled"]
        owed = Payable.objects.get()
        assert (str(owed.amount), owed.due_on, owed.ledger_account) == ("30.00", LATER, "equity.shares")
        assert owed.iban == Profile.objects.get(membership=alice).iban


def test_ending_twice_is_refused(be, alice, asked, adviser):
    with country(be):
        leaving.note_interview(asked, words="None wanted", by=adviser)
        end(asked, adviser)

        with pytest.raises(RuleBroken) as again:
            end(asked, adviser)
        assert again.value.code == "not_open"


def test_where_the_country_sets_no_time_the_day_is_asked_for(be, alice, asked, adviser):
    with country(be):
        share = shares.subscribe_shares(alice, by=PORTAL, on=TODAY)
        shares.confirm_share_payment(share, on=TODAY, by=PORTAL)
        leaving.note_interview(asked, words="None wanted", by=adviser)

        with pytest.raises(RuleBroken) as missing:
            end(asked, adviser)
        assert missing.value.code == "repay_on_missing"


def test_spain_repays_within_twelve_months(db):
    es = people.make_country("ES")
    sara, pilar = people.make_member(es, "Sara Ejemplo"), people.make_staff(es, "adviser", "Pilar Ejemplo")
    with country(es):
        assert leaving.repayment_day(sara, on=datetime.date(2026, 11, 30)) == datetime.date(2027, 11, 30)
        share = shares.subscribe_shares(sara, by=PORTAL, on=TODAY)
        shares.confirm_share_payment(share, on=TODAY, by=PORTAL)
        request, by = ask(sara), people.as_staff(pilar, "adviser")
        leaving.note_interview(request, words="Ninguna", by=by)

        with pytest.raises(RuleBroken) as late:
            end(request, by, repay_on=datetime.date(2027, 11, 11))
        end(request, by)

        assert late.value.code == "repay_on_late"
        assert Payable.objects.get().due_on == datetime.date(2027, 11, 10)


# --- pages -----------------------------------------------------------------------------------------------------------


def test_a_member_asks_on_the_page_and_takes_it_back(be, alice, browser):
    people.sign_in(browser, alice.user)
    facts = {"reason": "moving", "words": "", "leaves_on_0": "10", "leaves_on_1": "11", "leaves_on_2": "2026"}

    asked = browser.post("/be/me/leave/", facts | {"leaves_on": "10/11/2026"}, follow=True)
    with country(be):
        request = Leaving.objects.get()
    back = browser.post(f"/be/me/leave/{request.pk}/withdraw/", follow=True)

    assert "You asked to leave on" in asked.content.decode()
    assert "You stay a member" in back.content.decode()


def test_the_request_of_another_member_is_not_found(be, eve, asked, browser):
    people.sign_in(browser, eve.user)

    assert browser.post(f"/be/me/leave/{asked.pk}/withdraw/").status_code == 404


def test_an_adviser_settles_on_the_page(be, alice, asked, bob, browser):
    people.sign_in(browser, bob)
    path = f"/be/staff/leaving/{asked.pk}/"

    listed = browser.get("/be/staff/leaving/").content.decode()
    early = browser.post(f"{path}end/", {"end-repay_on": ""})
    browser.post(f"{path}interview/", {"interview-words": "Found work nearby"})
    done = browser.post(f"{path}end/", {"end-repay_on": ""}, follow=True)

    assert "Alice Example" in listed
    assert early.status_code == 422
    assert "The membership has ended" in done.content.decode()
    assert "Found work nearby" in done.content.decode()


@pytest.mark.parametrize("user", ["alice", "rik"])
def test_only_advisers_see_who_leaves(request, asked, browser, user):
    found = request.getfixturevalue(user)
    people.sign_in(browser, getattr(found, "user", found))

    assert browser.get("/be/staff/leaving/").status_code == 404


# --- afterwards ------------------------------------------------------------------------------------------------------

KEPT = ["documents/", "payslips/", "statements/", "me/shares/"]
CLOSED = ["missions/", "activities/", "me/leave/", "invoices/"]


def test_who_left_reads_their_papers_and_begins_nothing(be, alice, asked, adviser, browser):
    with country(be):
        leaving.note_interview(asked, words="None wanted", by=adviser)
        end(asked, adviser)
    people.sign_in(browser, alice.user)

    home = browser.get("/be/", follow=True)

    assert home.request["PATH_INFO"] == "/be/documents/"
    assert {path: browser.get(f"/be/{path}").status_code for path in KEPT} == dict.fromkeys(KEPT, 200)
    assert {path: browser.get(f"/be/{path}").status_code for path in CLOSED} == dict.fromkeys(CLOSED, 404)


def test_who_never_was_a_member_sees_nothing_of_it(be, browser):
    somebody = people.make_user("Zoe Stranger")
    apply_for_membership(somebody, where=be, by=PORTAL, on=TODAY)
    people.sign_in(browser, somebody)

    assert [browser.get(f"/be/{path}").status_code for path in KEPT[1:]] == [404, 404, 404]
