"""Each way out of a late declaration in words: what it does to the dates and to the money."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from activities.models import LateWay
from activities.rules.late import Lateness
from countries.late_ways import LateLaw, LawfulWay
from smart.foundation import formats

_OUT: Final = gettext_lazy(
    "Dates: the mission is cancelled here; you bill the client yourself, for the true days. Money: no pay, no fee, no"
    " insurance and no guarantee of the cooperative."
)
_DOES: Final[Mapping[str, Promise]] = {
    LateWay.OWN_INVOICE: _OUT,
    LateWay.FEE_NOTE: _OUT,
    LateWay.RIGHTS: _OUT,
    LateWay.OCCASIONAL: _OUT,
    LateWay.ASK: gettext_lazy("Dates and money: the draft stays as it is until your adviser answers."),
}
_DUTY: Final[Mapping[str, Promise]] = {
    "before": gettext_lazy(
        "The employer must declare work before it begins; declared afterwards, it is an offence. Days gone by are"
        " therefore not declared here."
    ),
    "from_request": gettext_lazy(
        "The employer must declare work before it begins; declared afterwards, it counts from that day only. Days gone by"
        " are therefore not declared here."
    ),
    "after": gettext_lazy("The law gives the employer time after the start of the work. An adviser decides."),
}


def duty_words(law: LateLaw | None) -> str:
    """What the country's law says of days gone by; in a country where nobody wrote it down, what holds nearly everywhere."""
    return str(_DUTY[law.duty.kind]) if law is not None else _("The law wants work declared before it starts.")


def way_label(code: str, late: Lateness) -> str:
    """The name of a way as a choice."""
    if code == LateWay.LATE and not late.has_begun:
        return _("Ask to be taken at short notice")
    return str(LateWay(code).label)


def way_words(code: str, late: Lateness, *, way: LawfulWay | None) -> str:
    """What a way does to the dates and the money, and what is particular to the country."""
    note = way.note_in(get_language() or "en") if way is not None else ""
    return f"{_does(code, late)} {note}".strip()


def _does(code: str, late: Lateness) -> str:
    if code == LateWay.COMING and late.coming is not None:
        facts = {"first": formats.day(late.coming[0]), "last": formats.day(late.coming[1])}
        return (
            _("Dates: %(first)s – %(last)s. Money: the price follows the days; nothing is paid for the days left out.")
            % facts
        )
    if code == LateWay.LATE and late.has_begun:
        return _("Dates: they stay the true ones. Money: the price stays; the payment guarantee is lost.")
    if code == LateWay.LATE:
        return _(
            "Dates and price stay as they are: only the cooperative asks for more time, not the law. Money: the payment"
            " guarantee is lost."
        )
    return str(_DOES[code])
