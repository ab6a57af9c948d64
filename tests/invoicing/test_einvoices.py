"""The life of an electronic invoice: chosen, written, found wanting, mended, sent, answered."""

import datetime

import pytest
from django.db import DatabaseError, transaction

from activities.rules.client_routing import route_client
from countries.models import LegalEntity
from invoicing import einvoice_jobs
from invoicing import jobs as papers
from invoicing.einvoice.facturx_pdf import extract_xml
from invoicing.einvoice_adapters import Answer
from invoicing.models import EInvoiceStatus, ElectronicInvoice, Invoice
from invoicing.rules import einvoices, einvoices_sending, einvoices_statuses
from members.models import Document, Notification, OutgoingMail
from members.rules import documents
from smart.foundation.actors import PORTAL
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.jobs import Job
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_client, make_country, member_actor, staff_actor
from tests.invoicing.einvoice_world import NOW, accountant, issue, make_firm, prepare

LATER = NOW + datetime.timedelta(hours=2)


@pytest.fixture
def invoice(inside):
    return issue(inside, make_firm("BE"))


@pytest.fixture
def unreachable(inside):
    """A Belgian firm whose numbers nobody entered: no address can be made of them."""
    return issue(inside, make_client(vat_number=""))


def render(invoice: Invoice) -> None:
    """What the worker does after an issue."""
    for step in papers.render_invoice(Job(payload={"invoice": invoice.pk})):
        step()


def work_off(kind: str) -> None:
    for job in Job.objects.filter(kind=kind, state="queued").order_by("pk"):
        for step in getattr(einvoice_jobs, kind)(job):
            step()


def test_a_valid_document_is_kept_with_its_hash_and_is_ready(invoice):
    electronic = prepare(invoice)

    xml = documents.read_document(einvoices.paper_of(electronic))
    assert (electronic.state, electronic.format, electronic.channel) == ("ready", "peppol", "peppol")
    assert (electronic.is_mandatory, electronic.attempt, electronic.is_current) == (True, 1, True)
    assert electronic.specification.endswith("poacc:billing:3.0")
    assert b"BE-2026-000001" in xml
    assert b"+++012/6000/00108+++" in xml
    assert Document.objects.about(electronic).get().sha256 == electronic.sha256


def test_preparing_twice_makes_one_attempt(invoice):
    first = prepare(invoice)

    second = prepare(invoice)

    assert first.pk == second.pk
    assert ElectronicInvoice.objects.count() == 1


def test_a_private_person_needs_no_electronic_document(inside):
    invoice = issue(inside, make_client(kind="person"))

    assert prepare(invoice) is None


def test_what_is_not_valid_is_named_in_words_and_told_to_the_accountants(inside, rik, unreachable):
    electronic = prepare(unreachable)

    assert electronic.state == "invalid"
    assert "PEPPOL-EN16931-R010" in {row["rule"] for row in electronic.findings}
    assert {row["target"] for row in electronic.findings if row["rule"] == "PEPPOL-EN16931-R010"} == {"client"}
    notice = Notification.objects.get(user=rik)
    assert "cannot go out yet" in notice.title
    assert notice.url.endswith(f"/staff/einvoices/{electronic.pk}/")


def test_nothing_goes_to_the_client_before_it_is_mended_then_everything_goes_once(unreachable):
    render(unreachable)

    assert Invoice.objects.get(pk=unreachable.pk).state == "issued"
    assert not OutgoingMail.objects.filter(to="facturen@huis.example").exists()

    route_client(unreachable.client, by=accountant(), endpoint_scheme="0208", endpoint_id="0888888006")
    made = einvoices.check_again(einvoices.current_of(unreachable), by=accountant(), now=LATER)
    work_off("prepare_einvoice")
    work_off("prepare_einvoice")

    made.refresh_from_db()
    assert (made.state, made.attempt) == ("ready", 2)
    assert Invoice.objects.get(pk=unreachable.pk).state == "sent"
    assert OutgoingMail.objects.filter(to="facturen@huis.example").count() == 1
    first = ElectronicInvoice.objects.get(attempt=1)
    assert (first.state, first.is_current) == ("cancelled", False)


def test_a_voluntary_document_that_is_not_valid_does_not_hold_the_mail(db, clock):
    country = make_country("FR")
    with enter(country):
        LegalEntity.objects.update(company_number="", vat_number="", endpoint_scheme="", endpoint_id="")
        invoice = issue(country, make_firm("FR"))
        render(invoice)

        current = einvoices.current_of(invoice)
        assert (current.state, current.is_mandatory) == ("invalid", False)
        assert Invoice.objects.get(pk=invoice.pk).state == "sent"


