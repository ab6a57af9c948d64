"""Barriers one to three: a country sees its own rows, and nothing without a country."""

import pytest
from django.db import IntegrityError, ProgrammingError, connection

from countries.models import Country, LegalEntity, Office
from smart.foundation.errors import NoCountry
from smart.foundation.tenancy import all_countries, country

pytestmark = pytest.mark.django_db


@pytest.fixture
def be() -> Country:
    return Country.objects.create(code="BE", state="active")


@pytest.fixture
def fr() -> Country:
    return Country.objects.create(code="FR", state="active")


def _office(where: Country, name: str) -> Office:
    with country(where):
        return Office.objects.create(name=name, city="Somewhere")


def test_a_country_sees_only_its_own_rows(be, fr):
    _office(be, "Brussels")
    _office(fr, "Lille")

    with country(be):
        assert [office.name for office in Office.objects.all()] == ["Brussels"]


def test_asking_outside_a_country_is_an_error(be):
    with pytest.raises(NoCountry):
        Office.objects.count()


def test_raw_sql_in_one_country_sees_no_row_of_another_and_none_without_a_country(be, fr):
    _office(fr, "Lille")

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM countries_office")
        assert cursor.fetchone() == (0,)
        with country(be):
            cursor.execute("SELECT count(*) FROM countries_office")
            assert cursor.fetchone() == (0,)
        with country(fr):
            cursor.execute("SELECT count(*) FROM countries_office")
            assert cursor.fetchone() == (1,)


def test_a_row_cannot_be_written_into_another_country(be, fr):
    with pytest.raises(ProgrammingError, match="row-level security"), country(be):
        Office.objects.create(country=fr, name="Lille", city="Lille")


def test_a_foreign_key_cannot_point_into_another_country(be, fr):
    with country(fr):
        entity = LegalEntity.objects.create(code="x", name="X", legal_form="SCIC")

    with pytest.raises(IntegrityError, match="country_fk"), country(be), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO invoicing_series (country_id, entity_id, kind, year, pattern, last_number)"
            " VALUES (%s, %s, 'invoice', 2026, '', 0)",
            [be.pk, entity.pk],
        )


def test_all_countries_sees_every_row_and_gives_the_role_back(be, fr):
    _office(be, "Brussels")
    _office(fr, "Lille")

    with all_countries(reason="test"):
        assert Office.objects.count() == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("smart_app",)


def test_leaving_an_inner_country_comes_back_to_the_outer_one(be, fr):
    _office(be, "Brussels")

    with country(be):
        with country(fr):
            assert Office.objects.count() == 0
        assert Office.objects.count() == 1
