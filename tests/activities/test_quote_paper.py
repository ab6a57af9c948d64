"""The quote on paper: made of the kept version, in the client's language, the same bytes every time, with the proof at the end."""

import io

import pytest
from pypdf import PdfReader

from activities.jobs import render_quote
from activities.models import OrderVersion
from activities.rules import missions, order_lines, orders
from activities.rules.order_versions import PAPER
from countries.addresses import country_url
from members.models import Document
from members.rules.documents import read_document
from smart.foundation.jobs import Job
from tests.activities.reading import words
from tests.factories import activities as made
from tests.people import as_member, sign_in

pytestmark = pytest.mark.django_db
D = made.D


def at(name, *args):
    return country_url("be", f"activities:{name}", *args)


def made_now(turn=1):
    """Do what the worker does for the newest version."""
    version = OrderVersion.objects.latest("id")
    job = Job.objects.get(kind="render_quote", key=f"{version.pk}:{turn}")
    for step in render_quote(job):
        step()
    return Document.objects.about(version).latest("version")


def text_of(document):
    pages = PdfReader(io.BytesIO(read_document(document))).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages).replace("\xa0", " ").replace("\u202f", " ")


@pytest.fixture
def mission(murals, alice):
    client = made.make_client(language="en")
    draft = made.make_draft(murals, client)
    by = as_member(alice)
    line = {"description": "Painting", "quantity": D("3"), "unit": "DAY", "unit_price": D("400")}
    order_lines.add_line(draft, by=by, **line)
    road = {"description": "By car", "quantity": D("120"), "unit": "KMT", "unit_price": D("0.4297"), "kind": "expense"}
    order_lines.add_line(draft, by=by, **road)
    missions.save_step(draft, step=4, values=made.step_values()[4] | {"deposit_share": D("0.25")}, by=by)
    return missions.send_mission(draft, by=by, now=made.NOW)


def test_it_shows_lines_total_deposit_and_where_to_answer(mission):
    text = text_of(made_now())

    for fact in (
        f"Quote {mission.reference}, version 1",
        "3 days €400.00 €1,200.00",
        "120 km €0.4297 €51.56",
        "€1,251.56",
        "€312.89",  # a quarter of 1,251.56
        "€938.67",
        "6 March 2026",
        "/be/orders/",
        OrderVersion.objects.get().sha256,
    ):
        assert fact in text, (fact, text)


def test_it_is_written_in_the_clients_language(murals):
    made.make_sent(murals, made.make_client(language="nl"))

    document = made_now()

    assert document.language == "nl"
    assert "1.250,00" in text_of(document)


def test_made_again_it_is_the_same_bytes(mission):
    first, second = made_now(), made_now()

    assert first.pk == second.pk
    assert Document.objects.filter(kind=PAPER).count() == 1


def test_an_old_version_is_made_again_the_same_after_a_new_one(mission, alice):
    first = made_now()
    facts = {"name": "Greet", "ip": "192.0.2.7", "by": made.THE_CLIENT, "now": made.NOW}
    orders.reject_order(made.order_of(mission), reason="Too dear", **facts)
    missions.send_mission(mission, by=as_member(alice), now=made.NOW)
    old = OrderVersion.objects.get(version=1)
    made_now()

    again = Document.objects.about(old).latest("version")

    assert again.pk == first.pk
    assert f"Quote {mission.reference}, version 1" in text_of(again)


def test_accepted_it_carries_the_proof_and_no_link(mission):
    made_now()
    orders.accept_order(
        made.order_of(mission),
        name="Greet Klant",
        ip="192.0.2.44",
        by=made.THE_CLIENT,
        now=made.NOW,
        purchase_order="PO-7",
    )

    document = made_now(turn=2)

    text = text_of(document)
    assert document.version == 2
    for fact in ("ACCEPTED", "Greet Klant", "192.0.2.44", "11:00:00 (CET, Europe/Brussels)", "PO-7"):
        assert fact in text, (fact, text)
    assert "/be/orders/" not in text


def test_client_member_and_adviser_download_it(browser, mission, alice, eve, bob):
    token = orders.order_token(made.order_of(mission))
    assert browser.get(at("order_client_paper", token, 1)).url == at("order_client", token)  # still being made
    document = made_now()
    door = country_url("be", "members:document_open", document.pk)

    paper = browser.get(at("order_client_paper", token, 1))
    assert (paper.status_code, paper["Content-Type"], paper.content[:4]) == (200, "application/pdf", b"%PDF")
    assert browser.get(at("order_client_paper", token, 2)).status_code == 404
    answers = [sign_in(browser, user).get(door).status_code for user in (alice.user, bob, eve.user)]

    assert answers == [200, 200, 404]
    page = sign_in(browser, alice.user).get(at("mission_detail", mission.pk))
    assert door in page.content.decode()


def test_a_mail_says_where_the_order_is_read(mission):
    from members.models import OutgoingMail

    mail = OutgoingMail.objects.get(to="greet@school.example")
    token = orders.order_token(made.order_of(mission))
    for text in (mail.text, mail.html):
        assert at("order_client", token) in text
        assert at("order_client_paper", token, 1) in text


def test_the_page_offers_the_paper_once_it_is_made(browser, mission):
    address = at("order_client", orders.order_token(made.order_of(mission)))
    assert "Download the PDF" not in words(browser.get(address))

    made_now()

    assert "Download the PDF" in words(browser.get(address))
