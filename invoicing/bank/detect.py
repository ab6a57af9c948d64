"""Which format a file is, told by its content, and its statements, checked."""

import re
from typing import Final

from django.utils.translation import gettext as _

from invoicing.bank.camt import read_camt
from invoicing.bank.coda import read_coda
from invoicing.bank.statement import Statement, check_balance
from smart.foundation.errors import RuleBroken

LARGEST_BYTES: Final = 5 * 1024 * 1024
CODA_HEAD: Final = re.compile(rb"0000[\d ]\d{6}[\d ]{3}\d\d[D ] {7}")
"""Record 0: zeros, the day it was made, the bank, the application, a D for a duplicate."""
MT940_TAG: Final = re.compile(rb"(?m)^\s*(\{1:|:(20|21|25|28C?|34F|60[FM]|61|62[FM]|64|86|NS|940|942):)")


def read_statements(content: bytes) -> tuple[Statement, ...]:
    """The file's statements, each balanced.

    Raises RuleBroken: empty_file, too_large, wrong_format, encoding, truncated, wrong_currency, wrong_account,
    amount_unreadable, not_balanced.
    """
    if len(content) > LARGEST_BYTES:
        raise RuleBroken("too_large", _("The file is larger than 5 MB. Download fewer days at a time from the bank."))
    body = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not body:
        raise RuleBroken("empty_file", _("The file is empty. Download it from the bank again."))
    found = _read(body, content)
    for statement in found:
        check_balance(statement)
    return found


def _read(body: bytes, content: bytes) -> tuple[Statement, ...]:
    if body.startswith(b"<") or content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return read_camt(content.strip() if body.startswith(b"<") else content)
    if CODA_HEAD.match(body):
        return read_coda(_decoded(body))
    if MT940_TAG.search(body):
        raise RuleBroken(
            "wrong_format",
            _("This is a SWIFT statement (MT940 or MT942), which is not read. Ask the bank for camt.053 (or CODA)."),
        )
    raise RuleBroken(
        "wrong_format",
        _("The file is no bank statement that is known here; camt.053 (XML) or CODA is expected from the bank."),
    )


def _decoded(body: bytes) -> str:
    """CODA is ASCII by its standard; banks also write UTF-8 and Windows-1252."""
    for encoding in ("utf-8", "cp1252"):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise RuleBroken(
        "encoding",
        _("The characters of the file cannot be read; ASCII, UTF-8 or Windows-1252 is expected. Download it again."),
    )
