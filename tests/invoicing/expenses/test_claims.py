"""Claims are sent, held, checked, booked and paid back: amounts by hand, from money received, once."""

import dataclasses
import datetime
from decimal import Decimal

import pytest
from django.db import connection

from activities.models import ExpenseClaim, Receipt
from activities.rules.expense_claims import cancel_claim, gather_claim, take_out
from activities.rules.expense_receipts import delete_receipt, save_receipt
from activities.states import ExpenseState
from activities.status import claim_status
from countries.models import Country
from invoicing.models import LedgerEntry, LedgerTransaction, Payable
from invoicing.queries.balances import activity_balance, ledger_lines
from invoicing.queries.received import spendable
from invoicing.rules import expense_claims as rules
from invoicing.rules import invariants, ledger, transfer_outcomes, transfers
from invoicing.rules.payables import payables_of
from members.models import Document, Notification
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.tenancy import country as enter
from tests.factories.expenses import BOUGHT, IBAN, NOW, give_account, make_claim, make_receipt, told
from tests.factories.invoicing import make_activity, member_actor, staff_actor
from tests.invoicing.conftest import TODAY
from tests.invoicing.suppliers.world import available, earn

D = Decimal


@pytest.fixture
def rich(activity):
    """1 250.00 before VAT, paid: less 6.5 % the activity has 1 168.75. Its member can be paid."""
    earn(activity)
    give_account(activity)
    return activity


def send(claim, **facts):
    return rules.send_claim(claim, **{"by": member_actor(claim.activity), "now": NOW, **facts})


def approve(claim, by=None):
    return rules.approve_claim(claim, by=by or staff_actor("accounting"), on=TODAY)


def amounts(event):
    rows = LedgerEntry.objects.filter(transaction__event=event).values_list("account__code", "amount")
    return sorted((code, amount) for code, amount in rows)


def broken(activity):
    return [line for line in invariants.broken_in_country() if not line.startswith("I5")]


def test_sending_holds_what_the_activity_will_bear(rich):
    claim = send(make_claim(rich))

    assert (claim.state, claim.held) == ("submitted", D("100.00"))
    assert available(rich) == D("1068.75")
    assert activity_balance(rich).reserved == D("100.00")
    assert spendable(rich) == D("1068.75")
    assert [line.kind for line in ledger_lines(rich, "reserved")] == ["expense_held"]
    assert broken(rich) == []


def test_the_photo_of_a_sent_receipt_is_in_the_vault(rich):
    claim = send(make_claim(rich))

    paper = Document.objects.about(claim.receipts.get()).get()

    assert (paper.kind, paper.visible_to, paper.content_type) == ("expense_receipt", "member", "image/jpeg")
    assert paper.retain_until is not None


def test_approval_books_gross_to_the_member_and_net_from_the_activity(rich):
    claim = approve(send(make_claim(rich)))

    assert (claim.state, claim.gross, claim.vat, claim.charged) == ("approved", D("121.00"), D("21.00"), D("100.00"))
    assert amounts(f"expense:{claim.pk}") == [
        ("activity.reserved", D("100.00")),
        ("expenses.payable", D("-121.00")),
        ("vat.deductible", D("21.00")),
    ]
    balance = activity_balance(rich)
    assert (balance.available, balance.reserved, balance.spent) == (D("1068.75"), D("0.00"), D("100.00"))
    payable = payables_of(claim).get()
    assert (payable.amount, payable.iban, payable.payee_name) == (D("121.00"), IBAN, "Noor Peeters")
    assert (payable.kind, payable.ledger_account, payable.remittance) == (
        "expense",
        "expenses.payable",
        claim.reference,
    )
    assert broken(rich) == []


def test_a_meal_recovers_no_vat_in_belgium(rich):
    """VAT Code (WBTW) art. 45 § 3, 3°: food and drink."""
    claim = approve(send(make_claim(rich, category="restaurant", gross=D("24.50"), vat=D("2.63"))))

    assert amounts(f"expense:{claim.pk}") == [("activity.reserved", D("24.50")), ("expenses.payable", D("-24.50"))]


def test_approving_twice_books_and_owes_once(rich):
    claim = approve(send(make_claim(rich)))

    again = approve(claim)

    assert again.state == "approved"
    assert available(rich) == D("1068.75")
    assert Payable.objects.count() == 1


def test_sending_twice_holds_once(rich):
    claim = send(make_claim(rich))

    assert send(claim).sendings == 1
    assert available(rich) == D("1068.75")


def test_money_that_clients_have_not_paid_cannot_be_claimed(activity):
    earn(activity, paid="0.00")
    claim = make_claim(activity)

    with pytest.raises(RuleBroken) as refused:
        send(claim)

    assert refused.value.code == "not_enough_received"
    assert (
        "has €0.00 for expenses and this takes €100.00. €1,168.75 is invoiced and not yet paid" in refused.value.message
    )
    assert ExpenseClaim.objects.get().state == "draft"


