"""Spanish pay that is set aside: extra payments paid apart, due with the settlement, and the indemnity at the end.

The extra payment bears tax only, its contributions were paid month by month (LGSS art. 147). The indemnity of a fixed term
(ET art. 49.1.c) is exempt from tax and contributions within limits the portal does not compute: it is named, not paid here.
"""

from collections.abc import Iterator

from countries.contract import Params, gettext_noop
from countries.later_pay import LaterPay, LaterPayFacts
from countries.packs.es.words import TEXTS

EXTRA, INDEMNITY = "extra_pay_provision", "end_indemnity_provision"


def later_pay(facts: LaterPayFacts, params: Params) -> tuple[LaterPay, ...]:
    """Return the extra payments that were set aside, and the indemnity the portal does not pay."""
    return tuple(_found(facts))


def _found(facts: LaterPayFacts) -> Iterator[LaterPay]:
    if (amount := facts.sum_of(EXTRA)) > 0:
        yield LaterPay(
            kind="extra_payment",
            label=TEXTS["line.extra_payment"],
            reason=gettext_noop("The contract has ended: the share of the extra payments is part of its settlement."),
            source="Estatuto de los Trabajadores art. 31 and 49.2; LGSS art. 147",
            provisions=(EXTRA,),
            amount=amount,
            engagement={"one_off_kind": "extra_payment"},
            is_beside_pay=True,
        )
    if facts.sum_of(INDEMNITY) > 0:
        yield LaterPay(
            kind="end_indemnity",
            label=TEXTS[f"line.{INDEMNITY}"],
            reason=gettext_noop("The contract has ended: its indemnity is due."),
            refusal=gettext_noop(
                "The indemnity at the end of a contract is exempt from tax and contributions within limits the portal does "
                "not compute. Pay it outside the portal."
            ),
            source="Estatuto de los Trabajadores art. 49.1.c",
            provisions=(INDEMNITY,),
        )
