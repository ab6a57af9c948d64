"""French pay that is set aside: only the financial reserve of portage salarial.

The end-of-contract bonus and the paid leave of a fixed term are inside each gross (C. trav. art. L1243-8, L1242-16): nothing
is set aside for them, and nothing more is due at the end.
"""

from countries.contract import Params, gettext_noop
from countries.later_pay import LaterPay, LaterPayFacts
from countries.packs.fr.words import TEXTS

RESERVE = "portage_reserve"


def later_pay(facts: LaterPayFacts, params: Params) -> tuple[LaterPay, ...]:
    """Return the reserve by name: it serves between missions, so the end of one contract does not make it due."""
    if facts.sum_of(RESERVE) <= 0:
        return ()
    return (
        LaterPay(
            kind=RESERVE,
            label=TEXTS[f"line.{RESERVE}"],
            reason=gettext_noop("The reserve serves between missions."),
            refusal=gettext_noop(
                "The reserve of the portage agreement is used between missions; its payment at the end is not computed. "
                "Ask the payroll office."
            ),
            source="CCN portage salarial 22/03/2017 art. 21",
            provisions=(RESERVE,),
        ),
    )
