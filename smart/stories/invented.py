"""Papers of people who do not exist: numbers with right checksums in ranges nobody holds."""

import datetime
from typing import Any

from stdnum import iban as ibans

from countries.models import Country
from members.models import User

BORN = datetime.date(1990, 5, 17)


def papers(where: Country, user: User) -> dict[str, Any]:
    """Legal identity, address and account of an invented person; Belgium also gets a national number."""
    facts: dict[str, Any] = {
        "legal_first_name": user.first_name,
        "legal_last_name": user.last_name,
        "birth_date": BORN,
        "nationality": where.code.code,
        "street": "Example street 1",
        "postal_code": "1000",
        "city": "Exampleville",
        "residence": where.code.code,
        "iban": _iban("BE", user.pk),
    }
    if where.code.code == "BE":
        facts["national_number"] = _belgian_number(user.pk)
    return facts


def tax_answers(where: Country) -> dict[str, Any]:
    """A single person without children, where the pack asks; nothing elsewhere."""
    return {"family": "single", "children": 0} if where.code.code == "BE" else {}


def _iban(code: str, number: int) -> str:
    nine = f"{number % 10_000_000:07d}"
    ten = f"999{nine}"
    national = f"{ten}{int(ten) % 97 or 97:02d}"
    return code + ibans.calc_check_digits(f"{code}00{national}") + national


def _belgian_number(serial: int) -> str:
    nine = f"{BORN:%y%m%d}{serial % 997:03d}"
    return f"{nine}{97 - int(nine) % 97:02d}"