def test_two_claims_cannot_take_the_same_euro(rich):
    first = make_claim(rich, "700.00")
    second = make_claim(rich, "700.00", day=datetime.date(2026, 10, 20))
    send(first)

    with pytest.raises(RuleBroken) as refused:
        send(second)

    assert refused.value.code == "not_enough_received"
    assert spendable(rich) == D("468.75")


def test_withdrawing_frees_the_money_and_it_can_be_sent_again(rich):
    claim = send(make_claim(rich))

    drawn = rules.withdraw_claim(claim, by=member_actor(rich), on=TODAY)
    assert (drawn.state, drawn.held, available(rich)) == ("draft", D("0.00"), D("1168.75"))

    assert send(drawn).sendings == 2
    assert available(rich) == D("1068.75")
    assert broken(rich) == []


def test_a_returned_claim_is_mended_and_sent_again(rich):
    claim = send(make_claim(rich, "50.00", "60.00"))

    back = rules.return_claim(claim, reason="The second photo is blurred.", by=staff_actor("adviser"), on=TODAY)
    assert (back.state, available(rich)) == ("returned", D("1168.75"))
    assert Notification.objects.get(event="expense_returned").text.endswith("The second photo is blurred.")
    row = back.receipts.order_by("pk").last()
    save_receipt(rich, told=told(rich, gross=D("61.00"), vat=D("0.00")), by=member_actor(rich), now=NOW, receipt=row)

    assert send(back).held == D("111.00")
    assert ExpenseClaim.objects.get().returned_reason == ""


def test_a_refused_line_is_left_out_and_its_money_is_free(rich):
    claim = send(make_claim(rich, "50.00", "60.00"))
    row = claim.receipts.select_related("claim").order_by("pk").last()

    rules.refuse_line(row, reason="It is a private purchase.", by=staff_actor("adviser"))
    booked = approve(claim)

    assert (booked.gross, booked.charged) == (D("50.00"), D("50.00"))
    assert amounts(f"expense:{claim.pk}") == [
        ("activity.available", D("-60.00")),
        ("activity.reserved", D("110.00")),
        ("expenses.payable", D("-50.00")),
    ]
    assert available(rich) == D("1118.75")
    told_member = Notification.objects.get(event="expense_approved")
    assert "It is a private purchase." in told_member.text
    assert "50" not in told_member.text
    assert broken(rich) == []


def test_vat_that_staff_take_off_is_borne_by_the_activity(rich):
    claim = send(make_claim(rich))
    row = claim.receipts.select_related("claim").get()

    rules.correct_vat(row, vat=D("21.00"), vat_deducted=D("10.50"), note="Half private.", by=staff_actor())
    booked = approve(claim)

    assert (booked.vat, booked.charged) == (D("10.50"), D("110.50"))
    assert amounts(f"expense:{claim.pk}") == [
        ("activity.available", D("10.50")),
        ("activity.reserved", D("100.00")),
        ("expenses.payable", D("-121.00")),
        ("vat.deductible", D("10.50")),
    ]
    assert broken(rich) == []


def test_vat_taken_off_needs_money_that_is_there(activity):
    give_account(activity)
    earn(activity, amount="110.00")  # less 6.5 %: 102.85
    claim = send(make_claim(activity))
    row = claim.receipts.select_related("claim").get()
    rules.correct_vat(row, vat=D("21.00"), vat_deducted=D("0.00"), note="No VAT number.", by=staff_actor())

    with pytest.raises(RuleBroken) as refused:
        approve(claim)

    assert refused.value.code == "not_enough_received"
    assert ExpenseClaim.objects.get().state == "submitted"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"vat": D("21.00"), "vat_deducted": D("21.01"), "note": "x"}, "vat_above_printed"),
        ({"vat": D("61.00"), "vat_deducted": D("0.00"), "note": "x"}, "vat_too_much"),
        ({"vat": D("20.00"), "vat_deducted": D("20.00"), "note": " "}, "reason_missing"),
    ],
)
def test_vat_is_corrected_within_the_receipt_and_with_a_note(rich, facts, code):
    row = send(make_claim(rich)).receipts.select_related("claim").get()

    with pytest.raises(RuleBroken) as refused:
        rules.correct_vat(row, by=staff_actor(), **facts)

    assert refused.value.code == code


def test_a_claim_with_every_line_refused_is_returned_not_approved(rich):
    claim = send(make_claim(rich))
    rules.refuse_line(claim.receipts.select_related("claim").get(), reason="Private.", by=staff_actor())

    with pytest.raises(RuleBroken) as refused:
        approve(claim)

    assert refused.value.code == "nothing_left"


def test_without_an_account_nothing_is_approved(activity):
    earn(activity)
    claim = send(make_claim(activity))

    with pytest.raises(RuleBroken) as refused:
        approve(claim)

    assert refused.value.code == "account_unusable"
    assert LedgerTransaction.objects.filter(event=f"expense:{claim.pk}").count() == 0
    assert ExpenseClaim.objects.get().state == "submitted"


