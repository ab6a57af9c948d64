"""Check identifiers by country and kind with python-stdnum, offline: the number's own arithmetic, never a register.

A number whose rules we know is refused when they do not hold. A number whose rules we do not know is accepted with
a warning, so an unknown country never blocks a person. IBANs and EU VAT numbers are known wherever they exist.
"""

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength, ValidationError

NAMES: Final = {
    "company_number": gettext_lazy("company number"),
    "establishment_number": gettext_lazy("establishment number"),
    "vat": gettext_lazy("VAT number"),
    "national_number": gettext_lazy("national number"),
    "iban": gettext_lazy("IBAN"),
}

MODULES: Final = {
    ("AT", "company_number"): "at.businessid",
    ("AT", "national_number"): "at.vnr",
    ("AU", "company_number"): "au.abn",
    ("AU", "national_number"): "au.tfn",
    ("BE", "company_number"): "be.vat",
    ("BE", "national_number"): "be.ssn",
    ("CA", "company_number"): "ca.bn",
    ("CA", "national_number"): "ca.sin",
    ("CL", "company_number"): "cl.rut",
    ("CL", "national_number"): "cl.rut",
    ("CL", "vat"): "cl.rut",
    ("DE", "national_number"): "de.idnr",
    ("ES", "company_number"): "es.cif",
    ("ES", "national_number"): "es.nif",
    ("FI", "company_number"): "fi.ytunnus",
    ("FI", "national_number"): "fi.hetu",
    ("FR", "company_number"): "fr.siren",
    ("FR", "establishment_number"): "fr.siret",
    ("FR", "national_number"): "fr.nir",
    ("GB", "vat"): "gb.vat",
    ("IT", "company_number"): "it.iva",
    ("IT", "national_number"): "it.codicefiscale",
    ("KR", "company_number"): "kr.brn",
    ("KR", "national_number"): "kr.rrn",
    ("MA", "company_number"): "ma.ice",
    ("NL", "national_number"): "nl.bsn",
    ("SE", "company_number"): "se.orgnr",
    ("SE", "national_number"): "se.personnummer",
    ("US", "company_number"): "us.ein",
    ("US", "national_number"): "us.ssn",
}
EU_VAT_PREFIX: Final = {"GR": "EL"}
"""Where the prefix of the VAT number is not the ISO code of the country."""

EU: Final = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905 - readable
)
"""The members of the union, whose VAT numbers stdnum.eu.vat checks."""


@dataclass(frozen=True, slots=True)
class IdentifierCheck:
    """The answer: `compact` is what to store, `formatted` what to show, `message` what to say when it is not empty.

    `ok` False: refuse. `ok` True with `is_checked` False: accept, and say that nobody checked the number.
    """

    ok: bool
    is_checked: bool
    compact: str
    formatted: str
    message: str


def check_identifier(country: str, kind: str, value: str) -> IdentifierCheck:
    """Check a number of a country; `kind` is company_number, establishment_number, vat, national_number or iban."""
    code, typed = country.upper(), value.strip()
    module = _module(code, kind, typed)
    if module is None:
        return _unchecked(code, kind, typed)
    number = _with_prefix(code, typed) if kind == "vat" and code in EU else typed
    try:
        compact = str(module.validate(number))
    except ValidationError as refused:
        if kind == "iban" and isinstance(refused, InvalidComponent):
            return _account_of_unknown_bank(module, typed)
        return IdentifierCheck(False, True, "", typed, _refusal(code, kind, typed, refused))
    compact = _with_prefix(code, compact) if kind == "vat" and code in EU else compact
    return IdentifierCheck(True, True, compact, _formatted(module, compact), "")


def _account_of_unknown_bank(module: ModuleType, typed: str) -> IdentifierCheck:
    """The check digits fit, but the list of banks does not name this one: lists age, so the number is accepted."""
    compact = str(module.validate(typed, check_country=False))
    message = _("The check digits of this account fit, but its bank is not on our list. Compare it with the bank card.")
    return IdentifierCheck(True, False, compact, _formatted(module, compact), message)


def has_check(country: str, kind: str) -> bool:
    """Whether the arithmetic of this kind of number is known for the country."""
    return _module(country.upper(), kind, "") is not None


def _module(code: str, kind: str, typed: str) -> ModuleType | None:
    if kind == "iban":
        return import_module("stdnum.iban")
    if kind == "vat" and code in EU:
        return import_module("stdnum.eu.vat")
    name = MODULES.get((code, kind))
    return import_module(f"stdnum.{name}") if name else None


def _with_prefix(code: str, number: str) -> str:
    prefix = EU_VAT_PREFIX.get(code, code)
    bare = "".join(part for part in number if part not in " .-/")
    return bare if bare.upper().startswith(prefix) else f"{prefix}{bare}"


def _formatted(module: ModuleType, compact: str) -> str:
    shape: Any = getattr(module, "format", None)
    return str(shape(compact)) if shape else compact


def _unchecked(code: str, kind: str, typed: str) -> IdentifierCheck:
    compact = "".join(typed.split())
    message = _(
        "Nobody checked this %(kind)s: the rules of %(country)s are not known here. Compare it with the paper."
    ) % {
        "kind": NAMES.get(kind, kind),
        "country": code,
    }
    return IdentifierCheck(bool(compact), False, compact, typed, message)


def _refusal(code: str, kind: str, typed: str, refused: ValidationError) -> str:
    facts = {"found": typed, "kind": NAMES.get(kind, kind), "country": code, "length": sum(map(str.isalnum, typed))}
    if not typed:
        return _("The %(kind)s is empty. Copy it from the paper.") % facts
    if isinstance(refused, InvalidLength):
        return (
            _("“%(found)s” has %(length)d characters, too many or too few for a %(kind)s of %(country)s. Copy it.")
            % facts
        )
    if isinstance(refused, InvalidChecksum):
        return (
            _("“%(found)s” is not a %(kind)s of %(country)s: its check digits do not fit the rest. A digit is wrong.")
            % facts
        )
    if isinstance(refused, InvalidFormat | InvalidComponent):
        return (
            _("“%(found)s” does not have the form of a %(kind)s of %(country)s. Copy it again from the paper.") % facts
        )
    return _("“%(found)s” is not a %(kind)s of %(country)s. Copy it again from the paper.") % facts