def test_a_factur_x_goes_inside_the_paper_and_is_sent_with_the_mail(db, clock):
    country = make_country("DE")
    with enter(country):
        invoice = issue(country, make_firm("DE"))
        render(invoice)

        current = einvoices.current_of(invoice)
        pdf = documents.read_document(documents.latest_document(invoice, papers.PAPER))
        assert (current.state, current.sent_via) == ("sent", "mail")
        assert extract_xml(pdf) == documents.read_document(einvoices.paper_of(current))


@pytest.mark.parametrize("code", ["ES"])
def test_a_format_that_is_not_written_here_waits_and_can_be_sent_by_hand(db, clock, code, monkeypatch):
    from invoicing.einvoice import profiles

    monkeypatch.setattr(profiles, "SYNTAXES", {k: v for k, v in profiles.SYNTAXES.items() if k != "facturae"})
    country = make_country(code)
    with enter(country):
        electronic = prepare(issue(country, make_firm(code, kind="public")))

        assert (electronic.state, electronic.format) == ("waiting", "facturae")
        sent = einvoices_sending.mark_sent(electronic, reference="FACe 123", by=accountant(), now=LATER)
        assert (sent.state, sent.sent_via, sent.reference) == ("sent", "manual", "FACe 123")


def test_sending_by_hand_is_recorded_once(invoice):
    electronic = prepare(invoice)
    einvoices_sending.mark_sent(electronic, reference=" msg-1 ", by=accountant(), now=LATER)

    with pytest.raises(RuleBroken) as again:
        einvoices_sending.mark_sent(electronic, reference="msg-2", by=accountant(), now=LATER)

    assert again.value.code == "not_ready"
    assert ElectronicInvoice.objects.get().reference == "msg-1"


def test_what_is_not_valid_cannot_be_sent(unreachable):
    electronic = prepare(unreachable)

    with pytest.raises(RuleBroken) as refused:
        einvoices_sending.mark_sent(electronic, reference="msg-1", by=accountant(), now=LATER)

    assert refused.value.code == "not_ready"


def test_members_and_payroll_handle_no_electronic_invoice(invoice):
    electronic = prepare(invoice)

    for by in (member_actor(invoice.activity), staff_actor("payroll")):
        with pytest.raises(NotAllowed):
            einvoices_sending.mark_sent(electronic, reference="x", by=by, now=LATER)
        with pytest.raises(NotAllowed):
            einvoices.check_again(electronic, by=by, now=LATER)
        with pytest.raises(NotAllowed):
            route_client(invoice.client, by=by)


def test_another_country_sees_nothing_of_it(invoice, fr):
    prepare(invoice)

    with enter(fr):
        assert ElectronicInvoice.objects.count() == 0
        assert EInvoiceStatus.objects.count() == 0


def test_answers_move_the_document_and_are_kept_once(invoice):
    electronic = einvoices_sending.mark_sent(prepare(invoice), reference="msg-1", by=accountant(), now=NOW)
    received = Answer(code="AB", at=NOW, note="")

    einvoices_statuses.record_status(electronic, answer=received, by=accountant(), now=LATER)
    einvoices_statuses.record_status(electronic, answer=received, by=accountant(), now=LATER)
    einvoices_statuses.record_status(electronic, answer=Answer(code="AP", at=LATER), by=accountant(), now=LATER)
    einvoices_statuses.record_status(electronic, answer=Answer(code="IP", at=LATER), by=accountant(), now=LATER)

    kept = ElectronicInvoice.objects.get()
    assert (kept.state, kept.delivered_at, kept.answered_at) == ("accepted", NOW, LATER)
    assert list(EInvoiceStatus.objects.order_by("pk").values_list("code", flat=True)) == ["AB", "AP", "IP"]


def test_an_answer_needs_a_known_code_words_and_a_day_that_has_come(invoice):
    electronic = prepare(invoice)
    by = accountant()

    def refused(answer: Answer) -> str:
        with pytest.raises(RuleBroken) as broken:
            einvoices_statuses.record_status(electronic, answer=answer, by=by, now=LATER)
        return broken.value.code

    assert refused(Answer(code="AB", at=NOW)) == "not_sent"
    einvoices_sending.mark_sent(electronic, reference="msg-1", by=by, now=NOW)
    assert refused(Answer(code="210", at=NOW)) == "unknown_code"
    assert refused(Answer(code="RE", at=NOW)) == "note_missing"
    assert refused(Answer(code="AB", at=LATER + datetime.timedelta(days=1))) == "later_than_now"


