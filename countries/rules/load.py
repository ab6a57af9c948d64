"""Put the countries of the data files into the database. Idempotent: what is there is left as it is."""

import datetime
from collections.abc import Iterable
from typing import Final

from django.utils import timezone

from countries import registry
from countries.contract import Capability
from countries.data.catalogue import to_stored
from countries.data.network import NetworkCountry, network
from countries.data.tenant import LegalEntityData, SettingData, TenantData, tenants
from countries.electronic_address import address_of_numbers
from countries.models import BankAccount, Country, CountrySetting, LegalEntity, Office
from countries.rules.onboarding import pack_of, usual_currency
from countries.states import SettingState
from smart.foundation.actors import SYSTEM, Actor
from smart.foundation.tenancy import country as enter

LOADER: Final = Actor(kinds=frozenset({SYSTEM}), label="Network office")
ENTERED_BY: Final = (-1, "Network office")
APPROVED_BY: Final = (-2, "Network board")
"""The two who stand for the values of the files. Negative, so that they are never the id of a person."""


def load_countries(codes: Iterable[str] | None = None) -> list[Country]:
    """Create the countries (all of the network, or those named) with registers and approved settings."""
    known = network().countries
    wanted = list(known) if codes is None else [code.upper() for code in codes]
    missing = [_country(known[code]) for code in wanted]
    Country.objects.bulk_create(missing, ignore_conflicts=True)
    rows: list[Country] = list(Country.objects.filter(code__in=wanted).order_by("id"))
    for row in rows:
        _follow_the_code(row)
        tenant = tenants().get(row.code.code)
        if tenant is not None:
            with enter(row, by=LOADER):
                _load_registers(tenant)
                _load_settings(tenant)
    return rows


def _country(found: NetworkCountry) -> Country:
    tenant = tenants().get(found.code)
    return Country(
        code=found.code,
        state=found.state,
        pack=pack_of(found.code),
        currency=tenant.currency if tenant else usual_currency(found.code),
        languages=list(tenant.languages) if tenant else [],
        time_zone=tenant.time_zone if tenant else "UTC",
        holiday_region=tenant.region if tenant else "",
        began_on=datetime.date(found.since_year, 1, 1) if found.since_year else None,
        has_payroll=_computes_payroll(found.code),
    )


def _computes_payroll(code: str) -> bool:
    """Whether the country has a pack whose payroll is open; a country on `generic` opens its own by its scheme."""
    return registry.has_own_pack(code) and Capability.PAYROLL in registry.pack_for(code).pack.capabilities


def _follow_the_code(row: Country) -> None:
    """A pack or a payroll that came with a later version of the portal takes effect here."""
    pack, has_payroll = pack_of(row.code.code), _computes_payroll(row.code.code) or row.has_payroll
    if (row.pack, row.has_payroll) != (pack, has_payroll):
        row.pack, row.has_payroll = pack, has_payroll
        row.save(update_fields=["pack", "has_payroll"])


def _load_registers(tenant: TenantData) -> None:
    LegalEntity.objects.bulk_create([_entity(data) for data in tenant.legal_entities], ignore_conflicts=True)
    Office.objects.bulk_create(
        [Office(name=office.city, city=office.city, serves=list(office.serves)) for office in tenant.offices],
        ignore_conflicts=True,
    )
    by_code = {entity.code: entity for entity in LegalEntity.objects.all()}
    for data in tenant.legal_entities:
        _complete(by_code[data.code], data, country=tenant.country)
    accounts = [
        BankAccount(
            entity=by_code[data.code],
            name=account.purpose,
            iban=account.iban,
            currency=tenant.currency,
            is_default=position == 0,
        )
        for data in tenant.legal_entities
        for position, account in enumerate(data.bank_accounts)
    ]
    BankAccount.objects.bulk_create(accounts, ignore_conflicts=True)


def _complete(entity: LegalEntity, data: LegalEntityData, *, country: str) -> None:
    """Fill in what an entity loaded by an earlier version does not have yet; what is there is left as it is."""
    address = address_of_numbers(country, vat_number=entity.vat_number, company_number=entity.company_number)
    wanted = {"email": data.email, "phone": data.phone}
    if not entity.endpoint_scheme:
        wanted |= {"endpoint_scheme": address.scheme, "endpoint_id": address.value}
    missing = {name: value for name, value in wanted.items() if value and not getattr(entity, name)}
    for name, value in missing.items():
        setattr(entity, name, value)
    if missing:
        entity.save(update_fields=list(missing))


def _entity(data: LegalEntityData) -> LegalEntity:
    return LegalEntity(
        code=data.code,
        name=data.name,
        legal_form=data.legal_form,
        company_number=data.numbers.get("company_number", ""),
        vat_number=data.numbers.get("vat", ""),
        register=data.register,
        street=data.street,
        postal_code=data.postal_code,
        city=data.city,
        is_default=data.is_main,
        notes={
            "source": data.source,
            "confidence": data.confidence,
            "note": data.note,
            "is_demo": data.is_demo,
            "since": data.since.isoformat(),
            "establishment_number": data.numbers.get("establishment_number", ""),
        },
    )


def _load_settings(tenant: TenantData) -> None:
    now = timezone.now()
    CountrySetting.objects.bulk_create([_setting(data, now) for data in tenant.settings], ignore_conflicts=True)


def _setting(data: SettingData, now: datetime.datetime) -> CountrySetting:
    return CountrySetting(
        key=data.key,
        since=data.since,
        value=to_stored(data.value),
        source=data.source,
        confidence=data.confidence,
        note=data.note,
        state=SettingState.APPROVED,
        entered_by_id=ENTERED_BY[0],
        entered_by_label=ENTERED_BY[1],
        entered_at=now,
        decided_by_id=APPROVED_BY[0],
        decided_by_label=APPROVED_BY[1],
        decided_at=now,
    )
