"""Stories told to the end: what comes in goes out again, and nothing is left behind."""

import pytest

from invoicing.queries.balances import activity_balance
from invoicing.rules import ledger
from smart.foundation.money import ZERO
from tests.factories.invoicing import D
from tests.invoicing.sequences.checks import check_books
from tests.invoicing.sequences.replay import replay
from tests.invoicing.sequences.story import Story
from tests.invoicing.sequences.world import Step


def tell(story: Story, *verbs: str, cents: int = 125_000, pick: int = 1) -> None:
    """The verbs one after the other, each of which must be done."""
    for verb in verbs:
        assert story.play(Step(verb, cents, pick)), (verb, story.last_refusal)
        check_books(story)


def accounts_of_nobody() -> set:
    return {ledger.account_balance(code) for code in ledger.CHART if code not in ledger.OF_ACTIVITY}


@pytest.mark.parametrize("cents", [125_000, 99_999, 3])
def test_an_invoice_credited_whole_leaves_nothing_behind(inside, cents):
    story = Story(inside)
    tell(story, "issue", cents=cents)
    if cents > 50_000:
        tell(story, "convert", "cancel", cents=40_000)
    tell(story, "credit_all")

    assert accounts_of_nobody() == {ZERO}
    assert all(activity_balance(each).available == ZERO for each in story.activities)


def test_money_kept_for_a_client_and_refunded_leaves_nothing_behind(inside):
    story = Story(inside)

    tell(story, "arrive_for_nothing", "refund", "pay_out", "bank_books_file")

    assert accounts_of_nobody() == {ZERO}
    replay(story)


def test_a_refund_that_comes_back_is_owed_again_and_paid_again(inside):
    story = Story(inside)
    tell(story, "arrive_for_nothing", "refund", "pay_out", "bank_books_payment", "payment_comes_back")
    assert ledger.account_balance("clients.on_account") == D("-1250.00")

    tell(story, "pay_out", "bank_books_file")

    assert ledger.account_balance("clients.on_account") == 0
    replay(story)


def test_a_salary_that_comes_back_is_owed_again_and_paid_again(inside):
    story = Story(inside)
    tell(story, "issue", pick=0)
    tell(story, "convert", "sign", "run_payroll", "pay_salaries", "bank_books_file", cents=40_000, pick=0)
    assert ledger.account_balance("pay.net_payable") == 0

    tell(story, "payment_comes_back")
    owed = ledger.account_balance("pay.net_payable")
    tell(story, "pay_salaries", "bank_books_payment")

    assert owed < 0
    assert ledger.account_balance("pay.net_payable") == 0
    replay(story)


def test_a_claim_given_up_and_paid_after_all_leaves_no_loss(inside):
    story = Story(inside)
    tell(story, "issue", "write_off_with_vat")
    assert ledger.account_balance("guarantee.fund") > 0

    tell(story, "pay_late", cents=50_000)
    tell(story, "pay_late", cents=400_000)

    assert ledger.account_balance("guarantee.fund") == 0
    assert ledger.account_balance("clients.receivable") == 0
    replay(story)


def test_a_closed_month_takes_nothing_until_it_is_opened_again(inside):
    story = Story(inside)
    tell(story, "issue", "close_october")

    assert not story.play(Step("bank_fee", 500, early=True))
    assert story.last_refusal == "month_closed"
    tell(story, "reopen_october")
    assert story.play(Step("bank_fee", 500, early=True))
    replay(story)


def test_interest_that_letters_claimed_is_no_part_of_the_invoice(inside):
    story = Story(inside)
    assert story.play(Step("issue", 125_000, pick=1, early=True))
    tell(story, "remind", "pay_interest", cents=1_000)

    assert ledger.account_balance("late.interest") == D("-10.00")
    # 750.00 at 21 % and 500.00 at 6 %: 157.50 + 30.00 of VAT
    assert ledger.account_balance("clients.receivable") == D("1437.50")
    replay(story)


def test_goods_bought_paid_and_half_returned_cost_the_activity_half(inside):
    story = Story(inside)
    tell(story, "issue", "arrive_exactly", pick=1)
    activity = story.activities[1]
    before = activity_balance(activity).available

    # 200 000 / 20 + 1 = 10 001 cents; its VAT of 21.00 is recovered; the half is 50.00 and 10.50
    tell(story, "buy", "pay_out", "bank_books_file", cents=200_000)
    assert before - activity_balance(activity).available == D("100.01")
    tell(story, "return_goods")

    assert before - activity_balance(activity).available == D("50.01")
    assert ledger.account_balance("suppliers.payable") == D("60.50")
    assert ledger.account_balance("vat.deductible") == D("10.50")
    replay(story)
