"""Applying, being met, being admitted or declined; standing and roles."""

import datetime

import pytest

from countries.models import Country
from members.models import Consent, Membership, Notification, ShareSubscription, StaffRole
from members.rules import applications, join, shares, standing
from members.rules.profiles import save_profile, save_tax_file
from smart.foundation.actors import ADMIN, PORTAL, Actor
from smart.foundation.audit import AuditEntry
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.states import history
from smart.foundation.tenancy import country
from tests import people
from tests.members.papers import give_all

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 24)


@pytest.fixture
def de(db: None) -> Country:
    return people.make_country("DE")


def applicant(where: Country, name: str = "Nora Applicant") -> Membership:
    """Somebody who has filled in everything and not sent it."""
    membership = people.make_member(where, name, active=False)
    with country(where):
        save_profile(membership, by=PORTAL, nationality="BE", residence="BE")
        if where.code.code == "DE":
            save_profile(membership, by=PORTAL, national_number="36574261809")
        save_tax_file(membership, since=TODAY, answers={}, by=PORTAL)
    give_all(membership, accepted=where.code.code == "DE", on=TODAY)
    return membership


def sent(where: Country) -> Membership:
    """Somebody who has sent everything."""
    membership = applicant(where)
    with country(where):
        applications.send_application(membership, by=people.as_member(membership), on=TODAY)
    return membership


def met(where: Country) -> Membership:
    """Somebody who has sent everything and met an adviser."""
    membership = sent(where)
    with country(where):
        return join.record_meeting(membership, by=PORTAL)


def test_applying_twice_returns_the_first(be):
    user = people.make_user("Nora Applicant")
    with country(be):
        first = join.apply_for_membership(user, where=be, by=PORTAL, on=TODAY)

        assert join.apply_for_membership(user, where=be, by=PORTAL, on=TODAY) == first
        assert first.state == "applied"


def test_a_country_that_is_not_open_takes_nobody():
    nl = people.make_country("NL")
    with country(nl), pytest.raises(RuleBroken) as refused:
        join.apply_for_membership(people.make_user("Nora Applicant"), where=nl, by=PORTAL, on=TODAY)

    assert refused.value.code == "country_not_open"


def test_where_no_meeting_is_needed_sending_makes_a_member(be):
    membership = applicant(be)
    with country(be):
        applications.send_application(membership, by=people.as_member(membership), on=TODAY)

        membership.refresh_from_db()
        assert membership.state == "active"
        assert membership.number == f"BE-{membership.pk:06d}"
        assert Consent.objects.get().text == "use_agreement"
        share = ShareSubscription.objects.get()
        assert (share.count, str(share.nominal), share.paid_on) == (1, "30.00", None)
        assert Notification.objects.filter(event="membership_active").count() == 1


def test_where_a_meeting_is_compulsory_an_adviser_opens_it(de):
    membership, heidi = applicant(de), people.make_staff(de, "adviser", "Heidi Beraterin")
    with country(de):
        applications.send_application(membership, by=people.as_member(membership), on=TODAY)
        assert membership.state == "applied"
        assert Notification.objects.to_user(heidi.pk).filter(event="application_received").count() == 1

        join.record_meeting(membership, by=people.as_staff(heidi))
        applications.admit(membership, by=people.as_staff(heidi), on=TODAY)

        membership.refresh_from_db()
        assert membership.state == "active"
        assert [move.to_state for move in history(membership)] == ["consulted", "active"]


def test_sending_twice_changes_nothing(be):
    membership = applicant(be)
    with country(be):
        for _again in range(2):
            applications.send_application(membership, by=people.as_member(membership), on=TODAY)

        assert ShareSubscription.objects.count() == 1
        assert history(membership).count() == 1


def test_an_incomplete_application_is_not_sent(be):
    membership = people.make_member(be, "Nora Applicant", active=False)
    with country(be), pytest.raises(RuleBroken) as refused:
        applications.send_application(membership, by=people.as_member(membership), on=TODAY)

    assert refused.value.code == "application_incomplete"


