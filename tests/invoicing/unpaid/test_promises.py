"""What the portal told a member when the client had confirmed: written down once, kept or broken by the bank's day."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client as Browser

from activities.models import Contract, Mission, Order
from activities.rules import missions
from invoicing.models import PayPromise, PayrollRun
from invoicing.queries.promises import kept_promises
from invoicing.rules import promises, transfers
from members.models import Notification
from smart.foundation.actors import PORTAL
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.tenancy import country as enter
from smart.stories.player import play
from smart.stories.story import STORIES, read_story
from tests import people
from tests.factories.invoicing import make_activity, make_country, make_mission, staff_actor
from tests.invoicing.work_list import do_jobs

D = Decimal
CONFIRMED = datetime.date(2026, 11, 10)


def promise(mission, on=CONFIRMED) -> PayPromise:
    found = promises.record_promise(mission, on=on, by=PORTAL)
    assert found is not None
    return found


def settle(on) -> None:
    promises.settle_promises(on=on, by=PORTAL)


def test_the_day_and_the_pay_are_written_down_when_the_client_has_confirmed(mission):
    made = promise(mission)

    # work until Friday 20 November and seven working days: Tuesday 1 December
    assert (made.promised_on, made.rule) == (datetime.date(2026, 12, 1), {"kind": "working_days_after_work", "days": 7})
    # 1 250.00 less 6.5 % = 1 168.75; the gross and net of tests/scenarios/be_mural.yaml
    assert (made.gross_estimate, made.net_estimate) == (D("808.44"), D("703.31"))


def test_a_promise_is_made_once(mission):
    first = promise(mission)

    assert promise(mission, on=datetime.date(2026, 11, 12)).pk == first.pk
    assert first.made_on == CONFIRMED


def test_where_pay_cannot_be_computed_the_day_alone_is_promised(activity):
    made = promise(make_mission(activity, ends_on=datetime.date(2026, 12, 4), days=D(15)))

    assert (made.promised_on, made.net_estimate) == (datetime.date(2026, 12, 15), None)


def test_in_sweden_the_promise_counts_from_the_invoice(clock, db):
    sweden = make_country("SE")
    with enter(sweden):
        mission = make_mission(make_activity(sweden))
        Order.objects.create(mission=mission, invoice_on=datetime.date(2026, 11, 27))

        # Friday 27 November and five working days
        assert promise(mission).promised_on == datetime.date(2026, 12, 4)


def test_a_member_does_not_write_promises(mission):
    with pytest.raises(NotAllowed):
        promises.record_promise(mission, on=CONFIRMED, by=people.as_member(mission.activity.membership))


def test_a_member_who_asks_for_no_contract_has_no_broken_promise(mission):
    made = promise(mission)
    settle(datetime.date(2026, 12, 1))
    made.refresh_from_db()
    assert made.state == "open"

    settle(datetime.date(2026, 12, 2))

    made.refresh_from_db()
    assert made.state == "not_asked"


def test_a_cancelled_mission_ends_its_promise(mission):
    made = promise(mission)
    Order.objects.create(mission=mission)
    missions.cancel_mission(mission, reason="The school is closed", by=staff_actor("adviser"))

    settle(datetime.date(2026, 11, 12))

    made.refresh_from_db()
    assert made.state == "cancelled"


@pytest.fixture
def posted(db):
    """Lina's mural as told, up to the posted run, with her promise of 1 December."""
    told = read_story(STORIES / "be_mural.yaml")
    until = next(step.number for step in told.steps if step.does == "prepares the transfer")
    for _step in play(replace(told, steps=told.steps[: until - 1])):
        pass
    with enter(make_country("BE")) as _entered:
        do_jobs("record_promise")
        yield PayrollRun.objects.get()


def pay(run, on) -> None:
    one, two = staff_actor("payroll"), staff_actor("payroll")
    transfer = transfers.prepare_transfer(run, by=one)
    transfers.release_transfer(transfer, by=two)
    transfers.mark_executed(transfer, on=on, by=two)


