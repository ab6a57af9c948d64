"""Where e-invoice tests find their files: invented ones here, the official ones in the reference folder when it is there."""

import dataclasses
from pathlib import Path

import pytest
from lxml import etree

from invoicing.einvoice.model import Invoice, Price

EXAMPLES = Path(__file__).parent / "examples"
REFERENCE = Path(__file__).resolve().parents[4] / "shared" / "reference" / "einvoice-data"
MISSING = "the official examples and schemas are not here (../shared/reference/einvoice-data)"


def official_examples() -> list[Path]:
    """Every official file that is one whole UBL or CII document."""
    found = [path for path in REFERENCE.glob("*/public/**/*") if path.suffix.lower() == ".xml"]
    return sorted(path for path in found if is_invoice(path))


def is_invoice(path: Path) -> bool:
    try:
        name = etree.QName(etree.parse(path).getroot())
    except etree.XMLSyntaxError:
        return False
    namespaces = ("urn:oasis:names:specification:ubl", "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice")
    return (name.namespace or "").startswith(namespaces)


@pytest.fixture(scope="session")
def schemas() -> dict[str, etree.XMLSchema]:
    """UBL 2.1 and CII D16B, by the name of the root element."""
    if not REFERENCE.is_dir():
        pytest.skip(MISSING)
    ubl = {kind: REFERENCE / f"ubl-2.1-xsd/maindoc/UBL-{kind}-2.1.xsd" for kind in ("Invoice", "CreditNote")}
    cii = next(REFERENCE.glob("en16931/rules/cii-d16b-xsd/**/CrossIndustryInvoice_100pD16B.xsd"))
    paths = {**ubl, "CrossIndustryInvoice": cii}
    return {name: etree.XMLSchema(etree.parse(path)) for name, path in paths.items()}


def schema_faults(content: bytes, schemas: dict[str, etree.XMLSchema]) -> list[str]:
    root = etree.fromstring(content)
    schema = schemas[etree.QName(root).localname]
    schema.validate(root)
    return [error.message for error in schema.error_log]


def without_syntax_marks(invoice: Invoice) -> Invoice:
    """What both syntaxes can say: UBL writes a discount of 0 beside a gross price, CII a gross price beside a discount."""
    lines = [dataclasses.replace(line, price=_price(line.price)) for line in invoice.lines]
    return dataclasses.replace(invoice, lines=tuple(lines))


def _price(price: Price | None) -> Price | None:
    if price is None:
        return None
    gross = price.gross
    if gross is None and price.discount:
        gross = price.net + price.discount
    return dataclasses.replace(price, gross=gross, discount=price.discount or None)
