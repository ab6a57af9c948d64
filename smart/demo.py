"""The demo: invented people whose data was made by playing the golden stories through the real rules."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from members.models import User
from members.states import Role

DEMO_DOMAIN = "demo.example"
ADMINS = (("Noa", "Network", "noa"), ("Ida", "Network", "ida"))


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to sign in as: name, what they do and where."""

    user_id: int
    name: str
    role: str


def demo_people() -> list[DemoPerson]:
    """Everybody of the demo, members first, then staff by country, then network administrators. Four queries."""
    users = User.objects.filter(email__endswith=f"@{DEMO_DOMAIN}", is_active=True)
    users = users.prefetch_related("memberships__country", "staff_roles__country", "translator_of").order_by("pk")
    return sorted((DemoPerson(user.pk, user.full_name, _role(user)) for user in users), key=lambda p: p.user_id)


def _role(user: Any) -> str:
    parts = [f"{_('member')}, {each.country.code.name}" for each in user.memberships.all()]
    parts += [f"{Role(each.role).label}, {each.country.code.name}" for each in user.staff_roles.all()]
    parts += [_("translator, %(language)s") % {"language": each.language} for each in user.translator_of.all()]
    if user.is_network_admin:
        parts.append(_("network administrator"))
    return "; ".join(parts)
