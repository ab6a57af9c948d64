"""The public page tells the network; the network pages are for its administrators only."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from countries.models import Country, CountrySetting, LegalEntity, StateProposal
from countries.rules.load import load_countries
from countries.setting_kinds import kinds_of
from smart.foundation.tenancy import country as enter
from tests.people import make_admin, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def network(settings: Any) -> Iterator[None]:
    settings.COUNTRY_TASKS = ()
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False):
        load_countries(["BE", "FR", "HU", "KR"])
        yield


@pytest.fixture
def alma() -> Client:
    return sign_in(Client(), make_admin("Alma Example"))


@pytest.fixture
def bram() -> Client:
    return sign_in(Client(), make_admin("Bram Example"))


def _text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_everybody_reads_the_network_without_signing_in(client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(3):
        page = _text(client.get("/network/"))

    assert "Belgium begins" in page
    assert "1998" in page
    assert "South Korea" in page
    assert page.count('class="tile') == 4


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "La Belgique commence"),
        ("nl", "België begint"),
        ("de", "Belgien fängt an"),
        ("es", "Bélgica empieza"),
        ("it", "Il Belgio comincia"),
        ("sv", "Belgien börjar"),
    ],
)
def test_the_history_is_told_in_seven_languages(client: Client, language: str, words: str) -> None:
    page = _text(client.get("/network/", headers={"accept-language": language}))

    assert words in page
    translation.deactivate()


@pytest.mark.parametrize("path", ["", "open/", "be/", "be/settings/", "be/settings/fee.rate/", "be/entities/"])
def test_network_pages_are_closed_to_others(client: Client, path: str) -> None:
    assert client.get(f"/network-admin/{path}").status_code == 302
    assert sign_in(Client(), make_user("Sam Stranger")).get(f"/network-admin/{path}").status_code == 403
    without_factor = sign_in(Client(), make_user("Una Example", is_network_admin=True))
    assert without_factor.get(f"/network-admin/{path}").headers["location"].startswith("/accounts/2fa/")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "open/",
        "be/",
        "kr/",
        "hu/",
        "be/basics/",
        "be/entities/",
        "be/offices/",
        "be/accounts/",
        "be/settings/",
        "be/move/dormant/",
    ],
)
def test_network_pages_render(alma: Client, path: str) -> None:
    page = alma.get(f"/network-admin/{path}")

    assert page.status_code == 200
    assert "{%" not in _text(page)


def test_every_setting_has_a_page_with_its_form(alma: Client) -> None:
    for key in kinds_of("BE"):
        assert alma.get(f"/network-admin/be/settings/{key}/").status_code == 200, key
    assert alma.get("/network-admin/be/settings/vat.rows/").status_code == 404
    assert alma.get("/network-admin/hu/settings/vat.rows/").status_code == 200


def test_the_pages_of_one_country_stay_within_a_query_budget(alma: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(25):
        alma.get("/network-admin/be/")
    with django_assert_max_num_queries(19):
        alma.get("/network-admin/be/settings/")
    with django_assert_max_num_queries(60):  # three countries of four were built
        alma.get("/network-admin/")


def test_a_page_of_the_network_is_not_found_inside_a_country(alma: Client) -> None:
    assert alma.get("/be/network-admin/").status_code == 404


def test_unknown_countries_settings_and_rows_are_not_found(alma: Client) -> None:
    assert alma.get("/network-admin/zz/").status_code == 404
    assert alma.get("/network-admin/be/settings/fee.colour/").status_code == 404
    assert alma.get("/network-admin/be/entities/999999/").status_code == 404


def test_an_entity_of_another_country_is_not_found(alma: Client) -> None:
    france = Country.objects.get(code="FR")
    with enter(france):
        entity = LegalEntity.objects.get(is_default=True)

    assert alma.get(f"/network-admin/be/entities/{entity.pk}/").status_code == 404
    assert alma.get(f"/network-admin/fr/entities/{entity.pk}/").status_code == 200


def _fee(**changed: str) -> dict[str, str]:
    return {"value": "7", "since": "2027-01-01", "source": "General assembly", "confidence": "verified", **changed}


def test_one_enters_and_another_approves_in_the_browser(alma: Client, bram: Client) -> None:
    entered = alma.post("/network-admin/be/settings/fee.rate/", _fee())
    assert entered.status_code == 302
    belgium = Country.objects.get(code="BE")
    with enter(belgium):
        row = CountrySetting.objects.get(key="fee.rate", state="entered")
    own = alma.post(f"/network-admin/be/settings/{row.pk}/approve/")

    other = bram.post(f"/network-admin/be/settings/{row.pk}/approve/", follow=True)

    assert own.status_code == 403
    assert "In force" in _text(other) or "To come" in _text(other)
    with enter(belgium):
        row.refresh_from_db()
    assert (row.state, row.value) == ("approved", "0.07")


def test_a_wrong_value_keeps_what_was_typed(alma: Client) -> None:
    refused = alma.post("/network-admin/be/settings/fee.rate/", _fee(value="seven", source="Board of 3 May"))

    assert refused.status_code == 422
    assert "seven" in _text(refused)
    assert "Board of 3 May" in _text(refused)


def test_a_rule_asks_for_its_number(alma: Client) -> None:
    data = {**_fee(), "rule": "working_days_after_work", "with_days": ""}

    refused = alma.post("/network-admin/be/settings/promise.rule/", data)

    assert refused.status_code == 422
    assert "Number of working days" in _text(refused)
    assert alma.post("/network-admin/be/settings/promise.rule/", {**data, "with_days": "5"}).status_code == 302


def test_rows_leave_out_the_empty_ones(alma: Client) -> None:
    series = [
        ("invoice", "invoice", "B{year}-{number:06}"),
        ("credit", "credit_note", "BC{year}-{number:06}"),
        ("", "", ""),
    ]
    data = {key: value for key, value in _fee().items() if key != "value"}
    for index, row in enumerate(series):
        data |= {f"row{index}_{name}": cell for name, cell in zip(("code", "document", "format"), row, strict=True)}

    assert alma.post("/network-admin/be/settings/invoice.series/", data).status_code == 302
    with enter(Country.objects.get(code="BE")):
        value = CountrySetting.objects.get(key="invoice.series", state="entered").value
    assert [row["format"] for row in value] == ["B{year}-{number:06}", "BC{year}-{number:06}"]


def test_a_country_is_put_to_sleep_and_refuses_new_values(alma: Client) -> None:
    asleep = alma.post("/network-admin/be/move/dormant/", {"reason": "A pause."}, follow=True)
    refused = alma.post("/network-admin/be/settings/fee.rate/", _fee())

    assert "Put to sleep" in _text(asleep)
    assert refused.status_code == 422
    assert "is asleep" in _text(refused)
    assert alma.get("/network-admin/be/settings/fee.rate/").status_code == 200


def test_an_invented_country_is_opened_in_the_browser(alma: Client, bram: Client) -> None:
    opened = alma.post("/network-admin/open/", {"code": "PT", "reason": "A group in Lisbon."})
    assert opened.headers["location"] == "/network-admin/pt/"
    basics = {"languages": ["en"], "currency": "eur", "time_zone": "Europe/Lisbon", "holiday_region": ""}
    assert alma.post("/network-admin/pt/basics/", basics).status_code == 302
    entity = {
        "name": "Ouvrage Portugal", "legal_form": "Cooperativa", "code": "coop", "vat_number": "PT501442600",
        "street": "Rua do Exemplo 1", "postal_code": "1000", "city": "Lisboa",
    }  # fmt: skip
    assert alma.post("/network-admin/pt/entities/", entity).status_code == 302
    assert alma.post("/network-admin/pt/offices/", {"name": "Lisboa", "city": "Lisboa"}).status_code == 302
    with enter(Country.objects.get(code="PT")):
        owner = LegalEntity.objects.get()
    account = {"entity": owner.pk, "name": "clients", "iban": "PT50000201231234567890154", "currency": "EUR"}
    assert alma.post("/network-admin/pt/accounts/", account).status_code == 302

    page = _text(alma.get("/network-admin/pt/"))

    assert "Tasks: 4 of" in page
    assert "The pilot can be proposed when every task is done." in page
    assert "PT" in _text(Client().get("/network/"))


def test_a_wrong_number_gets_its_sentence_beside_the_field(alma: Client) -> None:
    entity = {
        "name": "SmartCoop", "legal_form": "SC", "code": "coop", "company_number": "0999990025", "vat_number": "",
        "street": "Rue de l’Exemple 1", "postal_code": "1000", "city": "Bruxelles",
    }  # fmt: skip

    refused = alma.post("/network-admin/be/entities/", entity)

    assert refused.status_code == 422
    assert "check digits do not fit" in _text(refused)


def test_a_sleeping_country_is_read_but_not_written() -> None:
    visitor = Client()

    assert visitor.get("/hu/network/").status_code == 200
    refused = visitor.post("/hu/network/")

    assert refused.status_code == 409
    assert "Hungary is asleep" in _text(refused)


def test_a_sleeping_country_is_woken_and_written_again(alma: Client) -> None:
    woken = alma.post("/network-admin/hu/move/building/", {"reason": "A group asks again."}, follow=True)
    entered = alma.post("/network-admin/hu/settings/fee.rate/", _fee())

    assert "Being built" in _text(woken)
    assert entered.status_code == 302


def test_two_people_take_a_country_to_pilot_in_the_browser(alma: Client, bram: Client) -> None:
    alma.post("/network-admin/be/move/dormant/", {"reason": "A pause."})
    alma.post("/network-admin/be/move/building/", {"reason": "Again."})
    alma.post("/network-admin/be/move/pilot/", {"reason": "Ready."})
    with enter(Country.objects.get(code="BE")):
        proposal = StateProposal.objects.get()
    address = f"/network-admin/be/proposals/{proposal.pk}/confirm/"

    alone, together = alma.post(address), bram.post(address, follow=True)

    assert alone.status_code == 403
    assert "is now “Pilot”" in _text(together)


def test_what_the_pack_asks_of_the_employer_is_a_setting_too(alma: Client) -> None:
    entered = alma.post("/network-admin/be/settings/employer.joint_committee/", _fee(value="200"))
    flag = alma.post("/network-admin/be/settings/employer.risk_groups/", _fee(value="no"))
    page = _text(alma.get("/network-admin/be/settings/"))

    assert (entered.status_code, flag.status_code) == (302, 302)
    assert "Joint committee" in page
    with enter(Country.objects.get(code="BE")):
        assert CountrySetting.objects.get(key="employer.risk_groups").value is False
