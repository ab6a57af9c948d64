"""Going on without the client's confirmation: a signed paper is named or uploaded, and the guarantee is lost, in plain words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from activities.models import Order
from activities.rules import orders
from countries.addresses import country_url
from members.models import Document
from members.rules.documents import read_document
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.uploads import make_safe
from tests.activities.reading import words
from tests.factories import activities as made
from tests.foundation.test_uploads import embedded, heic, located, pdf, script
from tests.people import as_member, sign_in

pytestmark = pytest.mark.django_db
SCAN = pdf()
PAPER = make_safe(SCAN, name="agreement.pdf")


def at(name, *args):
    return country_url("be", f"activities:{name}", *args)


@pytest.fixture
def mission(murals):
    return made.make_sent(murals)


def test_an_uploaded_paper_is_kept_and_names_itself(mission, alice):
    waived = orders.waive_order(made.order_of(mission), reason="", paper=PAPER, by=as_member(alice))

    document = Document.objects.get(kind="signed_order")
    assert read_document(document) == SCAN
    assert (waived.state, waived.answer_comment, document.membership) == ("waived", "agreement.pdf", alice)


def test_neither_named_nor_uploaded_it_is_refused(mission, alice):
    with pytest.raises(RuleBroken, match="Name the signed paper") as broken:
        orders.waive_order(made.order_of(mission), reason=" ", by=as_member(alice))

    assert broken.value.field == "reason"


def test_somebody_elses_order_is_not_waived_and_nothing_is_kept(mission, eve):
    with pytest.raises(NotAllowed):
        orders.waive_order(made.order_of(mission), reason="", paper=PAPER, by=as_member(eve))

    assert not Document.objects.filter(kind="signed_order").exists()


def test_waived_twice_the_second_is_refused(mission, alice):
    orders.waive_order(made.order_of(mission), reason="Contract 14", by=as_member(alice))

    with pytest.raises(RuleBroken):
        orders.waive_order(made.order_of(mission), reason="Contract 14", by=as_member(alice))


def test_the_page_says_it_before_and_after(browser, alice, bob, mission):
    hers = sign_in(browser, alice.user)
    before = words(hers.get(at("mission_detail", mission.pk)))
    assert "You lose the payment guarantee" in before

    scan = SimpleUploadedFile("agreement.pdf", SCAN, "application/pdf")
    assert hers.post(at("order_waive", mission.pk), {"waive-reason": "", "waive-file": scan}).status_code == 302

    after = hers.get(at("mission_detail", mission.pk))
    assert "the cooperative does not pay you in their place" in words(after)
    door = country_url("be", "members:document_open", Document.objects.get(kind="signed_order").pk)
    assert door in after.content.decode()
    assert door in sign_in(browser, bob).get(at("staff_mission_review", mission.pk)).content.decode()


@pytest.mark.parametrize(
    ("name", "photo"), [("agreement.jpg", located()), ("IMG_1.HEIC", heic())], ids=["jpeg", "heic"]
)
def test_a_photo_of_the_paper_does_not_tell_where_it_was_taken(browser, alice, mission, name, photo):
    scan = SimpleUploadedFile(name, photo)

    answer = sign_in(browser, alice.user).post(at("order_waive", mission.pk), {"waive-file": scan})

    kept = Document.objects.get(kind="signed_order")
    assert answer.status_code == 302
    assert b"Invented Camera" in photo
    assert b"Invented Camera" not in read_document(kept)
    assert kept.content_type == "image/jpeg"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("agreement.jpg", b"\xff\xd8\xff", "The photo is damaged"),
        ("agreement.exe", b"MZ", "The file is no photo (JPEG, PNG, WebP, HEIC) and no PDF"),
        ("agreement.pdf", b"<html>", "The file is no photo (JPEG, PNG, WebP, HEIC) and no PDF"),
        ("agreement.pdf", b"%PDF" + b"0" * (10 * 1024 * 1024), "The file has more than 10 MB"),
        ("agreement.pdf", b"", "The file is empty"),
        ("agreement.pdf", pdf(script), "The PDF holds more than pages"),
        ("agreement.pdf", pdf(embedded), "The PDF holds more than pages"),
    ],
)
def test_a_file_that_is_no_paper_is_refused_with_a_sentence(browser, alice, mission, name, content, sentence):
    scan = SimpleUploadedFile(name, content)

    answer = sign_in(browser, alice.user).post(at("order_waive", mission.pk), {"waive-file": scan})

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert Order.objects.get().state == "sent"