def test_nobody_sends_it_for_another(be, bob):
    membership = applicant(be)
    with country(be), pytest.raises(NotAllowed):
        applications.send_application(membership, by=people.as_staff(bob), on=TODAY)


def test_a_payroll_officer_does_not_admit(de):
    membership, paul = met(de), people.make_staff(de, "payroll", "Paul Lohn")
    with country(de), pytest.raises(NotAllowed):
        applications.admit(membership, by=people.as_staff(paul, "payroll"), on=TODAY)


def test_an_adviser_does_not_decide_about_themselves(be, bob):
    membership = Membership.objects.create(country=be, user=bob, applied_on=TODAY)
    with country(be), pytest.raises(NotAllowed):
        join.record_meeting(membership, by=people.as_staff(bob))


def test_two_advisers_at_once_admit_one_member(de):
    membership, heidi = met(de), people.make_staff(de, "adviser", "Heidi Beraterin")
    with country(de):
        stale = Membership.objects.get(pk=membership.pk)
        applications.admit(membership, by=people.as_staff(heidi), on=TODAY)
        with pytest.raises(Conflict):
            applications.admit(stale, by=people.as_staff(heidi), on=TODAY)


def test_declining_needs_a_reason_and_tells_it(de):
    membership, heidi = applicant(de), people.make_staff(de, "adviser", "Heidi Beraterin")
    with country(de):
        with pytest.raises(RuleBroken) as refused:
            applications.decline_application(membership, reason=" ", by=people.as_staff(heidi))
        assert refused.value.field == "reason"

        applications.decline_application(membership, reason="We met and agreed to wait.", by=people.as_staff(heidi))

        assert membership.state == "left"
        assert Notification.objects.get(event="application_declined").text == "We met and agreed to wait."
        with pytest.raises(RuleBroken):
            applications.decline_application(membership, reason="Again", by=people.as_staff(heidi))


def test_who_was_declined_may_apply_again(de):
    membership, heidi = applicant(de), people.make_staff(de, "adviser", "Heidi Beraterin")
    with country(de):
        applications.decline_application(membership, reason="Not yet", by=people.as_staff(heidi))
        again = join.apply_for_membership(membership.user, where=de, by=people.as_member(membership), on=TODAY)

    assert (again.pk, again.state) == (membership.pk, "applied")


def test_a_suspended_member_comes_back(be, alice, bob):
    with country(be):
        standing.suspend_membership(alice, reason="Papers are missing.", by=people.as_staff(bob))
        assert alice.state == "suspended"
        standing.reactivate_membership(alice, by=people.as_staff(bob))
        assert alice.state == "active"
        with pytest.raises(RuleBroken) as refused:
            standing.reactivate_membership(alice, by=people.as_staff(bob))

    assert refused.value.code == "not_suspended"


def test_a_member_does_not_suspend_another(be, alice, eve):
    with country(be), pytest.raises(NotAllowed):
        standing.suspend_membership(alice, reason="No", by=people.as_member(eve))


def test_looking_at_sealed_numbers_leaves_a_trace(be, alice, paula):
    with country(be):
        shown = standing.reveal_sealed(alice, by=people.as_staff(paula, "payroll"))

        assert shown.national_number
        entry = AuditEntry.objects.get(table="members_profile", action="read")
        assert (entry.by_id, entry.by_label, entry.ip) == (paula.pk, paula.full_name, "127.0.0.1")
        assert shown.national_number not in str(entry.changed)


def test_an_adviser_does_not_see_them(be, alice, bob):
    with country(be), pytest.raises(NotAllowed):
        standing.reveal_sealed(alice, by=people.as_staff(bob))


def test_a_yearly_share_is_subscribed_once_a_year(be, alice):
    by = people.as_member(alice)
    with country(be):
        first = shares.subscribe_shares(alice, by=by, on=datetime.date(2026, 1, 5))
        assert shares.subscribe_shares(alice, by=by, on=datetime.date(2026, 12, 5)) == first
        assert shares.subscribe_shares(alice, by=by, on=datetime.date(2027, 1, 5)) != first


