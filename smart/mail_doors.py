"""The two doors mail comes in by, one rule behind them: what is kept is kept before the other side is told so.

An address says its country and its conversation: `reply+be.<key>@REPLY_DOMAIN` (members.rules.threads_notices).
"""

import asyncio
import re
from dataclasses import dataclass
from typing import Any, Final

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from countries.models import Country
from members.inbound.reading import LARGEST_MAIL
from members.models import InboundMail
from members.rules.inbound_mail import keep_mail, thread_named
from smart.foundation.actors import PORTAL
from smart.foundation.errors import RuleBroken
from smart.foundation.tenancy import country

log = structlog.get_logger(__name__)

_ADDRESS: Final = re.compile(r"reply\+(?P<slug>[a-z]{2})\.(?P<key>[0-9a-f]{32,64})")
OK: Final = "250 Message kept"
NO_SUCH: Final = "550 5.1.1 No conversation has this address. Write in the portal instead."
ONE_EACH: Final = "452 4.5.3 One address at a time"
LATER: Final = "451 4.3.0 The portal cannot keep it now, try again later"


@dataclass(frozen=True, slots=True)
class Place:
    """The conversation an address leads to."""

    country: Country
    key: str


def place_of(address: str) -> Place:
    """Where an address leads. Raises RuleBroken("reply_unknown") for any that leads nowhere."""
    local, _at, domain = address.strip().strip("<>").lower().rpartition("@")
    said = _ADDRESS.fullmatch(local)
    if said is not None and domain == settings.REPLY_DOMAIN.lower():
        where = Country.objects.filter(code=said["slug"].upper()).first()
        if where is not None:
            with country(where, by=PORTAL):
                if thread_named(said["key"]) is not None:
                    return Place(where, said["key"])
    raise RuleBroken("reply_unknown", "No conversation has this address. Write in the portal instead.")


def keep(raw: bytes, *, address: str, envelope_from: str) -> InboundMail:
    """Keep one mail for one address; committed when it returns. Raises RuleBroken: reply_unknown, mail_too_large."""
    if len(raw) > LARGEST_MAIL:
        raise RuleBroken("mail_too_large", f"The mail has more than {LARGEST_MAIL // 1024 // 1024} MB.")
    place = place_of(address)
    with country(place.country, by=PORTAL):
        return keep_mail(raw, key=place.key, envelope_from=envelope_from, now=timezone.now())


class Door:
    """What aiosmtpd asks while a server speaks to us. One address for each mail, so every answer is about one conversation."""

    async def handle_RCPT(  # noqa: N802 (aiosmtpd asks by this name)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if envelope.rcpt_tos:
            return ONE_EACH
        answer = await asyncio.to_thread(_answered, _known, address)
        if answer == OK:
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
        return answer

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 (the same)
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        return await asyncio.to_thread(_answered, _kept, raw, envelope.rcpt_tos[0], envelope.mail_from or "")


def _known(address: str) -> None:
    place_of(address)


def _kept(raw: bytes, address: str, envelope_from: str) -> None:
    mail = keep(raw, address=address, envelope_from=envelope_from)
    log.info("mail_kept", mail=mail.pk)


def _answered(work: Any, *facts: Any) -> str:
    """Do it and say how it went; whatever is our fault lets the other server try again."""
    close_old_connections()
    try:
        work(*facts)
    except RuleBroken as broken:
        return NO_SUCH if broken.code == "reply_unknown" else "552 5.3.4 The mail is too large"
    except (DatabaseError, OSError):
        log.exception("mail_not_kept")
        return LATER
    finally:
        close_old_connections()
    return OK
