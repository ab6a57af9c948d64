"""The records as the AEAT describes them: its worked examples of the hash, the order of its schema, the address in the code."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path

import pytest
from lxml import etree

from invoicing.rules import verifactu_xml as xml
from tests.invoicing.einvoice.conftest import REFERENCE

D = Decimal
MADRID = timezone(timedelta(hours=1))
SYSTEM = xml.System(
    producer="Cooperativa Inventada S.Coop.",
    nif="F99999997",
    name="Smart",
    code="SM",
    version="1.0",
    installation="1",
    serves_several=False,
)
FIRST = "3C464DAF61ACB827C65FDA19F352A4E3BDC2C640E9E9FC4CC058073F38F12F60"
SECOND = "F7B94CFD8924EDFF273501B01EE5153E4CE8F259766F88CF6ACB8935802A2B97"
THIRD = "177547C0D57AC74748561D054A9CEC14B4C4EA23D1BEFD6F2E69E3A388F90C68"
"""AEAT, “Especificaciones técnicas para la generación de la huella o hash de los registros de facturación” 0.1.2, § 6."""


def invoice(number: str) -> xml.InvoiceId:
    return xml.InvoiceId(nif="89890001K", number=number, issued_on=date(2024, 1, 1))


def issued(number: str, second: int, **facts) -> xml.IssueRecord:
    detail = xml.TaxDetail(base=D("111.10"), qualification="S1", rate=D("21"), amount=D("12.35"))
    return xml.IssueRecord(
        **{
            "invoice": invoice(number),
            "issuer": "Emisora Inventada S.A.",
            "invoice_type": "F1",
            "description": "Taller",
            "details": (detail,),
            "tax": D("12.35"),
            "total": D("123.45"),
            "generated_at": datetime(2024, 1, 1, 19, 20, second, tzinfo=MADRID),
            "recipient": xml.Recipient(name="Teatro Imaginario S.A.", nif="B99999906"),
            **facts,
        }
    )


def after(number: str, digest: str) -> xml.PreviousRecord:
    return xml.PreviousRecord(invoice=invoice(number), hash=digest)


def names(element) -> list[str]:
    return [etree.QName(part).localname for part in element]


def test_the_three_examples_of_the_tax_agency_have_its_hashes():
    annulled = xml.AnnulmentRecord(
        invoice=invoice("12345679/G34"), generated_at=datetime(2024, 1, 1, 19, 20, 40, tzinfo=MADRID)
    )

    assert xml.record_hash(issued("12345678/G33", 30), previous=None) == FIRST
    assert xml.record_hash(issued("12345679/G34", 35), previous=after("12345678/G33", FIRST)) == SECOND
    assert xml.record_hash(annulled, previous=after("12345679/G34", SECOND)) == THIRD


@pytest.mark.parametrize(
    "change",
    [
        {"total": D("123.46")},
        {"tax": D("12.36")},
        {"invoice_type": "F2"},
        {"generated_at": datetime(2024, 1, 1, tzinfo=UTC)},
    ],
)
def test_any_change_changes_the_hash(change):
    assert xml.record_hash(issued("12345678/G33", 30, **change), previous=None) != FIRST


def test_a_record_stands_in_the_order_of_the_schema():
    record = issued("2", 35, rectified=(invoice("1"),), invoice_type="R1", operation_on=date(2023, 12, 30))

    root = etree.fromstring(xml.record_xml(record, previous=after("1", FIRST), system=SYSTEM))

    assert names(root) == [
        "IDVersion",
        "IDFactura",
        "NombreRazonEmisor",
        "TipoFactura",
        "TipoRectificativa",
        "FacturasRectificadas",
        "FechaOperacion",
        "DescripcionOperacion",
        "Destinatarios",
        "Desglose",
        "CuotaTotal",
        "ImporteTotal",
        "Encadenamiento",
        "SistemaInformatico",
        "FechaHoraHusoGenRegistro",
        "TipoHuella",
        "Huella",
    ]
    assert root.findtext("{*}FechaOperacion") == "30-12-2023"
    assert names(root.find(".//{*}RegistroAnterior")) == [
        "IDEmisorFactura",
        "NumSerieFactura",
        "FechaExpedicionFactura",
        "Huella",
    ]


def test_signs_that_no_xml_may_hold_are_left_out():
    record = issued("1", 30, description="Taller\x0b de \x00murales")

    root = etree.fromstring(xml.record_xml(record, previous=None, system=SYSTEM))

    assert root.findtext("{*}DescripcionOperacion") == "Taller de murales"


def test_an_annulment_names_what_it_annuls():
    record = xml.AnnulmentRecord(invoice=invoice("1"), generated_at=datetime(2024, 1, 1, 19, 20, 40, tzinfo=MADRID))

    root = etree.fromstring(xml.record_xml(record, previous=after("1", FIRST), system=SYSTEM))

    assert names(root.find("{*}IDFactura")) == [
        "IDEmisorFacturaAnulada",
        "NumSerieFacturaAnulada",
        "FechaExpedicionFacturaAnulada",
    ]


def test_the_address_in_the_code_is_that_of_the_tax_agencys_example():
    """Its technical description of the code 0.5.0 encodes the ampersand of the number."""
    assert xml.check_address(invoice("12345678&G33"), total=D("241.4")) == (
        "https://www2.agenciatributaria.gob.es/wlpl/TIKE-CONT/ValidarQR"
        "?nif=89890001K&numserie=12345678%26G33&fecha=01-01-2024&importe=241.40"
    )


def _schema() -> etree.XMLSchema:
    spec = find_spec("verifactu_sdk")
    places = [Path(spec.submodule_search_locations[0])] if spec and spec.submodule_search_locations else []
    found = [path for place in (*places, REFERENCE) for path in place.glob("**/SuministroLR.xsd")]
    if not found:
        pytest.skip("the schemas of the AEAT are not here (SuministroLR.xsd, as in the package verifactu-sdk)")

    class Local(etree.Resolver):
        def resolve(self, url, _public_id, context):
            wanted = found[0].parent / (url or "").rpartition("/")[2]
            return self.resolve_filename(str(wanted), context) if wanted.is_file() else None

    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    return etree.XMLSchema(etree.parse(found[0], parser))


def test_a_message_is_valid_against_the_schema_of_the_tax_agency():
    schema = _schema()
    abroad = xml.Recipient(name="Theater GmbH", id_type="02", id="DE888888885", country="DE")
    exempt = xml.TaxDetail(base=D("100.00"), exemption="E1")
    outside = xml.TaxDetail(base=D("100.00"), qualification="N2")
    annulled = xml.AnnulmentRecord(invoice=invoice("1"), generated_at=datetime(2024, 1, 1, tzinfo=MADRID))
    records = [
        xml.record_xml(issued("1", 30), previous=None, system=SYSTEM),
        xml.record_xml(
            issued("2", 31, recipient=abroad, details=(outside, exempt)), previous=after("1", FIRST), system=SYSTEM
        ),
        xml.record_xml(
            issued("3", 32, invoice_type="R1", rectified=(invoice("1"),), tax=D("-12.35"), total=D("-123.45")),
            previous=after("2", SECOND),
            system=SYSTEM,
        ),
        xml.record_xml(issued("4", 33, invoice_type="F2", recipient=None), previous=after("3", THIRD), system=SYSTEM),
        xml.record_xml(annulled, previous=after("4", FIRST), system=SYSTEM),
    ]

    message = xml.submission(records, name="Emisora Inventada S.A.", nif="89890001K")

    schema.validate(etree.fromstring(message))
    assert [error.message for error in schema.error_log] == []
    schema.validate(etree.fromstring(message.replace(b"<sum1:TipoFactura>F1", b"<sum1:TipoFactura>F9")))
    assert len(schema.error_log) > 0
