"""Who may work in the network's countries without a permit: citizens of the Union, of the EEA and of Switzerland.

TFEU art. 45; EEA Agreement art. 28; Agreement EU-Switzerland of 21 June 1999, annex I art. 2. All seven countries of the
network are members of the Union.
"""

import datetime
from typing import Final

from members.models import Profile

UNION: Final = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)
BESIDE: Final = frozenset({"CH", "IS", "LI", "NO"})


def may_work_until(profile: Profile | None, last_day: datetime.date) -> bool | None:
    """Whether the person may work up to a day; None while the nationality is not known and no permit was seen."""
    if profile is None:
        return None
    if str(profile.nationality) in UNION | BESIDE:
        return True
    if profile.may_work_until is None:
        return False if profile.nationality else None
    return bool(profile.may_work_until >= last_day)
