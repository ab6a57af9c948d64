"""Who does something: every rule that changes the world names its actor."""

from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext_lazy as _

MEMBER: Final = "member"
STAFF: Final = "staff"
ADMIN: Final = "admin"
CLIENT: Final = "client"
SYSTEM: Final = "system"

NAMES: Final = {
    MEMBER: _("the member"),
    STAFF: _("the country's staff"),
    ADMIN: _("a network administrator"),
    CLIENT: _("the client"),
    SYSTEM: _("the portal itself"),
}
"""The kinds as sentences name them."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or the portal itself, in the capacities (`kinds`) in which they act in the active country."""

    kinds: frozenset[str]
    user_id: int | None = None
    label: str = ""
    ip: str = ""
    roles: frozenset[str] = field(default_factory=frozenset)

    def is_(self, kind: str) -> bool:
        return kind in self.kinds

    def has_role(self, *roles: str) -> bool:
        return bool(self.roles.intersection(roles))


PORTAL: Final = Actor(kinds=frozenset({SYSTEM}), label="Smart portal")
