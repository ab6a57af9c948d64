"""Work done by several: the leader shares it out, each co-worker says their own word, then each has a mission."""

import datetime

import pytest

from activities.models import Mission, TeamShare
from activities.rules import missions, orders, review, team, team_consent, team_deal
from members.models import Notification
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.states import history
from smart.foundation.tenancy import country as enter
from tests.activities.team_world import SHARE, ask, consent, fresh
from tests.factories import activities as made
from tests.people import as_member, make_member

pytestmark = pytest.mark.django_db
D = made.D


@pytest.fixture
def drawings(inside, eve):
    """Eve's activity."""
    return made.make_activity(eve, name="Drawings")


@pytest.fixture
def mural(murals):
    return made.make_draft(murals)


@pytest.fixture
def share(mural, alice, eve):
    return ask(mural, alice, eve.user.email)


def test_a_coworker_is_asked_and_consents_to_what_they_read(mural, alice, eve, share, drawings):
    assert Notification.objects.get(user=eve.user).event == "team_asked"

    done = consent(share, drawings)

    assert (done.state, done.activity, done.answered_at) == ("consented", drawings, made.NOW)
    assert (done.terms["share"], done.terms["price"], done.terms["leader"]) == ("500", "1250", alice.user.full_name)
    assert done.terms_sha256 == team_deal.fingerprint(fresh(share))
    assert [each.to_state for each in history(done)] == ["consented"]
    assert Notification.objects.get(user=alice.user).event == "team_answered"
    assert team_deal.own_price(mural) == D("750.00")


def test_asked_and_answered_twice_it_is_one_share_and_one_notice(mural, alice, eve, share, drawings):
    assert ask(mural, alice, eve.user.email.upper()) == share
    consent(share, drawings)
    consent(share, drawings)

    assert TeamShare.objects.count() == 1
    assert Notification.objects.filter(user=alice.user).count() == 1


def test_an_unknown_address_looks_to_the_leader_like_any_other(mural, alice, eve, inside, fr):
    with enter(fr):
        abroad = make_member(fr, "Fatou Example")
    known = ask(mural, alice, eve.user.email, amount=D("100"))
    unknown = ask(mural, alice, "nobody@demo.example", amount=D("100"))
    foreign = ask(mural, alice, abroad.user.email, amount=D("100"))

    assert {known.state, unknown.state, foreign.state} == {"waiting"}
    assert (unknown.membership, foreign.membership) == (None, None)
    assert not Notification.objects.filter(user=abroad.user).exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": D("1250.00")}, "amount"),
        ({"amount": D("0")}, "amount"),
        ({"amount": D("1.005")}, "amount"),
        ({"role": " "}, "role"),
        ({"days": D("6")}, "days"),
        ({"days": D("0")}, "days"),
    ],
)
def test_a_share_that_cannot_be_is_refused_at_its_field(mural, alice, eve, wrong, field):
    with pytest.raises(RuleBroken) as broken:
        ask(mural, alice, eve.user.email, **wrong)

    assert broken.value.field == field


def test_shares_never_come_to_the_whole_price(mural, alice, eve, share):
    with pytest.raises(RuleBroken) as broken:
        ask(mural, alice, "another@demo.example", amount=D("750.00"))

    assert broken.value.code == "share_out_of_range"
    assert ask(mural, alice, "another@demo.example", amount=D("749.99")).amount == D("749.99")


def test_the_leader_is_no_coworker_and_only_the_leader_shares_out(mural, alice, eve, share, drawings):
    with pytest.raises(RuleBroken) as own:
        ask(mural, alice, alice.user.email)
    assert own.value.code == "team_self"
    with pytest.raises(NotAllowed):
        ask(mural, eve, "another@demo.example")
    with pytest.raises(NotAllowed):
        team.remove_share(share, by=as_member(eve))
    with pytest.raises(NotAllowed):
        consent(share, drawings, by=as_member(alice))


def test_a_draft_without_price_has_nothing_to_share(murals, alice, eve):
    mission = made.make_draft(murals)
    Mission.objects.filter(pk=mission.pk).update(amount=None)

    with pytest.raises(RuleBroken) as broken:
        ask(mission, alice, eve.user.email)

    assert broken.value.code == "mission_incomplete"


def test_a_consent_is_to_the_deal_that_was_read(share, drawings):
    with pytest.raises(Conflict) as changed:
        consent(share, drawings, seen="0" * 64)

    assert changed.value.code == "deal_changed"
    assert fresh(share).state == "waiting"


