"""A quote in lines: their sum is the price, to the cent; written by the member while it is a draft."""

import pytest

from activities.models import Mission, Order, OrderLine
from activities.rules import missions, order_lines
from countries.addresses import country_url
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.tenancy import country as enter
from tests.activities.reading import values, words
from tests.factories import activities as made
from tests.people import as_member, sign_in

pytestmark = pytest.mark.django_db
D = made.D
DAYS = {"description": "Painting", "quantity": D("3"), "unit": "DAY", "unit_price": D("400")}
ROAD = {"description": "By car", "quantity": D("120"), "unit": "KMT", "unit_price": D("0.4297"), "kind": "expense"}
TYPED = {
    "description": "Painting",
    "quantity": "3",
    "unit": "DAY",
    "unit_price": "400",
    "kind": "work",
    "service_kind": "",
    "after": "0",
    "action": "keep",
}


def at(name, *args):
    return country_url("be", f"activities:{name}", *args)


@pytest.fixture
def draft(murals):
    return made.make_draft(murals)


@pytest.fixture
def hers(browser, alice):
    return sign_in(browser, alice.user)


def amount(mission):
    return Mission.objects.get(pk=mission.pk).amount


def test_the_price_is_the_sum_of_the_lines_to_the_cent(draft, alice):
    order_lines.add_line(draft, by=as_member(alice), **DAYS)
    order_lines.add_line(draft, by=as_member(alice), **ROAD)

    # 3 × 400.00 = 1,200.00; 120 × 0.4297 = 51.564, rounded to 51.56
    assert [line.net for line in OrderLine.objects.order_by("position")] == [D("1200.00"), D("51.56")]
    assert amount(draft) == D("1251.56")


def test_changed_or_removed_the_price_follows(draft, alice):
    by = as_member(alice)
    painting, road = (order_lines.add_line(draft, by=by, **facts) for facts in (DAYS, ROAD))

    order_lines.change_line(painting, by=by, **DAYS | {"quantity": D("2.5")})
    assert amount(draft) == D("1051.56")
    order_lines.remove_line(road, by=by)
    assert amount(draft) == D("1000.00")
    order_lines.remove_line(painting, by=by)

    assert (amount(draft), OrderLine.objects.count()) == (D("1000.00"), 0)


def test_the_price_typed_beside_lines_does_not_count(draft, alice):
    order_lines.add_line(draft, by=as_member(alice), **DAYS)

    missions.save_step(draft, step=4, values=made.step_values()[4] | {"amount": D("99")}, by=as_member(alice))

    assert amount(draft) == D("1200.00")


def test_the_same_line_posted_twice_is_one_line(draft, alice):
    for _click in range(2):
        order_lines.add_line(draft, by=as_member(alice), after=0, **DAYS)

    assert OrderLine.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"description": " "}, "description"),
        ({"quantity": D("0")}, "quantity"),
        ({"unit_price": D("-1")}, "unit_price"),
        ({"unit": "XBX"}, "unit"),
        ({"kind": "gift"}, "kind"),
        ({"service_kind": "alchemy"}, "service_kind"),
        ({"quantity": D("0.01"), "unit_price": D("0.1")}, "unit_price"),
    ],
)
def test_a_line_that_cannot_be_right_is_refused_at_its_field(draft, alice, wrong, field):
    with pytest.raises(RuleBroken) as broken:
        order_lines.add_line(draft, by=as_member(alice), **DAYS | wrong)

    assert broken.value.field == field
    assert not OrderLine.objects.exists()


def test_only_the_member_writes_them_and_only_in_a_draft(murals, draft, alice, eve):
    with pytest.raises(NotAllowed):
        order_lines.add_line(draft, by=as_member(eve), **DAYS)
    with pytest.raises(NotAllowed):
        order_lines.add_line(draft, by=made.ADVISER, **DAYS)
    with pytest.raises(Conflict):
        order_lines.add_line(made.make_sent(murals), by=as_member(alice), **DAYS)


def test_another_country_does_not_see_the_draft(draft, fr, chloe):
    with enter(fr), pytest.raises(Mission.DoesNotExist):
        order_lines.add_line(draft, by=as_member(chloe), **DAYS)


@pytest.mark.parametrize(
    ("values", "deposit"),
    [({"deposit": D("200.00")}, D("200.00")), ({"deposit_share": D("0.3")}, D("375.00")), ({}, D("0.00"))],
)
def test_a_deposit_is_an_amount_or_a_part_of_the_price(draft, alice, values, deposit):
    missions.save_step(draft, step=4, values=made.step_values()[4] | values, by=as_member(alice))

    assert Order.objects.get(mission=draft).deposit == deposit


