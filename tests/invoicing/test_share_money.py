"""Shares and money: paid by an entry of the bank, a part at a time out of pay, and back to who leaves; to the cent everywhere.

The pay is that of tests/factories/payroll.py: 703.31 net. A French share is 30.00 of it: 673.31 go to the account.
"""

import datetime
from decimal import Decimal

import pytest

from invoicing.models import BankUse, LedgerEntry, Payable, Payslip, ShareInstalment, TransferItem
from invoicing.rules import (
    bank_settling,
    ledger,
    payroll,
    payslip_paper,
    share_instalments,
    share_payments,
    share_repayment,
    transfer_outcomes,
    transfers,
)
from invoicing.rules.invariants import broken_in_country
from invoicing.rules.pay_withheld import owed_of
from members.models import Leaving, ShareMovement, ShareSubscription
from members.models.share import PaidBy
from members.rules import leaving, share_register, shares
from smart.foundation.actors import PORTAL
from smart.foundation.errors import NotAllowed, RuleBroken
from tests import people
from tests.factories.invoicing import staff_actor
from tests.factories.payroll import MONTH, make_contract, payroll_officer
from tests.invoicing.bank.entries import make_entry
from tests.invoicing.conftest import NOON, TODAY
from tests.invoicing.work_list import do_jobs

D = Decimal
FRENCH = {"kind": "instalments", "count": 3, "net_at_least": "100.00", "within_years": 3}


@pytest.fixture
def petra(inside):
    return payroll_officer("Petra Example")


@pytest.fixture
def paul(inside):
    return payroll_officer("Paul Example")


@pytest.fixture
def lina(inside):
    return people.make_member(inside, "Lina Example")


@pytest.fixture
def share(lina):
    """Three shares of 30.00 under the French rule, which the member lets be taken out of pay."""
    made = shares.subscribe_shares(lina, by=people.as_member(lina), on=TODAY)
    ShareSubscription.objects.filter(pk=made.pk).update(count=3, rule=FRENCH)
    return shares.agree_to_pay(ShareSubscription.objects.get(pk=made.pk), agrees=True, by=people.as_member(lina))


def pay(petra, paul, month=MONTH):
    run = payroll.open_run(month=month, by=petra)
    payroll.start_computing(run, by=petra)
    do_jobs("compute_lines")
    payroll.approve_run(run, by=paul)
    do_jobs("post_lines")
    run.refresh_from_db()
    return run


def balance(code):
    return ledger.account_balance(code)


# --- out of pay ------------------------------------------------------------------------------------------------------


def test_one_share_is_taken_from_what_is_paid_and_not_from_the_net(inside, lina, share, petra, paul):
    make_contract(inside, lina)

    run = pay(petra, paul)

    slip = Payslip.objects.get()
    assert (slip.net, owed_of([slip])[slip.pk]) == (D("703.31"), D("673.31"))
    assert (balance("pay.net_payable"), balance("equity.shares")) == (D("-673.31"), D("-30.00"))
    transfer = transfers.prepare_transfer(run, by=petra)
    assert (transfer.total, TransferItem.objects.get().amount) == (D("673.31"), D("673.31"))
    transfers.release_transfer(transfer, by=paul)
    transfers.mark_executed(transfer, on=datetime.date(2026, 12, 1), by=paul)
    assert balance("pay.net_payable") == 0
    assert share_register.holding_of(lina.pk) == share_register.Holding(1, D("30.00"))
    share.refresh_from_db()
    assert share.state == "partly_paid"


def test_the_payslip_and_its_paper_say_it(inside, lina, share, petra, paul):
    make_contract(inside, lina)
    pay(petra, paul)

    slip = Payslip.objects.select_related(*payslip_paper.BEHIND).get()

    context = payslip_paper.paper_context(slip, speaker=payslip_paper.speaker_of(slip))
    assert context["net_paid"] == D("703.31")
    assert context["withheld"] == {"share": D("-30.00"), "account": D("673.31")}


def test_the_member_reads_it_on_the_page(inside, lina, share, petra, paul, browser):
    make_contract(inside, lina)
    pay(petra, paul)
    people.sign_in(browser, lina.user)

    page = browser.get(f"/be/payslips/{Payslip.objects.get().pk}/").content.decode()

    assert "Share of the cooperative" in page
    assert "Paid to your account" in page
    assert "€673.31" in page


