"""Invoices of suppliers come in: read whatever the syntax, kept as they came, refused in words."""

import dataclasses
import datetime
import io
from decimal import Decimal

import pikepdf
import pytest
from PIL import Image

from countries.models import LegalEntity
from invoicing.einvoice.model import Party
from invoicing.models import SupplierInvoice
from invoicing.rules.supplier_checks import check_original
from invoicing.rules.supplier_files import read_file
from invoicing.rules.supplier_receiving import ORIGINAL, Typed, receive_file, type_facts
from members.rules import documents
from smart.foundation.actors import PORTAL
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.jobs import Job
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_activity, make_country, member_actor, staff_actor
from tests.foundation.test_uploads import GPS, embedded, heic, hidden_script, launch, located, pdf, photo, script
from tests.invoicing.conftest import NOON, TODAY
from tests.invoicing.suppliers.world import DUE, ISSUED, PRINTER_IBAN, einvoice, receive, xml

D = Decimal
JPEG = located()
XXE = b"""<?xml version="1.0"?><!DOCTYPE Invoice [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"><ID>&secret;</ID></Invoice>"""


def typed(**facts):
    return Typed(
        **{
            "entity": LegalEntity.objects.get(is_default=True),
            "kind": "invoice",
            "number": "K 12",
            "issued_on": ISSUED,
            "supplier_name": "Café Voorbeeld",
            "net": D("50.00"),
            "vat": D("6.00"),
            "currency": "EUR",
            **facts,
        }
    )


@pytest.mark.parametrize("syntax", ["ubl", "cii", "peppol"])
def test_an_electronic_invoice_is_read_and_waits_for_an_activity(inside, syntax):
    made = receive(xml(syntax=syntax))

    assert (made.state, made.number, made.issued_on, made.due_on) == ("received", "DV-2026-17", ISSUED, DUE)
    assert (made.net, made.vat, made.total, made.due) == (D("100.00"), D("21.00"), D("121.00"), D("121.00"))
    assert (made.supplier_name, made.supplier_key) == ("Drukkerij Voorbeeld", "BE0888888006")
    assert (made.iban, made.structured) == (PRINTER_IBAN, "+++090/9337/55493+++")
    assert made.supplier_email == "facturen@drukkerij.example"
    assert "payment_means" not in made.document


def test_the_original_is_kept_byte_for_byte(inside):
    content = xml()

    made = receive(content)

    paper = documents.latest_document(made, ORIGINAL)
    assert documents.read_document(paper) == content
    assert made.sha256 == paper.sha256


def hybrid(*changes):
    """A Factur-X: a paper with its own data inside, and what the changes hide beside them."""

    def change(made):
        data = pikepdf.AttachedFileSpec(made, xml(syntax="cii"), filename="factur-x.xml")
        made.attachments["factur-x.xml"] = data
        for each in changes:
            each(made)

    return pdf(change)


def kept_of(row):
    paper = documents.latest_document(row, ORIGINAL)
    return paper, documents.read_document(paper)


def test_a_pdf_with_its_data_inside_is_kept_byte_for_byte(inside):
    content = hybrid()

    made = receive(content)

    paper, kept = kept_of(made)
    assert (made.number, made.format, kept) == ("DV-2026-17", "cii", content)
    assert (paper.content_type, paper.sha256) == ("application/pdf", made.sha256)


def test_a_pdf_whose_data_nobody_reads_here_is_a_paper_and_kept_byte_for_byte(inside):
    def strange(made):
        made.attachments["factur-x.xml"] = pikepdf.AttachedFileSpec(made, b"<a/>", filename="factur-x.xml")

    made = receive(pdf(strange))

    assert (made.format, made.is_read, kept_of(made)[1]) == ("paper", False, pdf(strange))


def test_a_paper_is_kept_whole_and_byte_for_byte_however_long(inside):
    content = pdf(pages=30)

    made = receive(content)

    assert (made.is_read, kept_of(made)[1]) == (False, content)


