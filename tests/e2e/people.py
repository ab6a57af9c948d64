"""Who is there before the story begins: the network with its settings, Belgian staff, a member and two administrators.

Run as `python -m tests.e2e.people` in the environment of the portal, on the portal's clock.
"""

import django

django.setup()

from countries.models import Country  # noqa: E402
from countries.rules.load import load_countries  # noqa: E402
from members.models import User  # noqa: E402
from smart.stories.people import Cast  # noqa: E402
from tests.e2e.clock import travel  # noqa: E402

STAFF = {
    "Omar Claes": {"is": "adviser", "language": "en"},
    "Petra Willems": {"is": "payroll officer", "language": "en"},
    "Paul Dumont": {"is": "payroll officer", "language": "en"},
    "Rik Boeken": {"is": "accountant", "language": "en"},
}
MEMBERS = {"Lien Peeters": {"is": "member", "language": "en"}}
ADMINS = ("Noa Network", "Ida Network")


def gather() -> None:
    load_countries()
    belgium = Country.objects.get(code="BE")
    Cast(where=belgium).gather(STAFF | MEMBERS)
    for name in ADMINS:
        first, _space, last = name.partition(" ")
        User.objects.create_user(
            f"{first.lower()}@demo.example", first_name=first, last_name=last, is_network_admin=True
        )


if __name__ == "__main__":
    with travel():
        gather()
