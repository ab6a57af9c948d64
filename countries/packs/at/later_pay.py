"""Austrian pay that is set aside: the 13th and 14th pay of contracts that put it aside, due pro rata when the job ends.

Due with the end of the job under the collective agreements and, for employees, AngG § 16 (1) (the article from memory). The
special payments are computed beside the running pay, whose year they share (EStG § 67).
"""

from countries.contract import Params, gettext_noop
from countries.later_pay import LaterPay, LaterPayFacts
from countries.packs.at.words import TEXTS

SHARE = "special_provision"


def later_pay(facts: LaterPayFacts, params: Params) -> tuple[LaterPay, ...]:
    """Return the special payments that the contract's pay set aside; nothing where each pay includes them."""
    amount = facts.sum_of(SHARE)
    if amount <= 0:
        return ()
    return (
        LaterPay(
            kind="special_payments",
            label=TEXTS["line.one_off"],
            reason=gettext_noop("The contract has ended: its share of the 13th and 14th pay is due with its end."),
            source="Kollektivvertrag or agreement; AngG § 16 (1); EStG § 67",
            provisions=(SHARE, "special_provision_charges"),
            amount=amount,
            is_beside_pay=True,
        ),
    )
