"""Documents on paper: tagged, reproducible, in the language and country of the document, and deaf to the outside."""

import base64
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from smart.foundation import pdf
from smart.foundation.pdf import PdfRefused, render_pdf, write_pdf
from tests.foundation import papers
from tests.kept_papers import LAY_OUT

WHEN = papers.ISSUED_AT


@pytest.fixture(autouse=True)
def _each_is_laid_out_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere the tests keep what was laid out; here it is what they ask about."""
    monkeypatch.setattr(pdf, "write_pdf", LAY_OUT)


class Listener:
    """A loopback server that counts who calls; it answers nothing."""

    def __init__(self) -> None:
        self.calls = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.thread = threading.Thread(target=self._count, daemon=True)
        self.thread.start()

    def _count(self) -> None:
        while True:
            try:
                caller, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            caller.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    yield server
    server.socket.close()


def text_of(body: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)


def svg_uri(inner: str) -> str:
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    svg = f'<svg {names} width="9" height="9">{inner}</svg>'
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


ATTACKS = {
    "image": '<img alt="x" src="{url}/img.png">',
    "image without a scheme": '<img alt="x" src="//{host}/img.png">',
    "style sheet": '<link rel="stylesheet" href="{url}/a.css">',
    "import": '<style>@import url("{url}/b.css");</style>',
    "font": '<style>@font-face {{ font-family: x; src: url("{url}/f.ttf") }} p {{ font-family: x }}</style><p>x</p>',
    "background": '<p style="background: url({url}/bg.png)">x</p>',
    "object": '<object data="{url}/o.svg"></object>',
    "embed": '<embed src="{url}/e.svg">',
    "attached by a link": '<a rel="attachment" href="{url}/a.txt">x</a>',
    "attached to the document": '<link rel="attachment" href="{url}/b.txt">',
    "local file": '<img alt="x" src="file:///etc/hostname">',
    "attached local file": '<link rel="attachment" href="file:///etc/hostname">',
    "local file beside us": '<img alt="x" src="static:../settings.py">',
    "unknown file of ours": '<img alt="x" src="static:portal.css">',
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_a_document_that_mentions_anything_else_is_refused_and_nothing_is_called(
    attack: str, listener: Listener
) -> None:
    host = f"127.0.0.1:{listener.port}"
    body = attack.format(url=f"http://{host}", host=host)
    html = f"<!doctype html><html lang=en><title>x</title><body>{body}</body></html>"

    with pytest.raises(PdfRefused, match=r"may not use"):
        write_pdf(html, issued_at=WHEN)

    assert listener.calls == 0


@pytest.mark.parametrize(
    "inner", ['<image href="{url}/x.png" width="9" height="9"/>', '<use xlink:href="{url}/x.svg#a"/>']
)
def test_a_picture_inside_a_picture_calls_nobody(inner: str, listener: Listener) -> None:
    uri = svg_uri(inner.format(url=f"http://127.0.0.1:{listener.port}"))

    # WeasyPrint draws the rest of a picture whose own pictures are refused.
    write_pdf(f'<html lang=en><title>x</title><img alt="x" src="{uri}"></html>', issued_at=WHEN)

    assert listener.calls == 0


def test_the_refusal_is_an_ordinary_exception_that_tasks_can_catch() -> None:
    assert issubclass(PdfRefused, Exception)


def test_text_from_people_stays_text() -> None:
    hostile = papers.invoice(title='<img src="http://127.0.0.1:9/x"> & Söhne')

    body = render_pdf("pdf/invoice.html", hostile, language="fr", issued_at=WHEN)

    assert '<img src="http://127.0.0.1:9/x"> & Söhne' in " ".join(text_of(body).split())


@pytest.mark.parametrize(
    ("template", "context"),
    [
        ("pdf/invoice.html", papers.invoice()),
        ("pdf/contract.html", papers.contract()),
        ("pdf/payslip.html", papers.payslip()),
    ],
    ids=["invoice", "contract", "payslip"],
)
def test_equal_input_gives_equal_bytes_tagged_with_language_and_title(template: str, context: dict) -> None:
    first = render_pdf(template, context, language="fr", issued_at=WHEN)
    second = render_pdf(template, context, language="fr", issued_at=WHEN)

    assert first == second
    reader = PdfReader(BytesIO(first))
    assert reader.trailer["/Root"]["/Lang"] == "fr"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value
    assert reader.metadata.title
    assert reader.metadata.creation_date == WHEN
    assert b"pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_data()


def test_another_date_gives_other_bytes() -> None:
    later = datetime(2026, 11, 26, tzinfo=UTC)

    first = render_pdf("pdf/invoice.html", papers.invoice(), language="fr", issued_at=WHEN)
    second = render_pdf("pdf/invoice.html", papers.invoice(), language="fr", issued_at=later)

    assert first != second


def test_amounts_follow_the_language_and_country_of_the_document() -> None:
    french = text_of(render_pdf("pdf/invoice.html", papers.invoice(), language="fr", issued_at=WHEN))
    dutch = text_of(render_pdf("pdf/invoice.html", papers.invoice(), language="nl", issued_at=WHEN))

    assert "1\u202f512,50\xa0€" in french
    assert "€\xa01.512,50" in dutch


def test_a_payslip_says_every_item_and_fits_on_two_pages() -> None:
    body = render_pdf("pdf/payslip.html", papers.payslip(), language="fr", issued_at=WHEN)

    text = " ".join(text_of(body).split())
    for said in (
        "Chantier Modèle SC",
        "Lina Verhaegen",
        "004217",
        "16 au 20 novembre 2026",
        "38 heures",
        "Précompte",
        "27 juin 1969",
    ):
        assert said in text
    assert text.count("703,17 €") == 3  # big, last step of the stairs, last line
    assert len(PdfReader(BytesIO(body)).pages) <= 2


def test_long_german_labels_stay_inside_the_page() -> None:
    body = render_pdf("pdf/payslip.html", papers.payslip(german=True), language="de", issued_at=WHEN)

    right_edges: list[float] = []

    def note_edge(text: str, _cm: list, matrix: list, _font: dict | None, size: float) -> None:
        if text.strip():
            right_edges.append(matrix[4])

    for page in PdfReader(BytesIO(body)).pages:
        page.extract_text(visitor_text=note_edge)
    assert max(right_edges) < 595 * 4 / 3  # WeasyPrint writes CSS pixels; A4 is 595 points wide


def test_a_long_invoice_keeps_its_payment_slip_on_the_last_page() -> None:
    reader = PdfReader(BytesIO(render_pdf("pdf/invoice.html", papers.invoice(30), language="fr", issued_at=WHEN)))

    assert len(reader.pages) > 1
    holding = ["BE71 0961 2345 6769" in page.extract_text() for page in reader.pages]
    assert holding == [False] * (len(reader.pages) - 1) + [True]


def test_a_signed_contract_shows_when_from_where_and_what_was_signed() -> None:
    text = " ".join(text_of(render_pdf("pdf/contract.html", papers.contract(), language="fr", issued_at=WHEN)).split())

    assert "Marek Novotny" in text
    assert "192.0.2.14" in text
    assert "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" in text.replace(" ", "")
