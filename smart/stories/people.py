"""The people of a story become users with what their part needs: a complete file, a role, a second factor asked by nobody."""

import datetime
from dataclasses import dataclass, field
from typing import Any, Final

from countries.models import Country
from members.agreements import version_in_force
from members.models import Membership, User
from members.rules import shares
from members.rules.agreements import accept_agreement
from members.rules.join import activate_membership, apply_for_membership, grant_role
from members.rules.profiles import save_profile, save_tax_file
from members.states import MembershipState
from smart.foundation.actors import CLIENT, MEMBER, PORTAL, STAFF, Actor
from smart.foundation.tenancy import country
from smart.stories import invented
from smart.stories.story import StoryError

PARTS: Final = {
    "member": "",
    "adviser": "adviser",
    "payroll officer": "payroll",
    "accountant": "accounting",
    "administrator": "country_admin",
    "keeper": "legal_hold",
}
IP: Final = "192.0.2.1"


@dataclass(slots=True)
class Cast:
    """Everybody of a story, by full name; “the client” answers by link, “the portal” works by itself."""

    where: Country
    memberships: dict[str, Membership] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, name: str) -> Actor:
        if name == "the client":
            return Actor(kinds=frozenset({CLIENT}), label=name, ip=IP)
        if name == "the portal":
            return PORTAL
        if name not in self.actors:
            raise StoryError(f"Nobody in the story is called {name!r}; people: {', '.join(self.actors)}.")
        return self.actors[name]

    def gather(self, people: dict[str, dict[str, Any]]) -> None:
        for name, facts in people.items():
            part = facts.get("is", "member")
            if part not in PARTS:
                raise StoryError(f"{name} is {part!r}; a person of a story is one of: {', '.join(PARTS)}.")
            user = self._user(name, facts)
            if part == "member":
                self.memberships[name] = self._member(user, facts)
                self.actors[name] = self._actor(user, MEMBER)
            else:
                grant_role(user, where=self.where, role=PARTS[part], by=PORTAL, on=self.where.today())
                self.actors[name] = self._actor(user, STAFF, PARTS[part])

    @staticmethod
    def _actor(user: User, kind: str, *roles: str) -> Actor:
        return Actor(frozenset({kind}), user_id=user.pk, label=user.full_name, ip=IP, roles=frozenset(roles))

    def _user(self, name: str, facts: dict[str, Any]) -> User:
        first, _space, last = name.partition(" ")
        email = facts.get("email", f"{first.lower()}@demo.example")
        known = User.objects.filter(email=email).first()
        return known or User.objects.create_user(
            email, first_name=first, last_name=last, language=facts.get("language", "en")
        )

    def _member(self, user: User, facts: dict[str, Any]) -> Membership:
        """A member with complete papers, entered through the rules."""
        with country(self.where, by=PORTAL):
            today = self.where.today()
            membership = apply_for_membership(user, where=self.where, by=PORTAL, on=today)
            save_profile(membership, by=PORTAL, **invented.papers(self.where, user))
            answers = facts.get("tax_file", invented.tax_answers(self.where))
            save_tax_file(membership, since=datetime.date(today.year, 1, 1), answers=answers, by=PORTAL)
            if membership.state != MembershipState.ACTIVE:
                activate_membership(membership, by=PORTAL, on=today)
            if facts.get("agreement", "accepted") == "accepted":
                version = version_in_force(self.where.code.code, on=today).code
                accept_agreement(membership, version=version, by=self._actor(user, MEMBER), on=today)
            _take_shares(membership, facts.get("shares", "paid"), on=today)
        return membership


def _take_shares(membership: Membership, how: str, *, on: datetime.date) -> None:
    """Subscribe what the country asks: “paid”, left “open”, or taken “out of pay”."""
    member = Actor(frozenset({MEMBER}), user_id=membership.user_id, label=membership.user.full_name, ip=IP)
    share = shares.subscribe_shares(membership, by=member, on=on, from_pay=how == "out of pay")
    if share is not None and how == "paid" and shares.open_amount(share):
        shares.confirm_share_payment(share, on=on, by=PORTAL)
