"""Pages of shares: mine with how to pay, and the staff's list, register, file and account."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Document, ShareMovement, ShareSubscription
from members.rules import shares
from smart.foundation.actors import PORTAL
from smart.foundation.tenancy import country
from tests import people
from tests.invoicing.work_list import do_jobs

NOON = datetime.datetime(2026, 11, 10, 11, 0, tzinfo=datetime.UTC)
TODAY = NOON.date()


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def share(be, alice):
    with country(be):
        return shares.subscribe_shares(alice, by=people.as_member(alice), on=TODAY)


@pytest.fixture
def french(fr, chloe):
    with country(fr):
        return shares.subscribe_shares(chloe, by=people.as_member(chloe), on=TODAY)


def body(response):
    return response.content.decode()


# --- the member ------------------------------------------------------------------------------------------------------


def test_i_read_what_is_due_where_and_with_which_reference(be, alice, share, browser):
    people.sign_in(browser, alice.user)

    page = body(browser.get("/be/me/shares/"))

    assert share.reference in page
    assert "€30.00" in page
    assert "20 November 2026" in page
    assert "3 contracts are possible" in page


def test_who_has_no_share_subscribes_once(be, alice, browser):
    people.sign_in(browser, alice.user)

    first = browser.post("/be/me/shares/subscribe/", follow=True)
    browser.post("/be/me/shares/subscribe/")

    assert "Subscribe</button>" not in body(first)
    with country(be):
        assert ShareSubscription.objects.get().membership == alice


def test_i_agree_to_pay_out_of_my_pay_and_take_it_back(fr, chloe, french, browser):
    people.sign_in(browser, chloe.user)

    agreed = browser.post(f"/fr/me/shares/{french.pk}/agree/", {"agrees": "yes"}, follow=True)
    with country(fr):
        assert ShareSubscription.objects.get().pay_agreed_at is not None
    browser.post(f"/fr/me/shares/{french.pk}/agree/", {"agrees": "no"})

    assert "Take the order back and pay by transfer" in body(agreed)
    with country(fr):
        assert ShareSubscription.objects.get().pay_agreed_at is None


def test_the_share_of_another_member_is_not_found(be, alice, eve, share, browser):
    people.sign_in(browser, eve.user)

    assert browser.post(f"/be/me/shares/{share.pk}/agree/", {"agrees": "yes"}).status_code == 404


def test_the_certificate_is_made_once_something_is_paid(be, alice, share, browser):
    people.sign_in(browser, alice.user)
    browser.post("/be/me/shares/certificate/")
    with country(be):
        assert do_jobs("render_share_certificate") == 0
        shares.confirm_share_payment(share, on=TODAY, by=PORTAL)

    browser.post("/be/me/shares/certificate/")
    browser.post("/be/me/shares/certificate/")
    with country(be):
        assert do_jobs("render_share_certificate") == 1
        paper = Document.objects.get(kind="share_certificate")

    assert f"/be/documents/{paper.pk}/" in body(browser.get("/be/me/shares/"))
    opened = browser.get(f"/be/documents/{paper.pk}/")
    assert opened.content.startswith(b"%PDF")


# --- staff -----------------------------------------------------------------------------------------------------------


def test_an_accountant_records_a_part_of_the_shares(fr, chloe, french, browser):
    karim = people.make_staff(fr, "accounting", "Karim Livres")
    people.sign_in(browser, karim)
    field = f"share-{french.pk}"

    browser.post(f"/fr/staff/shares/{french.pk}/paid/", {f"{field}-paid_on": "10/11/2026", f"{field}-amount": "30"})

    with country(fr):
        french = ShareSubscription.objects.get()
        assert (french.state, str(shares.open_amount(french))) == ("partly_paid", "60.00")


def test_a_refused_payment_comes_back_with_what_was_typed(fr, chloe, french, browser):
    karim = people.make_staff(fr, "accounting", "Karim Livres")
    people.sign_in(browser, karim)
    field = f"share-{french.pk}"

    refused = browser.post(
        f"/fr/staff/shares/{french.pk}/paid/", {f"{field}-paid_on": "10/11/2026", f"{field}-amount": "900"}
    )

    assert refused.status_code == 422
    assert "900" in body(refused)


def test_the_account_of_a_member_has_every_decision(be, alice, eve, share, rik, browser):
    people.sign_in(browser, rik)
    with country(be):
        shares.confirm_share_payment(share, on=TODAY, by=PORTAL)
    browser.post(
        f"/be/staff/shares/members/{alice.pk}/category/", {"category-category": "staff", "category-reason": "Hired"}
    )
    browser.post(
        f"/be/staff/shares/{share.pk}/transfer/",
        {
            f"transfer-{share.pk}-to": eve.number,
            f"transfer-{share.pk}-count": "1",
            f"transfer-{share.pk}-reason": "Sold",
        },
    )

    page = body(browser.get(f"/be/staff/shares/members/{alice.pk}/"))

    assert "Change of category" in page
    assert "Transfer to another member" in page
    with country(be):
        kinds = list(ShareMovement.objects.order_by("number").values_list("kind", flat=True))
        assert kinds == ["subscription", "payment", "conversion", "transfer", "transfer"]


def test_an_unpaid_subscription_is_cancelled_with_a_reason(be, alice, share, rik, browser):
    people.sign_in(browser, rik)

    empty = browser.post(f"/be/staff/shares/{share.pk}/cancel/", {f"cancel-{share.pk}-reason": ""})
    done = browser.post(f"/be/staff/shares/{share.pk}/cancel/", {f"cancel-{share.pk}-reason": "Never paid"})

    assert (empty.status_code, done.status_code) == (422, 302)
    with country(be):
        assert ShareSubscription.objects.get().state == "cancelled"


def test_the_register_is_filtered_and_leaves_as_a_file(be, alice, share, rik, browser):
    people.sign_in(browser, rik)
    with country(be):
        shares.confirm_share_payment(share, on=TODAY, by=PORTAL)

    page = body(browser.get("/be/staff/shares/register/?kind=payment"))
    file = body(browser.get("/be/staff/shares/register/file/"))

    assert ("Subscription</td>" in page, share.membership.number in page) == (False, True)
    assert file.splitlines()[0].startswith("\ufeffLine;Day;What;Member number")
    assert file.splitlines()[2].split(";")[:4] == ["2", "2026-11-10", "Payment", alice.number]
    assert "30.00" in file


@pytest.mark.parametrize("path", ["", "register/", "register/file/"])
def test_members_and_payroll_officers_do_not_see_the_register(be, alice, paula, share, browser, path):
    for user in (alice.user, paula):
        people.sign_in(browser, user)
        assert browser.get(f"/be/staff/shares/{path}").status_code == 404


def test_the_lists_cost_the_same_for_two_members_and_for_ten(be, rik, browser):
    people.sign_in(browser, rik)
    with country(be):
        for n in range(2):
            member = people.make_member(be, f"Member Number{n}")
            shares.subscribe_shares(member, by=PORTAL, on=TODAY)
    few = [_queries(browser, path) for path in ("", "register/")]
    with country(be):
        for n in range(8):
            member = people.make_member(be, f"More Number{n}")
            shares.subscribe_shares(member, by=PORTAL, on=TODAY)

    assert [_queries(browser, path) for path in ("", "register/")] == few


def _queries(browser, path):
    browser.get(f"/be/staff/shares/{path}")
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(f"/be/staff/shares/{path}").status_code == 200
    return len(seen)