def test_only_the_member_sends_and_only_others_decide(rich):
    claim = make_claim(rich)
    own = dataclasses.replace(staff_actor("adviser"), user_id=rich.membership.user_id)
    stranger = member_actor(make_activity(rich.country))

    for by in (staff_actor("adviser"), stranger):
        with pytest.raises(NotAllowed):
            send(claim, by=by)
    sent = send(claim)
    for by in (own, member_actor(rich), staff_actor("payroll")):
        with pytest.raises(NotAllowed):
            approve(sent, by=by)
        with pytest.raises(NotAllowed):
            rules.return_claim(sent, reason="No.", by=by, on=TODAY)
        with pytest.raises(NotAllowed):
            rules.refuse_line(sent.receipts.select_related("claim").get(), reason="No.", by=by)
    with pytest.raises(NotAllowed):
        rules.withdraw_claim(sent, by=stranger, on=TODAY)


def test_a_decided_claim_and_its_receipts_are_fixed(rich):
    booked = approve(send(make_claim(rich)))
    row = booked.receipts.select_related("claim").get()

    for step in (
        lambda: send(booked),
        lambda: rules.withdraw_claim(booked, by=member_actor(rich), on=TODAY),
        lambda: rules.return_claim(booked, reason="Late.", by=staff_actor(), on=TODAY),
        lambda: rules.refuse_line(row, reason="Late.", by=staff_actor()),
        lambda: take_out(row, by=member_actor(rich)),
        lambda: delete_receipt(row, by=member_actor(rich)),
    ):
        with pytest.raises(Conflict):
            step()
    with pytest.raises(RuleBroken):
        cancel_claim(booked, by=member_actor(rich))


def test_a_claim_given_up_leaves_its_receipts_in_the_drawer(rich):
    claim = make_claim(rich, "20.00", "30.00")

    cancelled = cancel_claim(claim, by=member_actor(rich))

    assert cancelled.state == "cancelled"
    assert Receipt.objects.in_drawer().count() == 2
    assert gather_claim(rich, month=BOUGHT, by=member_actor(rich), now=NOW).pk != claim.pk


def test_a_claim_gathers_one_activity_and_month(rich):
    make_receipt(rich)
    make_receipt(rich, day=datetime.date(2026, 10, 30))
    make_receipt(make_activity(rich.country, rich.membership, name="Radio"))

    claim = gather_claim(rich, month=BOUGHT, by=member_actor(rich), now=NOW)

    assert [row.day for row in claim.receipts.all()] == [BOUGHT]
    assert claim.month == datetime.date(2026, 11, 1)
    assert Receipt.objects.in_drawer().count() == 2
    assert claim.reference.startswith("BE-E-2026-")


def test_an_empty_drawer_makes_no_claim(rich):
    with pytest.raises(RuleBroken) as refused:
        gather_claim(rich, month=BOUGHT, by=member_actor(rich), now=NOW)

    assert refused.value.code == "nothing_to_claim"


def test_it_is_paid_with_its_file_and_owed_again_when_the_money_comes_back(rich):
    claim = approve(send(make_claim(rich)))
    by, other = staff_actor("accounting"), staff_actor("accounting")
    transfer = transfers.prepare_payables([payables_of(claim).get().pk], on=TODAY, by=by)
    transfers.release_transfer(transfer, by=other)
    transfers.mark_executed(transfer, on=TODAY, by=other)

    claim.refresh_from_db()
    assert claim.state == "reimbursed"
    assert ledger.account_balance(ledger.EXPENSES) == D("0.00")
    said = Notification.objects.get(event="expense_paid")
    assert "121" not in said.text + said.title
    assert broken(rich) == []

    transfer_outcomes.return_item(transfer.items.get(), entry_id=1, code="AC04", on=TODAY, by=other)
    claim.refresh_from_db()
    assert claim.state == "approved"
    assert ledger.account_balance(ledger.EXPENSES) == D("-121.00")
    assert broken(rich) == []


def test_another_country_does_not_find_the_claim(rich, fr: Country):
    claim = send(make_claim(rich))

    with enter(fr), pytest.raises(ExpenseClaim.DoesNotExist):
        approve(claim)


def test_the_books_find_a_claim_that_does_not_fit(rich):
    send(make_claim(rich))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE activities_expenseclaim SET held = held + 1")

    assert any("claims being checked ask for 101.00" in line for line in broken(rich))


def test_the_books_find_a_booked_claim_without_its_payment(rich):
    approve(send(make_claim(rich)))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE invoicing_payable SET amount = 120.00")

    assert any(line.startswith("I4: Claim BE-E-") for line in broken(rich))


@pytest.mark.parametrize("state", ExpenseState.values)
def test_every_state_says_what_happens_next(rich, state):
    claim = ExpenseClaim(activity=rich, month=BOUGHT, state=state, booked_on=BOUGHT, returned_reason="Mend it.")

    shown = claim_status(claim)

    assert shown.label
    assert shown.next.endswith((".", "Mend it."))
    assert shown.tone in {"ok", "warn", "pen", "muted"}
