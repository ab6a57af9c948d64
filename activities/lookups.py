"""Where a client's facts could be looked up (VIES, a company register). None is plugged in: a portal that must work

offline asks nobody. An adapter is an object with `look_up`, put under a kind of identifier with `register`.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class FoundClient:
    """What a register knows about a number; empty where it says nothing."""

    name: str
    street: str = ""
    postal_code: str = ""
    city: str = ""
    source: str = ""


class ClientLookup(Protocol):
    def look_up(self, *, country_code: str, number: str) -> FoundClient | None:
        """Return what the register says, None when it does not know the number; never raise for a register that is down."""
        ...


_adapters: dict[tuple[str, str], ClientLookup] = {}


def register(adapter: ClientLookup, *, country_code: str, kind: str) -> None:
    """Plug an adapter in for a country ("*" for all) and a kind of identifier (vat, company_number)."""
    _adapters[country_code, kind] = adapter


def adapter_for(country_code: str, kind: str) -> ClientLookup | None:
    return _adapters.get((country_code, kind)) or _adapters.get(("*", kind))


def look_up(*, country_code: str, kind: str, number: str) -> FoundClient | None:
    """Ask the adapter of the country, when there is one."""
    adapter = adapter_for(country_code, kind)
    return adapter.look_up(country_code=country_code, number=number) if adapter else None
