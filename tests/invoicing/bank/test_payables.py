"""Payments beside salaries: owed once, put into a file by one and released by another, booked each on its own account."""

import datetime
from decimal import Decimal

import pytest
from lxml import etree

from invoicing.models import LedgerTransaction, Payable, TransferFile
from invoicing.pain001 import NAMESPACE, check_transfer
from invoicing.rules import bank_outgoing, bank_returns, invariants, ledger, payables, transfers
from invoicing.rules.bank_settling import settle_entry
from members.models import Notification
from members.rules.documents import read_document
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_client, make_country, staff_actor
from tests.invoicing.bank.entries import make_entry
from tests.invoicing.conftest import TODAY
from tests.people import belgian_iban, make_staff

D = Decimal
NAMES = {"p": NAMESPACE}


@pytest.fixture
def colleague(inside):
    return staff_actor("accounting")


@pytest.fixture
def supplier(inside, accountant):
    """121.00 for a supplier with a Belgian structured communication, already in suppliers.payable."""
    return owe("121.00", account="suppliers.payable", kind="supplier", by=accountant, structured="+++090/9337/55493+++")


@pytest.fixture
def expense(inside, accountant):
    return owe("40.00", account="expenses.payable", kind="expense", by=accountant)


@pytest.fixture
def released(supplier, expense, accountant, colleague):
    made = transfers.prepare_payables([supplier.pk, expense.pk], on=TODAY, by=accountant)
    return transfers.release_transfer(made, by=colleague)


def owe(amount, *, account, kind, by, structured="", key=""):
    client = make_client()
    posted = {"on": TODAY, "subject": client, "by": by, "label": "Owed", "kind": "test"}
    ledger.post(
        event=f"test:{key or client.pk}",
        entries=[("guarantee.fund", None, D(amount)), (account, None, -D(amount))],
        **posted,
    )
    payee = payables.Payee(name=f"Supplier {client.pk}", iban=belgian_iban(500), structured=structured)
    return payables.create_payable(
        client,
        key=key or f"test:{client.pk}",
        kind=kind,
        payee=payee,
        amount=D(amount),
        due_on=TODAY + datetime.timedelta(days=5),
        account=account,
        by=by,
    )


def xml_of(transfer):
    content = read_document(transfers.transfer_paper(transfer))
    check_transfer(content)
    return etree.fromstring(content)


def test_the_same_debt_is_owed_once_and_never_with_another_amount(supplier, accountant):
    facts = {
        "kind": "supplier",
        "payee": payables.Payee(name=supplier.payee_name, iban=supplier.iban),
        "due_on": TODAY,
        "account": "suppliers.payable",
        "by": accountant,
    }
    again = payables.create_payable(make_client(), key=supplier.key, amount=D("121.00"), **facts)

    assert again.pk == supplier.pk
    with pytest.raises(Conflict, match="another amount or payee"):
        payables.create_payable(make_client(), key=supplier.key, amount=D("122.00"), **facts)
    assert Payable.objects.count() == 1


def test_a_file_of_suppliers_says_so_and_carries_their_reference(supplier, accountant):
    document = xml_of(transfers.prepare_payables([supplier.pk], on=TODAY, by=accountant))

    assert document.findtext(".//p:CtgyPurp/p:Cd", namespaces=NAMES) == "SUPP"
    assert document.findtext(".//p:CdtrRefInf/p:Ref", namespaces=NAMES) == "090933755493"
    assert document.findtext(".//p:CdtrRefInf/p:Tp/p:Issr", namespaces=NAMES) == "BBA"
    assert document.findtext(".//p:EndToEndId", namespaces=NAMES) == supplier.reference
    supplier.refresh_from_db()
    assert supplier.state == "in_file"


