"""The page of Spain's invoicing records: the list with its proof, the file for the tax agency, and who may open them."""

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from activities.models import Client
from countries.models import LegalEntity
from invoicing.models import VerifactuRecord
from invoicing.rules import invoices
from smart.foundation.actors import PORTAL
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_activity, make_country, make_mission
from tests.invoicing.einvoice_world import make_firm
from tests.people import make_member, make_staff, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/es/staff/einvoices/verifactu/"
FIRST_DAY = datetime.datetime(2027, 1, 1, 9, 30, 15, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(FIRST_DAY, tick=False):
        yield


@pytest.fixture
def spain():
    return make_country("ES")


@pytest.fixture
def desk(spain):
    return sign_in(Browser(), make_staff(spain, "accounting"))


def issue(spain):
    with enter(spain):
        client = Client.objects.filter(vat_number="ESB99999906").first() or make_firm("ES")
        mission = make_mission(make_activity(spain), client=client, place="ES")
        return invoices.invoice_mission(mission, on=FIRST_DAY.date(), by=PORTAL)


def words(response) -> str:
    return response.content.decode()


def test_before_the_law_begins_the_page_says_from_when(spain, desk):
    with time_machine.travel(FIRST_DAY - datetime.timedelta(days=30), tick=False):
        page = desk.get(PAGE)

    assert "From 1 January 2027 every invoice is recorded" in words(page)
    assert "No record yet" in words(page)


def test_the_list_shows_each_record_with_its_proof(spain, desk):
    invoice = issue(spain)

    page = words(desk.get(PAGE))

    assert invoice.number in page
    assert "Whole" in page
    assert "Broken" not in page
    assert "Invoicing record 1 (VERI*FACTU)" in words(desk.get(f"/es/staff/invoices/{invoice.pk}/"))
    assert PAGE in words(desk.get("/es/staff/einvoices/"))


def test_ten_records_cost_as_much_as_one(spain, desk, django_assert_max_num_queries):
    issue(spain)
    desk.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        desk.get(PAGE)
    for _n in range(4):
        issue(spain)

    with django_assert_max_num_queries(min(len(one), 20)):
        desk.get(PAGE)


def test_an_accountant_takes_the_file(spain, desk):
    issue(spain)
    with enter(spain):
        entity, record = LegalEntity.objects.get(is_default=True), VerifactuRecord.objects.get()

    answer = desk.post(f"{PAGE}export/", {"entity": entity.pk, "first": 1, "last": 1})

    assert answer["Content-Type"] == "application/xml"
    assert "verifactu-1-1.xml" in answer["Content-Disposition"]
    assert record.hash in words(answer)


def test_a_range_without_records_is_told_on_the_page(spain, desk):
    issue(spain)
    with enter(spain):
        entity = LegalEntity.objects.get(is_default=True)

    answer = desk.post(f"{PAGE}export/", {"entity": entity.pk, "first": 5, "last": 9})

    assert answer.status_code == 422
    assert "has no records from 5 to 9" in words(answer)
    assert desk.post(f"{PAGE}export/", {"entity": "x", "first": "", "last": "2"}).status_code == 422


def test_an_adviser_sees_the_list_and_takes_no_file(spain):
    issue(spain)
    adviser = sign_in(Browser(), make_staff(spain, "adviser"))

    assert "Take the file" not in words(adviser.get(PAGE))
    assert adviser.post(f"{PAGE}export/", {}).status_code == 404


def test_members_and_staff_of_another_country_get_404(spain):
    issue(spain)
    belgium = make_country("BE")

    assert sign_in(Browser(), make_staff(belgium, "accounting")).get(PAGE).status_code == 404
    assert sign_in(Browser(), make_member(spain).user).get(PAGE).status_code == 404


def test_a_country_without_such_records_says_so():
    belgium = make_country("BE")

    page = sign_in(Browser(), make_staff(belgium, "accounting")).get("/be/staff/einvoices/verifactu/")

    assert "No invoicing records here" in words(page)