@pytest.mark.parametrize("act", [script, hidden_script, launch])
def test_a_pdf_that_acts_is_refused_with_or_without_data(inside, act):
    for content in (pdf(act), hybrid(act)):
        with pytest.raises(RuleBroken) as refused:
            receive(content)
        assert (refused.value.code, refused.value.field) == ("pdf_active", "file")
    assert SupplierInvoice.objects.count() == 0


def test_a_paper_that_carries_other_files_is_refused(inside):
    with pytest.raises(RuleBroken) as refused:
        receive(pdf(embedded))

    assert refused.value.code == "pdf_active"


@pytest.mark.parametrize(
    "content", [located(), heic(), photo("PNG"), photo("WEBP")], ids=["jpeg", "heic", "png", "webp"]
)
def test_a_photo_does_not_tell_where_it_was_taken(inside, content):
    made = receive(content)

    paper, kept = kept_of(made)
    assert (paper.content_type, paper.storage_name[-4:]) == ("image/jpeg", ".jpg")
    assert not Image.open(io.BytesIO(kept)).getexif().get_ifd(GPS)
    assert b"Invented Camera" not in kept


def test_the_same_photo_twice_is_refused(inside):
    first = receive(JPEG)

    with pytest.raises(RuleBroken) as refused:
        receive(JPEG)

    assert refused.value.params["first"] == first.pk


def test_a_worker_checks_the_original_once(inside):
    made = receive()
    assert Job.objects.filter(kind="check_supplier_invoice", key=str(made.pk)).count() == 1

    checked = check_original(made, now=NOON)
    again = check_original(made, now=NOON + datetime.timedelta(days=1))

    assert checked.checked_at == NOON == again.checked_at
    assert checked.rules["applied"]


def test_what_the_checks_find_is_kept_and_stops_nothing(inside):
    wrong = dataclasses.replace(einvoice().totals, due=D("120.00"))

    made = check_original(receive(xml(totals=wrong)), now=NOON)

    assert "BR-CO-16" in [finding["rule"] for finding in made.findings]
    assert made.state == "received"


def test_an_invoice_for_somebody_else_is_refused(inside):
    with pytest.raises(RuleBroken) as refused:
        receive(xml(buyer=Party(name="Other Company", vat_id="BE0888888105")))

    assert refused.value.code == "not_for_us"
    assert "Other Company" in refused.value.message
    assert SupplierInvoice.objects.count() == 0


def test_our_electronic_address_names_us_without_a_vat_number(inside):
    entity = LegalEntity.objects.get(is_default=True)
    entity.endpoint_scheme, entity.endpoint_id = "0208", "0777777706"
    entity.save(update_fields=["endpoint_scheme", "endpoint_id"])
    named = dataclasses.replace(einvoice().buyer, vat_id="")

    assert receive(xml(buyer=named, syntax="ubl")).entity == entity


def test_the_same_file_twice_is_refused_and_leads_to_the_first(inside):
    first = receive()

    with pytest.raises(RuleBroken) as refused:
        receive()

    assert (refused.value.code, refused.value.params["first"]) == ("received_already", first.pk)


def test_the_same_number_of_the_same_supplier_is_a_duplicate_in_any_syntax(inside):
    first = receive(xml(syntax="ubl"))

    with pytest.raises(RuleBroken) as refused:
        receive(xml(syntax="cii"))

    assert refused.value.params["first"] == first.pk
    assert "Drukkerij Voorbeeld" in refused.value.message


def test_another_number_or_day_is_no_duplicate(inside):
    receive()
    receive(xml(number="DV-2026-18"))
    receive(xml(issued_on=datetime.date(2025, 11, 3)))

    assert SupplierInvoice.objects.count() == 3


def test_a_file_that_wants_to_read_other_files_is_refused(inside):
    with pytest.raises(RuleBroken) as refused:
        receive(XXE)

    assert refused.value.code == "unreadable"
    assert "document type" in refused.value.message


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("IT01234567890_1.xml.p7m", b"\x30\x82\x0b\x10" + b"x" * 40, "signed_envelope"),
        ("invoice.xml", b"", "file_empty"),
        ("invoice.docx", b"PK\x03\x04 a text", "unknown_file"),
        ("page.xml", b"<html><body>hello</body></html>", "unreadable"),
        ("invoice.pdf", b"%PDF-" + b"x" * (10 * 1024 * 1024), "file_too_large"),
        ("invoice.pdf", b"%PDF-1.7\nnothing\n%%EOF", "pdf_unreadable"),
        ("photo.jpg", b"\xff\xd8\xff\xe0 half a photo", "picture_unreadable"),
    ],
)
def test_what_is_no_invoice_is_refused_in_words(name, content, code):
    with pytest.raises(RuleBroken) as refused:
        read_file(content, name=name)

    assert refused.value.code == code
    assert refused.value.field == "file"


