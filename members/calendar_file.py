"""A meeting as a file for the person's own calendar (RFC 5545)."""

import datetime

from django.utils.translation import gettext as _

from countries.models import Country
from members.models import Meeting


def meeting_ics(meeting: Meeting, where: Country) -> bytes:
    """One event in UTC; the same meeting has the same UID, so a calendar replaces it instead of adding a second one."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Smart//Portal//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:meeting-{where.slug}-{meeting.pk}@portal.smart.example",
        f"DTSTAMP:{_utc(meeting.starts_at)}",
        f"DTSTART:{_utc(meeting.starts_at)}",
        f"DTEND:{_utc(meeting.ends_at)}",
        f"SUMMARY:{_text(_('Smart: information session') if meeting.kind == 'session' else _('Smart: appointment'))}",
        f"LOCATION:{_text(meeting.place or meeting.link)}",
    ]
    if meeting.link:
        lines.append(f"URL:{meeting.link}")
    lines += ["END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(folded for line in lines for folded in _fold(line)).encode()


def _utc(instant: datetime.datetime) -> str:
    return instant.astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    for sign in ("\\", ";", ","):
        words = words.replace(sign, f"\\{sign}")
    return words.replace("\r", "").replace("\n", "\\n")


def _fold(line: str) -> list[str]:
    """Lines of at most 75 octets (RFC 5545, 3.1); what is left over begins with a space."""
    parts, current = [], ""
    for sign in line:
        if len((current + sign).encode()) > 75:
            parts.append(current)
            current = " "
        current += sign
    return [*parts, current]
