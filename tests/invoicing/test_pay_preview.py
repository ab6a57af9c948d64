"""What a mission would bring is shown before it is sent: by the engine of the payslip, with the day and the guarantee."""

import datetime

import pytest
import time_machine

from activities.models import Mission
from countries.addresses import country_url
from invoicing.rules.conversion_answer import simulate_conversion
from invoicing.rules.pay_preview import preview_pay
from tests.activities.reading import words
from tests.factories import activities as made
from tests.people import sign_in

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 2, 23)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def clock():
    """The Monday on which the missions of the tests are declared."""
    with time_machine.travel(made.NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def alices(inside, alice, clock):
    return made.make_activity(alice)


def at(mission):
    return country_url("be", "invoicing:mission_pay", mission.pk)


def test_a_draft_says_about_how_much_and_when(alices, be):
    mission = made.make_draft(alices)
    # 1,250.00 less 6.5 % (81.25) is what the contract of these five days may cost
    found = preview_pay(mission, country=be, on=TODAY)
    engine = simulate_conversion(alices, mission=mission, kind="fixed_term", days=made.DAYS, budget=made.D("1168.75"))

    assert (found.net, found.gross) == (engine.net, engine.gross)
    # seven working days after Friday 13 March
    assert found.promised_on == datetime.date(2026, 3, 24)
    assert not found.is_guaranteed
    assert any("No order has gone to the client yet." in reason for reason in found.reasons)


def test_an_accepted_order_is_guaranteed(alices, be):
    found = preview_pay(made.make_confirmed(alices), country=be, on=TODAY)

    assert found.is_guaranteed


def test_too_small_a_price_says_which_would_pass(alices, be):
    found = preview_pay(made.make_draft(alices, amount=made.D("100.00")), country=be, on=TODAY)

    assert found.net is None
    assert "below the legal minimum" in found.problem


def test_without_price_nothing_is_computed(be):
    assert preview_pay(Mission(), country=be, on=TODAY) is None


def test_a_piece_while_one_types(browser, alice, alices):
    hers, mission = sign_in(browser, alice.user), made.make_draft(alices)

    piece = hers.get(at(mission), {"amount": "2500"}, headers=HTMX)
    page = hers.get(at(mission))

    assert "<html" not in piece.content.decode()
    assert "Not guaranteed yet" in words(piece)
    assert words(piece).split("You receive about")[1] != words(page).split("You receive about")[1]
    assert "What will I be paid?" in words(page)
    mission.refresh_from_db()
    assert mission.amount == made.D("1250.00")


def test_a_repeated_mission_is_computed_for_its_new_days(browser, alice, alices):
    hers, mission = sign_in(browser, alice.user), made.make_confirmed(alices)

    piece = hers.get(at(mission), {"again": "1", "starts_on": "2026-04-13", "amount": "1250"}, headers=HTMX)

    assert "5 days, 13 April 2026 – 17 April 2026" in words(piece)
    assert "by 28 April 2026" in words(piece)
    assert "Not guaranteed yet" in words(piece)


def test_half_typed_input_is_no_error(browser, alice, alices):
    hers, mission = sign_in(browser, alice.user), made.make_draft(alices)

    assert hers.get(at(mission), {"amount": "12,", "starts_on": "2026-13"}, headers=HTMX).status_code == 200


def test_a_stranger_computes_nothing(browser, eve, alices):
    assert sign_in(browser, eve.user).get(at(made.make_draft(alices))).status_code == 404
