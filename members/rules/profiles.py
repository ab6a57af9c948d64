"""What the employer must know: legal identity, address, account, and the answers the tax depends on."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from countries.identifiers import check_identifier
from members import perms
from members.models import Membership, Profile, TaxFile
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken

FACTS = (
    "legal_first_name",
    "legal_last_name",
    "birth_date",
    "nationality",
    "national_number",
    "iban",
    "street",
    "postal_code",
    "city",
    "residence",
    "phone",
)


def save_profile(membership: Membership, *, by: Actor, **facts: Any) -> Profile:
    """Keep the given facts of a member; identifiers are checked by their checksum and stored compact.

    Raises RuleBroken with the field for a national number or IBAN that cannot be right, or that another member has.
    """
    if not perms.may_edit_profile(by, membership):
        raise NotAllowed(_("Only the member or their adviser may change this."))
    unknown = set(facts) - set(FACTS)
    if unknown:
        raise ValueError(f"Unknown facts of a profile: {', '.join(sorted(unknown))}.")
    for kind in ("national_number", "iban"):
        if facts.get(kind):
            facts[kind] = _checked(str(membership.country.code), kind, facts[kind])
    profile = Profile.objects.select_for_update(of=("self",)).filter(membership_id=membership.pk).first()
    profile = profile or Profile(membership=membership)
    for name, value in facts.items():
        setattr(profile, name, value)
    _refuse_taken_number(profile)
    profile.save()
    return profile


def save_tax_file(membership: Membership, *, since: datetime.date, answers: dict[str, Any], by: Actor) -> TaxFile:
    """Record the member's answers from a day on; answers for the same day replace each other until the day has passed."""
    if not perms.may_edit_profile(by, membership):
        raise NotAllowed(_("Only the member or their adviser may change this."))
    held, _made = TaxFile.objects.update_or_create(
        membership=membership,
        since=since,
        defaults={"answers": answers, "entered_at": timezone.now(), "entered_by_id": by.user_id or 0},
    )
    return held


def _checked(country: str, kind: str, typed: str) -> str:
    check = check_identifier(country, kind, typed)
    if not check.ok:
        raise RuleBroken(f"wrong_{kind}", str(check.message), field=kind)
    return str(check.compact)


def _refuse_taken_number(profile: Profile) -> None:
    from smart.foundation.crypto import blind_index

    if not profile.national_number:
        return
    index = blind_index(profile.national_number, purpose="national_number")
    if Profile.objects.filter(national_number_index=index).exclude(pk=profile.pk).exists():
        raise RuleBroken(
            "national_number_taken",
            _("This national number belongs to another member of the country. Check it, or ask your adviser."),
            field="national_number",
        )
