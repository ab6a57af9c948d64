"""A country that nobody planned is opened by data only, task by task."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from countries.models import Country, LegalEntity
from countries.rules import registers
from countries.rules.life_cycle import confirm_move, propose_move
from countries.rules.load import load_countries
from countries.rules.onboarding import missing_tasks, onboarding_tasks, open_country
from countries.rules.settings import approve_setting, enter_setting
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.tenancy import country as enter
from tests.countries.people import ALMA, BRAM, STRANGER

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)

ENTITY = {
    "code": "coop", "name": "Ouvrage Portugal", "legal_form": "Cooperativa", "company_number": "",
    "employer_number": "", "vat_number": "PT 501 442 600", "register": "",
    "street": "Rua do Exemplo 1", "postal_code": "1000-001",
    "city": "Lisboa", "email": "lisboa@example.org",
}  # fmt: skip
VALUES: dict[str, Any] = {
    "fee.rate": "0.08",
    "guarantee.rate": "0.01",
    "share.price": "40.00",
    "share.rule": {"kind": "once", "count": 1},
    "promise.rule": {"kind": "end_of_month"},
    "declaration.lead": {"kind": "before_start"},
    "review.promise": {"kind": "working_days", "days": 2},
    "invoice.terms_days": 30,
    "invoice.payment_reference": "rf",
    "invoice.series": [
        {"code": "invoice", "document": "invoice", "format": "PT-{year}-{number:05}"},
        {"code": "credit", "document": "credit_note", "format": "PT-C-{year}-{number:05}"},
    ],
    "vat.rows": [
        {
            "service": "general",
            "customer": "domestic",
            "category": "S",
            "rate": "0.23",
            "since": "2011-01-01",
            "source": "Código do IVA art. 18",
            "exemption_code": "",
            "mention": "",
        }
    ],
    "retention.classes": [
        {"class": name, "years": 10, "counted_from": "year_end", "law": "Test", "confidence": "unknown"}
        for name in ("payslip", "contract", "invoice", "accounting", "identity", "correspondence")
    ],
}


@pytest.fixture(autouse=True)
def today(settings: Any) -> Iterator[None]:
    settings.COUNTRY_TASKS = ()
    with time_machine.travel("2026-11-24T09:00:00Z", tick=False):
        yield


@pytest.fixture
def portugal() -> Iterator[Country]:
    row = open_country("PT", by=ALMA, reason="A group in Lisbon asks.")
    with enter(row):
        yield row


def test_a_new_country_starts_on_the_generic_pack_in_its_own_currency(portugal: Country) -> None:
    assert (portugal.state, portugal.pack, portugal.currency) == ("building", "generic", "EUR")
    assert not any(task.is_done for task in onboarding_tasks(portugal, on=DAY))


def test_an_initiative_of_the_network_becomes_a_country_being_built() -> None:
    load_countries(["CL"])

    chile = open_country("CL", by=ALMA)

    assert (chile.state, chile.currency) == ("building", "CLP")


def test_a_country_at_work_cannot_be_opened_again() -> None:
    load_countries(["BE"])

    with pytest.raises(RuleBroken, match="already in the network"):
        open_country("BE", by=ALMA)


def test_a_stranger_opens_nothing() -> None:
    with pytest.raises(NotAllowed):
        open_country("PT", by=STRANGER)


def test_no_country_is_invented() -> None:
    with pytest.raises(RuleBroken, match="is no country"):
        open_country("ZZ", by=ALMA)


def test_every_task_done_and_two_people_make_a_pilot(portugal: Country) -> None:
    lisbon = registers.save_basics(
        portugal, languages=["en", "es"], currency="EUR", time_zone="Europe/Lisbon", holiday_region="", by=ALMA
    )
    entity, warnings = registers.save_entity(lisbon, entity=None, facts=ENTITY, by=ALMA)
    registers.save_office(lisbon, office=None, facts={"name": "Lisboa", "city": "Lisboa"}, by=ALMA)
    account = {"name": "clients", "iban": "PT50 0002 0123 1234 5678 9015 4", "bic": "", "currency": "EUR"}
    registers.save_account(lisbon, account=None, entity=entity, facts=account, by=ALMA)
    for key, value in VALUES.items():
        entered = enter_setting(lisbon, key=key, value=value, since=DAY, source="Group of Lisbon", by=ALMA)
        approve_setting(entered, by=BRAM)

    assert warnings == []
    assert entity.vat_number == "PT501442600"
    assert missing_tasks(lisbon, on=DAY) == ()
    assert confirm_move(propose_move(lisbon, to="pilot", by=ALMA), by=BRAM).is_open


def test_a_value_that_waits_shows_as_waiting(portugal: Country) -> None:
    enter_setting(portugal, key="fee.rate", value="0.08", since=DAY, source="Group of Lisbon", by=ALMA)

    fee = next(task for task in onboarding_tasks(portugal, on=DAY) if task.code == "fee.rate")

    assert (fee.state, fee.is_done) == ("waiting", False)


def test_a_wrong_vat_number_is_refused_beside_its_field(portugal: Country) -> None:
    with pytest.raises(RuleBroken, match="check digits") as broken:
        registers.save_entity(portugal, entity=None, facts={**ENTITY, "vat_number": "PT501442601"}, by=ALMA)

    assert broken.value.field == "vat_number"


def test_a_number_nobody_can_check_is_kept_with_a_warning(portugal: Country) -> None:
    entity, warnings = registers.save_entity(
        portugal, entity=None, facts={**ENTITY, "company_number": "501 442 600"}, by=ALMA
    )

    assert entity.company_number == "501442600"
    assert "Nobody checked" in warnings[0]


def test_the_first_entity_is_the_default_one(portugal: Country) -> None:
    first, _warnings = registers.save_entity(portugal, entity=None, facts=ENTITY, by=ALMA)
    second, _warnings = registers.save_entity(portugal, entity=None, facts={**ENTITY, "code": "shows"}, by=ALMA)

    assert (first.is_default, second.is_default) == (True, False)
    assert LegalEntity.objects.count() == 2


def test_invented_numbers_are_named_until_real_ones_are_entered() -> None:
    belgium = load_countries(["BE"])[0]
    with enter(belgium):
        before = next(task for task in onboarding_tasks(belgium, on=DAY) if task.code == "entity")
        entity = LegalEntity.objects.get()
        facts = {**{name: getattr(entity, name) for name in ENTITY}, "vat_number": "BE0999990024"}
        registers.save_entity(belgium, entity=entity, facts=facts, by=ALMA)
        after = next(task for task in onboarding_tasks(belgium, on=DAY) if task.code == "entity")

    assert "invented" in before.note
    assert after.note == ""


def test_a_wrong_iban_is_refused(portugal: Country) -> None:
    entity, _warnings = registers.save_entity(portugal, entity=None, facts=ENTITY, by=ALMA)
    account = {"name": "clients", "iban": "PT50 0002 0123 1234 5678 9015 5", "bic": "", "currency": "EUR"}

    with pytest.raises(RuleBroken, match="IBAN"):
        registers.save_account(portugal, account=None, entity=entity, facts=account, by=ALMA)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"languages": []}, "languages"),
        ({"languages": ["pt"]}, "languages"),
        ({"currency": "EURO"}, "currency"),
        ({"time_zone": "Lisbon"}, "time_zone"),
        ({"holiday_region": "ZZZ"}, "holiday_region"),
    ],
)
def test_wrong_basics_name_their_field(portugal: Country, change: dict[str, Any], field: str) -> None:
    right = {"languages": ["en"], "currency": "EUR", "time_zone": "Europe/Lisbon", "holiday_region": ""}

    with pytest.raises(RuleBroken) as broken:
        registers.save_basics(portugal, **{**right, **change}, by=ALMA)

    assert broken.value.field == field


def test_the_currency_of_an_open_country_is_fixed() -> None:
    sweden = load_countries(["SE"])[0]

    with enter(sweden), pytest.raises(RuleBroken, match="books are kept"):
        registers.save_basics(
            sweden, languages=["sv"], currency="EUR", time_zone="Europe/Stockholm", holiday_region="", by=ALMA
        )