def test_a_mixed_file_has_no_category_of_purpose(supplier, expense, accountant):
    document = xml_of(transfers.prepare_payables([supplier.pk, expense.pk], on=TODAY, by=accountant))

    assert document.find(".//p:CtgyPurp", NAMES) is None
    assert document.findtext(".//p:GrpHdr/p:CtrlSum", namespaces=NAMES) == "161.00"


def test_a_payment_is_in_one_file_only(supplier, accountant):
    transfers.prepare_payables([supplier.pk], on=TODAY, by=accountant)

    with pytest.raises(RuleBroken, match="does not wait to be paid"):
        transfers.prepare_payables([supplier.pk], on=TODAY, by=accountant)


def test_the_one_who_wrote_the_file_cannot_release_it(supplier, accountant):
    made = transfers.prepare_payables([supplier.pk], on=TODAY, by=accountant)

    with pytest.raises(RuleBroken, match="another person must release it"):
        transfers.release_transfer(made, by=accountant)


def test_executed_it_books_each_payment_on_its_own_account(released, supplier, expense, colleague):
    transfers.mark_executed(released, on=TODAY, by=colleague)

    supplier.refresh_from_db()
    expense.refresh_from_db()
    assert (supplier.state, expense.state) == ("paid", "paid")
    assert ledger.account_balance("suppliers.payable") == 0
    assert ledger.account_balance("expenses.payable") == 0
    assert ledger.account_balance("bank") == D("-161.00")
    assert not list(invariants.broken_in_country())


def test_a_withdrawn_file_frees_its_payments(released, supplier, colleague):
    transfers.cancel_transfer(released, reason="Wrong day", by=colleague)

    supplier.refresh_from_db()
    assert supplier.state == "open"
    assert transfers.prepare_payables([supplier.pk], on=TODAY, by=colleague).message_id != released.message_id


def test_the_banks_own_booking_executes_the_file_once(released, accountant, now):
    entry = make_entry("-161.00", batch=released.message_id)

    assert settle_entry(entry, by=accountant, now=now)

    released.refresh_from_db()
    entry.refresh_from_db()
    assert (released.state, released.executed_on, entry.state) == ("executed", TODAY, "matched")
    count = LedgerTransaction.objects.count()
    second = make_entry("-161.00", batch=released.message_id)
    assert not settle_entry(second, by=accountant, now=now)
    assert LedgerTransaction.objects.count() == count


def test_a_file_booked_by_hand_is_only_named_by_the_bank(released, accountant, colleague, now):
    transfers.mark_executed(released, on=TODAY, by=colleague)

    assert settle_entry(make_entry("-161.00", text=f"Batch {released.message_id}"), by=accountant, now=now)

    assert ledger.account_balance("bank") == D("-161.00")


def test_a_booking_without_a_name_is_the_only_file_of_that_total(released, accountant, now):
    assert settle_entry(make_entry("-161.00", booked_on=released.execute_on), by=accountant, now=now)


def test_a_booking_with_another_total_waits(released, accountant, now):
    entry = make_entry("-160.00", batch=released.message_id)

    assert not settle_entry(entry, by=accountant, now=now)
    with pytest.raises(RuleBroken, match="Choose another file"):
        bank_outgoing.book_file(entry, transfer=released, by=accountant, now=now)


def test_bookings_one_by_one_execute_the_file_with_the_last(released, supplier, expense, accountant, now):
    assert settle_entry(make_entry("-121.00", end_to_end=supplier.reference), by=accountant, now=now)
    released.refresh_from_db()
    assert released.state == "released"
    with pytest.raises(RuleBroken, match="already paid a part"):
        transfers.cancel_transfer(released, reason="Late", by=accountant)

    assert settle_entry(make_entry("-40.00", end_to_end=expense.reference), by=accountant, now=now)
    released.refresh_from_db()
    assert (released.state, ledger.account_balance("bank")) == ("executed", D("-161.00"))
    assert not settle_entry(make_entry("-40.00", end_to_end=expense.reference), by=accountant, now=now)
    assert not list(invariants.broken_in_country())


