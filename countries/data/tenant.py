"""A tenant's file: legal entities, offices, identifiers and dated settings, checked and frozen."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from countries.data.catalogue import SettingKind, ValueRefused, check_value
from countries.data.reading import (
    FOLDER,
    LANGUAGES,
    DataFileError,
    check_keys,
    check_origin,
    read_data,
)
from countries.setting_kinds import kinds_of

TENANT_KEYS: Final = {"country", "currency", "languages", "time_zone", "calendar", "legal_entities", "offices",
                      "identifiers", "settings"}  # fmt: skip
ENTITY_KEYS: Final = {"code", "name", "legal_form", "law", "is_main", "since", "source", "confidence", "register",
                      "address", "identifiers", "bank_accounts"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class BankAccountData:
    """An account: invented and checksum-valid when `is_demo`."""

    purpose: str
    iban: str
    holder: str
    since: datetime.date
    is_demo: bool


@dataclass(frozen=True, slots=True)
class LegalEntityData:
    """A legal entity with its numbers by kind; `is_demo` says that numbers and address are invented."""

    code: str
    name: str
    legal_form: str
    is_main: bool
    since: datetime.date
    register: str
    street: str
    postal_code: str
    city: str
    email: str
    phone: str
    numbers: Mapping[str, str]
    bank_accounts: tuple[BankAccountData, ...]
    is_demo: bool
    source: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class OfficeData:
    """An office and the countries whose members it serves."""

    code: str
    city: str
    serves: tuple[str, ...]
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class SettingData:
    """One dated value of one setting, in its Python form."""

    key: str
    since: datetime.date
    value: Any
    source: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class TenantData:
    """Everything a tenant file says."""

    country: str
    currency: str
    languages: tuple[str, ...]
    time_zone: str
    region: str
    legal_entities: tuple[LegalEntityData, ...]
    offices: tuple[OfficeData, ...]
    identifiers: Mapping[str, str]
    settings: tuple[SettingData, ...]


@cache
def tenants() -> Mapping[str, TenantData]:
    """Every tenant file by country code."""
    found = [read_tenant(path) for path in sorted((FOLDER / "tenants").glob("*.yaml"))]
    return {tenant.country: tenant for tenant in found}


def read_tenant(path: Path) -> TenantData:
    """Read and check one file; raise DataFileError naming file, place, found and expected."""
    return build_tenant(read_data(path), name=path.name)


def build_tenant(raw: Mapping[str, Any], *, name: str) -> TenantData:
    """Check a tenant's mapping and freeze it."""
    check_keys(raw, name, required=TENANT_KEYS)
    if set(raw["languages"]) - set(LANGUAGES) or not raw["languages"]:
        raise DataFileError(f"{name}: languages {raw['languages']}, expected some of {', '.join(LANGUAGES)}.")
    entities = tuple(_entity(entity, f"{name} legal_entities") for entity in raw["legal_entities"])
    if sum(entity.is_main for entity in entities) != 1:
        raise DataFileError(f"{name}: expected exactly one legal entity with is_main: true.")
    return TenantData(
        country=raw["country"],
        currency=raw["currency"],
        languages=tuple(raw["languages"]),
        time_zone=raw["time_zone"],
        region=raw["calendar"]["subdivision"],
        legal_entities=entities,
        offices=tuple(_office(office, f"{name} offices") for office in raw["offices"]),
        identifiers={entry["kind"]: entry["name"] for entry in raw["identifiers"]},
        settings=tuple(
            value for key, values in raw["settings"].items() for value in _settings(raw["country"], key, values, name)
        ),
    )


def _entity(raw: Any, where: str) -> LegalEntityData:
    check_keys(raw, where, required=ENTITY_KEYS, optional={"note", "contact"})
    check_origin(raw, where)
    contact = check_keys(raw.get("contact", {}), f"{where} contact", required=(), optional={"email", "phone", "demo"})
    address = check_keys(raw["address"], where, required={"street", "postal_code", "city", "demo"})
    return LegalEntityData(
        code=raw["code"],
        name=raw["name"],
        legal_form=raw["legal_form"],
        is_main=raw["is_main"],
        since=raw["since"],
        register=raw["register"],
        street=address["street"],
        postal_code=str(address["postal_code"]),
        city=address["city"],
        email=contact.get("email", ""),
        phone=contact.get("phone", ""),
        numbers={entry["kind"]: str(entry["value"]) for entry in raw["identifiers"]},
        bank_accounts=tuple(_account(account, where) for account in raw["bank_accounts"]),
        is_demo=any(entry.get("demo") for entry in raw["identifiers"]) or address["demo"],
        source=raw["source"],
        confidence=raw["confidence"],
        note=raw.get("note", ""),
    )


def _account(raw: Any, where: str) -> BankAccountData:
    check_keys(
        raw,
        f"{where} bank_accounts",
        required={"purpose", "iban", "holder", "since"},
        optional={"demo"},
    )
    return BankAccountData(
        purpose=raw["purpose"],
        iban=raw["iban"],
        holder=raw["holder"],
        since=raw["since"],
        is_demo=bool(raw.get("demo")),
    )


def _office(raw: Any, where: str) -> OfficeData:
    check_keys(
        raw,
        where,
        required={"code", "city", "serves", "source", "confidence"},
        optional={"calendar"},
    )
    check_origin(raw, where)
    return OfficeData(
        code=raw["code"],
        city=raw["city"],
        serves=tuple(raw["serves"]),
        source=raw["source"],
        confidence=raw["confidence"],
    )


def _settings(country: str, key: str, values: Any, name: str) -> tuple[SettingData, ...]:
    setting = kinds_of(country).get(key)
    if setting is None:
        raise DataFileError(f"{name}: the setting “{key}” is not in settings_catalogue.yaml.")
    built = tuple(_setting(setting, raw, f"{name} {key}") for raw in values)
    days = [value.since for value in built]
    if not days or days != sorted(set(days)):
        raise DataFileError(f"{name} {key}: days {days}, expected at least one and each later than the one before.")
    return built


def _setting(setting: SettingKind, raw: Any, where: str) -> SettingData:
    check_keys(
        raw,
        where,
        required={"since", "value", "source", "confidence"},
        optional={"note", "demo"},
    )
    check_origin(raw, where)
    try:
        value = check_value(setting, raw["value"])
    except ValueRefused as refused:
        raise DataFileError(f"{where}: {refused}") from refused
    return SettingData(
        key=setting.key,
        since=raw["since"],
        value=value,
        source=raw["source"],
        confidence=raw["confidence"],
        note=raw.get("note", ""),
    )
