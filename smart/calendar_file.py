"""The calendar as a file that programs of phones and desks read (RFC 5545), with days only: no hour, no amount."""

import datetime
import re
from collections.abc import Iterable

from smart.calendar_days import Entry

LINE = 75
"""Octets of a line before it is folded (RFC 5545, section 3.1)."""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def calendar_file(entries: Iterable[Entry], *, name: str, host: str, site: str, made_at: datetime.datetime) -> bytes:
    """Write the entries as one calendar. `host` makes the names of the entries unique, `site` their links complete."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Smart portal//Calendar//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    ]
    for entry in entries:
        lines += _event(entry, host=host, site=site, made_at=made_at)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def _event(entry: Entry, *, host: str, site: str, made_at: datetime.datetime) -> list[str]:
    """DTEND is the day after the last one (section 3.6.1)."""
    end = entry.last + datetime.timedelta(days=1)
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}@{host}",
        f"DTSTAMP:{made_at.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{entry.first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{end:%Y%m%d}",
        f"SUMMARY:{escaped(entry.title)}",
        *([f"DESCRIPTION:{escaped(entry.text)}"] if entry.text else []),
        f"URL:{site}{entry.url}",
        f"CATEGORIES:{entry.kind.upper()}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    """Text as a value: backslash, semicolon, comma and line breaks escaped, control characters left out (section 3.3.11)."""
    plain = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets, each further one after a space; no character is cut in two."""
    pieces, piece, size = [], "", 0
    for character in line:
        width = len(character.encode())
        if size + width > LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + character, size + width
    return "\r\n".join([*pieces, piece])