def test_an_invoice_without_a_total_is_refused(inside):
    nothing = dataclasses.replace(einvoice().totals, with_vat=None)

    with pytest.raises(RuleBroken) as refused:
        receive(xml(totals=nothing))

    assert refused.value.code == "facts_missing"
    assert "total with VAT" in refused.value.message


def test_a_total_below_zero_is_a_credit_note(inside):
    made = receive(xml("-100.00", "-21.00"))

    assert (made.kind, made.due) == ("credit_note", D("121.00"))


def test_a_member_hands_in_a_photo_and_writes_down_what_is_on_it(activity):
    by = member_actor(activity)
    (paper,) = receive_file(JPEG, name="cafe.jpg", by=by, now=NOON, activity=activity)
    assert (paper.state, paper.is_read, paper.source) == ("received", False, "member")

    read = type_facts(paper, typed=typed(), by=by, now=NOON)

    assert (read.state, read.number, read.due, read.supplier_key) == ("routed", "K 12", D("56.00"), "cafe voorbeeld")
    assert [(part.activity, part.amount) for part in read.parts.all()] == [(activity, D("56.00"))]
    assert read.proposals.get().answer == "mine"


def test_typing_twice_is_refused_once_it_is_routed(activity):
    by = member_actor(activity)
    (paper,) = receive_file(JPEG, name="cafe.jpg", by=by, now=NOON, activity=activity)
    type_facts(paper, typed=typed(), by=by, now=NOON)

    with pytest.raises(RuleBroken) as refused:
        type_facts(paper, typed=typed(net=D("60.00")), by=by, now=NOON)

    assert refused.value.code == "facts_fixed"


def test_a_paper_that_was_received_electronically_is_a_duplicate(activity):
    first = receive()
    (paper,) = receive_file(JPEG, name="p.jpg", by=member_actor(activity), now=NOON, activity=activity)
    same = typed(number=" DV-2026-17 ", supplier_name="Drukkerij", supplier_vat="BE 0888.888.006")

    with pytest.raises(RuleBroken) as refused:
        type_facts(paper, typed=same, by=member_actor(activity), now=NOON)

    assert refused.value.params["first"] == first.pk


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"number": " "}, "number_missing", "number"),
        ({"issued_on": TODAY + datetime.timedelta(days=1)}, "in_future", "issued_on"),
        ({"net": D("0.00")}, "amount_not_positive", "net"),
        ({"supplier_vat": "BE0888888007"}, "vat_unusable", "supplier_vat"),
    ],
)
def test_wrong_facts_are_refused_at_their_field(activity, facts, code, field):
    (paper,) = receive_file(JPEG, name="p.jpg", by=PORTAL, now=NOON)

    with pytest.raises(RuleBroken) as refused:
        type_facts(paper, typed=typed(**facts), by=staff_actor(), now=NOON)

    assert (refused.value.code, refused.value.field) == (code, field)


def test_members_hand_in_for_their_own_activity_only(inside, activity):
    stranger = member_actor(make_activity(inside))

    for where in (None, activity):
        with pytest.raises(NotAllowed):
            receive_file(xml(), name="i.xml", by=stranger, now=NOON, activity=where)
    with pytest.raises(NotAllowed):
        receive_file(xml(), name="i.xml", by=staff_actor("payroll"), now=NOON)


def test_the_same_invoice_may_reach_another_country(be):
    with enter(be):
        content = xml()
        receive(content)
    with enter(make_country("FR")):
        assert SupplierInvoice.objects.count() == 0
        with pytest.raises(RuleBroken) as refused:
            receive(content)
    assert refused.value.code == "not_for_us"
