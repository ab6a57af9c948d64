"""The kinds of paper a country may ask of its members, and which of them it asks of whom (setting `membership.documents`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from members.free_movement import BESIDE, UNION
from members.models import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperKind:
    """One kind: how many sides may be handed in, and whether it ends on a day that is written on it."""

    code: str
    label: Promise
    help: Promise
    sides: int = 1
    ends: bool = False


KINDS: Final[Mapping[str, PaperKind]] = {
    each.code: each
    for each in (
        PaperKind(
            code="identity",
            label=gettext_lazy("Identity card or passport"),
            help=gettext_lazy("Both sides of the card, or the page of the passport with your photo."),
            sides=2,
            ends=True,
        ),
        PaperKind(
            code="account",
            label=gettext_lazy("Proof of your bank account"),
            help=gettext_lazy("Your bank card or a paper of your bank: your name and the account number must be seen."),
        ),
        PaperKind(
            code="right_to_work",
            label=gettext_lazy("Residence or work permit"),
            help=gettext_lazy("Both sides. It says whether and until when you may work here."),
            sides=2,
            ends=True,
        ),
        PaperKind(
            code="social_security",
            label=gettext_lazy("Proof of your social security"),
            help=gettext_lazy("Your card, or a paper of the fund or body that insures you."),
        ),
        PaperKind(
            code="student",
            label=gettext_lazy("Student card"),
            help=gettext_lazy("Of this school year."),
            ends=True,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class AskedPaper:
    """A paper the country asks of a person. Only a required one holds up an application."""

    kind: PaperKind
    is_required: bool


def asked_papers(values: Mapping[str, Any], profile: Profile | None) -> list[AskedPaper]:
    """What a country asks of a person, in the country's order; `values` are its settings in force (setting_values).

    A permit is asked of citizens of neither the Union, the EEA nor Switzerland; as long as the nationality is not known,
    of nobody.
    """
    rows = values.get("membership.documents", [])
    nationality = str(profile.nationality) if profile is not None else ""
    is_from_outside = bool(nationality) and nationality not in UNION | BESIDE
    return [
        AskedPaper(KINDS[row["paper"]], row["when"] != "if_it_applies")
        for row in rows
        if row["when"] != "outside_union" or is_from_outside
    ]