def test_the_story_of_the_mural_keeps_its_promise(posted):
    made = PayPromise.objects.get()
    pay(posted, made.promised_on)

    settle(made.promised_on)

    made.refresh_from_db()
    assert (made.state, made.paid_on) == ("kept", made.promised_on)
    assert (kept_promises().rate, kept_promises().average_days_late) == (D("1.0000"), None)


def test_a_promise_is_broken_the_day_after_and_staff_say_why(posted):
    made = PayPromise.objects.get()
    adviser = people.make_staff(make_country("BE"), "adviser", "Ada Adviser")
    membership = Mission.objects.get().activity.membership
    membership.adviser = adviser
    membership.save()
    late = made.promised_on + datetime.timedelta(days=1)

    settle(late)
    settle(late)

    made.refresh_from_db()
    assert (made.state, made.paid_on) == ("broken", None)
    assert Notification.objects.filter(user=adviser, event="promise_broken").count() == 1
    with pytest.raises(RuleBroken, match="Say why"):
        promises.explain_promise(made, reason=" ", by=staff_actor("payroll"))
    promises.explain_promise(made, reason="The bank was closed", by=staff_actor("payroll"))
    assert list(PayPromise.objects.to_explain()) == []

    pay(posted, late + datetime.timedelta(days=2))
    settle(late + datetime.timedelta(days=3))

    found = kept_promises()
    assert (found.rate, found.average_days_late) == (D("0.0000"), D("3.0"))


def test_a_contract_asked_for_too_late_breaks_nothing(posted):
    made = PayPromise.objects.get()
    Contract.objects.update(submitted_at=datetime.datetime(2027, 1, 4, tzinfo=datetime.UTC))

    settle(made.promised_on + datetime.timedelta(days=1))

    made.refresh_from_db()
    assert made.state == "not_asked"


def test_a_kept_promise_needs_no_explanation_and_members_give_none(posted):
    made = PayPromise.objects.get()
    pay(posted, made.promised_on)
    settle(made.promised_on)

    with pytest.raises(RuleBroken, match="Kept"):
        promises.explain_promise(made, reason="Why not", by=staff_actor("payroll"))
    with pytest.raises(NotAllowed):
        promises.explain_promise(made, reason="Why not", by=people.as_member(Mission.objects.get().activity.membership))


def test_member_and_staff_read_their_pages(be, django_assert_max_num_queries):
    alice = people.make_member(be, "Alice Example")
    with enter(be):
        made = promise(make_mission(make_activity(be, alice)))
        PayPromise.objects.filter(pk=made.pk).update(state="broken")
    member, staff = (
        people.sign_in(Browser(), user) for user in (alice.user, people.make_staff(be, "payroll", "Paula P"))
    )
    stranger = people.sign_in(Browser(), people.make_member(be, "Eve Stranger").user)

    assert "€703.31" in member.get("/be/promises/").content.decode()
    assert "€703.31" not in stranger.get("/be/promises/").content.decode()
    with django_assert_max_num_queries(30):
        page = staff.get("/be/staff/promises/").content.decode()
    assert "Say why" in page
    assert staff.get(f"/be/staff/promises/{made.pk}/explain/").status_code == 200
    assert staff.post(f"/be/staff/promises/{made.pk}/explain/", {"reason": "The bank was closed"}).status_code == 302
    assert member.get("/be/staff/promises/").status_code == 404


def test_the_network_compares_the_countries(be, dan):
    with enter(be):
        made = promise(make_mission(make_activity(be)))
        PayPromise.objects.filter(pk=made.pk).update(state="kept", paid_on=made.promised_on)
    admin, member = people.sign_in(Browser(), dan), people.sign_in(Browser(), people.make_member(be).user)

    page = admin.get("/network-promises/").content.decode()

    assert "Belgium" in page
    assert "100%" in page
    assert member.get("/network-promises/").status_code == 403
