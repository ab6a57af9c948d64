"""A receipt whose answer was lost on the way: the phone sends it again, and there is one."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from activities.models import Receipt
from smart.foundation.tenancy import country as enter
from tests.factories.expenses import photo
from tests.factories.invoicing import make_activity
from tests.people import make_member, sign_in

TYPED = {"category": "materials", "supplier": "Papeterie Exemple", "day": "2026-11-03", "gross": "121.00"}
ONCE = {"submission_id": "7f1c0f5e-2a52-4a53-9d0e-0c7c7f3f2b11"}
PAGE = "/be/expenses/new/"
KEPT = "Kept: €121.00 lie in your drawer"


@pytest.fixture
def shop(be):
    member = make_member(be, "Alice Example")
    with enter(be):
        return make_activity(be, member, name="Posters", code="POSTERS")


@pytest.fixture
def alice(shop):
    return sign_in(Browser(), shop.membership.user)


def typed(shop, **more):
    picture = SimpleUploadedFile("receipt.png", photo(), content_type="image/png")
    return {**TYPED, **ONCE, "activity": shop.pk, "file": picture, **more}


def test_the_same_form_with_the_same_photo_makes_one_receipt(be, shop, alice):
    alice.post(PAGE, typed(shop), follow=True)

    again = alice.post(PAGE, typed(shop), follow=True)

    assert again.status_code == 200
    assert KEPT in again.content.decode()
    with enter(be):
        assert Receipt.objects.count() == 1


def test_the_number_of_anothers_form_gives_nothing_away(be, shop, alice):
    alice.post(PAGE, typed(shop), follow=True)
    eve = make_member(be, "Eve Stranger")
    with enter(be):
        hers = make_activity(be, eve, name="Signs", code="SIGNS")

    answer = sign_in(Browser(), eve.user).post(PAGE, typed(hers, supplier=""), follow=True)

    assert answer.status_code == 422
    assert "Papeterie Exemple" not in answer.content.decode()


def test_what_sends_a_kept_receipt_is_told_where_to_go(shop, alice):
    answer = alice.post(PAGE, typed(shop), headers={"HX-Request": "true"})

    assert answer.headers["HX-Redirect"] == "/be/expenses/"
    assert KEPT in alice.get("/be/expenses/").content.decode()


def test_a_wrong_form_comes_back_with_its_photo_kept(shop, alice):
    answer = alice.post(PAGE, typed(shop, gross=""), headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert "The photo is kept." in answer.content.decode()
