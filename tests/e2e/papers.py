"""What leaves the portal as a file: PDFs as pictures for human eyes, bank files against the bank's schema."""

import subprocess
from functools import cache
from importlib.resources import files
from pathlib import Path

from lxml import etree
from pypdf import PdfReader


def picture_pdf(body: bytes, to: Path) -> None:
    """Write the PDF and a picture of each of its pages beside it: name.pdf, name-1.png…"""
    pdf = to.with_suffix(".pdf")
    pdf.write_bytes(body)
    subprocess.run(["pdftoppm", "-r", "70", "-png", str(pdf), str(to)], check=True, capture_output=True)


def text_of(file: Path) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(file).pages)


@cache
def schema_of_transfers() -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(files("sepaxml").joinpath("schemas/pain.001.001.09.xsd").read_bytes()))
