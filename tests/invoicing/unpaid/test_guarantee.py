"""Is an order guaranteed: six conditions one by one, decided when it is confirmed and again whenever something changes."""

import datetime
from decimal import Decimal

import pytest
import time_machine

from activities.rules import clients
from countries.models import CountrySetting
from invoicing.models import GuaranteeDecision
from invoicing.rules import guarantee, guarantee_conditions
from invoicing.rules.guarantee_words import WORDS, condition_rows
from members.models import Notification
from smart.foundation.actors import PORTAL
from smart.foundation.errors import NotAllowed
from tests import people
from tests.factories import activities as work
from tests.invoicing.work_list import do_jobs

D = Decimal
ON = datetime.date(2026, 2, 24)


@pytest.fixture
def clock():
    with time_machine.travel(work.NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def alice(be):
    return people.make_member(be, "Alice Example")


@pytest.fixture
def activity(inside, alice):
    return work.make_activity(alice)


@pytest.fixture
def client(inside):
    return work.make_client()


def decide(mission, on=ON, by=PORTAL):
    return guarantee.decide_guarantee(mission, because="asked", on=on, by=by)


def missing(decision) -> list[str]:
    return [each["code"] for each in decision.conditions if not each["met"]]


def test_a_confirmed_mission_of_a_client_in_the_union_is_guaranteed(activity, client):
    decision = decide(work.make_confirmed(activity, client))

    assert decision.is_guaranteed
    assert [each["condition"] for each in decision.conditions] == list(guarantee_conditions.ALL)


def test_confirming_puts_the_decision_on_the_work_list(activity, client):
    mission = work.make_confirmed(activity, client)

    assert do_jobs("evaluate_guarantee") == 1
    assert guarantee.latest_decision(mission).because == "confirmed"


def test_before_the_clients_answer_it_says_what_to_do(activity, client, inside):
    mission = work.make_sent(activity, client)

    rows = condition_rows(guarantee.evaluate_guarantee(mission, on=ON), currency="EUR")

    assert rows[0]["tone"] == "bad"
    assert "has not answered yet" in rows[0]["text"]
    assert "Ask the client to answer" in rows[0]["text"]
    assert GuaranteeDecision.objects.count() == 0


def test_an_order_without_confirmation_is_not_guaranteed_and_the_member_is_told(activity, client, alice):
    from activities.rules import missions, orders

    mission = work.make_sent(activity, client)
    orders.waive_order(work.order_of(mission), reason="Signed contract", by=work.ADVISER)
    mission = missions.approve_mission(mission, by=work.ADVISER)

    assert missing(decide(mission)) == ["order_waived", "waived"]
    assert "is not guaranteed" in Notification.objects.get(user=alice.user, event="guarantee_changed").title


def test_a_client_outside_the_union_pays_first(activity, inside):
    decision = decide(work.make_confirmed(activity, work.make_client(place="CH")))

    (row,) = [row for row in condition_rows(decision.conditions, currency="EUR") if row["tone"] == "bad"]
    assert "Switzerland, outside the European Union. Ask for the payment before the work" in row["text"]


def test_deciding_again_without_a_change_keeps_the_first_decision(activity, client):
    mission = work.make_confirmed(activity, client)

    assert decide(mission).pk == decide(mission).pk


def test_a_client_blocked_before_the_work_takes_the_guarantee_and_the_member_is_told(activity, client, alice):
    mission = work.make_confirmed(activity, client)
    decide(mission)
    clients.block_client(client, reason="Never pays", by=work.ADVISER)

    assert guarantee.decide_guarantees_again(on=ON, by=PORTAL) == 1

    decision = guarantee.latest_decision(mission)
    assert missing(decision) == ["blocked"]
    assert "is not guaranteed" in Notification.objects.get(user=alice.user, event="guarantee_changed").title

    clients.unblock_client(client, by=work.ADVISER)
    assert guarantee.decide_guarantees_again(on=ON, by=PORTAL) == 1
    assert guarantee.latest_decision(mission).is_guaranteed


def test_once_the_work_has_begun_a_block_no_longer_takes_it_away(activity, client):
    mission = work.make_confirmed(activity, client)
    decide(mission)
    clients.block_client(client, reason="Never pays", by=work.ADVISER)

    assert decide(mission, on=work.STARTS_ON).is_guaranteed
    assert not decide(mission, on=work.STARTS_ON - datetime.timedelta(days=1)).is_guaranteed


def test_the_limit_counts_older_orders_and_later_ones_never_hurt_earlier(activity, inside):
    client = work.make_client(credit_limit=D("2000.00"))
    first, later = work.make_confirmed(activity, client), work.make_confirmed(activity, client)

    assert decide(first).is_guaranteed
    decision = decide(later)

    assert missing(decision) == ["over"]
    (row,) = [row for row in condition_rows(decision.conditions, currency="EUR") if row["tone"] == "bad"]
    assert "€2,500.00; the limit is €2,000.00" in row["text"]


def test_the_conditions_are_the_countrys_own(activity, inside):
    row = CountrySetting.objects.get(key="guarantee.conditions")
    CountrySetting.objects.filter(pk=row.pk).update(value=[{"condition": "client_confirmed"}])

    decision = decide(work.make_confirmed(activity, work.make_client(place="CH")))

    assert [each["condition"] for each in decision.conditions] == ["client_confirmed"]
    assert decision.is_guaranteed


def test_a_mission_sent_when_the_work_had_begun_is_not_guaranteed():
    at = datetime.datetime(2026, 3, 9, 9, 0, tzinfo=datetime.UTC)
    facts = guarantee_conditions.Facts(
        "accepted", "Greet", ON, "School", "BE", at, at, at.date(), "", D("0.00"), None, "EUR"
    )

    found = guarantee_conditions.evaluate(["declared_before_start"], facts)

    assert (found[0]["met"], found[0]["code"]) == (False, "too_late")


def test_only_advisers_and_accountants_decide(activity, client):
    mission = work.make_confirmed(activity, client)

    for by in (people.as_member(activity.membership), work.PAYROLL):
        with pytest.raises(NotAllowed):
            decide(mission, by=by)


def test_every_code_has_its_sentence():
    assert {
        f"order_{state}" for state in ("none", "draft", "sent", "change_requested", "rejected", "expired", "waived")
    } <= set(WORDS)


def test_what_changes_at_the_client_puts_its_orders_on_the_work_list(activity, client):
    mission = work.make_confirmed(activity, client)
    do_jobs("evaluate_guarantee")

    clients.block_client(client, reason="Never pays", by=work.ADVISER)

    assert do_jobs("evaluate_guarantee") == 1
    assert guarantee.latest_decision(mission).because == "client_changed"
