"""The country the work is in: its row, its pack and its clock."""

from collections.abc import Mapping
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from countries import registry
from countries.contract import ContractKind
from countries.entered import entered_country as entered_country
from countries.models import Country
from countries.registry import BoundPack
from smart.foundation import formats


def pack_of(country: Country) -> BoundPack:
    return registry.pack_for(country.code.code)


def starts_at(country: Country, day: date, hour: time) -> datetime:
    """The instant work begins, on the country's clock."""
    return datetime.combine(day, hour, tzinfo=ZoneInfo(country.time_zone))


def clock(country: Country, instant: datetime) -> str:
    """Day and time as the country's clocks show them, written for the reader."""
    return formats.moment(country.local(instant).replace(tzinfo=None))


def in_language(text: Mapping[str, str] | None, language: str) -> str:
    """A law's own words in the reader's language, otherwise in English."""
    words = text or {}
    return str(words.get(language[:2]) or words.get("en") or next(iter(words.values()), ""))


def contract_kinds(country: Country) -> tuple[ContractKind, ...]:
    return pack_of(country).pack.contract_kinds