@pytest.mark.parametrize(
    ("code", "state"),
    [("200", "sent"), ("203", "delivered"), ("205", "accepted"), ("207", "delivered"), ("210", "refused"),
     ("212", "accepted"), ("213", "refused")],
)  # fmt: skip
def test_the_french_life_cycle(db, clock, code, state):
    country = make_country("FR")
    with enter(country):
        electronic = prepare(issue(country, make_firm("FR", kind="public")))
        einvoices_sending.mark_sent(electronic, reference="flux-1", by=accountant(), now=NOW)
        answer = Answer(code=code, at=NOW, note="TX_TVA_ERR")

        einvoices_statuses.record_status(electronic, answer=answer, by=accountant(), now=LATER)

        assert ElectronicInvoice.objects.get().state == state


def test_a_refused_document_is_followed_by_a_new_attempt_and_stays(invoice, rik):
    electronic = einvoices_sending.mark_sent(prepare(invoice), reference="msg-1", by=accountant(), now=NOW)
    answer = Answer(code="RE", at=NOW, note="Unknown order")
    einvoices_statuses.record_status(electronic, answer=answer, by=accountant(), now=LATER)

    made = einvoices.check_again(electronic, by=accountant(), now=LATER)

    assert (made.attempt, made.state) == (2, "prepared")
    assert ElectronicInvoice.objects.get(attempt=1).state == "refused"
    assert "was refused" in Notification.objects.get(user=rik).title


def test_what_is_under_way_cannot_be_made_again(invoice):
    electronic = einvoices_sending.mark_sent(prepare(invoice), reference="msg-1", by=accountant(), now=NOW)

    with pytest.raises(RuleBroken) as refused:
        einvoices.check_again(electronic, by=accountant(), now=LATER)

    assert refused.value.code == "under_way"


def test_an_attempt_that_was_followed_is_not_followed_twice(unreachable):
    first = prepare(unreachable)
    einvoices.check_again(first, by=accountant(), now=LATER)

    with pytest.raises((RuleBroken, Conflict)):
        einvoices.check_again(first, by=accountant(), now=LATER)

    assert ElectronicInvoice.objects.count() == 2


def test_an_attempt_is_given_up_with_a_reason(unreachable):
    electronic = prepare(unreachable)

    with pytest.raises(RuleBroken):
        einvoices.cancel(electronic, reason=" ", by=accountant())
    given_up = einvoices.cancel(electronic, reason="The client takes a paper", by=accountant())

    assert given_up.state == "cancelled"


def test_the_proof_of_delivery_is_kept_after_the_document_left(invoice):
    electronic = prepare(invoice)
    proof = {"content": b"%PDF-1.7 receipt", "suffix": ".pdf", "media_type": "application/pdf", "by": accountant()}

    with pytest.raises(RuleBroken):
        einvoices_statuses.keep_proof(electronic, **proof)
    electronic = einvoices_sending.mark_sent(electronic, reference="msg-1", by=accountant(), now=NOW)
    kept = einvoices_statuses.keep_proof(electronic, **proof)

    assert documents.read_document(kept) == b"%PDF-1.7 receipt"


def test_the_database_keeps_the_file_the_attempts_and_the_answers(invoice):
    electronic = prepare(invoice)
    einvoices_sending.mark_sent(electronic, reference="msg-1", by=accountant(), now=NOW)
    einvoices_statuses.record_status(electronic, answer=Answer(code="AB", at=NOW), by=PORTAL, now=NOW)
    rows = ElectronicInvoice.objects.filter(pk=electronic.pk)

    for wrong in (
        lambda: rows.update(sha256="0" * 64),
        lambda: rows.update(state="prepared"),
        lambda: rows.delete(),
        lambda: EInvoiceStatus.objects.update(note="other"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            wrong()


def test_a_way_of_the_settings_is_taken_by_itself(invoice, tmp_path, settings):
    settings.EINVOICE_ADAPTERS = {"BE": "directory"}
    settings.EINVOICE_DIRECTORY = str(tmp_path)
    render(invoice)
    work_off("send_einvoice")
    work_off("send_einvoice")

    current = einvoices.current_of(invoice)
    (file,) = (tmp_path / "be" / "peppol").iterdir()
    assert (current.state, current.sent_via, current.reference) == ("sent", "directory", "BE-2026-000001-peppol.xml")
    assert file.read_bytes() == documents.read_document(einvoices.paper_of(current))
