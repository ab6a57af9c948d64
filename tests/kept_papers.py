"""The same paper is laid out once in a run of the tests: equal input gives equal bytes (smart.foundation.pdf), so they are kept.

Stories are told again and again, and their papers are a fifth of what the suite computes.
"""

import hashlib
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from smart.foundation import pdf
from smart.foundation.enclosures import Enclosure

LAY_OUT: Final[Callable[..., bytes]] = pdf.write_pdf


def keep(folder: Path) -> None:
    """From now on, in this process, a paper that lies in the folder is taken from there, and a new one is put there."""
    folder.mkdir(parents=True, exist_ok=True)

    def write_pdf(
        html: str, *, issued_at: datetime, variant: str = "pdf/ua-1", enclosure: Enclosure | None = None
    ) -> bytes:
        told = hashlib.sha256(f"{issued_at.isoformat()}\n{variant}\n{enclosure!r}\n{html}".encode())
        kept = folder / told.hexdigest()
        if kept.is_file():
            return kept.read_bytes()
        body = LAY_OUT(html, issued_at=issued_at, variant=variant, enclosure=enclosure)
        begun = folder / f"{kept.name}.{os.getpid()}"
        begun.write_bytes(body)
        begun.rename(kept)
        return body

    pdf.write_pdf = write_pdf


def blank(html: str, **facts: Any) -> bytes:
    """A paper with its enclosure and nothing on it, for stories whose papers are laid out elsewhere."""
    language = html.partition('lang="')[2][:2] or "en"
    return LAY_OUT(f'<html lang="{language}"><title>Blank</title></html>', **facts)


def forget() -> None:
    """Every paper is laid out again."""
    pdf.write_pdf = LAY_OUT