def test_a_deposit_above_the_price_is_refused(draft, alice):
    with pytest.raises(RuleBroken, match=r"€1,250.01.*€1,250.00") as broken:
        missions.save_step(draft, step=4, values=made.step_values()[4] | {"deposit": D("1250.01")}, by=as_member(alice))

    assert broken.value.field == "deposit"


def test_an_invoice_is_not_planned_for_a_day_gone_by(draft, alice):
    gone = made.NOW.date().replace(day=20)

    with pytest.raises(RuleBroken, match="20 February 2026") as broken:
        missions.save_step(draft, step=4, values=made.step_values()[4] | {"invoice_on": gone}, by=as_member(alice))

    assert broken.value.field == "invoice_on"


def test_repeated_the_lines_the_deposit_and_the_contact_come_along(draft, alice):
    order_lines.add_line(draft, by=as_member(alice), **DAYS)
    missions.save_step(draft, step=4, values=made.step_values()[4] | {"deposit": D("300.00")}, by=as_member(alice))

    again = missions.repeat_mission(draft, submission_id=made.uuid.uuid4(), by=as_member(alice))

    order = Order.objects.get(mission=again)
    assert [line.net for line in order.lines.all()] == [D("1200.00")]
    assert (again.amount, order.deposit, order.contact_name) == (D("1200.00"), D("300.00"), "Greet Klant")


def test_the_page_adds_changes_and_removes_without_javascript(hers, draft):
    assert "Their sum becomes the price" in words(hers.get(at("mission_lines", draft.pk)))

    assert hers.post(at("mission_lines", draft.pk), TYPED).url == at("mission_lines", draft.pk)
    line = OrderLine.objects.get()
    changed = hers.post(at("mission_line", draft.pk, line.pk), TYPED | {"quantity": "2"})
    assert changed.url == at("mission_lines", draft.pk)
    page = words(hers.get(at("mission_lines", draft.pk)))
    assert "2 days × €400.00" in page
    assert "€800.00" in page
    hers.post(at("mission_line_remove", draft.pk, line.pk))

    assert not OrderLine.objects.exists()


def test_the_sum_is_worked_out_before_it_is_kept(hers, draft):
    answer = hers.post(at("mission_lines", draft.pk), TYPED | {"description": "", "action": "preview"})

    assert answer.status_code == 200
    assert "The line comes to €1,200.00." in words(answer)
    assert 'value="400"' in values(answer)
    assert not OrderLine.objects.exists()


def test_wrong_input_on_the_page_gets_a_sentence(hers, draft):
    answer = hers.post(at("mission_lines", draft.pk), TYPED | {"quantity": "many"})

    assert answer.status_code == 422
    assert words(answer).count("“Quantity” must be a number") == 2


def test_the_price_page_shows_the_lines_and_keeps_what_is_typed_on_the_way(hers, draft):
    typed = {
        "contract_kind": "fixed_term",
        "amount": "1250",
        "contact_name": "Somebody Else",
        "contact_email": "else@school.example",
        "valid_until": "2026-03-06",
        "deposit": "30%",
    }
    away = hers.post(at("mission_step", draft.pk, 4), typed | {"action": "lines"})
    assert away.url == at("mission_lines", draft.pk)
    hers.post(at("mission_lines", draft.pk), TYPED)

    page = hers.get(at("mission_step", draft.pk, 4))

    assert "Price without VAT €1,200.00" in words(page)
    assert 'name="amount"' not in values(page)
    assert 'value="Somebody Else"' in values(page)
    assert Order.objects.get().deposit == D("375.00")
    assert hers.post(at("mission_step", draft.pk, 4), typed).url == at("mission_check", draft.pk)
    assert Order.objects.get().deposit == D("360.00")


def test_a_stranger_finds_no_lines(browser, eve, draft, alice):
    line = order_lines.add_line(draft, by=as_member(alice), **DAYS)
    theirs = sign_in(browser, eve.user)

    assert theirs.get(at("mission_lines", draft.pk)).status_code == 404
    assert theirs.get(at("mission_line", draft.pk, line.pk)).status_code == 404
    assert theirs.post(at("mission_line_remove", draft.pk, line.pk)).status_code == 404


def test_thirty_lines_cost_as_few_queries_as_one(hers, draft, alice, django_assert_max_num_queries):
    for _line in range(30):
        order_lines.add_line(draft, by=as_member(alice), **DAYS)

    with django_assert_max_num_queries(20):
        hers.get(at("mission_lines", draft.pk))
    with pytest.raises(RuleBroken, match="at most 30"):
        order_lines.add_line(draft, by=as_member(alice), **DAYS)
