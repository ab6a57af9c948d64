"""Electronic addresses of invoices: the codes of the EAS list, what each kind of address looks like, and whose is whose.

An address is a scheme (EAS code, EN 16931 BT-34-1 and BT-49-1) and a value. The values of schemes whose arithmetic
is known are checked by it, offline; no directory is asked whether anybody listens there.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.exceptions import ValidationError

SCHEMES: Final = {
    "0208": gettext_lazy("Belgian enterprise number"),
    "0225": gettext_lazy("French address of the directory (SIREN, SIRET or code)"),
    "0002": gettext_lazy("French SIREN"),
    "0009": gettext_lazy("French SIRET"),
    "9930": gettext_lazy("German VAT number"),
    "0204": gettext_lazy("German Leitweg-ID"),
    "0211": gettext_lazy("Italian VAT number"),
    "0210": gettext_lazy("Italian codice fiscale"),
    "0201": gettext_lazy("Italian code of a public office (IPA)"),
    "9920": gettext_lazy("Spanish VAT number"),
    "9914": gettext_lazy("Austrian VAT number"),
    "9915": gettext_lazy("Austrian government"),
    "0007": gettext_lazy("Swedish organisation number"),
    "0088": gettext_lazy("GLN"),
    "0106": gettext_lazy("Dutch KVK number"),
    "0190": gettext_lazy("Dutch OIN of a public body"),
    "9944": gettext_lazy("Dutch VAT number"),
    "0184": gettext_lazy("Danish CVR number"),
    "0192": gettext_lazy("Norwegian organisation number"),
    "0216": gettext_lazy("Finnish OVT code"),
    "9938": gettext_lazy("Luxembourg VAT number"),
    "9925": gettext_lazy("Belgian VAT number"),
    "9957": gettext_lazy("French VAT number"),
}
"""The schemes people of our countries meet, in words; every other code of the list is accepted as a code."""

EAS: Final = frozenset(SCHEMES) | frozenset(
    [
        "0060",
        "0096",
        "0097",
        "0130",
        "0135",
        "0142",
        "0151",
        "0183",
        "0188",
        "0191",
        "0195",
        "0196",
        "0198",
        "0199",
        "0200",
        "0209",
        "0218",
        "0221",
        "0230",
        "0235",
        "0240",
        "0242",
        "0244",
        "0245",
        "0246",
        "0248",
        "9910",
        "9913",
        "9918",
        "9919",
        "9922",
        "9923",
        "9924",
        "9926",
        "9927",
        "9928",
        "9929",
        "9931",
        "9932",
        "9933",
        "9934",
        "9935",
        "9936",
        "9937",
        "9939",
        "9940",
        "9941",
        "9942",
        "9943",
        "9945",
        "9946",
        "9947",
        "9948",
        "9949",
        "9950",
        "9951",
        "9952",
        "9953",
        "9959",
    ]
)
"""The Electronic Address Scheme list as Peppol 3.0.21 (May 2026) has it; 9906 and 9907 are gone, 0202 is not in it."""

MODULES: Final = {
    "0208": ("be.vat", ""),
    "0002": ("fr.siren", ""),
    "0009": ("fr.siret", ""),
    "0204": ("de.leitweg", ""),
    "0007": ("se.orgnr", ""),
    "0088": ("ean", ""),
    "0184": ("dk.cvr", ""),
    "0192": ("no.orgnr", ""),
    "0210": ("it.codicefiscale", ""),
    "9930": ("de.vat", "DE"),
    "0211": ("it.iva", "IT"),
    "9920": ("es.nif", "ES"),
    "9914": ("at.uid", "AT"),
    "9925": ("be.vat", "BE"),
    "9957": ("fr.tva", "FR"),
    "9938": ("lu.tva", "LU"),
    "9944": ("nl.btw", "NL"),
}
"""Scheme → module of stdnum and the prefix the value carries."""

KEEPS_DASHES: Final = frozenset({"0204"})
IPA: Final = re.compile(r"[A-Z0-9]{6}")
FRENCH: Final = re.compile(r"\d{9}(_\d{14})?(_[A-Za-z0-9+\-_/]{1,45})?")
PLAIN: Final = re.compile(r"[A-Za-z0-9._:+/\-]{1,60}")


@dataclass(frozen=True, slots=True)
class ElectronicAddress:
    """Where an invoice goes: scheme and value, both empty when there is none."""

    scheme: str = ""
    value: str = ""

    def __bool__(self) -> bool:
        return bool(self.scheme and self.value)


class AddressRefused(Exception):
    """An address that cannot be one; `field` is scheme or value, `sentence` says what was found and expected."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field, self.sentence = field, sentence
        super().__init__(sentence)