def test_a_payment_that_comes_back_is_owed_again_and_accounting_is_told(be, released, supplier, colleague, now):
    reader = make_staff(be, "accounting", "Rik Books")
    transfers.mark_executed(released, on=TODAY, by=colleague)
    entry = make_entry("121.00", end_to_end=supplier.reference, reason_code="AC04")

    assert settle_entry(entry, by=colleague, now=now)

    supplier.refresh_from_db()
    assert supplier.state == "returned"
    assert ledger.account_balance("suppliers.payable") == D("-121.00")
    assert "account is closed" in Notification.objects.get(user=reader).text
    payables.correct_payee(supplier, iban=belgian_iban(501), bankgiro="", by=colleague)
    again = transfers.prepare_payables([supplier.pk], on=TODAY, by=colleague)
    assert again.total == D("121.00")
    assert not list(invariants.broken_in_country())


def test_it_comes_back_once(released, supplier, colleague, now):
    transfers.mark_executed(released, on=TODAY, by=colleague)
    settle_entry(make_entry("121.00", end_to_end=supplier.reference), by=colleague, now=now)
    second = make_entry("121.00", end_to_end=supplier.reference)

    assert bank_returns.payout_of(second) is None
    assert not settle_entry(second, by=colleague, now=now)


def test_a_swedish_payee_is_paid_to_a_bankgiro_number(db, clock):
    with enter(make_country("SE")):
        staff = staff_actor("accounting")
        payable = payables.create_payable(
            make_client(place="SE"),
            key="test:bg",
            kind="supplier",
            payee=payables.Payee(name="Exempel AB", bankgiro="5050-1055", structured="1234567897"),
            amount=D("500.00"),
            due_on=TODAY,
            account="suppliers.payable",
            by=staff,
        )
        document = xml_of(transfers.prepare_payables([payable.pk], on=TODAY, by=staff))

    assert document.findtext(".//p:SvcLvl/p:Cd", namespaces=NAMES) == "NURG"
    assert document.findtext(".//p:CdtrAcct/p:Id/p:Othr/p:Id", namespaces=NAMES) == "50501055"
    assert document.findtext(".//p:CdtrAcct/p:Id/p:Othr/p:SchmeNm/p:Prtry", namespaces=NAMES) == "BGNR"
    assert document.findtext(".//p:CdtrRefInf/p:Ref", namespaces=NAMES) == "1234567897"
    assert document.find(".//p:InstdAmt", NAMES).get("Ccy") == "SEK"


@pytest.mark.parametrize("number", ["5050-1056", "123", "bankgiro"])
def test_a_wrong_bankgiro_number_is_refused(inside, accountant, number):
    with pytest.raises(RuleBroken, match="is no Bankgiro number"):
        payables.create_payable(
            make_client(),
            key="test:bg",
            kind="supplier",
            payee=payables.Payee(name="Exempel AB", bankgiro=number),
            amount=D("500.00"),
            due_on=TODAY,
            account="suppliers.payable",
            by=accountant,
        )


def test_an_adviser_writes_corrects_and_cancels_nothing(supplier):
    adviser = staff_actor("adviser")

    for forbidden in (
        lambda: transfers.prepare_payables([supplier.pk], on=TODAY, by=adviser),
        lambda: payables.correct_payee(supplier, iban=belgian_iban(1), bankgiro="", by=adviser),
        lambda: payables.cancel_payable(supplier, reason="No", by=adviser),
    ):
        with pytest.raises(NotAllowed):
            forbidden()


def test_payments_of_another_country_cannot_be_chosen(supplier):
    with enter(make_country("FR")), pytest.raises(RuleBroken) as refused:
        transfers.prepare_payables([supplier.pk], on=TODAY, by=staff_actor("accounting"))

    assert refused.value.code == "nothing_chosen"
    assert TransferFile.objects.count() == 0
