"""What the employer must know: legal identity, address, account, and the answers the tax depends on."""

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from countries import registry
from countries.contract import InvalidInput
from countries.declared_inputs import clean_inputs
from countries.identifiers import check_identifier
from members import perms
from members.models import Membership, Profile, TaxFile, User
from members.rules import accounts
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken

FACTS = (
    "legal_first_name",
    "legal_last_name",
    "birth_date",
    "birth_place",
    "sex",
    "nationality",
    "national_number",
    "social_security_number",
    "iban",
    "street",
    "postal_code",
    "city",
    "residence",
    "phone",
)


def save_profile(membership: Membership, *, by: Actor, **facts: Any) -> Profile:
    """Keep the given facts of a member; identifiers are checked by their checksum and stored compact.

    A known account that becomes another one is kept as a change and told (members.rules.accounts), whoever does it.
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
    account_before = profile.iban
    for name, value in facts.items():
        setattr(profile, name, value)
    _refuse_taken_number(profile)
    profile.save()
    if account_before and profile.iban != account_before:
        accounts.record_change(profile, before=account_before, by=by)
    _name_user(membership.user, profile)
    return profile


def record_permit(membership: Membership, *, until: datetime.date | None, by: Actor) -> Profile:
    """Keep the last day of the work permit an adviser has seen; None when it was entered by mistake.

    Never by the member: a contract of somebody without the right to work is refused on this day's word.
    """
    if not perms.may_decide_membership(by, membership):
        raise NotAllowed(_("Only an adviser who has seen the permit may record it."))
    profile: Profile | None = (
        Profile.objects.select_for_update(of=("self",)).filter(membership_id=membership.pk).first()
    )
    if profile is None:
        raise RuleBroken("no_profile", _("Enter the person's identity first; the permit belongs to it."))
    profile.may_work_until = until
    profile.save(update_fields=["may_work_until"])
    return profile


def _name_user(user: User, profile: Profile) -> None:
    """Somebody who registered with an address alone is called as on their papers from now on."""
    if user.first_name or user.last_name or not profile.legal_first_name:
        return
    user.first_name, user.last_name = profile.legal_first_name, profile.legal_last_name
    user.save(update_fields=["first_name", "last_name"])


def save_tax_file(membership: Membership, *, since: datetime.date, answers: dict[str, Any], by: Actor) -> TaxFile:
    """Record the member's answers from a day on; answers for the same day replace each other until the day has passed."""
    if not perms.may_edit_profile(by, membership):
        raise NotAllowed(_("Only the member or their adviser may change this."))
    answers = _cleaned(str(membership.country.code), answers)
    held, _made = TaxFile.objects.update_or_create(
        membership=membership,
        since=since,
        defaults={"answers": answers, "entered_at": timezone.now(), "entered_by_id": by.user_id or 0},
    )
    return held


def change_account(membership: Membership, *, iban: str, by: Actor) -> Profile:
    """Change where pay goes. The same account again changes nothing and tells nothing."""
    return save_profile(membership, by=by, iban=iban)


def _cleaned(code: str, answers: dict[str, Any]) -> dict[str, Any]:
    """Every question the country's pack asks, answered with its right type, as JSON; raises RuleBroken with the field."""
    try:
        found = clean_inputs(registry.pack_for(code).pack.tax_file, answers, where="tax file")
    except InvalidInput as refused:
        name = str(refused.params.get("name", ""))
        raise RuleBroken("wrong_answer", _(refused.msgid) % refused.params, field=name) from refused
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in found.items()}


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
