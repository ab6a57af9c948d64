"""Words and code of an exemption in one text, for national formats that have a single field for both."""

import re
from typing import Final

REASON_CODES: Final = {"AE": "VATEX-EU-AE", "K": "VATEX-EU-IC", "G": "VATEX-EU-G", "O": "VATEX-EU-O"}
"""Categories whose code goes without saying."""
REASON: Final = re.compile(r"(.*?) ?\[(VATEX-[A-Z0-9-]+)\]", re.DOTALL)


def reason_said(reason: str, code: str, *, category: str) -> str:
    """The exemption in one text: its words (BT-120), and its code (BT-121) in brackets unless the category says it."""
    if not code or code == REASON_CODES.get(category, ""):
        return reason
    return f"{reason} [{code}]".strip()


def reason_read(said: str, *, category: str) -> tuple[str, str]:
    """Words and code of an exemption."""
    found = REASON.fullmatch(said)
    return (found[1], found[2]) if found else (said, REASON_CODES.get(category, ""))
