"""Ways an electronic invoice leaves the house. By hand is the default: staff take the file and note where it went.

An adapter carries one parcel and answers with the reference under which it went; `status` of an access point is asked
later. A new one is a class with these methods, named in `settings.EINVOICE_ADAPTER_KINDS`; `EINVOICE_ADAPTERS`
("BE:peppol=directory,DE=email") says which country, or which channel of it, goes which way. Adapters run in a worker,
in a step of their own, never in a page; what they raise is tried again, three times, then shown to staff. Sending the
same parcel twice must be harmless: `Parcel.key` is the same for the same document.

An access point (Peppol, a French platform, the Italian exchange system) needs a contract and a certificate that no
software brings. Its class follows `AccessPoint`: `send` hands the document over and returns the network's message id;
`status` returns every answer known for that id, oldest first, in the codes of `invoicing.einvoice_codes`. The portal
asks again each day and records each answer once.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol, runtime_checkable

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from members.rules import notices

BY_HAND: Final = "manual"
WITH_THE_MAIL: Final = "mail"
"""Not an adapter: the document went inside the PDF that the invoice's own mail links to."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One document on its way. `papers` are ids of the vault, for ways that attach files."""

    key: str
    country: str
    channel: str
    format: str
    number: str
    file_name: str
    content: bytes
    sender: tuple[str, str]
    receiver: tuple[str, str]
    mail_to: str
    language: str
    seller_name: str
    papers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the network or the receiver said, in its own code."""

    code: str
    at: datetime
    note: str = ""
    raw: str = ""


class Adapter(Protocol):
    """A way out of the house."""

    def send(self, parcel: Parcel) -> str:
        """Hand the parcel over and return the reference it goes under. Raises OSError when the way is closed."""
        ...


@runtime_checkable
class AccessPoint(Protocol):
    """A way that also tells what became of a document."""

    def send(self, parcel: Parcel) -> str:
        """Hand the parcel over and return the network's message id. Raises OSError when the way is closed."""
        ...

    def status(self, reference: str) -> Iterable[Answer]:
        """Every answer known for a message id, oldest first; the same ones again on each call."""
        ...


class Directory:
    """Lays the file into `EINVOICE_DIRECTORY/<country>/<channel>/`, where the sender's own software takes it.

    The file appears whole or not at all; the same parcel again writes the same name.
    """

    def send(self, parcel: Parcel) -> str:
        folder = Path(settings.EINVOICE_DIRECTORY) / parcel.country.lower() / parcel.channel
        folder.mkdir(parents=True, exist_ok=True)
        name = Path(parcel.file_name).name
        half = folder / f".{name}.part"
        half.write_bytes(parcel.content)
        os.replace(half, folder / name)  # noqa: PTH105 - atomic on every system
        return name[:120]


class Email:
    """Writes a mail with the XML and the PDF to the outbox, to where the client wants its invoices."""

    def send(self, parcel: Parcel) -> str:
        with translation.override(parcel.language):
            facts = {"number": parcel.number, "seller": parcel.seller_name, "LANGUAGE_CODE": parcel.language}
            mail = notices.mail_to(
                parcel.mail_to,
                key=f"einvoice-{parcel.key}",
                language=parcel.language,
                subject=_("Electronic invoice %(number)s · %(seller)s") % facts,
                text=render_to_string("email/invoicing_einvoice.txt", facts),
                html=render_to_string("email/invoicing_einvoice.html", facts),
                attachments=parcel.papers,
            )
        return f"mail-{mail.pk}"


def way_of(country: str, channel: str) -> str:
    """The name of the way a document goes; "manual" unless the settings say otherwise."""
    ways: Mapping[str, str] = settings.EINVOICE_ADAPTERS
    return ways.get(f"{country}:{channel}") or ways.get(country) or BY_HAND


def adapter_named(way: str) -> Adapter:
    """The adapter of a way that is not by hand. Raises KeyError for a way nobody registered."""
    made: Adapter = import_string(settings.EINVOICE_ADAPTER_KINDS[way])()
    return made