def test_another_members_activity_and_another_company_are_refused(share, drawings, murals):
    with pytest.raises(RuleBroken) as theirs:
        consent(share, murals, by=as_member(share.membership))
    assert theirs.value.code == "other_activity"
    entity = drawings.entity
    entity.pk, entity.is_default, entity.code, entity.name = None, False, "second", "Second company"
    entity.save()
    drawings.entity = entity
    drawings.save()

    with pytest.raises(RuleBroken) as other:
        consent(share, drawings)

    assert other.value.code == "other_entity"


def test_a_changed_share_voids_the_consent_and_asks_again(mural, alice, eve, share, drawings):
    consent(share, drawings)

    team.change_share(share, by=as_member(alice), now=made.NOW, **(SHARE | {"amount": D("600.00")}))

    changed = fresh(share)
    assert (changed.state, changed.terms, changed.terms_sha256, changed.answered_at) == ("waiting", {}, "", None)
    assert Notification.objects.filter(user=eve.user, event="team_asked").count() == 2
    assert team_deal.own_price(mural) == D("650.00")


def test_reminded_twice_on_one_day_a_person_is_told_once(alice, eve, share):
    for _click in range(2):
        team.ask_again(share, by=as_member(alice), now=made.NOW)
    team.ask_again(share, by=as_member(alice), now=made.NOW + datetime.timedelta(days=1))

    assert Notification.objects.filter(user=eve.user, event="team_asked").count() == 2


def test_a_no_and_a_wish_come_back_with_their_words(alice, eve, share, drawings):
    team_consent.ask_share_change(share, words="Three days, please.", by=as_member(eve), now=made.NOW)
    assert fresh(share).state == "change_wanted"
    consent(share, drawings)
    team_consent.refuse_share(share, reason="I am away.", by=as_member(eve), now=made.NOW)

    assert (fresh(share).state, fresh(share).answer, fresh(share).terms) == ("refused", "I am away.", {})
    assert "I am away." in Notification.objects.filter(user=alice.user).latest("pk").text
    with pytest.raises(RuleBroken) as silent:
        team_consent.refuse_share(share, reason=" ", by=as_member(eve), now=made.NOW)
    assert silent.value.field == "reason"


def test_taken_out_the_share_is_the_leaders_again(mural, alice, eve, share, drawings):
    for _click in range(2):
        team.remove_share(share, by=as_member(alice))

    assert team_deal.own_price(mural) == D("1250.00")
    assert Notification.objects.filter(user=eve.user, event="team_over").count() == 1
    with pytest.raises(RuleBroken) as gone:
        consent(share, drawings)
    assert gone.value.code == "share_taken_back"
    assert ask(mural, alice, eve.user.email).pk != share.pk


def test_nothing_is_agreed_once_the_work_has_begun(mural, alice, eve, share, drawings):
    begun = datetime.datetime(2026, 3, 9, 8, 0, tzinfo=datetime.UTC)  # nine o'clock in Brussels

    with pytest.raises(RuleBroken) as late:
        consent(share, drawings, now=begun)
    assert late.value.code == "team_too_late"
    assert "adviser" in late.value.message
    with pytest.raises(RuleBroken) as asked:
        team.ask_again(share, by=as_member(alice), now=begun)
    assert asked.value.code == "team_too_late"


def test_the_mission_waits_for_everybodys_word(mural, alice, eve, share, drawings):
    with pytest.raises(RuleBroken) as waits:
        missions.send_mission(mural, by=as_member(alice), now=made.NOW)
    assert waits.value.code == "team_open"
    assert eve.user.email in waits.value.message

    consent(share, drawings)

    assert missions.send_mission(mural, by=as_member(alice), now=made.NOW).state == "submitted"
    with pytest.raises(Conflict) as sent:
        team_consent.refuse_share(share, reason="Too late", by=as_member(eve), now=made.NOW)
    assert sent.value.code == "already_sent"


def test_an_order_changed_after_the_consent_needs_it_anew(mural, alice, eve, share, drawings):
    consent(share, drawings)
    missions.save_step(mural, step=1, values={"title": "Two murals"}, by=as_member(alice))

    with pytest.raises(RuleBroken) as stale:
        missions.send_mission(mural, by=as_member(alice), now=made.NOW)
    assert stale.value.code == "team_stale"
    team.ask_again(share, by=as_member(alice), now=made.NOW)
    consent(share, drawings)

    assert missions.send_mission(mural, by=as_member(alice), now=made.NOW).state == "submitted"


