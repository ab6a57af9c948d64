"""Ways out of the house: the directory, the mail with its files, and an access point that answers (a fake, here only)."""

import datetime
from pathlib import Path
from typing import ClassVar

import pytest
from django.core import mail as outbox

from invoicing import einvoice_jobs
from invoicing.einvoice_adapters import AccessPoint, Answer, Directory, Parcel, way_of
from invoicing.models import EInvoiceStatus, ElectronicInvoice
from invoicing.rules import einvoices, einvoices_sending
from members import jobs as mail_jobs
from members.models import OutgoingMail
from smart.foundation.actors import PORTAL
from smart.foundation.errors import RuleBroken
from smart.foundation.jobs import Job
from tests.factories.invoicing import make_client
from tests.invoicing.einvoice_world import NOW, TODAY, accountant, issue, make_firm, prepare
from tests.invoicing.test_einvoices import render, work_off


class Network:
    """A Peppol access point of the tests: remembers what it carried and answers in two steps."""

    carried: ClassVar[dict[str, Parcel]] = {}
    answers: ClassVar[list[Answer]] = []
    is_down: ClassVar[bool] = False

    def send(self, parcel: Parcel) -> str:
        if self.is_down:
            raise ConnectionError("the access point is down")
        self.carried[parcel.key] = parcel
        return f"msg-{parcel.key}"

    def status(self, reference: str) -> list[Answer]:
        return list(self.answers)


@pytest.fixture
def network(settings):
    Network.carried, Network.answers, Network.is_down = {}, [], False
    settings.EINVOICE_ADAPTER_KINDS = {**settings.EINVOICE_ADAPTER_KINDS, "test": f"{__name__}.Network"}
    settings.EINVOICE_ADAPTERS = {"BE:peppol": "test"}
    return Network


@pytest.fixture
def invoice(inside):
    return issue(inside, make_firm("BE", billing_email="boeken@huis.example"))


def parcel() -> Parcel:
    return Parcel("7", "BE", "peppol", "peppol", "BE-1", "BE-1.xml", b"<a/>", ("", ""), ("", ""), "", "nl", "S", ())


def test_the_way_is_the_channel_s_then_the_country_s_then_by_hand(settings):
    settings.EINVOICE_ADAPTERS = {"BE:peppol": "test", "BE": "email"}

    assert (way_of("BE", "peppol"), way_of("BE", "email"), way_of("FR", "platform")) == ("test", "email", "manual")


def test_the_directory_holds_a_whole_file_once(settings, tmp_path):
    settings.EINVOICE_DIRECTORY = str(tmp_path)

    for _again in range(2):
        assert Directory().send(parcel()) == "BE-1.xml"

    assert [path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()] == [
        Path("be/peppol/BE-1.xml")
    ]


def test_the_access_point_of_the_tests_keeps_the_interface():
    assert isinstance(Network(), AccessPoint)
    assert not isinstance(Directory(), AccessPoint)


def test_an_access_point_carries_the_document_from_address_to_address(invoice, network):
    render(invoice)
    work_off("send_einvoice")

    current = einvoices.current_of(invoice)
    (sent,) = network.carried.values()
    assert (current.state, current.sent_via, current.reference) == ("sent", "test", f"msg-{current.pk}")
    assert (sent.sender, sent.receiver) == (("0208", "0999990024"), ("0208", "0888888006"))


def test_a_closed_way_leaves_the_document_ready_to_be_tried_again(invoice, network):
    network.is_down = True
    render(invoice)

    with pytest.raises(ConnectionError):
        einvoices_sending.send_now(einvoices.current_of(invoice).pk, by=PORTAL, now=NOW)

    assert einvoices.current_of(invoice).state == "ready"
    network.is_down = False
    work_off("send_einvoice")
    assert einvoices.current_of(invoice).state == "sent"


def test_the_daily_question_records_each_answer_once(invoice, network):
    render(invoice)
    work_off("send_einvoice")
    network.answers = [Answer("AB", NOW), Answer("RE", NOW + datetime.timedelta(minutes=-1), note="No such order")]

    for _again in range(2):
        einvoices_sending.enqueue_questions(on=TODAY)
        for job in Job.objects.filter(kind="ask_einvoice"):
            for step in einvoice_jobs.ask_einvoice(job):
                step()

    assert EInvoiceStatus.objects.count() == 2
    assert Job.objects.filter(kind="ask_einvoice").count() == 1
    assert ElectronicInvoice.objects.get().state == "refused"
    assert {row.source for row in EInvoiceStatus.objects.all()} == {"adapter"}


def test_the_mail_carries_xml_and_pdf_to_where_the_client_wants_its_invoices(invoice, settings):
    settings.EINVOICE_ADAPTERS = {"BE": "email"}
    render(invoice)
    work_off("send_einvoice")
    work_off("send_einvoice")

    written = OutgoingMail.objects.get(key__startswith="einvoice-")
    for step in mail_jobs.send_mail(Job(payload={"mail": written.pk})):
        step()
    (sent,) = [
        message for message in outbox.outbox if "Elektronische" in message.subject or "Electronic" in message.subject
    ]
    names = sorted(name for name, _content, _kind in sent.attachments)
    assert sent.to == ["boeken@huis.example"]
    assert names == ["BE-2026-000001-peppol.xml", "BE-2026-000001.pdf"]


def test_by_hand_is_not_asked_to_send_itself(inside):
    electronic = prepare(issue(inside, make_client()))

    with pytest.raises(RuleBroken) as refused:
        einvoices_sending.ask_to_send(electronic, by=accountant())

    assert refused.value.code == "goes_by_hand"


def test_a_zip_of_the_same_documents_is_the_same_bytes(inside):
    chosen = [prepare(issue(inside, make_client())) for _n in range(2)]

    first = einvoices_sending.export_zip(chosen, by=accountant())

    assert first == einvoices_sending.export_zip(chosen, by=accountant())
    assert first.startswith(b"PK")
