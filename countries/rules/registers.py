"""The registers of a country: its basics, legal entities, offices and bank accounts."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from babel.numbers import is_currency
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from countries import perms
from countries.calendars import regions
from countries.data.reading import LANGUAGES
from countries.electronic_address import AddressRefused, ElectronicAddress, address_of_numbers, checked_address
from countries.guards import require_awake
from countries.identifiers import IdentifierCheck, check_identifier
from countries.models import BankAccount, Country, LegalEntity, Office
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken

ENTITY_NUMBERS = {"company_number": "company_number", "vat_number": "vat"}
"""Field of a legal entity → kind of identifier."""
ENDPOINT_FIELDS = {"scheme": "endpoint_scheme", "value": "endpoint_id"}
"""Part of an electronic address → the field it is typed into."""


def save_basics(
    country: Country, *, languages: list[str], currency: str, time_zone: str, holiday_region: str, by: Actor
) -> Country:
    """Set languages, currency, time zone and holiday region; the currency is fixed once the country has been open."""
    _check_right(country, by)
    locked: Country = Country.objects.select_for_update(of=("self",), no_key=True).get(pk=country.pk)
    if not languages or set(languages) - set(LANGUAGES):
        raise _refused("languages", _("Choose at least one of the portal's languages."))
    if not is_currency(currency):
        raise _refused("currency", _("“%(found)s” is no currency. Write a code such as EUR.") % {"found": currency})
    if currency != locked.currency and locked.is_open:
        raise _refused("currency", _("The currency cannot change while the country is open: its books are kept in it."))
    if time_zone not in available_timezones():
        raise _refused("time_zone", _("“%(found)s” is no time zone.") % {"found": time_zone})
    if holiday_region and holiday_region not in regions(country.code.code):
        raise _refused("holiday_region", _("“%(found)s” is no region with holidays.") % {"found": holiday_region})
    locked.languages, locked.currency = languages, currency
    locked.time_zone, locked.holiday_region = time_zone, holiday_region
    locked.save(update_fields=["languages", "currency", "time_zone", "holiday_region"])
    return locked


def save_entity(
    country: Country, *, entity: LegalEntity | None, facts: Mapping[str, Any], by: Actor
) -> tuple[LegalEntity, list[str]]:
    """Create or change a legal entity; numbers are checked and stored compact. Returns it with the warnings to show.

    `facts`: code, name, legal_form, company_number, vat_number, employer_number, register, street, postal_code, city,
    email, phone, endpoint_scheme, endpoint_id. Without an electronic address it is made of the numbers. The first
    entity becomes the default one.
    """
    _check_right(country, by)
    checks = {field: _checked_number(country, field, kind, facts) for field, kind in ENTITY_NUMBERS.items()}
    row = entity or LegalEntity(is_default=not LegalEntity.objects.filter(is_default=True).exists())
    for field, value in facts.items():
        setattr(row, field, value)
    for field, check in checks.items():
        setattr(row, field, check.compact if check else "")
    address = _electronic_address(country, row)
    row.endpoint_scheme, row.endpoint_id = address.scheme, address.value
    row.notes = {**row.notes, "is_demo": False, "entered_by": by.label}
    _save(row, field="code", sentence=_("There is already a legal entity with the code “%(code)s”.") % facts)
    return row, [check.message for check in checks.values() if check and check.message]


def save_office(country: Country, *, office: Office | None, facts: Mapping[str, Any], by: Actor) -> Office:
    """Create or change an office: name, city, address, email, phone, serves (country codes)."""
    _check_right(country, by)
    row = office or Office()
    for field, value in facts.items():
        setattr(row, field, value)
    _save(row, field="name", sentence=_("There is already an office called “%(name)s”.") % facts)
    return row


def save_account(
    country: Country, *, account: BankAccount | None, entity: LegalEntity, facts: Mapping[str, Any], by: Actor
) -> BankAccount:
    """Create or change a bank account of a legal entity: name, iban, bic, currency. The IBAN is checked."""
    _check_right(country, by)
    check = check_identifier(country.code.code, "iban", facts["iban"])
    if not check.ok:
        raise _refused("iban", check.message)
    row = account or BankAccount()
    row.entity, row.name, row.iban = entity, facts["name"], check.compact
    row.bic, row.currency = facts.get("bic", ""), facts["currency"]
    row.is_default = not BankAccount.objects.filter(entity=entity, is_default=True).exclude(pk=row.pk).exists()
    _save(row, field="iban", sentence=_("This account is already there."))
    return row


def _checked_number(country: Country, field: str, kind: str, facts: Mapping[str, Any]) -> IdentifierCheck | None:
    typed = str(facts.get(field) or "").strip()
    if not typed:
        return None
    check = check_identifier(country.code.code, kind, typed)
    if not check.ok:
        raise _refused(field, check.message)
    return check


def _electronic_address(country: Country, row: LegalEntity) -> ElectronicAddress:
    """What was typed, or what the numbers give when nothing was."""
    try:
        typed = checked_address(row.endpoint_scheme, row.endpoint_id)
    except AddressRefused as refused:
        raise _refused(ENDPOINT_FIELDS[refused.field], refused.sentence) from refused
    return typed or address_of_numbers(country.code.code, vat_number=row.vat_number, company_number=row.company_number)


def _check_right(country: Country, by: Actor) -> None:
    if not perms.may_enter_setting(by):
        raise NotAllowed(_("Only a network administrator or an administrator of the country may change this."))
    require_awake(country)


def _save(row: LegalEntity | Office | BankAccount, *, field: str, sentence: str) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Conflict("already_there", sentence, field=field) from error


def _refused(field: str, sentence: str) -> RuleBroken:
    return RuleBroken(f"{field}_refused", sentence, field=field)
