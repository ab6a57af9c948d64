"""German pay that is set aside: only the premium of the accident insurance, which is no pay of the member.

Holiday that was not taken (BUrlG § 7 (4)) is not counted by the portal, so nothing is set aside and nothing is computed.
"""

from countries.contract import Params, gettext_noop
from countries.later_pay import LaterPay, LaterPayFacts
from countries.packs.de.words import TEXTS

PREMIUM = ("accident_insurance", "accident_insurance_one_off")


def later_pay(facts: LaterPayFacts, params: Params) -> tuple[LaterPay, ...]:
    """Return the premium by name, so that officers see what the money is for."""
    if facts.sum_of(*PREMIUM) <= 0:
        return ()
    return (
        LaterPay(
            kind=PREMIUM[0],
            label=TEXTS[f"line.{PREMIUM[0]}"],
            reason=gettext_noop("Set aside for the premium of the accident insurance."),
            refusal=gettext_noop(
                "This money is for the accident insurance’s yearly bill, not for the member. Holiday that was not taken is not "
                "counted by the portal: agree on it and pay it with an ordinary contract."
            ),
            source="SGB VII § 150, § 153",
            provisions=PREMIUM,
        ),
    )
