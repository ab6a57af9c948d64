"""Schemas and official examples of the formats that are no syntax of EN 16931, from the reference folder when it is there."""

import dataclasses
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from invoicing.einvoice.model import Identifier, Invoice
from tests.invoicing.einvoice.cases import case
from tests.invoicing.einvoice.conftest import MISSING, REFERENCE

FATTURAPA = "fatturapa"
EBINTERFACE = "ebinterface"
FACTURAE = "facturae"
OFFICES = (
    Identifier(value="L01280796", scheme="DIR3:01"),
    Identifier(value="L01280797", scheme="DIR3:02"),
    Identifier(value="LA0000123", scheme="DIR3:03"),
)
"""Accounting office, managing body and processing unit of an invented council."""


def council_invoice() -> Invoice:
    """The Spanish sample for a public body, whose offices are named."""
    invoice = case("ES", "domestic")
    council = dataclasses.replace(
        invoice.buyer,
        name="Ayuntamiento Imaginario",
        vat_id="ESP9999999G",
        legal_id=Identifier(value="P9999999G"),
        identifiers=OFFICES,
    )
    return dataclasses.replace(invoice, buyer=council)


class _LocalSignature(etree.Resolver):
    """The schemas import that of XML signatures from the network; here it is taken from the folder."""

    def resolve(self, url, _public_id, context):
        if not (url or "").endswith("xmldsig-core-schema.xsd"):
            return None
        return self.resolve_filename(str(REFERENCE / "fatturapa/rules/xmldsig-core-schema.xsd"), context)


@cache
def schema(name: str) -> etree.XMLSchema:
    """The official schema; skips the test when the reference folder is not here."""
    if not REFERENCE.is_dir():
        pytest.skip(MISSING)
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_LocalSignature())
    patterns = {
        FATTURAPA: "fatturapa/rules/Schema_del_file_xml_FatturaPA*.xsd",
        EBINTERFACE: "ebinterface/6p1/*.xsd",
        FACTURAE: "facturae/rules/Facturaev3_2_2.xsd",
    }
    return etree.XMLSchema(etree.parse(next(REFERENCE.glob(patterns[name])), parser))


def faults(content: bytes, name: str) -> list[str]:
    """What the official schema has to say about the file."""
    checked = schema(name)
    checked.validate(etree.fromstring(content))
    return [error.message for error in checked.error_log]


def examples(*folders: str, ending: str = "xml") -> list[Path]:
    """Every official example of the folders."""
    return sorted(path for folder in folders for path in REFERENCE.glob(f"{folder}/public/**/*.{ending}"))
