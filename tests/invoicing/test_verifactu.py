"""Spain's chained records: from the law's first day every invoice has one, each follows the one before it, none is lost."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.db.utils import InternalError, ProgrammingError
from lxml import etree
from pypdf import PdfReader

from activities.models import Client
from countries.models import CountrySetting, LegalEntity
from invoicing.models import VerifactuChain, VerifactuRecord
from invoicing.rules import credit_notes, invoices, verifactu, verifactu_chain
from invoicing.rules.invoice_paper import paper_context
from invoicing.rules.verifactu_xml import INFORMATION
from smart.foundation.actors import PORTAL
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.pdf import render_pdf
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_activity, make_country, make_mission, staff_actor
from tests.invoicing.einvoice_world import make_firm

pytestmark = pytest.mark.django_db
D = Decimal
FIRST_DAY = datetime.datetime(2027, 1, 1, 9, 30, 15, tzinfo=datetime.UTC)
ON = FIRST_DAY.date()


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(FIRST_DAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def spain() -> Iterator[object]:
    country = make_country("ES")
    with enter(country):
        yield country


def issue(country, client=None, *, on=ON, **facts):
    client = client or Client.objects.filter(vat_number="ESB99999906").first() or make_firm("ES")
    mission = make_mission(make_activity(country), client=client, place="ES", **facts)
    return invoices.invoice_mission(mission, on=on, by=PORTAL)


def said(record, name) -> str | None:
    return etree.fromstring(record.xml.encode()).findtext(f".//{{{INFORMATION}}}{name}")


def chain() -> list[VerifactuRecord]:
    return list(VerifactuRecord.objects.of_entity(LegalEntity.objects.get(is_default=True)))


def test_the_day_before_the_law_begins_nothing_is_recorded(spain):
    issue(spain, on=datetime.date(2026, 12, 31))

    assert chain() == []
    assert VerifactuChain.objects.count() == 0


def test_another_country_keeps_no_records():
    belgium = make_country("BE")
    with enter(belgium):
        invoices.invoice_mission(make_mission(make_activity(belgium)), on=ON, by=PORTAL)

        assert VerifactuRecord.objects.count() == 0


def test_the_first_invoice_of_the_day_begins_the_chain(spain):
    invoice = issue(spain)

    [record] = chain()

    assert (record.position, record.previous_hash, record.invoice_type) == (1, "", "F1")
    assert (record.number, record.nif, record.issued_on) == (invoice.number, "F99999906", ON)
    assert (record.vat, record.total) == (D("262.50"), D("1512.50"))
    assert said(record, "FechaHoraHusoGenRegistro") == "2027-01-01T10:30:15+01:00"
    assert said(record, "PrimerRegistro") == "S"
    assert (said(record, "CalificacionOperacion"), said(record, "TipoImpositivo")) == ("S1", "21.00")


def test_the_next_record_names_the_one_before_it(spain):
    first, second = issue(spain), issue(spain)

    one, two = chain()

    assert (one.number, two.number) == (first.number, second.number)
    assert two.previous_hash == one.hash
    assert etree.fromstring(two.xml.encode()).findtext(f".//{{{INFORMATION}}}RegistroAnterior/{{*}}Huella") == one.hash
    assert list(verifactu_chain.broken_chains()) == []


def test_a_credit_note_is_a_corrective_record_below_zero(spain):
    invoice = issue(spain)
    note = credit_notes.credit_invoice(invoice, reason="Menos horas", on=ON, by=staff_actor("accounting"))

    record = chain()[1]

    assert (record.invoice_id, record.invoice_type, record.total) == (note.pk, "R1", D("-1512.50"))
    assert (said(record, "TipoRectificativa"), said(record, "CuotaRepercutida")) == ("I", "-262.50")
    rectified = etree.fromstring(record.xml.encode()).find(f".//{{{INFORMATION}}}IDFacturaRectificada")
    assert rectified[1].text == invoice.number
    assert said(record, "DescripcionOperacion") == "Menos horas (Wall painting)"


def test_an_invoice_issued_twice_has_one_record(spain):
    invoice = issue(spain)

    invoices.issue_invoice(invoice, on=ON, by=PORTAL)
    again = verifactu.record_issue(invoice, country=spain, now=FIRST_DAY)

    assert [again] == chain()


def test_a_record_is_never_older_than_the_one_it_follows(spain, clock):
    issue(spain)
    clock.move_to(FIRST_DAY - datetime.timedelta(minutes=5))
    issue(spain)

    one, two = chain()

    assert two.generated_at == one.generated_at


@pytest.mark.parametrize(
    ("client", "invoice_type", "id_type", "number"),
    [
        ({"code": "DE"}, "F1", "02", "DE888888885"),
        (
            {"code": "DE", "place": "CH", "vat_number": "", "company_number": "CHE-999.999.996"},
            "F1",
            "04",
            "CHE-999.999.996",
        ),
        ({"code": "ES", "kind": "person", "vat_number": ""}, "F2", None, None),
    ],
)
def test_a_client_is_named_by_the_number_it_has(spain, client, invoice_type, id_type, number):
    facts = dict(client)
    issue(spain, make_firm(facts.pop("code"), **facts))

    [record] = chain()

    assert record.invoice_type == invoice_type
    assert (said(record, "IDType"), said(record, "ID")) == (id_type, number)
    assert said(record, "FacturaSinIdentifDestinatarioArt61d") == ("S" if invoice_type == "F2" else None)


def test_a_service_to_a_firm_abroad_is_not_subject_by_its_place(spain):
    issue(spain, make_firm("DE"))

    [record] = chain()

    assert (said(record, "CalificacionOperacion"), said(record, "TipoImpositivo")) == ("N2", None)
    assert (record.vat, record.total) == (D("0.00"), D("1250.00"))


def test_each_legal_entity_has_a_chain_of_its_own(spain):
    issue(spain)
    other = LegalEntity.objects.create(
        code="second", name="Segunda Inventada", legal_form="S.Coop.", vat_number="ESF99999997", city="Madrid"
    )
    mission = make_mission(make_activity(spain, entity=other), client=make_firm("DE"), place="ES")
    invoices.invoice_mission(mission, on=ON, by=PORTAL)

    record = VerifactuRecord.objects.get(entity=other)

    assert (record.position, record.previous_hash, record.nif) == (1, "", "F99999997")
    assert (said(record, "IndicadorMultiplesOT"), len(chain())) == ("S", 1)


def test_an_entity_without_a_spanish_number_issues_nothing(spain):
    LegalEntity.objects.filter(is_default=True).update(vat_number="", company_number="12")

    with pytest.raises(RuleBroken, match="no Spanish tax number") as refused:
        issue(spain)

    assert refused.value.code == "verifactu_nif"
    assert chain() == []


def test_a_cooperative_that_is_not_subject_keeps_none(spain):
    CountrySetting.objects.filter(key="verifactu.taxpayer").update(value="not_subject")

    issue(spain)

    assert chain() == []


def test_who_produced_the_software_is_named(spain, settings):
    settings.VERIFACTU_PRODUCER_NAME, settings.VERIFACTU_PRODUCER_NIF = "Red Inventada S.Coop.", "F99999997"
    issue(spain)

    system = etree.fromstring(chain()[0].xml.encode()).find(f".//{{{INFORMATION}}}SistemaInformatico")

    assert [part.text for part in system] == [
        "Red Inventada S.Coop.",
        "F99999997",
        "Smart",
        "SM",
        "1.0",
        "1",
        "S",
        "S",
        "N",
    ]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"total": D("1.00")}, "its row and its XML say different things"),
        ({"hash": "0" * 64}, "its hash does not fit its content"),
        ({"previous_hash": "0" * 64}, "does not follow the record before it"),
        ({"position": 7}, "stands at 7, expected at 2"),
    ],
)
def test_a_changed_record_is_found(spain, change, fault):
    issue(spain)
    issue(spain)
    records = chain()
    for name, value in change.items():
        setattr(records[1], name, value)

    assert any(fault in sentence for sentence in verifactu_chain.faults_of(records))


def test_a_changed_xml_and_a_missing_record_are_found(spain):
    for _n in range(3):
        issue(spain)
    records = chain()
    records[1].xml = records[1].xml.replace("1512.50", "1512.51")

    assert any("was changed" in sentence for sentence in verifactu_chain.faults_of(records))
    assert any("stands at 3, expected at 2" in s for s in verifactu_chain.faults_of([chain()[0], chain()[2]]))


def test_the_database_refuses_changes_deletions_and_forks(spain):
    issue(spain)
    [record] = chain()

    for step in (
        lambda: VerifactuRecord.objects.update(total=D("1.00")),
        lambda: VerifactuRecord.objects.filter(pk=record.pk).delete(),
    ):
        with pytest.raises((InternalError, ProgrammingError, IntegrityError)), transaction.atomic():
            step()
    record.pk, record.position = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save(force_insert=True)
    assert len(chain()) == 1


def test_an_invoice_without_its_record_is_found(spain):
    with time_machine.travel(FIRST_DAY, tick=False):
        CountrySetting.objects.filter(key="verifactu.taxpayer").update(value="not_subject")
        invoice = issue(spain)
        CountrySetting.objects.filter(key="verifactu.taxpayer").update(value="corporate_tax")

        assert list(verifactu_chain.broken_chains()) == [f"Invoice {invoice.number} has no invoicing record."]


def test_the_paper_bears_the_code(spain):
    invoice = issue(spain)
    context = paper_context(invoice, spain)

    assert context["tax_code"] == {
        "heading": "QR tributario:",
        "address": (
            "https://www2.agenciatributaria.gob.es/wlpl/TIKE-CONT/ValidarQR?nif=F99999906"
            f"&numserie={invoice.number}&fecha=01-01-2027&importe=1512.50"
        ),
        "legend": "",
    }
    body = render_pdf("pdf/invoice.html", context, language="es", issued_at=FIRST_DAY)
    text = PdfReader(BytesIO(body)).pages[0].extract_text()
    assert "QR tributario" in text
    assert "VERI*FACTU" not in text


def test_only_who_sends_every_record_prints_the_legend(spain):
    known = CountrySetting.objects.get(key="verifactu.taxpayer")
    known.pk, known.key, known.value = None, "verifactu.sends", True
    known.save(force_insert=True)
    invoice = issue(spain)

    body = render_pdf("pdf/invoice.html", paper_context(invoice, spain), language="es", issued_at=FIRST_DAY)

    assert "VERI*FACTU" in PdfReader(BytesIO(body)).pages[0].extract_text()


def test_a_paper_from_before_has_neither(spain):
    invoice = issue(spain, on=datetime.date(2026, 12, 31))

    assert paper_context(invoice, spain)["tax_code"] is None


def test_an_export_holds_the_records_asked_for(spain):
    for _n in range(3):
        issue(spain)
    entity = LegalEntity.objects.get(is_default=True)

    root = etree.fromstring(verifactu.export_records(entity, first=2, last=3, by=staff_actor("accounting")))

    assert root.findtext(".//{*}ObligadoEmision/{*}NIF") == "F99999906"
    assert [part.text for part in root.iterfind(".//{*}RegistroAlta/{*}Huella")] == [r.hash for r in chain()[1:]]


@pytest.mark.parametrize(
    ("first", "last", "code"), [(1, 1001, "records_range"), (3, 2, "records_range"), (7, 9, "no_records")]
)
def test_an_export_of_too_many_or_of_none_is_refused(spain, first, last, code):
    issue(spain)
    entity = LegalEntity.objects.get(is_default=True)

    with pytest.raises(RuleBroken) as refused:
        verifactu.export_records(entity, first=first, last=last, by=staff_actor("accounting"))

    assert refused.value.code == code


def test_an_adviser_exports_nothing(spain):
    issue(spain)

    with pytest.raises(NotAllowed):
        verifactu.export_records(LegalEntity.objects.get(is_default=True), first=1, last=1, by=staff_actor("adviser"))
