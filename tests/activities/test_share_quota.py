"""Belgium lets a person have three contracts without a share; the fourth asks for one, and a mission too."""

import datetime

import pytest

from activities.models import Contract
from activities.rules import contracts, share_quota
from members.rules import shares
from smart.foundation.actors import PORTAL
from smart.foundation.errors import RuleBroken
from smart.foundation.tenancy import country
from tests import people
from tests.factories import activities as made
from tests.people import as_member

pytestmark = pytest.mark.django_db


def ask_for(activity, *, submitted_at=made.NOW):
    """A contract that was asked for: what it says does not matter here."""
    contract = made.make_contract(activity)
    Contract.objects.filter(pk=contract.pk).update(submitted_at=submitted_at)
    return Contract.objects.get(pk=contract.pk)


def used(activity):
    return share_quota.used_quota(activity.membership)


def test_contracts_asked_for_are_counted(murals):
    assert used(murals) == share_quota.Used(0, 3)
    made.make_contract(murals)  # a draft
    ask_for(murals)

    assert (used(murals).used, used(murals).left) == (1, 2)


def test_a_cancelled_contract_and_one_of_last_year_do_not_count(murals):
    ask_for(murals, submitted_at=made.NOW - datetime.timedelta(days=365))
    cancelled = ask_for(murals)
    contracts.cancel_contract(cancelled, reason="No longer wanted", by=as_member(murals.membership))

    assert used(murals).used == 0


def test_the_fourth_contract_is_refused_with_the_way_out(murals):
    fourth = made.make_contract(murals)
    for _ in range(3):
        ask_for(murals)

    with pytest.raises(RuleBroken) as refused:
        contracts.submit_contract(fourth, by=as_member(murals.membership), now=made.NOW)

    assert refused.value.code == "share_missing"
    assert "3 of 3 contracts without a share are used" in refused.value.message
    assert "Pay your share first" in refused.value.message


def test_a_mission_is_not_sent_either(murals):
    for _ in range(3):
        ask_for(murals)

    with pytest.raises(RuleBroken) as refused:
        made.make_sent(murals)

    assert refused.value.code == "share_missing"


def test_the_third_that_came_back_can_be_asked_for_again(murals):
    ask_for(murals)
    ask_for(murals)
    third = ask_for(murals)

    share_quota.require_share(murals.membership, but=third.pk)
    with pytest.raises(RuleBroken):
        share_quota.require_share(murals.membership)


def test_a_paid_share_of_the_year_lifts_the_limit_and_last_years_does_not(murals):
    member, last_year = murals.membership, datetime.date(2025, 3, 1)
    old = shares.subscribe_shares(member, by=PORTAL, on=last_year)
    shares.confirm_share_payment(old, on=last_year, by=PORTAL)
    assert used(murals) == share_quota.Used(0, 3)

    new = shares.subscribe_shares(member, by=PORTAL, on=made.NOW.date())
    assert used(murals) == share_quota.Used(0, 3)
    shares.confirm_share_payment(new, on=made.NOW.date(), by=PORTAL)

    assert used(murals) is None


def test_a_country_without_a_number_sets_no_limit(db):
    fr = people.make_country("FR")
    with country(fr):
        assert share_quota.used_quota(people.make_member(fr, "Chloe Exemple")) is None


def test_today_says_how_many_are_used(murals, browser):
    people.sign_in(browser, murals.membership.user)
    assert "Pay your share" not in browser.get("/be/").content.decode()
    ask_for(murals)
    ask_for(murals)

    page = browser.get("/be/").content.decode()

    assert "2 of 3 contracts possible without a share are used." in page
    assert "/be/me/shares/" in page
