"""What the client writes on the transfer so that the money finds its invoice."""

import re
from typing import Final

from stdnum import luhn
from stdnum.be import ogm_vcs
from stdnum.iso7064 import mod_97_10

from countries.models import LegalEntity

OGM, RF, OCR, NUMBER = "ogm", "rf", "ocr", "number"
RF_ROOM: Final = 21
"""Characters an ISO 11649 reference holds after its two check digits."""


def payment_reference(*, style: str, entity: LegalEntity, number: str, sequence: int, year: int) -> str:
    """The reference in the country's style: Belgian structured communication, ISO 11649 reference, Swedish OCR, or the number.

    Raises ValueError when the facts do not fit the style.
    """
    if style == OGM:
        return structured_communication(place=_place_of(entity), sequence=sequence, year=year)
    if style == RF:
        return creditor_reference(number)
    if style == OCR:
        return ocr_number(place=_place_of(entity), sequence=sequence, year=year)
    return number


def structured_communication(*, place: int, sequence: int, year: int) -> str:
    """Belgium's +++123/4567/89012+++ (Febelfin OGM-VCS): entity (2 digits), year (2), sequence (6), remainder by 97."""
    digits = _ten_digits(place=place, sequence=sequence, year=year)
    compact = digits + ogm_vcs.calc_check_digits(digits)
    return f"+++{compact[:3]}/{compact[3:7]}/{compact[7:]}+++"


def ocr_number(*, place: int, sequence: int, year: int) -> str:
    """Sweden's OCR number (Bankgirot, OCR-referenskontroll): the digits, their length's last digit, the Luhn check digit.

    The length counts both added digits. Ten digits say entity, year and sequence, so the reference has twelve.
    """
    digits = _ten_digits(place=place, sequence=sequence, year=year)
    body = digits + str((len(digits) + 2) % 10)
    return body + luhn.calc_check_digit(body)


def creditor_reference(number: str) -> str:
    """ISO 11649: RF, two check digits, the letters and digits of the number, in groups of four."""
    body = re.sub(r"[^A-Z0-9]", "", number.upper())
    if not body or len(body) > RF_ROOM:
        raise ValueError(
            f"The number {number!r} does not fit an ISO 11649 reference: 1 to {RF_ROOM} letters and digits."
        )
    compact = f"RF{mod_97_10.calc_check_digits(body + 'RF')}{body}"
    return " ".join(compact[i : i + 4] for i in range(0, len(compact), 4))


def _ten_digits(*, place: int, sequence: int, year: int) -> str:
    digits = f"{place:02}{year % 100:02}{sequence:06}"
    if len(digits) != 10:
        raise ValueError(f"Entity {place} and sequence {sequence} do not fit the ten digits of a reference.")
    return digits


def _place_of(entity: LegalEntity) -> int:
    """The entity's place among the country's, so that two entities never share a reference. Costs a query."""
    return LegalEntity.objects.filter(pk__lt=entity.pk).count() + 1
