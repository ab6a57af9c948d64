"""The portal refuses to open with a database whose barriers are down."""

import pytest
from django.db import connection

from smart import checks

pytestmark = pytest.mark.django_db


def test_the_barriers_of_a_migrated_database_stand():
    assert checks.barriers_stand(databases=["default"]) == []


def test_a_table_whose_barrier_is_missing_is_named(monkeypatch):
    """The two global tables are let through by name; without their exception the check sees them."""
    monkeypatch.setattr(checks, "UNPROTECTED", checks.UNPROTECTED.replace("'members_membership', ", ""))

    found = checks.barriers_stand(databases=["default"])

    assert [error.id for error in found] == ["smart.E002"]
    assert "members_membership" in found[0].msg


def test_the_web_role_may_not_make_tables():
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_schema_privilege('public', 'CREATE')")
        assert cursor.fetchone() == (False,)
