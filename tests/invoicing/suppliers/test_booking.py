"""Approved invoices of suppliers enter the books: amounts by hand, from money received, to the cent, once."""

import dataclasses
import datetime
from decimal import Decimal

import pytest

from invoicing.models import LedgerEntry, Payable
from invoicing.queries.received import spendable
from invoicing.rules import ledger, transfer_outcomes, transfers
from invoicing.rules.payables import payables_of
from invoicing.rules.supplier_deciding import turn_down
from smart.foundation.errors import NotAllowed, RuleBroken
from tests.factories.invoicing import make_activity, member_actor, staff_actor
from tests.invoicing.conftest import NOON, TODAY
from tests.invoicing.suppliers.world import (
    DUE,
    PRINTER_IBAN,
    accountant,
    approve,
    available,
    credit_note,
    earn,
    einvoice,
    receive,
    route,
    seller,
    xml,
)

D = Decimal


def amounts(event):
    rows = LedgerEntry.objects.filter(transaction__event=event).values_list("account__code", "amount")
    return sorted((code, amount) for code, amount in rows)


@pytest.fixture
def rich(activity):
    """1 250.00 before VAT, paid: the activity has what the cooperative's share leaves."""
    earn(activity)
    return activity


def test_the_activity_bears_the_net_and_the_vat_is_recovered(rich):
    before = available(rich)

    booked = approve(route(receive(), (rich, "121.00")))

    assert booked.state == "payable"
    assert amounts(f"supplier:{booked.pk}") == [
        ("activity.available", D("100.00")),
        ("suppliers.payable", D("-121.00")),
        ("vat.deductible", D("21.00")),
    ]
    assert before - available(rich) == D("100.00")
    payable = payables_of(booked).get()
    assert (payable.amount, payable.due_on, payable.payee_name) == (D("121.00"), DUE, "Drukkerij Voorbeeld")
    assert (payable.iban, payable.structured) == (PRINTER_IBAN, "")


def test_vat_that_is_not_recovered_is_borne_by_the_activity(rich):
    booked = approve(route(receive(), (rich, "121.00")), vat="10.50")

    assert amounts(f"supplier:{booked.pk}") == [
        ("activity.available", D("110.50")),
        ("suppliers.payable", D("-121.00")),
        ("vat.deductible", D("10.50")),
    ]


def test_three_activities_share_to_the_cent(inside):
    three = [make_activity(inside, name=name) for name in ("One", "Two", "Three")]
    for each in three:
        earn(each)
    routed = route(receive(xml("82.64", "17.36")), *zip(three, ("33.34", "33.33", "33.33"), strict=True))

    booked = approve(routed, vat="17.36")

    assert [part.charged for part in booked.parts.order_by("pk")] == [D("27.55"), D("27.55"), D("27.54")]
    assert sum(part.charged for part in booked.parts.all()) == D("82.64")


def test_approving_twice_books_once(rich):
    routed = route(receive(), (rich, "121.00"))
    approve(routed)
    left = available(rich)

    again = approve(routed)

    assert again.state == "payable"
    assert available(rich) == left
    assert Payable.objects.count() == 1


def test_money_that_clients_have_not_paid_buys_nothing(activity):
    earn(activity, paid="0.00")
    routed = route(receive(), (activity, "121.00"))
    assert available(activity) > D("1000.00")
    assert spendable(activity) == D("0.00")

    with pytest.raises(RuleBroken) as refused:
        approve(routed)

    assert refused.value.code == "not_enough_received"
    assert "has €0.00 that clients have paid" in refused.value.message
    routed.refresh_from_db()
    assert routed.state == "routed"


def test_a_client_who_paid_half_lets_half_be_spent(activity):
    invoice = earn(activity, paid="756.25")
    assert invoice.total == D("1512.50")

    assert spendable(activity) == available(activity) - (available(activity) / 2).quantize(D("0.01"))


def test_the_day_to_pay_by_is_thirty_days_after_it_came_when_none_is_named(rich):
    booked = approve(route(receive(xml(due_on=None)), (rich, "121.00")))

    assert payables_of(booked).get().due_on == TODAY + datetime.timedelta(days=30)


def test_vat_of_another_country_is_never_recovered_here(rich):
    foreign = xml(seller=seller(vat_id="FR51888888807", legal_id=None), syntax="ubl")
    routed = route(receive(foreign), (rich, "121.00"))

    with pytest.raises(RuleBroken) as refused:
        approve(routed)

    assert (refused.value.code, refused.value.field) == ("vat_not_ours", "vat_deducted")
    assert approve(routed, vat="0.00").state == "payable"


def test_more_vat_than_printed_is_refused(rich):
    with pytest.raises(RuleBroken) as refused:
        approve(route(receive(), (rich, "121.00")), vat="21.01")

    assert refused.value.code == "vat_above_printed"


def test_reverse_charge_is_owed_and_recovered_at_once(rich):
    foreign = xml("100.00", "0.00", seller=seller(vat_id="FR51888888807", legal_id=None), syntax="ubl")

    booked = approve(route(receive(foreign), (rich, "100.00")), vat="0.00", vat_self=D("21.00"))

    assert amounts(f"supplier:{booked.pk}") == [
        ("activity.available", D("100.00")),
        ("suppliers.payable", D("-100.00")),
        ("vat.deductible", D("21.00")),
        ("vat.payable", D("-21.00")),
    ]


