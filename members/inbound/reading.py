"""One mail as bytes → who wrote it, what is new in it, which files hang on it, and whether a person wrote it at all."""

import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import getaddresses
from typing import Final

from members.inbound.html_words import words_of_html
from members.inbound.new_words import new_words
from smart.foundation.files import digest_of

LARGEST_MAIL: Final = 25 * 1024 * 1024
LONGEST_TEXT: Final = 200_000
MOST_PARTS: Final = 100
SMALL_PICTURE: Final = 20_000
"""Bytes below which a picture inside HTML is the logo of a signature and no attachment."""
_ID: Final = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>")
_AUTOMATIC: Final = frozenset({"bulk", "junk", "list", "auto_reply"})


class Unreadable(Exception):
    """The bytes are no mail a program can take apart."""


@dataclass(frozen=True, slots=True)
class GivenFile:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ReadMail:
    """`sender` is the one address of From in small letters, blank when there is none or several."""

    sender: str
    subject: str
    is_automatic: bool
    text: str
    files: tuple[GivenFile, ...]


def mail_id_of(raw: bytes) -> str:
    """The Message-ID; of a mail without a proper one the hash of its bytes, in the same form."""
    found = _ID.search(_header(_headers(raw), "message-id"))
    return found.group() if found else f"<{digest_of(raw)}@no-message-id.invalid>"


def facts_of(raw: bytes) -> tuple[str, str]:
    """Sender and subject, from the headers alone."""
    headers = _headers(raw)
    return _sender(headers), _line(_header(headers, "subject"))[:200]


def read_mail(raw: bytes, *, envelope_from: str) -> ReadMail:
    """Take a mail apart. `envelope_from` is blank for reports of mail servers. Raises Unreadable."""
    try:
        message = BytesParser(policy=policy.default).parsebytes(raw)
        parts = _parts(message)
        return ReadMail(
            sender=_sender(message),
            subject=_line(_header(message, "subject"))[:200],
            is_automatic=not envelope_from.strip("<> ") or _is_automatic(message),
            text=_text(parts),
            files=tuple(_files(parts)),
        )
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError) as broken:
        raise Unreadable(str(broken)) from broken


def _headers(raw: bytes) -> EmailMessage:
    return BytesParser(policy=policy.default).parsebytes(raw[:100_000], headersonly=True)


def _header(message: EmailMessage, name: str) -> str:
    """A header as text, or nothing: broken ones make the library stumble."""
    try:
        return str(message.get(name, ""))
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        return ""


def _line(words: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())


def _sender(message: EmailMessage) -> str:
    addresses = [address for _name, address in getaddresses([_header(message, "from")]) if "@" in address]
    return addresses[0].strip().lower()[:254] if len(addresses) == 1 else ""


def _is_automatic(message: EmailMessage) -> bool:
    """An out-of-office note, a report or a list (RFC 3834 section 2): never a person's answer."""
    said = _header(message, "auto-submitted").partition(";")[0].strip().lower()
    if said not in {"", "no"} or _header(message, "precedence").strip().lower() in _AUTOMATIC:
        return True
    if any(message.get(name) is not None for name in ("list-id", "x-autoreply", "x-autorespond")):
        return True
    name = _sender(message).partition("@")[0]
    return message.get_content_type() == "multipart/report" or name in {"mailer-daemon", "postmaster"}


def _parts(message: EmailMessage) -> list[tuple[MIMEPart, bool]]:
    """The leaves, each with whether it belongs to the HTML around it; the parts of an attached mail are not taken."""
    found: list[tuple[MIMEPart, bool]] = []
    waiting: list[tuple[MIMEPart, bool]] = [(message, False)]
    while waiting and len(found) < MOST_PARTS:
        part, is_inside = waiting.pop(0)
        if part.get_content_maintype() == "multipart":
            inside = is_inside or part.get_content_type() == "multipart/related"
            waiting = [(each, inside) for each in part.iter_parts()] + waiting
        else:
            found.append((part, is_inside))
    return found


def _text(parts: list[tuple[MIMEPart, bool]]) -> str:
    """What is new in the first plain text, or else in the first HTML."""
    for kind in ("text/plain", "text/html"):
        for part, _inside in parts:
            if part.get_content_type() == kind and part.get_content_disposition() != "attachment":
                written = _decoded(part)[:LONGEST_TEXT]
                found = new_words(words_of_html(written) if kind == "text/html" else written)
                if found:
                    return "".join(sign for sign in found if sign in "\n\t" or sign.isprintable() or sign == "\u200d")
    return ""


def _decoded(part: MIMEPart) -> str:
    content = part.get_payload(decode=True)
    data = content if isinstance(content, bytes) else b""
    for charset in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return data.decode(charset)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("cp1252", errors="replace")


def _files(parts: list[tuple[MIMEPart, bool]]) -> list[GivenFile]:
    found = []
    for part, is_inside in parts:
        is_text = part.get_content_type() in {"text/plain", "text/html"}
        if is_text and part.get_content_disposition() != "attachment":
            continue
        content = part.get_payload(decode=True)
        data = content if isinstance(content, bytes) else b""
        if is_inside and len(data) < SMALL_PICTURE:
            continue
        found.append(GivenFile(name=_line(part.get_filename() or part.get_content_type()), content=data))
    return found
