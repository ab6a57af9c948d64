"""Who is there before the story begins: the network with its settings, staff of two countries, a member, two administrators.

Run as `python -m tests.e2e.people` in the environment of the portal, on the portal's clock.
"""

import django

django.setup()

from countries.models import Country  # noqa: E402
from countries.rules.load import load_countries  # noqa: E402
from members.models import User  # noqa: E402
from smart.stories.people import Cast  # noqa: E402
from tests.e2e.clock import travel  # noqa: E402

BELGIANS = {
    "Omar Claes": {"is": "adviser", "language": "en"},
    "Petra Willems": {"is": "payroll officer", "language": "en"},
    "Paul Dumont": {"is": "payroll officer", "language": "en"},
    "Rik Boeken": {"is": "accountant", "language": "en"},
    "Lien Peeters": {"is": "member", "language": "en"},
}
GERMANS = {
    "Katrin Vogel": {"is": "adviser", "language": "en"},
    "Lena Schuster": {"is": "payroll officer", "language": "en"},
    "Uwe Brandt": {"is": "payroll officer", "language": "en"},
}
ADMINS = ("Noa Network", "Ida Network")


def gather() -> None:
    load_countries()
    for code, people in (("BE", BELGIANS), ("DE", GERMANS)):
        Cast(where=Country.objects.get(code=code)).gather(people)
    for name in ADMINS:
        first, _space, last = name.partition(" ")
        User.objects.create_user(
            f"{first.lower()}@demo.example", first_name=first, last_name=last, is_network_admin=True
        )


if __name__ == "__main__":
    with travel():
        gather()
