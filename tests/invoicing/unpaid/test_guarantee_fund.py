"""The fund in figures, its endowment by two people, and its page for members."""

from decimal import Decimal

import pytest
from django.test import Client as Browser

from invoicing.queries import guarantee_fund as queries
from invoicing.rules import guarantee_fund, ledger, payments, write_offs
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from tests import people
from tests.invoicing.unpaid.conftest import day, sent_invoice
from tests.invoicing.unpaid.test_write_offs import guaranteed

D = Decimal
ON = day(30, 6)


def endow(by, amount="10000.00"):
    return guarantee_fund.propose_endowment(amount=D(amount), reason="Assembly of 2026", on=day(1), by=by)


def test_an_endowment_is_booked_when_a_second_accountant_agrees(inside, accountant, second):
    waiting = endow(accountant)
    assert queries.fund(on=ON).balance == 0
    with pytest.raises(NotAllowed, match="Another accountant"):
        guarantee_fund.approve_endowment(waiting, by=accountant)

    guarantee_fund.approve_endowment(waiting, by=second)

    assert queries.fund(on=ON).balance == D("10000.00")
    assert ledger.account_balance("equity.reserves") == D("10000.00")
    with pytest.raises(Conflict):
        guarantee_fund.approve_endowment(waiting, by=second)


def test_an_endowment_can_be_refused(inside, accountant, second):
    waiting = guarantee_fund.refuse_endowment(endow(accountant), reason="Not voted", by=second)

    assert (waiting.state, queries.fund(on=ON).balance) == ("refused", 0)


@pytest.mark.parametrize(("amount", "reason", "field"), [("0.00", "Vote", "amount"), ("5.00", " ", "reason")])
def test_an_endowment_needs_an_amount_and_a_reason(inside, accountant, amount, reason, field):
    with pytest.raises(RuleBroken) as refused:
        guarantee_fund.propose_endowment(amount=D(amount), reason=reason, on=day(1), by=accountant)

    assert refused.value.field == field


def test_advisers_do_not_endow(inside, adviser):
    with pytest.raises(NotAllowed):
        endow(adviser)


def test_the_fund_tells_its_exposure_losses_and_days_of_cover(activity, accountant, second):
    guarantee_fund.approve_endowment(endow(accountant), by=second)
    lost = guaranteed(sent_invoice(activity, amount=D("100.00")))
    guaranteed(sent_invoice(activity))
    write_offs.propose_write_off(lost, reason="Bankrupt", reclaims_vat=False, proof="", on=ON, by=accountant)
    lost.refresh_from_db()
    payments.record_payment(lost, amount=D("21.00"), on=ON, key="1", by=accountant)

    found = queries.fund(on=ON)

    # 10 000.00 − 121.00 + 21.00; 9 900.00 × 365 / 100.00
    assert (found.balance, found.losses, found.days_of_cover) == (D("9900.00"), D("100.00"), 36135)
    assert (found.exposure, found.claims) == (D("1512.50"), 1)
    (year,) = queries.by_year()
    assert year["kinds"] == {"fund_endowed": D("10000.00"), "written_off": D("-121.00"), "claim_revived": D("21.00")}
    assert year["balance"] == sum(-line.amount for line in queries.lines(year=2026))


def test_a_fund_without_losses_has_no_days_of_cover(inside):
    assert queries.fund(on=ON).days_of_cover is None


def test_members_see_the_fund_and_open_its_figures(be, alice, django_assert_max_num_queries):
    browser = people.sign_in(Browser(), alice.user)

    with django_assert_max_num_queries(30):
        assert browser.get("/be/guarantee-fund/").status_code == 200
    for page in ("lines/", "lines/?year=2026&kind=written_off", "claims/"):
        assert browser.get(f"/be/guarantee-fund/{page}").status_code == 200
    sheet = browser.get("/be/guarantee-fund/csv/")
    assert sheet.content.decode().startswith("Day;What;Amount")


def test_a_member_does_not_endow_by_the_address(be, alice):
    assert people.sign_in(Browser(), alice.user).get("/be/staff/guarantee-fund/endow/").status_code == 404


def test_two_accountants_endow_in_the_browser(be, rik):
    other = people.make_staff(be, "accounting", "Rosa Books")
    first, second = people.sign_in(Browser(), rik), people.sign_in(Browser(), other)
    facts = {"amount": "10000.00", "on": "2026-03-01", "reason": "Assembly of 2026"}

    assert first.post("/be/staff/guarantee-fund/endow/", facts).status_code == 302
    page = second.get("/be/staff/guarantee-fund/").content.decode()
    number = page.partition("/approve/")[0].rpartition("/")[2]
    assert second.post(f"/be/staff/guarantee-fund/{number}/approve/").status_code == 302

    assert "€10,000.00" in second.get("/be/staff/guarantee-fund/").content.decode()


def test_strangers_of_another_country_find_no_fund(be):
    france = people.make_country("FR")
    chloe = people.make_member(france, "Chloe Exemple")

    assert people.sign_in(Browser(), chloe.user).get("/be/guarantee-fund/").status_code == 404
