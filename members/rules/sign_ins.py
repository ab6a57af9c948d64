"""Where a person is signed in: noted when they sign in, kept fresh once a minute, ended one by one or all but this one."""

import datetime
import ipaddress
from dataclasses import dataclass
from typing import Final

from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import SignIn, User
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken

SHOWN: Final = 10
BROWSERS: Final = (
    ("Firefox/", "Firefox"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the list. `is_open`: may still be used; `is_here`: the browser that asks."""

    row: SignIn
    is_open: bool
    is_here: bool


def note_sign_in(user: User, *, session_key: str, agent: str, ip: str) -> SignIn:
    """Keep that the person signed in, with what they recognise the place by and no whole address."""
    now = timezone.now()
    return SignIn.objects.create(
        user=user, session_key=session_key, browser=browser_of(agent), place=place_of(ip), began_at=now, seen_at=now
    )


def note_seen(sign_in_id: int, *, session_key: str) -> None:
    """The place was used just now; its session may have got another key meanwhile."""
    found = SignIn.objects.filter(pk=sign_in_id, ended_at=None).first()
    if found is not None:
        found.session_key, found.seen_at = session_key, timezone.now()
        found.save(update_fields=["session_key", "seen_at"])


def end_sign_in(row: SignIn, *, by: Actor) -> SignIn:
    """Sign the person out there, at once. Raises RuleBroken("already_ended") when nothing is left to end."""
    if by.user_id != row.user_id:
        raise NotAllowed(_("Only the person themselves may change this."))
    locked = SignIn.objects.select_for_update(of=("self",)).get(pk=row.pk)
    ended, _rows = Session.objects.filter(session_key=locked.session_key).delete() if locked.session_key else (0, {})
    if locked.ended_at is not None or not ended:
        _close(locked)
        raise RuleBroken("already_ended", _("You are already signed out there. If in doubt, sign out everywhere else."))
    return _close(locked)


def end_others(user: User, *, but: int | None) -> None:
    """Mark every other place as ended; the sessions themselves die with the person's session_epoch."""
    SignIn.objects.filter(user=user, ended_at=None).exclude(pk=but).update(ended_at=timezone.now(), session_key="")


def places_of(user: User, *, here: int | None, idle: datetime.timedelta) -> list[Place]:
    """The last places, newest first; one that was idle for too long is over, whether or not anybody came back to see."""
    since = timezone.now() - idle
    rows = SignIn.objects.filter(user=user).order_by("-id")[:SHOWN]
    return [
        Place(row, row.ended_at is None and (row.pk == here or row.seen_at > since), row.pk == here) for row in rows
    ]


def browser_of(agent: str) -> str:
    """The family of the browser and its system, as a person would call them: “Firefox, Windows”."""
    found = [next((name for mark, name in known if mark in agent), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found))


def place_of(ip: str) -> str:
    """The front part of the address: enough to see that it is another network, too little to follow anybody."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        return ":".join(address.exploded.split(":")[:3]) + ":…"
    return ".".join(str(address).split(".")[:2]) + ".…"


def _close(row: SignIn) -> SignIn:
    row.ended_at, row.session_key = row.ended_at or timezone.now(), ""
    row.save(update_fields=["ended_at", "session_key"])
    return row
