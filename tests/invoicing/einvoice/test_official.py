"""Every official example is read and written again: nothing EN 16931 knows is lost, and the file stays valid."""

import dataclasses

import pytest

from invoicing.einvoice import document, profiles, ubl
from tests.invoicing.einvoice.conftest import (
    MISSING,
    REFERENCE,
    official_examples,
    schema_faults,
    without_syntax_marks,
)

FILES = official_examples()
NAMES = [str(path.relative_to(REFERENCE)) for path in FILES]
CII_HAS_ONE_EARLIER_INVOICE = "InvoiceReferencedDocument"
"""D16B takes one preceding invoice, the norm many; D22B (Factur-X, ZUGFeRD) takes them all, so all are written."""

pytestmark = pytest.mark.skipif(not REFERENCE.is_dir(), reason=MISSING)


def own_syntax(content: bytes) -> str:
    return "ubl" if any(name.encode() in content for name in ubl.KINDS) else "cii"


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_an_official_example_comes_back_as_it_was(path, schemas):
    content = path.read_bytes()
    invoice = profiles.read(content)

    written = profiles.write(invoice, syntax=own_syntax(content))

    assert profiles.read(written) == invoice
    assert schema_faults(written, schemas) == []
    assert document.from_document(document.to_document(invoice)) == invoice


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_an_official_example_survives_the_other_syntax(path, schemas):
    content = path.read_bytes()
    invoice = profiles.read(content)
    other = "cii" if own_syntax(content) == "ubl" else "ubl"

    written = profiles.write(invoice, syntax=other)
    again = profiles.read(written)

    if invoice.totals.vat is None:  # UBL has no VAT breakdown without its total
        again = dataclasses.replace(again, totals=dataclasses.replace(again.totals, vat=None))
    assert without_syntax_marks(again) == without_syntax_marks(invoice)
    faults = schema_faults(written, schemas)
    assert [fault for fault in faults if CII_HAS_ONE_EARLIER_INVOICE not in fault] == []
    assert not faults or len(invoice.preceding_invoices) > 1


def test_the_same_invoice_in_two_syntaxes_reads_the_same():
    folder = REFERENCE / "xrechnung-3.0.2/public/testsuite-valid"
    ubl_file, cii_file = (folder / f"03.03a-INVOICE_{name}.xml" for name in ("ubl", "uncefact"))

    assert profiles.read(ubl_file.read_bytes()) == profiles.read(cii_file.read_bytes())
