"""Swedish pay that is set aside: holiday pay of jobs that put it aside, paid when the job ends (semesterlagen 28–30 §§).

Where holiday pay is included in each pay (the usual way of fixed terms), nothing is set aside and nothing is due.
"""

from countries.contract import Params, gettext_noop
from countries.later_pay import LaterPay, LaterPayFacts
from countries.packs.se.words import TEXTS

ACCRUED, CHARGES = "holiday_accrued", "holiday_accrued_charges"


def later_pay(facts: LaterPayFacts, params: Params) -> tuple[LaterPay, ...]:
    """Return the holiday pay that was put aside and not paid out yet."""
    amount = facts.sum_of(ACCRUED, "holiday_released")
    if amount <= 0:
        return ()
    return (
        LaterPay(
            kind="holiday_payout",
            label=TEXTS["line.holiday_payout"],
            reason=gettext_noop("The job has ended: holiday pay that was put aside is paid within a month."),
            source="semesterlagen (1977:480) 28-30 §§",
            provisions=(ACCRUED, CHARGES, "holiday_released", "holiday_released_charges"),
            amount=amount,
            answer="holiday_payout",
        ),
    )
