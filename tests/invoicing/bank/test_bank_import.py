"""Importing statements: kept once, booked when beyond doubt, everything else waiting with the reason why."""

from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction

from invoicing.models import BankEntry, BankMatch, BankStatement, LedgerTransaction
from invoicing.rules import credit_notes, ledger, payments
from invoicing.rules.bank_import import import_statement, preview_statement
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.states import history
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_country, staff_actor
from tests.invoicing.conftest import TODAY

D = Decimal


@pytest.fixture
def bring(accountant, now):
    def _bring(content, by=accountant, rule=import_statement):
        return rule(content, file_name="november.xml", by=by, now=now)

    return _bring


def reasons():
    return list(BankEntry.objects.order_by("position").values_list("amount", "state", "wait_reason"))


def test_the_reference_of_an_invoice_pays_it(bring, invoice, camt_file):
    (done,) = bring(camt_file)

    invoice.refresh_from_db()
    assert invoice.payment_reference == "+++012/6000/00108+++"
    assert invoice.state == "paid"
    assert ledger.account_balance("bank") == D("1512.50")
    assert [(match.invoice_id, match.amount) for match in done.matches] == [(invoice.pk, D("1512.50"))]
    assert done.is_new
    assert (done.statement.opening, done.statement.closing) == (D("1000.00"), D("2710.00"))


def test_everything_else_waits_with_its_reason(bring, invoice, camt_file):
    bring(camt_file)

    assert reasons() == [
        (D("1512.50"), "matched", ""),
        (D("97.50"), "waiting", "no_reference"),
        (D("100.00"), "waiting", "no_reference"),
        (D("200.00"), "waiting", "no_reference"),
        (D("-200.00"), "waiting", "reversal"),
    ]


def test_a_number_in_the_message_pays_a_part_and_the_rest_stays_open(bring, invoice, second_invoice, camt_file):
    bring(camt_file)

    second_invoice.refresh_from_db()
    assert second_invoice.state == "partly_paid"
    assert payments.open_amount(second_invoice) == D("23.50")


def test_coda_pays_the_same_invoices_and_a_cost_of_the_bank_waits(bring, invoice, second_invoice, coda_file):
    bring(coda_file)

    assert reasons() == [
        (D("1512.50"), "matched", ""),
        (D("-12.10"), "waiting", "money_out"),
        (D("100.00"), "matched", ""),
        (D("200.00"), "waiting", "no_reference"),
    ]


def test_importing_twice_changes_nothing(bring, invoice, camt_file):
    bring(camt_file)
    before = (BankEntry.objects.count(), BankMatch.objects.count(), LedgerTransaction.objects.count())

    (again,) = bring(camt_file)

    assert not again.is_new
    assert (again.matches, again.waiting) == ((), ())
    assert (BankEntry.objects.count(), BankMatch.objects.count(), LedgerTransaction.objects.count()) == before


def test_the_same_statement_under_another_name_is_the_same(bring, invoice, camt_file):
    bring(camt_file)

    (again,) = bring(camt_file.replace(b"<Id>2026-214</Id>", b"<Id>2026-214-COPY</Id>"))

    assert not again.is_new
    assert BankStatement.objects.count() == 1


def test_the_same_name_with_other_entries_is_refused(bring, invoice, camt_file):
    bring(camt_file)
    other = camt_file.replace(b">97.50<", b">98.50<").replace(b">2710.00<", b">2711.00<")

    with pytest.raises(RuleBroken, match="was already imported with other entries") as refused:
        bring(other)

    assert refused.value.code == "statement_differs"


def test_more_than_what_is_open_waits(bring, invoice, camt_file, accountant):
    payments.record_payment(invoice, amount=D("12.50"), on=TODAY, key="cash", by=accountant)

    bring(camt_file)

    assert reasons()[0] == (D("1512.50"), "waiting", "too_much")


