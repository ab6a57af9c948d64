"""In a request that only reads, the country and its settings are asked once; outside one, every time."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import RequestFactory

from countries.entered import entered_country
from countries.middleware import reading, refuse_writes
from countries.models import Country, LegalEntity
from countries.rules.load import load_countries
from countries.rules.settings import enter_setting, setting_in_force, setting_value, setting_values
from smart.foundation.tenancy import country as enter
from tests.countries.people import ALMA

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
GET, POST = RequestFactory().get("/"), RequestFactory().post("/")


@pytest.fixture
def belgium() -> Country:
    return load_countries(["BE", "FR"])[0]


def test_settings_are_read_once(belgium, django_assert_num_queries):
    with enter(belgium), reading(GET, belgium), django_assert_num_queries(1):
        fee = setting_value(belgium, "fee.rate", on=DAY)
        days = setting_value(belgium, "invoice.terms_days", on=DAY)
        every = setting_values(belgium, on=DAY)

    assert (fee, days) == (Decimal("0.065"), 10)
    assert (every["fee.rate"], every["invoice.terms_days"]) == (fee, days)


def test_a_day_has_the_value_of_that_day(belgium):
    with enter(belgium), reading(GET, belgium):
        assert setting_in_force(belgium, "fee.rate", on=date(1990, 1, 1)) is None
        assert setting_value(belgium, "fee.rate", on=DAY) == Decimal("0.065")


def test_what_waits_for_a_second_person_is_not_in_force(belgium):
    with enter(belgium):
        enter_setting(belgium, key="fee.rate", value="0.07", since=date(2027, 1, 1), source="Assembly", by=ALMA)

        with reading(GET, belgium):
            assert setting_value(belgium, "fee.rate", on=date(2027, 6, 1)) == Decimal("0.065")


def test_a_request_that_may_write_asks_anew(belgium, django_assert_num_queries):
    with enter(belgium), reading(POST, belgium), django_assert_num_queries(3):
        setting_value(belgium, "fee.rate", on=DAY)
        setting_value(belgium, "invoice.terms_days", on=DAY)
        entered_country()


def test_the_country_is_the_one_that_was_entered(belgium, django_assert_num_queries):
    with enter(belgium), reading(GET, belgium):
        entity = LegalEntity.objects.first()

        with django_assert_num_queries(0):
            assert entered_country() is belgium
            assert entity.country is belgium


def test_another_country_is_never_answered_with_this_one(belgium):
    france = Country.objects.get(code="FR")

    with enter(belgium), reading(GET, belgium):
        fee = setting_value(belgium, "fee.rate", on=DAY)
        with enter(france):
            assert entered_country() == france
            assert LegalEntity.objects.first().country == france
            assert setting_in_force(france, "fee.rate", on=DAY).country_id == france.pk
        assert setting_value(belgium, "fee.rate", on=DAY) == fee


def test_nothing_is_kept_when_the_request_is_over(belgium, django_assert_num_queries):
    with enter(belgium):
        with reading(GET, belgium):
            setting_value(belgium, "fee.rate", on=DAY)

        with django_assert_num_queries(2):
            setting_value(belgium, "fee.rate", on=DAY)
            assert entered_country() is not belgium


def test_a_reading_request_cannot_change_what_is_kept(belgium):
    with enter(belgium), reading(GET, belgium), pytest.raises(RuntimeError, match="tried to write"):
        Country.objects.update(currency="SEK")


@pytest.mark.parametrize(
    "statement",
    [
        'INSERT INTO "invoicing_ledgerentry" ("account_id") VALUES (1)',
        'UPDATE "invoicing_ledgerentry" SET "amount" = 1 WHERE "account_id" = 2',
        'DELETE FROM "members_userpaper"',
        'TRUNCATE "members_membership"',
    ],
)
def test_the_table_that_is_written_counts_and_not_the_words_around_it(statement):
    with pytest.raises(RuntimeError, match="tried to write"):
        refuse_writes(lambda *_call: None, statement, (), False, {})


@pytest.mark.parametrize("table", ["django_session", "account_emailaddress", "members_user", "members_signin"])
def test_sessions_and_accounts_may_be_written_by_reading(table):
    assert refuse_writes(lambda *_call: "done", f'UPDATE "{table}" SET x = 1', (), False, {}) == "done"
