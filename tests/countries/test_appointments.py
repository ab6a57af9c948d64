"""A country needs an adviser and a payroll officer before it opens; administrators of the network appoint them."""

from typing import Any

import pytest
from django.test import Client

from countries.rules.onboarding import missing_tasks
from members.models import StaffRole
from smart.foundation.tenancy import country as enter
from tests.people import make_admin, make_country, make_staff, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def alma() -> Client:
    return sign_in(Client(), make_admin("Alma Example"))


def _missing(country: Any) -> list[str]:
    with enter(country):
        return [task.code for task in missing_tasks(country, on=country.today())]


def test_a_country_without_staff_is_not_ready() -> None:
    belgium = make_country("BE")
    assert _missing(belgium) == ["staff"]

    make_staff(belgium, "adviser")
    make_staff(belgium, "payroll")

    assert _missing(belgium) == []


def test_a_person_with_an_account_is_appointed_and_ended(alma: Client) -> None:
    belgium = make_country("BE")
    person = make_user("Pim Example")

    appointed = alma.post("/network-admin/be/staff/", {"email": person.email.upper(), "role": "adviser"}, follow=True)
    held = StaffRole.objects.get(user=person, country=belgium)
    ended = alma.post(f"/network-admin/be/staff/{held.pk}/end/")

    assert "Pim Example" in appointed.content.decode()
    assert ended.status_code == 302
    held.refresh_from_db()
    assert held.until is not None


def test_a_stranger_without_account_cannot_be_appointed(alma: Client) -> None:
    make_country("BE")

    refused = alma.post("/network-admin/be/staff/", {"email": "nobody@example.org", "role": "adviser"})

    assert refused.status_code == 422
    assert "Nobody has an account" in refused.content.decode()


def test_nobody_is_appointed_in_a_sleeping_country(alma: Client) -> None:
    make_country("HU")
    person = make_user("Pim Example")

    refused = alma.post("/network-admin/hu/staff/", {"email": person.email, "role": "adviser"})

    assert "asleep" in refused.content.decode()
    assert not StaffRole.objects.exists()


def test_the_page_is_closed_to_staff_and_to_another_country(alma: Client) -> None:
    belgium, france = make_country("BE"), make_country("FR")
    adviser = make_staff(france)
    held = StaffRole.objects.get(user=adviser)

    assert sign_in(Client(), adviser).get("/network-admin/fr/staff/").status_code == 403
    assert alma.post(f"/network-admin/{belgium.slug}/staff/{held.pk}/end/").status_code == 404
