"""A credit note takes the money back by the ways it came, to the cent, and never below zero."""

import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from invoicing.models import Invoice
from invoicing.rules import credit_notes, invoices, ledger, payments
from smart.foundation.actors import PORTAL
from smart.foundation.errors import NotAllowed, RuleBroken
from tests.factories.invoicing import staff_actor

D = Decimal
TODAY = datetime.date(2026, 11, 10)


@pytest.fixture
def accountant():
    return staff_actor("accounting")


@pytest.fixture
def invoice(mission, accountant):
    return invoices.invoice_mission(mission, on=TODAY, by=accountant)


def _credit(invoice, by, amount=None, reason="The client cancelled the work"):
    return credit_notes.credit_invoice(invoice, amount=amount, reason=reason, on=TODAY, by=by)


def _reserve(activity, amount):
    entries = [(ledger.AVAILABLE, activity, amount), (ledger.RESERVED, activity, -amount)]
    ledger.post(event="r", kind="reserved", on=TODAY, entries=entries, subject=activity, by=PORTAL, label="Reserved")


def test_a_full_credit_takes_everything_back(invoice, accountant):
    note = _credit(invoice, accountant)

    assert (note.kind, note.number, note.corrects_id) == ("credit_note", "BE-C-2026-000001", invoice.pk)
    assert (note.net, note.vat, note.total) == (D("1250.00"), D("262.50"), D("1512.50"))
    for code in ("clients.receivable", "vat.payable", "fee.income", "guarantee.fund"):
        assert ledger.account_balance(code) == 0, code
    assert ledger.account_balance("activity.available", invoice.activity) == 0
    invoice.refresh_from_db()
    assert invoice.state == "credited"


def test_a_partial_credit_takes_each_part_in_proportion(invoice, accountant):
    note = _credit(invoice, accountant, D("333.33"))

    # 333.33 / 1250.00 of 262.50 = 69.9993; of the fee 81.25 = 21.66645; the activity gives the rest
    assert (note.vat, note.fee, note.credited) == (D("70.00"), D("21.67"), D("311.66"))
    assert payments.open_amount(invoice) == D("1512.50") - D("403.33")
    invoice.refresh_from_db()
    assert invoice.state == "issued"


def test_three_thirds_take_back_exactly_the_invoice(invoice, accountant):
    for amount in (D("416.67"), D("416.67"), D("416.66")):
        _credit(invoice, accountant, amount)

    assert credit_notes.creditable(invoice) == 0
    assert ledger.account_balance("vat.payable") == 0
    assert ledger.account_balance("fee.income") == 0
    assert ledger.account_balance("activity.available", invoice.activity) == 0


def test_what_became_pay_is_borne_by_the_guarantee_fund(invoice, activity, accountant):
    _reserve(activity, D("1000.00"))

    effects = credit_notes.preview_credit(invoice)
    _credit(invoice, accountant)

    # 1 168.75 was credited, 168.75 of it is left
    assert (effects.from_available, effects.from_fund) == (D("168.75"), D("1000.00"))
    assert ledger.account_balance("activity.available", activity) == 0
    assert ledger.account_balance("activity.reserved", activity) == D("-1000.00")
    assert ledger.account_balance("guarantee.fund") == D("1000.00")


def test_more_than_is_left_cannot_be_credited(invoice, accountant):
    _credit(invoice, accountant, D("1000.00"))

    with pytest.raises(RuleBroken, match=r"€250\.00 of BE-2026-000001 is left") as refused:
        _credit(invoice, accountant, D("250.01"))

    assert (refused.value.code, refused.value.field) == ("credit_amount", "amount")


def test_a_credited_invoice_cannot_be_credited_again(invoice, accountant):
    _credit(invoice, accountant)

    with pytest.raises(RuleBroken, match="nothing on it to credit"):
        _credit(invoice, accountant)


def test_a_credit_needs_a_reason(invoice, accountant):
    with pytest.raises(RuleBroken) as refused:
        _credit(invoice, accountant, reason=" ")

    assert refused.value.field == "reason"


def test_only_an_accountant_credits(invoice):
    with pytest.raises(NotAllowed):
        _credit(invoice, staff_actor("adviser"))


def test_an_issued_document_can_neither_be_changed_nor_deleted(invoice):
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk).update(net=D("1.00"))
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk)._raw_delete("default")