def test_france_asks_three_shares_once(fr, chloe):
    with country(fr):
        first = shares.subscribe_shares(chloe, by=people.as_member(chloe), on=datetime.date(2026, 1, 5))

        assert (first.count, str(first.nominal)) == (3, "30.00")
        assert shares.subscribe_shares(chloe, by=PORTAL, on=datetime.date(2027, 1, 5)) == first


def test_a_share_is_paid_once_and_not_before_it_was_subscribed(be, alice, rik, bob):
    accountant = people.as_staff(rik, "accounting")
    with country(be):
        share = shares.subscribe_shares(alice, by=PORTAL, on=TODAY)
        with pytest.raises(NotAllowed):
            shares.confirm_share_payment(share, on=TODAY, by=people.as_staff(bob))
        with pytest.raises(RuleBroken) as refused:
            shares.confirm_share_payment(share, on=datetime.date(2026, 1, 1), by=accountant)
        assert refused.value.field == "paid_on"
        assert shares.confirm_share_payment(share, on=TODAY, by=accountant).paid_on == TODAY
        with pytest.raises(RuleBroken) as refused:
            shares.confirm_share_payment(share, on=TODAY, by=accountant)
        assert refused.value.code == "share_already_paid"


def test_only_an_adviser_of_the_country_becomes_the_adviser(be, fr, alice, bob, hugo):
    with country(be):
        assert join.assign_adviser(alice, adviser=bob, by=people.as_staff(bob)).adviser == bob
        with pytest.raises(RuleBroken) as refused:
            join.assign_adviser(alice, adviser=hugo, by=people.as_staff(bob))

    assert refused.value.code == "not_an_adviser"


def test_roles_are_given_by_administrators_and_ended_by_them(be, bob, carla):
    by, nora = people.as_staff(carla, "country_admin"), people.make_user("Nora New")
    with country(be):
        held = join.grant_role(nora, where=be, role="payroll", by=by, on=TODAY)
        assert join.grant_role(nora, where=be, role="payroll", by=by, on=TODAY) == held
        with pytest.raises(NotAllowed):
            join.grant_role(nora, where=be, role="payroll", by=people.as_staff(bob), on=TODAY)
        assert join.end_role(held, by=by, on=TODAY).until == TODAY - datetime.timedelta(days=1)


def test_nobody_makes_themselves_a_keeper_of_restricted_data(be, carla):
    """What is kept of people who were forgotten opens to nobody by their own word, also not to who was a keeper before."""
    network = people.make_admin("Dan Network")
    for user, by in (
        (carla, people.as_staff(carla, "country_admin")),
        (network, Actor(kinds=frozenset({ADMIN}), user_id=network.pk, label="Dan Network")),
    ):
        StaffRole.objects.create(user=user, country=be, role="legal_hold", since=TODAY, until=TODAY)
        with country(be), pytest.raises(RuleBroken) as refused:
            join.grant_role(user, where=be, role="legal_hold", by=by, on=TODAY)
        assert (refused.value.code, refused.value.field) == ("own_keeping", "role")
    assert not StaffRole.objects.filter(role="legal_hold", until=None).exists()


def test_another_administrator_makes_a_keeper_and_one_may_take_other_roles_oneself(be, carla):
    by, nora = people.as_staff(carla, "country_admin"), people.make_user("Nora New")
    with country(be):
        kept = join.grant_role(nora, where=be, role="legal_hold", by=by, on=TODAY)
        assert join.grant_role(nora, where=be, role="legal_hold", by=by, on=TODAY) == kept
        assert join.grant_role(carla, where=be, role="accounting", by=by, on=TODAY).user == carla


def test_an_administrator_does_not_end_their_own_administration(be, carla):
    own = StaffRole.objects.get(user=carla)
    with country(be), pytest.raises(RuleBroken) as refused:
        join.end_role(own, by=people.as_staff(carla, "country_admin"), on=TODAY)

    assert refused.value.code == "own_role"


def test_nobody_in_particular_may_nothing(be, alice):
    nobody = Actor(kinds=frozenset())
    with country(be), pytest.raises(NotAllowed):
        join.activate_membership(alice, by=nobody, on=TODAY)