def test_vat_is_not_owed_on_top_of_vat(rich):
    with pytest.raises(RuleBroken) as refused:
        approve(route(receive(), (rich, "121.00")), vat_self=D("21.00"))

    assert refused.value.code == "vat_charged_twice"


def test_what_was_paid_before_and_another_currency_are_refused(rich):
    totals = dataclasses.replace(einvoice().totals, paid=D("21.00"), due=D("100.00"))
    prepaid = route(receive(xml(totals=totals)), (rich, "100.00"))
    foreign = route(receive(xml(number="SEK-1", currency="SEK")), (rich, "121.00"))

    codes = []
    for routed in (prepaid, foreign):
        with pytest.raises(RuleBroken) as refused:
            approve(routed)
        codes.append(refused.value.code)

    assert codes == ["prepaid", "foreign_currency"]


def test_an_account_with_wrong_check_digits_is_refused_and_nothing_is_booked(rich):
    routed, before = route(receive(), (rich, "121.00")), available(rich)

    with pytest.raises(RuleBroken) as refused:
        approve(routed, iban="BE00999000080897")

    assert (refused.value.code, refused.value.field) == ("account_unusable", "iban")
    assert available(rich) == before


def test_what_is_put_to_no_activity_is_not_approved(inside):
    with pytest.raises(RuleBroken) as refused:
        approve(receive())

    assert refused.value.code == "not_routed"


def test_only_an_accountant_approves_and_not_their_own(rich):
    routed = route(receive(), (rich, "121.00"))
    own = dataclasses.replace(accountant(), user_id=rich.membership.user_id)

    for by in (staff_actor("adviser"), member_actor(rich)):
        with pytest.raises(NotAllowed):
            approve(routed, by=by)
    with pytest.raises(RuleBroken) as refused:
        approve(routed, by=own)

    assert refused.value.code == "same_person"


def test_it_is_paid_with_its_file_and_owed_again_when_the_money_comes_back(rich):
    booked = approve(route(receive(), (rich, "121.00")))
    by, other = accountant(), accountant()
    transfer = transfers.prepare_payables([payables_of(booked).get().pk], on=TODAY, by=by)
    transfers.release_transfer(transfer, by=other)
    transfers.mark_executed(transfer, on=TODAY, by=other)
    booked.refresh_from_db()
    assert booked.state == "paid"
    assert ledger.account_balance(ledger.SUPPLIERS) == D("0.00")

    item = transfer.items.get()
    transfer_outcomes.return_item(item, entry_id=1, code="AC04", on=TODAY, by=other)

    booked.refresh_from_db()
    assert booked.state == "payable"
    assert ledger.account_balance(ledger.SUPPLIERS) == D("-121.00")


def test_a_credit_note_takes_off_what_is_to_be_paid(rich):
    booked, before = approve(route(receive(), (rich, "121.00"))), available(rich)

    credit = approve(route(receive(credit_note("40.00", "8.40")), (rich, "48.40")), vat="8.40", corrects=booked)

    assert credit.state == "approved"
    assert available(rich) - before == D("40.00")
    assert list(payables_of(booked).values_list("amount", "state")) == [
        (D("121.00"), "cancelled"),
        (D("72.60"), "open"),
    ]
    assert ledger.account_balance(ledger.SUPPLIERS) == D("-72.60")


def test_a_credit_note_of_all_leaves_nothing_to_pay(rich):
    before = available(rich)
    booked = approve(route(receive(), (rich, "121.00")))

    approve(route(receive(credit_note("100.00", "21.00")), (rich, "121.00")), corrects=booked)

    booked.refresh_from_db()
    assert booked.state == "credited"
    assert available(rich) == before
    assert not Payable.objects.to_pay().exists()
    assert ledger.account_balance(ledger.SUPPLIERS) == D("0.00")


@pytest.mark.parametrize(("net", "vat", "code"), [("100.01", "21.00", "above_invoice"), ("10.00", "2.10", "in_file")])
def test_a_credit_note_that_cannot_be_taken_off_is_refused(rich, net, vat, code):
    booked = approve(route(receive(), (rich, "121.00")))
    if code == "in_file":
        transfers.prepare_payables([payables_of(booked).get().pk], on=TODAY, by=accountant())
    routed = route(receive(credit_note(net, vat)), (rich, str(D(net) + D(vat))))

    with pytest.raises(RuleBroken) as refused:
        approve(routed, vat=vat, corrects=booked)

    assert (refused.value.code, refused.value.field) == (code, "corrects")


def test_a_credit_note_names_its_invoice(rich):
    routed = route(receive(credit_note("10.00", "2.10")), (rich, "12.10"))

    with pytest.raises(RuleBroken) as refused:
        approve(routed, vat="2.10")

    assert refused.value.code == "corrects_missing"


def test_a_refused_invoice_is_never_booked(rich):
    routed = route(receive(), (rich, "121.00"))
    turn_down(routed, to="refused", reason_code="DOUBLON", words="", by=accountant(), now=NOON)

    with pytest.raises(RuleBroken) as refused:
        approve(routed)

    assert refused.value.code == "not_routed"
