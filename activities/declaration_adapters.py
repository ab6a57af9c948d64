"""Ways to an authority. By hand is the default: staff take the file to the authority's own pages and note its reference.

An adapter carries one file and answers with the reference under which it went. A new one is a class with `send`, named
in `settings.DECLARATION_ADAPTER_KINDS`; `DECLARATION_ADAPTERS` ("BE=directory,FR:dpae=directory") says which
country or declaration goes which way. Adapters run in a worker, never in a page; what they raise is tried again, three
times, then shown to staff. Sending the same parcel twice must be harmless.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from countries.contract import DeclarationFile

BY_HAND: Final = "manual"


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes out: which country and kind, our own reference of it, and the file."""

    country: str
    kind: str
    reference: str
    file: DeclarationFile


class Adapter(Protocol):
    """A way to an authority."""

    def send(self, parcel: Parcel) -> str:
        """Hand the parcel over and return the reference it goes under. Raises OSError when the way is closed."""
        ...


class Directory:
    """Lays the file into `DECLARATION_DIRECTORY/<country>/`, where the sender's own software takes it.

    The file appears whole or not at all; the same parcel again writes the same name.
    """

    def send(self, parcel: Parcel) -> str:
        folder = Path(settings.DECLARATION_DIRECTORY) / parcel.country.lower()
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{parcel.reference}-{Path(parcel.file.name).name}"
        half = folder / f".{name}.part"
        half.write_bytes(parcel.file.content)
        os.replace(half, folder / name)  # noqa: PTH105 - atomic on every system
        return name[:80]


def way_of(country: str, kind: str) -> str:
    """The name of the way a declaration goes; "manual" unless the settings say otherwise."""
    ways: Mapping[str, str] = settings.DECLARATION_ADAPTERS
    return ways.get(f"{country}:{kind}") or ways.get(country) or BY_HAND


def adapter_named(way: str) -> Adapter:
    """The adapter of a way that is not by hand. Raises KeyError for a way nobody registered."""
    made: Adapter = import_string(settings.DECLARATION_ADAPTER_KINDS[way])()
    return made
