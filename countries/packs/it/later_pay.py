"""Italian pay that is set aside: the shares of the extra months, due when the contract ends, and severance pay (TFR).

The shares (ratei) are computed beside the running pay. TFR is taxed apart at the average rate of earlier years (TUIR art. 17
and 19), which needs facts the portal does not keep: it is named and not paid here.
"""

from collections.abc import Iterator

from countries.contract import Params, gettext_noop
from countries.later_pay import LaterPay, LaterPayFacts
from countries.packs.it.words import TEXTS

MONTHS = ("thirteenth_provision", "fourteenth_provision")
SEVERANCE = ("tfr", "tfr_contribution")


def later_pay(facts: LaterPayFacts, params: Params) -> tuple[LaterPay, ...]:
    """Return the extra months that were set aside, and the severance pay the portal does not pay."""
    return tuple(_found(facts))


def _found(facts: LaterPayFacts) -> Iterator[LaterPay]:
    if (amount := facts.sum_of(*MONTHS)) > 0:
        yield LaterPay(
            kind="extra_months",
            label=TEXTS["line.one_off"],
            reason=gettext_noop("The contract has ended: the shares of the extra months are due with the last pay."),
            source="collective agreement; DPR 1070/1960",
            provisions=(*MONTHS, "extra_month_contributions"),
            amount=amount,
            is_beside_pay=True,
        )
    if facts.sum_of(*SEVERANCE) > 0:
        yield LaterPay(
            kind="tfr",
            label=TEXTS["line.tfr"],
            reason=gettext_noop("The contract has ended: severance pay is due."),
            refusal=gettext_noop(
                "Severance pay (TFR) is taxed apart at the average rate of earlier years, which the portal does not compute. "
                "Pay it outside the portal."
            ),
            source="Codice civile art. 2120; TUIR art. 17 and 19",
            provisions=SEVERANCE,
        )