def test_a_credited_invoice_takes_nothing_more(bring, invoice, camt_file, accountant):
    credit_notes.credit_invoice(invoice, amount=None, reason="Cancelled", on=TODAY, by=accountant)

    bring(camt_file)

    assert reasons()[0] == (D("1512.50"), "waiting", "too_much")


def test_two_payments_in_one_statement_never_pay_more_than_is_open(bring, invoice, camt_file):
    twice = camt_file.replace(b"<EndToEndId>A<", b"<EndToEndId>BE-2026-000001<")

    bring(twice)

    assert [row[1:] for row in reasons()[:3:2]] == [("matched", ""), ("waiting", "too_much")]


def test_an_entry_that_names_two_invoices_waits(bring, invoice, second_invoice, camt_file):
    both = camt_file.replace(b"<Ustrd>Faktura<", b"<Ustrd>Faktura BE-2026-000001 und<")

    bring(both)

    assert reasons()[1] == (D("97.50"), "waiting", "several")


def test_money_before_the_invoice_waits(bring, invoice, camt_file):
    early = camt_file.replace(b"<BookgDt><Dt>2026-11-10<", b"<BookgDt><Dt>2026-11-09<")

    bring(early)

    assert reasons()[0] == (D("1512.50"), "waiting", "too_early")


def test_a_preview_says_the_same_and_keeps_nothing(bring, invoice, camt_file):
    (seen,) = bring(camt_file, rule=preview_statement)

    assert seen.is_new
    assert [match.invoice.number for match in seen.matches] == ["BE-2026-000001"]
    assert len(seen.waiting) == 4
    assert BankStatement.objects.count() == 0
    assert ledger.account_balance("bank") == 0


def test_a_gap_between_two_statements_is_said(bring, invoice, camt_file):
    bring(camt_file)
    later = camt_file.replace(b"2026-214", b"2026-216").replace(b">1000.00<", b">2700.00<").replace(b">2710", b">4410")

    (done,) = bring(later)

    assert done.gap == D("-10.00")


@pytest.mark.parametrize("role", ["adviser", "payroll"])
def test_only_accountants_import(bring, camt_file, be, inside, role):
    with pytest.raises(NotAllowed, match="Only an accountant may import"):
        bring(camt_file, by=staff_actor(role))


def test_an_account_of_another_country_is_unknown_here(bring, be, camt_file, accountant):
    with enter(make_country("FR")), pytest.raises(RuleBroken, match="is none of this country's") as refused:
        bring(camt_file)

    assert refused.value.code == "unknown_account"


def test_a_statement_in_another_currency_than_the_account_is_refused(bring, inside, camt_file):
    with pytest.raises(RuleBroken, match="is kept in EUR, statement 214 is in SEK"):
        bring(camt_file.replace(b"EUR", b"SEK").replace(b"<InstdAmt>", b"<InstdAmt><!-- -->"))


def test_a_sleeping_country_imports_nothing(bring, inside, camt_file):
    type(inside).objects.filter(pk=inside.pk).update(state="dormant")

    with pytest.raises(RuleBroken) as refused:
        bring(camt_file)

    assert refused.value.code == "country_asleep"


def test_entries_and_statements_cannot_be_rewritten(bring, invoice, camt_file):
    bring(camt_file)

    with pytest.raises(ProgrammingError, match="Cannot update rows"), transaction.atomic():
        BankEntry.objects.update(amount=D("1.00"))
    with pytest.raises(ProgrammingError, match="Cannot delete rows"), transaction.atomic():
        BankEntry.objects.waiting().delete()
    with pytest.raises(ProgrammingError), transaction.atomic():
        BankStatement.objects.update(number="1")


def test_the_match_is_in_the_history_of_the_entry(bring, invoice, camt_file):
    (done,) = bring(camt_file)

    assert [(each.to_state, each.by_label) for each in history(done.matches[0].entry)] == [("matched", "Staff Example")]
