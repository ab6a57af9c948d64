"""The audit is written by the database: who, when, what, from where, and nobody rewrites it."""

import pytest
from django.db import DatabaseError, connection, transaction

from countries.models import Country, Office
from smart.foundation.actors import Actor
from smart.foundation.audit import AuditEntry
from smart.foundation.tenancy import country

CLERK = Actor(kinds=frozenset({"staff"}), user_id=7, label="Clerk Example", ip="192.0.2.7")


@pytest.fixture
def be(db) -> Country:
    return Country.objects.create(code="BE", state="active")


def entries(table: str = "countries_office") -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(table=table).order_by("id"))


def test_every_write_leaves_who_when_what_and_from_where(be):
    with country(be, by=CLERK):
        office = Office.objects.create(name="Gent", city="Gent")
        office.city = "Gand"
        office.save()
        pk, _gone = office.pk, office.delete()
        made, changed, gone = entries()

    assert [made.action, changed.action, gone.action] == ["insert", "update", "delete"]
    assert changed.changed == {"city": ["Gent", "Gand"]}
    assert (changed.object_id, changed.by_id, changed.by_label, changed.ip) == (pk, 7, "Clerk Example", "192.0.2.7")
    assert gone.at >= made.at


def test_a_write_by_sql_is_recorded_too(be):
    with country(be, by=CLERK):
        Office.objects.create(name="Gent", city="Gent")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE countries_office SET city = 'Gand'")

        assert entries()[-1].changed == {"city": ["Gent", "Gand"]}


def test_a_save_that_changes_nothing_leaves_nothing(be):
    with country(be):
        office = Office.objects.create(name="Gent", city="Gent")
        office.save()

        assert [entry.action for entry in entries()] == ["insert"]


@pytest.mark.django_db(transaction=True)
def test_an_actor_ends_with_the_transaction():
    be = Country.objects.create(code="BE", state="active")
    with country(be, by=CLERK):
        Office.objects.create(name="Gent", city="Gent")
    with country(be):
        Office.objects.create(name="Liège", city="Liège")
        assert [entry.by_id for entry in entries()] == [7, None]


@pytest.mark.parametrize(
    "verb", ["UPDATE foundation_auditentry SET by_label = 'x'", "DELETE FROM foundation_auditentry"]
)
def test_the_audit_cannot_be_rewritten(be, verb):
    with country(be):
        Office.objects.create(name="Gent", city="Gent")
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(verb)


def test_the_audit_of_another_country_is_not_seen(be):
    with country(be):
        Office.objects.create(name="Gent", city="Gent")
    with country(Country.objects.create(code="FR", state="active")):
        assert entries() == []
