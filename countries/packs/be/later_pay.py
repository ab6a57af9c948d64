"""Belgian pay that is set aside: holiday pay on departure of white-collar workers, paid when each contract ends.

AR 30/03/1967 art. 46: the employer pays it at the end of the contract. Workers and artists are paid by a holiday fund
(lois coordonnées 28/06/1971), so what is set aside for them goes to the ONSS with its yearly debit note.
"""

from __future__ import annotations

from dataclasses import replace

from countries.contract import Params, gettext_noop
from countries.later_pay import LaterPay, LaterPayFacts
from countries.packs.be.law import exceptional_law
from countries.packs.be.one_off import DEPARTURE, departure_amount, yearly_gross
from countries.packs.be.words import TEXTS

SET_ASIDE = ("holiday_simple", "holiday_double", "holiday_contribution")
DEBIT_NOTE = ("holiday_debit_note",)
EARNED = ("gross", "end_of_year_bonus")
"""What holiday pay is counted on: the pay of the contract, its bonus included (AR 30/03/1967 art. 39 and 46)."""


def later_pay(facts: LaterPayFacts, params: Params) -> tuple[LaterPay, ...]:
    """Return what the contract's end makes due. The amount is 15.34 % of what was earned, not what was set aside."""
    if facts.sum_of(*DEBIT_NOTE):
        return (_fund(),)
    if not facts.sum_of(*SET_ASIDE):
        return ()
    law = params.compiled(exceptional_law)
    earned = facts.sum_of(*EARNED)
    yearly = yearly_gross(replace(facts.paid, engagement={}), law)(facts.sum_of("gross"))
    return (
        LaterPay(
            kind=DEPARTURE,
            label=TEXTS["line.departure_holiday_pay"],
            reason=gettext_noop("The contract has ended: the law wants holiday pay on departure paid with its end."),
            source="AR 30/03/1967 art. 46",
            provisions=SET_ASIDE,
            amount=departure_amount(earned, law),
            engagement={"one_off_kind": DEPARTURE, "yearly_normal_gross": str(yearly)},
        ),
    )


def _fund() -> LaterPay:
    return LaterPay(
        kind="holiday_debit_note",
        label=TEXTS["line.holiday_debit_note"],
        reason=gettext_noop("Set aside for the yearly debit note of the ONSS."),
        refusal=gettext_noop(
            "Workers and artists receive their holiday pay from the holiday fund; this money is for the ONSS, not for the member."
        ),
        source="lois coordonnées 28/06/1971; AR 30/03/1967",
        provisions=DEBIT_NOTE,
    )
