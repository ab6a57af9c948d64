"""What a country needs of this room before it may open: people who work for it (settings.COUNTRY_TASKS)."""

import datetime

from django.utils.translation import gettext as _

from countries.addresses import global_url
from countries.models import Country
from countries.rules.onboarding import Task
from members.models import StaffRole
from members.states import Role


def staff_task(country: Country, on: datetime.date) -> Task:
    """At least one adviser, who approves missions, and one person for the payroll."""
    held = set(StaffRole.objects.filter(country=country, until__isnull=True).values_list("role", flat=True))
    missing = [str(Role(role).label) for role in (Role.ADVISER, Role.PAYROLL) if role not in held]
    return Task(
        code="staff",
        label=_("Staff"),
        state="missing" if missing else "done",
        note=_("Missing: %(roles)s.") % {"roles": ", ".join(missing)} if missing else "",
        url=global_url("appointments:staff", country.slug),
    )
