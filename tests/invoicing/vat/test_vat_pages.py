"""The VAT rules in the browser: staff read and try them, accountants review them, nobody else finds them."""

import pytest
from django.test import Client as Browser

from countries import vat_book
from invoicing.models import VatRowReview
from smart.foundation.tenancy import country as enter
from tests import people

RULES, TRY = "/be/staff/vat/", "/be/staff/vat/try/"
ROW = "/be/staff/vat/rules/be.standard.home/"


@pytest.fixture
def books(be):
    return people.sign_in(Browser(), people.make_staff(be, "accounting", "Rik Books"))


@pytest.fixture
def second(be):
    return people.sign_in(Browser(), people.make_staff(be, "accounting", "Dora Books"))


@pytest.fixture
def adviser(be):
    return people.sign_in(Browser(), people.make_staff(be, "adviser", "Bob Adviser"))


def text(response):
    return " ".join(response.content.decode().split())


def review_of(be):
    with enter(be):
        return VatRowReview.objects.get()


def test_staff_see_every_row_with_its_source(be, adviser, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        response = adviser.get(RULES)

    page = text(response)
    assert response.status_code == 200
    for rule in vat_book.rules_of("BE"):
        assert rule.id in page
    assert "AR 20, table A, XXIX" in page
    assert "21" in page


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("service=copyright", "be.copyright", "be.standard.home"),
        ("customer=outside_business", "be.outside_business", "be.copyright"),
        ("show=ask", "be.admission.home", "be.standard.home"),
        ("show=unsure", "be.copyright", "be.standard.home"),
        ("show=open&service=goods", "be.standard.home", "be.copyright"),
        ("on=2009-12-31", "Nothing fits", "be.standard.home"),
    ],
)
def test_rows_are_found_by_service_client_day_and_what_is_to_do(be, adviser, query, shown, hidden):
    page = text(adviser.get(f"{RULES}?{query}"))

    assert shown in page
    assert f"rules/{hidden}/" not in page


def test_a_filter_that_cannot_be_read_says_so(be, adviser):
    assert adviser.get(f"{RULES}?on=31.31.2026").status_code == 422


@pytest.mark.parametrize("rule", [rule.id for rule in vat_book.rules_of("BE")])
def test_each_row_has_its_page(be, books, rule):
    assert books.get(f"/be/staff/vat/rules/{rule}/").status_code == 200


def test_a_row_without_tax_shows_its_mention_in_each_language_and_what_en_16931_forbids(be, adviser):
    page = text(adviser.get("/be/staff/vat/rules/be.outside_business/"))

    assert "Dienst niet onderworpen aan Belgische btw" in page
    assert "BR-O-02" in page


def test_two_accountants_review_a_row(be, books, second):
    assert books.post(f"{ROW}review/", {"note": "AR 20, read today"}, follow=True).status_code == 200
    page = text(second.get(ROW))
    assert "I agree, it reads as its source" in page
    assert "I agree, it reads as its source" not in text(books.get(ROW))

    response = second.post(f"/be/staff/vat/reviews/{review_of(be).pk}/confirm/", follow=True)

    assert "The row is reviewed by two people." in text(response)
    assert review_of(be).state == "done"
    assert "AR 20, read today" in text(response)


def test_who_reviewed_cannot_agree(be, books):
    books.post(f"{ROW}review/", {"note": ""})

    assert books.post(f"/be/staff/vat/reviews/{review_of(be).pk}/confirm/").status_code == 403


def test_a_second_accountant_disagrees_with_a_reason(be, books, second):
    books.post(f"{ROW}review/", {"note": ""})
    url = f"/be/staff/vat/reviews/{review_of(be).pk}/refuse/"

    assert second.post(url, {"refuse-reason": ""}).status_code == 422
    page = text(second.post(url, {"refuse-reason": "Other article"}, follow=True))

    assert "Other article" in page
    assert review_of(be).state == "refused"


def test_a_changed_row_shows_what_reads_otherwise(be, books):
    books.post(f"{ROW}review/", {"note": ""})
    with enter(be):
        review = VatRowReview.objects.get()
        VatRowReview.objects.update(content_hash="0" * 64, content={**review.content, "source": "Old article"})

    page = text(books.get(ROW))

    assert "Changed since the review" in page
    assert "“Old article” is now “Code TVA, AR 20 art. 1”." in page
    assert "It reads as its source" in page


def test_an_adviser_reads_but_does_not_review(be, adviser, books):
    books.post(f"{ROW}review/", {"note": ""})

    assert "I agree" not in text(adviser.get(ROW))
    assert adviser.post(f"{ROW}review/", {"note": ""}).status_code == 404
    assert adviser.post(f"/be/staff/vat/reviews/{review_of(be).pk}/confirm/").status_code == 404


def test_a_row_of_another_country_is_not_found(be, books):
    assert books.get("/be/staff/vat/rules/fr.copyright/").status_code == 404
    assert books.post("/be/staff/vat/rules/fr.copyright/review/", {"note": ""}).status_code == 404


def test_reading_never_reviews(be, books):
    assert books.get(f"{ROW}review/").status_code == 405
    assert books.get("/be/staff/vat/reviews/1/confirm/").status_code == 405


def test_members_and_strangers_find_nothing(be, alice):
    member = people.sign_in(Browser(), alice.user)

    for url in (RULES, TRY, ROW):
        assert member.get(url).status_code == 404
        assert Browser().get(url).status_code == 302


def test_the_try_out_shows_the_row_its_source_and_the_mention(be, adviser):
    assert adviser.get(TRY).status_code == 200

    asked = {"service": "design", "client_kind": "company", "customer_country": "DE", "vat_number": "DE136695976"}
    page = text(adviser.get(TRY, {**asked, "on": "2026-11-22"}))

    assert "No VAT on the invoice" in page
    assert "be.eu_business" in page
    assert "VATEX-EU-AE" in page
    assert "Btw verlegd, art. 21 § 2 btw-wetboek" in page


def test_the_try_out_asks_what_an_accountant_would_be_asked(be, adviser):
    asked = {"service": "design", "client_kind": "company", "customer_country": "ES", "vat_number": "ESA28250777"}
    page = text(adviser.get(TRY, {**asked, "postal_code": "35001", "on": "2026-11-22"}))

    assert "An accountant decides" in page
    assert "the Canary Islands" in page
    assert "territory.es_canary" in page


def test_a_taxed_supply_shows_its_rate(be, adviser):
    asked = {"service": "copyright", "client_kind": "public", "customer_country": "BE", "on": "2026-11-22"}

    assert "VAT of 6" in text(adviser.get(TRY, asked))


def test_an_unreadable_try_out_says_so(be, adviser):
    assert adviser.get(TRY, {"service": "dancing"}).status_code == 422


def test_the_queue_and_the_law_lead_to_the_rules(be, books):
    assert RULES in text(books.get("/be/staff/invoices/vat/"))
    assert RULES in text(books.get("/be/staff/law/"))


def test_a_country_without_a_pack_shows_the_rows_it_entered(db):
    nl = people.make_country("NL")
    staff = people.sign_in(Browser(), people.make_staff(nl, "accounting", "Nel Boeken"))

    page = text(staff.get("/nl/staff/vat/"))

    assert "entered.general.domestic.2012-10-01" in page
    assert "Wet op de omzetbelasting 1968 art. 9" in page
    assert staff.get("/nl/staff/vat/rules/entered.general.domestic.2012-10-01/").status_code == 200
