"""What the country's law still allows a mission that comes too late, by its facts."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from activities.models import LateWay, Mission
from activities.place import contract_kinds
from activities.rules import late
from countries.late_ways import LateLaw, LawfulWay, late_law_of
from countries.models import Country
from members.models import Document
from smart.foundation.errors import RuleBroken

RIGHTS: Final = "copyright"
"""The kind of service that is a licence of rights."""
ATTESTATION: Final = "art_work_attestation"
"""The paper on file that says that a person works in the arts."""
SIGNED_BEFORE: Final = "written_before_start"
"""The check of the kinds of contract that the law wants signed before the work."""


def law_here(country: Country) -> LateLaw | None:
    return late_law_of(country.code.code)


def ways_of(mission: Mission, lateness: late.Lateness, *, country: Country, now: datetime) -> tuple[LawfulWay, ...]:
    """The lawful ways of this mission on this day, besides asking the adviser and calling it off. One query at most.

    None for a country whose law nobody has written down. Days ahead are offered only while some are left.
    """
    law = law_here(country)
    if law is None or mission.starts_on is None:
        return ()
    facts = _facts(mission, country=country)
    today = country.local(now).date()
    found = law.open_ways(has_begun=lateness.has_begun, starts_on=mission.starts_on, on=today, facts=facts)
    return tuple(way for way in found if way.code != LateWay.COMING or lateness.coming is not None)


def require_way(code: str, mission: Mission, lateness: late.Lateness, *, country: Country, now: datetime) -> LawfulWay:
    """The way, when it is open to this mission today. Raises RuleBroken("late_way_closed")."""
    for way in ways_of(mission, lateness, country=country, now=now):
        if way.code == code:
            return way
    raise RuleBroken(
        "late_way_closed", _("The law of %(country)s does not allow this here.") % {"country": country}, field="way"
    )


def _facts(mission: Mission, *, country: Country) -> frozenset[str]:
    """What the needs of a way ask (countries.late_ways.NEEDS)."""
    held = {
        "rights": mission.service_kind == RIGHTS,
        "client_no_business": mission.client is not None and mission.client.kind != "company",
        "no_written_form": _needs_no_signature_before(mission, country),
        "arts_attestation": mission.service_kind == RIGHTS and _has_attestation(mission),
    }
    return frozenset(name for name, is_so in held.items() if is_so)


def _needs_no_signature_before(mission: Mission, country: Country) -> bool:
    kinds = [kind for kind in contract_kinds(country) if kind.code == mission.contract_kind]
    return bool(kinds) and SIGNED_BEFORE not in kinds[0].checks


def _has_attestation(mission: Mission) -> bool:
    return Document.objects.filter(membership_id=mission.activity.membership_id, kind=ATTESTATION).exists()
