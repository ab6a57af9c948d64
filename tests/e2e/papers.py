"""What leaves the portal as a file: PDFs as pictures for human eyes, bank files against the bank's schema."""

import io
import subprocess
from functools import cache
from importlib.resources import files
from pathlib import Path

from lxml import etree
from PIL import Image, ImageDraw
from pypdf import PdfReader

STATEMENT = """<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>E2E-1</MsgId><CreDtTm>{on}T20:00:00+01:00</CreDtTm></GrpHdr><Stmt><Id>E2E-1</Id>
<CreDtTm>{on}T20:00:00+01:00</CreDtTm><Acct><Id><IBAN>BE49999000000171</IBAN></Id><Ccy>EUR</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><Dt>{on}</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><Dt>{on}</Dt></Dt></Bal>
<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{on}</Dt></BookgDt>
<AcctSvcrRef>E2E-1-1</AcctSvcrRef><NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>{name}</Nm></Pty></Dbtr></RltdPties>
<RmtInf><Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls></Ntry>
</Stmt></BkToCstmrStmt></Document>"""


def statement_of_bank(name: str, *, amount: str, reference: str, on: str) -> bytes:
    """A camt.053 file of the Belgian cooperative's account with one payment."""
    return STATEMENT.format(name=name, amount=amount, reference=reference, on=on).encode()


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


def photo(words: str) -> bytes:
    """A photo of a card that nobody holds."""
    picture = Image.new("RGB", (640, 400), "white")
    ImageDraw.Draw(picture).text((40, 40), f"{words} SPECIMEN", fill="black", font_size=48)
    written = io.BytesIO()
    picture.save(written, "JPEG")
    return written.getvalue()
