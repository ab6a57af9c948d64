"""What is kept of people who are forgotten is seen by nobody but its keepers, and each of their looks is written down."""

import datetime

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.models import Activity, Contract, Declaration, Mission
from invoicing.models import Invoice, Payslip
from members.models import Document, Erasure
from members.rules.documents import issue_document
from smart.foundation.actors import PORTAL
from smart.foundation.audit import AuditEntry
from smart.foundation.tenancy import country
from tests import people
from tests.forgetting import forgotten, lina_has_left, make_former
from tests.test_isolation import tenant_addresses

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    """The week after Lina's last day of work."""
    with time_machine.travel(datetime.datetime(2026, 11, 27, 9, 0, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def former(be):
    return make_former(be)


@pytest.fixture
def lina(settings):
    return lina_has_left(settings)


@pytest.fixture
def hidden(be, former):
    with country(be):
        issue_document(
            subject=former,
            kind="payslip",
            title="Pay of May",
            content=b"%PDF-1.7 pay",
            language="en",
            visible_to="member",
            retention_class="payslip",
            by=PORTAL,
            membership=former,
        )
    return forgotten(former)


def test_no_page_of_the_staff_shows_who_it_was(lina, browser):
    """Every list, and every page of a row with the numbers that rows of hers have, as an administrator who opens all."""
    forgotten(lina)
    where = lina.country
    with country(where):
        kinds = (Mission, Contract, Payslip, Invoice, Declaration, Activity)
        numbers = {row.pk for kind in kinds for row in kind.objects.all()} | {lina.pk}
    people.sign_in(browser, people.make_staff(where, "country_admin", "Karla Admin"))
    routes = [route for _name, route, view in tenant_addresses() if getattr(view, "access", "") == "staff"]
    paths = {route.replace("<int:pk>", str(pk)) for route in routes for pk in numbers}

    shown, opened = [], 0
    for path in sorted(path for path in paths if "<" not in path):
        response = browser.get(f"/be/{path}")
        is_for_the_bank = path.startswith("staff/transfers/") and path.endswith(
            "/file/"
        )  # as it was sent: the books keep it
        if response.status_code == 200 and not is_for_the_bank:
            opened += 1
            body = response.content.decode(errors="replace")
            shown += [f"{path}: {word}" for word in ("Verhaegen", lina.user.email) if word in body]
    assert shown == []
    assert opened > 50


@pytest.mark.parametrize("role", ["adviser", "payroll", "accounting", "country_admin"])
def test_no_staff_finds_or_opens_what_is_restricted(be, hidden, former, browser, role):
    people.sign_in(browser, people.make_staff(be, role, "Sam Staff"))
    with country(be):
        paper = Document.objects.get(membership_id=former.pk)

    page = browser.get("/be/staff/members/?q=Former").text
    assert "Fritz" not in page
    assert former.number not in page
    for path in (f"staff/members/{former.pk}/", f"documents/{paper.pk}/", f"staff/restricted/{hidden.pk}/"):
        assert browser.get(f"/be/{path}").status_code == 404, path
    assert browser.get("/be/staff/restricted/").status_code == 404


def test_a_keeper_opens_it_and_each_look_is_written_down(be, hidden, former, browser):
    keeper = people.make_staff(be, "legal_hold", "Lou Keeper")
    people.sign_in(browser, keeper)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with country(be):
        paper = Document.objects.get(membership_id=former.pk)

    assert former.number in browser.get("/be/staff/restricted/").text
    assert "Fritz Former" not in browser.get(f"/be/staff/restricted/{hidden.pk}/").text
    page = browser.post(f"/be/staff/restricted/{hidden.pk}/").text

    assert "Fritz Former" in page
    assert "Pay of May" in page
    assert browser.get(f"/be/documents/{paper.pk}/").status_code == 200
    with country(be):
        looks = AuditEntry.objects.filter(table="members_erasure", object_id=hidden.pk, action="read")
        assert [look.by_id for look in looks] == [keeper.pk]


def test_the_list_of_the_restricted_asks_the_same_for_many(be, browser, django_assert_num_queries):
    people.sign_in(browser, people.make_staff(be, "legal_hold", "Lou Keeper"))
    asked = []
    for names in (["Una One"], ["Duo Two", "Tri Three", "Quad Four"]):
        for name in names:
            member = people.make_member(be, name, active=False)
            with country(be):
                Erasure.objects.create(
                    membership=member,
                    state="restricted",
                    asked_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
                    restricted_at=datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC),
                    answer_by=datetime.date(2026, 2, 1),
                )
        browser.get("/be/staff/restricted/")
        with CaptureQueriesContext(connection) as queries:
            browser.get("/be/staff/restricted/")
        asked.append(len(queries))
    assert asked[0] == asked[1]