def test_posting_again_takes_nothing_more(inside, lina, share, petra, paul):
    make_contract(inside, lina)
    pay(petra, paul)
    slip = Payslip.objects.select_related("line__run").get()

    assert share_instalments.withhold_share(slip, slip.line, by=PORTAL) is None
    assert ShareInstalment.objects.count() == 1


def test_without_consent_all_of_it_is_paid(inside, lina, share, petra, paul):
    shares.agree_to_pay(share, agrees=False, by=people.as_member(lina))
    make_contract(inside, lina)

    pay(petra, paul)

    assert not ShareInstalment.objects.exists()
    assert balance("pay.net_payable") == D("-703.31")


def test_without_a_written_order_nothing_is_taken_whatever_else_is_noted(inside, lina, petra, paul):
    made = shares.subscribe_shares(lina, by=people.as_member(lina), on=TODAY)
    ShareSubscription.objects.filter(pk=made.pk).update(count=3, rule=FRENCH, pay_agreed_at=NOON)
    make_contract(inside, lina)

    pay(petra, paul)

    assert not ShareInstalment.objects.exists()


@pytest.mark.parametrize(
    ("paid", "net", "on", "taken"),
    [
        ("0.00", "100.00", datetime.date(2026, 12, 1), "30.00"),
        ("0.00", "99.99", datetime.date(2026, 12, 1), "0.00"),
        ("60.00", "755.81", datetime.date(2026, 12, 1), "30.00"),
        ("90.00", "755.81", datetime.date(2026, 12, 1), "0.00"),
        ("30.00", "755.81", datetime.date(2029, 11, 10), "30.00"),
        ("30.00", "755.81", datetime.date(2029, 11, 11), "0.00"),
        ("10.00", "755.81", datetime.date(2026, 12, 1), "20.00"),
    ],
)
def test_what_the_french_rule_takes(share, paid, net, on, taken):
    assert share_instalments.part_to_take(share, paid=D(paid), net=D(net), on=on) == D(taken)


@pytest.mark.parametrize(
    ("paid", "on", "taken"),
    [
        ("0.00", datetime.date(2026, 12, 1), "50.00"),
        ("50.00", datetime.date(2026, 12, 1), "0.00"),
        ("50.00", datetime.date(2027, 11, 20), "50.00"),
        ("150.00", datetime.date(2029, 1, 1), "0.00"),
    ],
)
def test_what_the_spanish_rule_takes(share, paid, on, taken):
    """One share of 150 in three yearly parts; the first was due on 20 November 2026."""
    share.count, share.nominal, share.rule = 1, D("150.00"), {"kind": "over_years", "count": 1, "years": 3}

    assert share_instalments.part_to_take(share, paid=D(paid), net=D("900.00"), on=on) == D(taken)


def test_a_pay_that_would_be_used_up_is_paid_whole(inside, lina, share, petra, paul):
    ShareSubscription.objects.update(count=1, nominal=D("703.31"))
    make_contract(inside, lina)

    pay(petra, paul)

    assert not ShareInstalment.objects.exists()


def test_the_books_hold_after_a_share_out_of_pay(inside, lina, share, petra, paul):
    make_contract(inside, lina)

    pay(petra, paul)

    faults = [fault for fault in broken_in_country() if "hare" in str(fault) or "ransfer" in str(fault)]
    assert [fault for fault in faults if "is partly_paid" not in str(fault)] == []


# --- by the bank -----------------------------------------------------------------------------------------------------


def arrived(amount, text):
    """An entry of the bank, settled as the import does it; whether it was, and the entry."""
    entry = make_entry(amount, text=text, name="Lina Example")
    return bank_settling.settle_entry(entry, by=staff_actor("accounting"), now=NOON), entry


def test_an_entry_with_the_reference_pays_the_share(inside, lina):
    share = shares.subscribe_shares(lina, by=people.as_member(lina), on=TODAY)

    is_settled, entry = arrived("30.00", f"part sociale {share.reference}")

    share.refresh_from_db()
    entry.refresh_from_db()
    assert (share.state, share.paid_on) == ("paid", TODAY)
    assert (is_settled, entry.state) == (True, "matched")
    assert (balance("bank"), balance("equity.shares")) == (D("30.00"), D("-30.00"))
    assert BankUse.objects.get().share == ShareMovement.objects.get(kind="payment")
    assert list(broken_in_country()) == []