def test_a_price_below_the_shares_is_refused_when_it_is_sent(mural, alice, share, drawings):
    missions.save_step(mural, step=4, values=made.step_values()[4] | {"amount": D("500.00")}, by=as_member(alice))
    consent(share, drawings)

    with pytest.raises(RuleBroken) as broken:
        missions.send_mission(mural, by=as_member(alice), now=made.NOW)

    assert broken.value.code == "team_sum"


def test_a_suspended_coworker_stops_the_sending(mural, alice, eve, share, drawings):
    consent(share, drawings)
    eve.state = "suspended"
    eve.save(update_fields=["state"])

    with pytest.raises(RuleBroken) as broken:
        missions.send_mission(mural, by=as_member(alice), now=made.NOW)

    assert broken.value.code == "team_not_able"


def confirmed(mural, alice):
    mission = missions.send_mission(mural, by=as_member(alice), now=made.NOW)
    orders.accept_order(made.order_of(mission), name="Greet Klant", ip="192.0.2.7", by=made.THE_CLIENT, now=made.NOW)
    return missions.approve_mission(mission, by=made.ADVISER)


def test_confirmed_everybody_has_a_mission_of_their_own(mural, alice, eve, share, drawings):
    consent(share, drawings)

    whole = confirmed(mural, alice)

    part = Mission.objects.get(part_of=whole)
    assert (part.state, part.activity, part.amount, part.days) == ("confirmed", drawings, D("500.00"), D("2"))
    assert (part.function, part.client, part.starts_on) == ("Illustrator", whole.client, whole.starts_on)
    assert fresh(share).part_id == part.pk
    order = made.order_of(part)
    assert (order.state, order.contact_email, order.sent_at) == ("accepted", "", None)
    assert [each.to_state for each in history(part)] == ["submitted", "approved", "confirmed"]
    assert Notification.objects.filter(user=eve.user, event="mission_confirmed").count() == 1


def test_a_reviewer_approves_neither_their_own_share_nor_a_return(mural, alice, eve, share, drawings):
    consent(share, drawings)
    mission = missions.send_mission(mural, by=as_member(alice), now=made.NOW)
    both = made.adviser(eve.user)
    both = type(both)(both.kinds | {"member"}, user_id=both.user_id, label=both.label, ip=both.ip, roles=both.roles)

    with pytest.raises(NotAllowed):
        missions.approve_mission(mission, by=both)


def test_the_whole_is_cancelled_with_its_parts_and_a_part_never_alone(mural, alice, eve, share, drawings):
    consent(share, drawings)
    whole = confirmed(mural, alice)
    part = Mission.objects.get(part_of=whole)

    with pytest.raises(RuleBroken) as alone:
        review.cancel_mission(part, reason="No", by=made.ADVISER)
    assert alone.value.code == "is_part"
    review.cancel_mission(whole, reason="The wall fell down.", by=made.ADVISER)

    part.refresh_from_db()
    assert part.state == "cancelled"
    assert Notification.objects.filter(user=eve.user, event="team_over").count() == 1


def test_a_contract_of_a_coworker_holds_the_whole(mural, alice, share, drawings):
    consent(share, drawings)
    whole = confirmed(mural, alice)
    made.make_contract(drawings, mission=Mission.objects.get(part_of=whole))

    with pytest.raises(RuleBroken) as held:
        review.cancel_mission(whole, reason="The wall fell down.", by=made.ADVISER)

    assert held.value.code == "mission_has_contracts"


def test_a_draft_with_a_team_is_cancelled_rather_than_forgotten(mural, alice, eve, share):
    missions.delete_draft(mural, by=as_member(alice))

    assert Mission.objects.get(pk=mural.pk).state == "cancelled"
    assert Notification.objects.filter(user=eve.user, event="team_over").count() == 1


def test_another_country_sees_no_share(share, fr):
    with enter(fr):
        assert not TeamShare.objects.exists()


def test_an_address_of_nobody_is_forgotten_with_its_share(mural, alice, inside):
    unknown = ask(mural, alice, "nobody@demo.example", amount=D("10"))
    ask(mural, alice, "nowhere@demo.example", amount=D("10"))

    team.remove_share(unknown, by=as_member(alice))
    assert [share.email for share in TeamShare.objects.all()] == ["nowhere@demo.example"]
    missions.delete_draft(mural, by=as_member(alice))

    assert not TeamShare.objects.exists()