def scheme_name(scheme: str) -> str:
    """The scheme in words, with its code."""
    return f"{SCHEMES[scheme]} ({scheme})" if scheme in SCHEMES else scheme


def scheme_choices() -> list[tuple[str, str]]:
    """Every scheme for a list to choose from: those with words first, the bare codes after them."""
    named = [(code, scheme_name(code)) for code in SCHEMES]
    return [("", _("None")), *named, *((code, code) for code in sorted(EAS - set(SCHEMES)))]


def checked_address(scheme: str, value: str) -> ElectronicAddress:
    """The address as it is stored, compact. Raises AddressRefused; two empty texts are no address."""
    code, typed = scheme.strip(), "".join(value.split())
    if not code and not typed:
        return ElectronicAddress()
    if code not in EAS:
        raise AddressRefused(
            "scheme",
            _("“%(found)s” is no code of the list of electronic addresses (EAS). Choose one, for example 0208 or 0007.")
            % {"found": code or "-"},
        )
    if not typed:
        raise AddressRefused("value", _("The electronic address is empty. Write it, or leave its kind empty too."))
    compact = _compact(code, typed)
    if compact is None:
        raise AddressRefused(
            "value",
            _(
                "“%(found)s” is no address of the kind “%(scheme)s”: its form or its check digits do not fit. Copy it again."
            )
            % {"found": value, "scheme": scheme_name(code)},
        )
    return ElectronicAddress(code, compact)


def address_of_numbers(country: str, *, vat_number: str, company_number: str) -> ElectronicAddress:
    """The address a firm of ours is found under, made of its numbers; none when the numbers do not give one."""
    scheme, make = _OWN.get(country, ("", None))
    if make is None:
        return ElectronicAddress()
    value = make(vat_number, company_number)
    try:
        return checked_address(scheme, value) if value else ElectronicAddress()
    except AddressRefused:
        return ElectronicAddress()


def _compact(scheme: str, typed: str) -> str | None:
    if scheme == "0225":
        return typed if FRENCH.fullmatch(typed) and _valid("fr.siren", typed[:9]) else None
    if scheme == "0201":
        return typed.upper() if IPA.fullmatch(typed.upper()) else None
    if scheme not in MODULES:
        return typed if PLAIN.fullmatch(typed) else None
    name, prefix = MODULES[scheme]
    bare = typed.upper().removeprefix(prefix)
    found = _valid(name, bare)
    if found is None:
        return None
    return typed.upper() if scheme in KEEPS_DASHES else prefix + found.removeprefix(prefix)


def _valid(name: str, number: str) -> str | None:
    try:
        return str(import_module(f"stdnum.{name}").validate(number))
    except ValidationError:
        return None


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


_OWN: Final[dict[str, tuple[str, Callable[[str, str], str]]]] = {
    "BE": ("0208", lambda vat, number: _digits(number) or _digits(vat)),
    "FR": ("0225", lambda vat, number: _digits(number)[:9] or _digits(vat)[-9:]),
    "DE": ("9930", lambda vat, number: vat),
    "IT": ("0211", lambda vat, number: vat or number),
    "ES": ("9920", lambda vat, number: vat or number),
    "AT": ("9914", lambda vat, number: vat),
    "SE": ("0007", lambda vat, number: _digits(number) or _digits(vat)[:10]),
}
"""Country → the scheme its firms are found under, and how the value is made of VAT and company number."""