@pytest.mark.parametrize(("amount", "reference"), [("31.00", True), ("30.00", False)])
def test_too_much_or_no_reference_waits_for_a_person(inside, lina, amount, reference):
    share = shares.subscribe_shares(lina, by=people.as_member(lina), on=TODAY)

    is_settled, entry = arrived(amount, share.reference if reference else "my share")

    assert (is_settled, entry.state) == (False, "waiting")


def test_a_person_lets_an_entry_pay_it_and_the_rest_waits(inside, lina):
    share, books = shares.subscribe_shares(lina, by=people.as_member(lina), on=TODAY), staff_actor("accounting")
    _settled, entry = arrived("31.00", "my share")

    with pytest.raises(NotAllowed):
        share_payments.book_entry(entry, share=share, by=people.as_member(lina), now=NOON)
    used = share_payments.book_entry(
        entry, share=share_payments.share_named(share.reference.lower()), by=books, now=NOON
    )
    with pytest.raises(RuleBroken) as again:
        share_payments.book_entry(entry, share=share, by=books, now=NOON)

    entry.refresh_from_db()
    assert (used.amount, entry.state, again.value.code) == (D("30.00"), "waiting", "share_already_paid")
    with pytest.raises(RuleBroken, match="No share has the reference"):
        share_payments.share_named("XX-1")


# --- back to who leaves ----------------------------------------------------------------------------------------------


@pytest.fixture
def owed(inside, lina):
    share = shares.subscribe_shares(lina, by=people.as_member(lina), on=TODAY)
    shares.confirm_share_payment(share, on=TODAY, by=PORTAL)
    request = leaving.ask_to_leave(lina, reason="cost", words="", leaves_on=TODAY, by=people.as_member(lina), on=TODAY)
    adviser = people.as_staff(people.make_staff(inside, "adviser", "Bob Adviser"), "adviser")
    leaving.note_interview(request, words="None wanted", by=adviser)
    leaving.end_membership(request, by=adviser, on=TODAY, repay_on=datetime.date(2027, 1, 31))
    return Leaving.objects.get()


def paid_back(petra, paul):
    payable = Payable.objects.get()
    transfer = transfers.prepare_payables([payable.pk], on=TODAY, by=petra)
    transfers.release_transfer(transfer, by=paul)
    transfers.mark_executed(transfer, on=TODAY, by=paul)
    return TransferItem.objects.latest("pk")


def test_shares_are_repaid_by_a_file_and_the_register_says_so(inside, lina, owed, petra, paul):
    paid_back(petra, paul)

    share = ShareSubscription.objects.get()
    assert share.state == "ended"
    assert share_register.holding_of(lina.pk) == share_register.Holding(0, D("0.00"))
    assert balance("equity.shares") == 0
    assert ShareMovement.objects.get(kind="repayment").paid == D("-30.00")
    assert list(broken_in_country()) == []


def test_a_repayment_that_comes_back_is_owed_again_and_paid_anew(inside, lina, owed, petra, paul):
    item = paid_back(petra, paul)
    transfer_outcomes.return_item(item, entry_id=1, code="AC04", on=TODAY, by=PORTAL)

    assert ShareSubscription.objects.get().state == "paid"
    assert (share_register.holding_of(lina.pk).paid, balance("equity.shares")) == (D("30.00"), D("-30.00"))
    TransferItem.objects.filter(pk=item.pk).update(is_cancelled=True)
    paid_back(petra, paul)
    assert ShareSubscription.objects.get().state == "ended"
    assert [line.number for line in ShareMovement.objects.order_by("number")] == [1, 2, 3, 4, 5]


def test_nothing_is_owed_to_who_paid_nothing(inside, lina):
    made = Leaving.objects.create(membership=lina, reason="cost", leaves_on=TODAY, asked_at=NOON)

    assert share_repayment.owe_shares(made, by=PORTAL) is None


def test_a_share_out_of_pay_is_booked_as_such(inside, lina, share):
    shares.record_share_payment(share, amount=D("30.00"), on=TODAY, paid_by=PaidBy.PAY, event="x", by=PORTAL)

    rows = LedgerEntry.objects.filter(transaction__kind="share_paid")
    assert dict(rows.values_list("account__code", "amount")) == {
        "pay.net_payable": D("30.00"),
        "equity.shares": D("-30.00"),
    }
