"""Documents on paper: a template and a plain dictionary become a tagged PDF (PDF/UA-1), the same bytes every time.

WeasyPrint would read local files and call any address a document mentions. Ours may use `data:` and the few files
named in `ALLOWED`, nothing else: a document that asks for more is refused as a whole (`PdfRefused`), because a payslip
with a hole in it is worse than none. Fonts and style are read once per process: a new FontConfiguration for each
document loses 0.2 MB (measured). Render in a worker, outside any transaction.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils import translation
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from smart.foundation import formats
from smart.foundation.enclosures import Enclosure, finisher

STATIC: Final = Path(__file__).resolve().parent.parent / "static"
ALLOWED: Final[dict[str, tuple[str, str]]] = {
    "pdf.css": ("pdf/pdf.css", "text/css"),
    "band-member.svg": ("pdf/band-member.svg", "image/svg+xml"),
    "band-coop.svg": ("pdf/band-coop.svg", "image/svg+xml"),
    "band-client.svg": ("pdf/band-client.svg", "image/svg+xml"),
    "print-400.ttf": ("font/print-400.ttf", "font/ttf"),
    "print-600.ttf": ("font/print-600.ttf", "font/ttf"),
    "print-780.ttf": ("font/print-780.ttf", "font/ttf"),
}
_one_at_a_time: Final = Lock()


class PdfRefused(Exception):
    """The document asked for a file or an address it may not have; the message names it."""


class PaperFetcher(URLFetcher):
    """Gives `data:` and the files in `ALLOWED`; everything else stops the rendering. Never opens a connection."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if not url.startswith("static:"):
            return super().fetch(url, headers)
        name = url.removeprefix("static:")
        if name not in ALLOWED:
            raise ValueError(f"{name!r} is not a file of our documents")
        path, kind = ALLOWED[name]
        return URLFetcherResponse(url, body=(STATIC / path).read_bytes(), headers={"Content-Type": kind})


def render_pdf(
    template: str,
    context: Mapping[str, Any],
    *,
    language: str,
    issued_at: datetime,
    variant: str = "pdf/ua-1",
    enclosure: Enclosure | None = None,
) -> bytes:
    """Return the PDF of a template in one language, as written in the country of `context["country"]`.

    `issued_at` (aware) is the date inside the file, never the clock: equal input gives equal bytes, so the hash of a
    document stays true. An enclosure asks for the variant `pdf/a-3a`. Raises PdfRefused when the document mentions a
    file or an address outside `ALLOWED`.
    """
    html = render_html(template, context, language=language, issued_at=issued_at)
    return write_pdf(html, issued_at=issued_at, variant=variant, enclosure=enclosure)


def render_html(template: str, context: Mapping[str, Any], *, language: str, issued_at: datetime) -> str:
    """Return the HTML a document is made of, in its own language and country, whoever asks for it."""
    token = formats.set_country(str(context["country"]), str(context["currency"]))
    try:
        with translation.override(language):
            return render_to_string(template, {**context, "language": language, "issued_at": issued_at})
    finally:
        formats.reset_country(token)


def write_pdf(
    html: str, *, issued_at: datetime, variant: str = "pdf/ua-1", enclosure: Enclosure | None = None
) -> bytes:
    """Lay out HTML with the paper style. The identifier comes from the content, the dates from `issued_at`."""
    written = f"{issued_at.isoformat()}\n{html}".encode() + (enclosure.content if enclosure else b"")
    options: dict[str, Any] = {
        "pdf_variant": variant,
        "pdf_identifier": hashlib.sha256(written).hexdigest()[:32].encode(),
    }
    if enclosure:
        options |= {"attachments": [enclosure.attached(at=issued_at)], "finisher": finisher(enclosure)}
    with _one_at_a_time:
        fonts, style = _fonts_and_style()
        paper = HTML(string=html, base_url="static:", url_fetcher=PaperFetcher())
        try:
            body = paper.write_pdf(stylesheets=[style], font_config=fonts, **options)
        except FatalURLFetchingError as refusal:  # a BaseException: `except Exception` and task retries miss it
            cause = f" ({refusal.__cause__})" if refusal.__cause__ else ""
            raise PdfRefused(f"The document may not use this: {refusal}{cause}.") from refusal
    return bytes(body)


@lru_cache(maxsize=1)
def _fonts_and_style() -> tuple[FontConfiguration, CSS]:
    fonts = FontConfiguration()
    text = (STATIC / "pdf" / "pdf.css").read_text(encoding="utf-8")
    return fonts, CSS(string=text, base_url="static:", url_fetcher=PaperFetcher(), font_config=fonts)
