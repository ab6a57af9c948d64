"""Giving up a claim: who bears it, by how many people, what of the VAT, and what happens when the client pays after all."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from invoicing.models import LedgerTransaction, WriteOff
from invoicing.rules import credit_notes, guarantee, ledger, payments, write_offs, written_off
from smart.foundation.actors import PORTAL
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.money import ZERO
from tests.factories.invoicing import make_activity, staff_actor
from tests.invoicing.unpaid.conftest import day, sent_invoice

D = Decimal
ON = day(30, 6)


def give_up(invoice, by, *, reclaims_vat=False, proof="", reason="Bankrupt", on=ON):
    return write_offs.propose_write_off(invoice, reason=reason, reclaims_vat=reclaims_vat, proof=proof, on=on, by=by)


def pay(invoice, amount, by, *, key="1"):
    return payments.record_payment(invoice, amount=D(amount), on=ON, key=key, by=by)


def guaranteed(invoice, answer=True):
    from invoicing.models import GuaranteeDecision

    GuaranteeDecision.objects.create(
        mission=invoice.mission, is_guaranteed=answer, conditions=[], on=ON, at=invoice.created_at, because="asked"
    )
    return invoice


def books() -> dict[str, Decimal]:
    codes = ("clients.receivable", "vat.payable", "guarantee.fund", "bank")
    return {code: ledger.account_balance(code) for code in codes}


@pytest.fixture
def small(activity):
    """121.00: below the limit of 500.00, so one accountant is enough."""
    return guaranteed(sent_invoice(activity, amount=D("100.00")))


def test_the_fund_bears_a_guaranteed_loss_and_the_activity_keeps_everything(small, activity, accountant):
    done = give_up(small, accountant)

    small.refresh_from_db()
    assert (done.state, small.state) == ("done", "written_off")
    assert (done.amount, done.from_fund, done.from_activity, done.vat) == (D("121.00"), D("121.00"), ZERO, ZERO)
    # 100.00 less the fee of 6.5 % = 93.50 stays available
    assert ledger.account_balance("activity.available", activity) == D("-93.50")
    assert books() == {
        "clients.receivable": ZERO,
        "vat.payable": D("-21.00"),
        "guarantee.fund": D("121.00"),
        "bank": ZERO,
    }


def test_the_vat_comes_back_when_an_accountant_proves_it(small, accountant):
    done = give_up(small, accountant, reclaims_vat=True, proof="Judgment of 3 June 2026")

    assert (done.vat, done.from_fund) == (D("21.00"), D("100.00"))
    assert "art. 77" in done.vat_law
    assert books()["vat.payable"] == ZERO


def test_the_vat_does_not_come_back_without_a_proof(small, accountant):
    with pytest.raises(RuleBroken) as refused:
        give_up(small, accountant, reclaims_vat=True)

    assert refused.value.field == "proof"


def test_the_vat_can_come_back_later_once(small, accountant):
    done = give_up(small, accountant)
    write_offs.reclaim_vat(done, proof="Bankruptcy closed", on=day(30, 9), by=accountant)

    done.refresh_from_db()
    assert (done.vat, done.from_fund) == (D("21.00"), D("100.00"))
    assert (books()["vat.payable"], books()["guarantee.fund"]) == (ZERO, D("100.00"))
    with pytest.raises(RuleBroken, match="no VAT left"):
        write_offs.reclaim_vat(done, proof="Again", on=day(30, 9), by=accountant)


def test_an_order_that_is_not_guaranteed_is_borne_by_what_the_activity_has(activity, accountant):
    invoice = guaranteed(sent_invoice(activity, amount=D("100.00")), answer=False)
    ledger.post(
        event="r", kind="reserved", on=ON, subject=activity, by=PORTAL, label="r",
        entries=[("activity.available", activity, D("53.50")), ("activity.reserved", activity, D("-53.50"))],
    )  # fmt: skip

    done = give_up(invoice, accountant)

    # 93.50 was credited, 40.00 of it is available; the rest of the 121.00 is borne by the fund
    assert (done.from_activity, done.from_fund) == (D("40.00"), D("81.00"))
    assert ledger.account_balance("activity.available", activity) == ZERO
    assert ledger.account_balance("activity.reserved", activity) == D("-53.50")


def test_only_what_the_invoice_credited_is_taken_from_the_activity(activity, accountant):
    sent_invoice(activity, amount=D("1000.00"))
    invoice = guaranteed(sent_invoice(activity, amount=D("100.00")), answer=False)

    done = give_up(invoice, accountant)

    # 93.50 was credited by this invoice; the other one's 935.00 stays
    assert (done.from_activity, done.from_fund) == (D("93.50"), D("27.50"))
    assert ledger.account_balance("activity.available", activity) == D("-935.00")


def test_a_partly_paid_and_partly_credited_invoice_loses_what_is_open_in_proportion(small, accountant):
    credit_notes.credit_invoice(small, amount=D("40.00"), reason="Less", on=ON, by=accountant)
    pay(small, "36.30", accountant)

    done = give_up(small, accountant, reclaims_vat=True, proof="Judgment")

    # 121.00 − 48.40 − 36.30 = 36.30, of which 21/121 is VAT
    assert (done.amount, done.vat, done.from_fund) == (D("36.30"), D("6.30"), D("30.00"))


def test_above_the_limit_a_second_accountant_decides(invoice, accountant, second):
    guaranteed(invoice)
    waiting = give_up(invoice, accountant)
    assert (waiting.state, payments.open_amount(invoice)) == ("proposed", D("1512.50"))
    with pytest.raises(NotAllowed, match="Another accountant"):
        write_offs.approve_write_off(waiting, on=ON, by=accountant)

    done = write_offs.approve_write_off(waiting, on=ON, by=second)

    assert (done.state, done.from_fund, payments.open_amount(invoice)) == ("done", D("1512.50"), ZERO)
    with pytest.raises(Conflict):
        write_offs.approve_write_off(waiting, on=ON, by=second)


def test_a_payment_in_between_makes_the_second_person_ask_again(invoice, accountant, second):
    waiting = give_up(invoice, accountant)
    pay(invoice, "500.00", accountant)

    with pytest.raises(Conflict, match=r"€1,012\.50 is open now"):
        write_offs.approve_write_off(waiting, on=ON, by=second)


def test_a_proposal_can_be_refused_or_withdrawn_and_proposed_again(invoice, accountant):
    waiting = give_up(invoice, accountant)
    with pytest.raises(Conflict):
        give_up(invoice, accountant)

    write_offs.refuse_write_off(waiting, reason="They promised to pay", by=accountant)

    assert give_up(invoice, accountant).state == "proposed"
    assert WriteOff.objects.count() == 2


def test_a_paid_invoice_cannot_be_given_up_nor_twice(small, accountant):
    give_up(small, accountant)
    small.refresh_from_db()

    with pytest.raises(RuleBroken, match="no claim to give up"):
        give_up(small, accountant)


def test_advisers_and_members_give_nothing_up(small, adviser, member):
    for by in (adviser, member):
        with pytest.raises(NotAllowed):
            give_up(small, by)


def test_a_claim_given_up_cannot_be_credited(small, accountant):
    give_up(small, accountant)
    small.refresh_from_db()

    with pytest.raises(RuleBroken, match="nothing on it to credit"):
        credit_notes.preview_credit(small)


def test_the_client_pays_after_all_and_the_fund_has_it_back_to_the_cent(small, accountant):
    give_up(small, accountant, reclaims_vat=True, proof="Judgment")
    for key, amount in (("1", "33.33"), ("2", "33.33"), ("3", "54.34")):
        small.refresh_from_db()
        assert small.state == "written_off"
        pay(small, amount, accountant, key=key)

    small.refresh_from_db()
    assert small.state == "paid"
    assert books() == {
        "clients.receivable": ZERO,
        "vat.payable": D("-21.00"),
        "guarantee.fund": ZERO,
        "bank": D("121.00"),
    }


def test_a_part_paid_after_all_goes_back_in_proportion(small, accountant):
    give_up(small, accountant, reclaims_vat=True, proof="Judgment")
    pay(small, "60.50", accountant)

    # half of it: 10.50 of VAT is owed again, 50.00 is back in the fund
    assert (books()["vat.payable"], books()["guarantee.fund"]) == (D("-10.50"), D("50.00"))
    assert (written_off.recoverable(small), payments.paid_amount(small)) == (D("60.50"), D("60.50"))


def test_the_same_payment_twice_revives_once(small, accountant):
    give_up(small, accountant)
    small.refresh_from_db()
    for _twice in range(2):
        pay(small, "21.00", accountant)

    assert written_off.revived(small) == D("21.00")
    assert LedgerTransaction.objects.filter(kind="claim_revived").count() == 1


def test_more_than_was_given_up_is_refused_and_changes_nothing(small, accountant):
    give_up(small, accountant)
    small.refresh_from_db()

    with pytest.raises(RuleBroken) as refused:
        pay(small, "121.01", accountant)

    assert refused.value.code == "payment_amount"
    assert written_off.revived(small) == ZERO


def test_what_the_member_bore_comes_back_to_the_member(activity, accountant):
    invoice = guaranteed(sent_invoice(activity, amount=D("100.00")), answer=False)
    give_up(invoice, accountant)
    invoice.refresh_from_db()
    assert ledger.account_balance("activity.available", activity) == ZERO

    pay(invoice, "121.00", accountant)

    assert ledger.account_balance("activity.available", activity) == D("-93.50")
    assert books()["guarantee.fund"] == ZERO


def test_a_payment_the_bank_takes_back_can_be_given_up_again(small, accountant):
    give_up(small, accountant)
    small.refresh_from_db()
    pay(small, "121.00", accountant)
    payments.take_back_payment(small, amount=D("121.00"), on=ON, key="1", by=accountant)
    small.refresh_from_db()
    assert payments.open_amount(small) == D("121.00")

    give_up(small, accountant)

    assert books() == {
        "clients.receivable": ZERO,
        "vat.payable": D("-21.00"),
        "guarantee.fund": D("121.00"),
        "bank": ZERO,
    }


AMOUNTS = st.lists(st.decimals(min_value=D("0.01"), max_value=D("60.00"), places=2), min_size=1, max_size=6)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amounts=AMOUNTS, net=st.decimals(min_value=D("20.00"), max_value=D("400.00"), places=2), is_guaranteed=st.booleans()
)
def test_whatever_comes_back_everybody_has_at_the_end_exactly_what_they_lost(inside, amounts, net, is_guaranteed):
    activity, accountant = make_activity(inside), staff_actor("accounting")
    before = books()
    invoice = guaranteed(sent_invoice(activity, amount=net), answer=is_guaranteed)
    issued = books()
    give_up(invoice, accountant, reclaims_vat=True, proof="Judgment")
    invoice.refresh_from_db()
    for position, amount in enumerate([*amounts, None]):
        left = written_off.recoverable(invoice)
        if left:
            pay(invoice, str(left if amount is None else min(amount, left)), accountant, key=str(position))

    after = books()
    assert after["vat.payable"] == issued["vat.payable"]
    assert after["guarantee.fund"] == issued["guarantee.fund"]
    assert after["clients.receivable"] == before["clients.receivable"]
    assert after["bank"] - before["bank"] == invoice.total
    assert ledger.account_balance("activity.available", activity) == -invoice.credited


def test_guaranteed_is_asked_of_the_decision_that_counts(invoice):
    assert guarantee.is_guaranteed(invoice, on=ON) is False  # its order was never confirmed by the link
    guaranteed(invoice)
    assert guarantee.is_guaranteed(invoice, on=ON) is True
