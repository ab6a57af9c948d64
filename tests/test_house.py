"""The order of the house, as far as import-linter cannot see it: foreign keys, row-level security, sources of danger."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from smart.foundation.rls import ProtectByCountry
from smart.foundation.tenancy import CountryModel, SameCountryKey
from smart.local.suites import SLOW_PARTS

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["foundation", "countries", "members", "activities", "invoicing", "smart"]
GLOBAL_WITH_COUNTRY = {"members_membership", "members_staffrole"}  # asked by user before a country is chosen (DESIGN 4)


def own_models() -> list[type]:
    return [model for model in apps.get_models() if model._meta.app_label in ROOMS]


def tenant_tables() -> list[str]:
    found = [m._meta.db_table for m in own_models() if any(f.column == "country_id" for f in m._meta.local_fields)]
    return sorted(set(found) - GLOBAL_WITH_COUNTRY)


def sources(*folders: str) -> list[Path]:
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return [path for path in files if "migrations" not in path.parts and ".venv" not in path.parts]


def test_no_foreign_key_points_to_a_higher_room():
    for model in own_models():
        for field in model._meta.local_fields:
            if field.is_relation and field.related_model._meta.app_label in ROOMS:
                below, above = field.related_model._meta.app_label, model._meta.app_label
                assert ROOMS.index(below) <= ROOMS.index(above), f"{model.__name__}.{field.name} points up to {below}"


def test_keys_between_tenant_tables_stay_in_one_country():
    for model in own_models():
        if not issubclass(model, CountryModel):
            continue
        for field in model._meta.local_fields:
            if field.is_relation and field.name != "country" and hasattr(field.related_model, "country"):
                assert isinstance(field, SameCountryKey), f"{model.__name__}.{field.name} must be a SameCountryKey"


def test_every_tenant_model_is_protected_by_a_migration():
    migrations = MigrationLoader(None).disk_migrations
    named = {
        (label, operation.model.lower())
        for (label, _name), migration in migrations.items()
        for operation in migration.operations
        if isinstance(operation, ProtectByCountry)
    }

    expected = {(m._meta.app_label, m._meta.model_name) for m in own_models() if m._meta.db_table in tenant_tables()}

    assert expected - named == set()


@pytest.mark.django_db
@pytest.mark.parametrize("table", tenant_tables())
def test_row_level_security_is_on_and_forced(table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = %s", [table])
        assert cursor.fetchone() == (True, True)
        cursor.execute("SELECT policyname FROM pg_policies WHERE tablename = %s", [table])
        assert {"one_country", "every_country"} <= {row[0] for row in cursor.fetchall()}


@pytest.mark.django_db
@pytest.mark.parametrize("table", tenant_tables())
def test_every_index_of_a_tenant_table_leads_with_the_country(table):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.relname, (SELECT attname FROM pg_attribute WHERE attrelid = x.indrelid AND attnum = x.indkey[0])"
            "  FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid"
            " WHERE t.relname = %s AND NOT x.indisprimary",
            [table],
        )
        allowed = {"foundation_job_open"}  # the reconciler looks across countries
        wrong = [name for name, first in cursor.fetchall() if first != "country_id" and name not in allowed]
    foreign = [name for name in wrong if "_user_id_" not in name and "_fk_" not in name]
    assert foreign == []


@pytest.mark.django_db
def test_nothing_runs_with_the_rights_of_the_owner():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
            " WHERE prosecdef AND nspname = 'public'"
        )
        assert cursor.fetchall() == []
        cursor.execute("SELECT viewname FROM pg_views WHERE schemaname = 'public'")
        assert cursor.fetchall() == []
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)


def test_all_countries_is_used_only_where_it_may_be():
    allowed = {"smart", "tests"}
    for path in sources("smart", "countries", "members", "activities", "invoicing"):
        if "all_countries(" in path.read_text() and path.relative_to(ROOT).parts[0] not in allowed:
            raise AssertionError(f"{path.relative_to(ROOT)} reaches across countries; only the roof may.")


def test_the_door_of_erasure_is_opened_only_by_erasing():
    for path in sources("smart", "countries", "members", "activities", "invoicing"):
        where = path.relative_to(ROOT)
        if "smart.foundation.erasing" in path.read_text() and where.parts[:2] != ("smart", "personal_data"):
            assert where.parts[:2] == ("smart", "foundation"), f"{where} opens what is never changed."


def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


@pytest.mark.parametrize("folder", ["smart", "countries", "members", "activities", "invoicing"])
def test_house_rules_of_code(folder):
    broken = []
    for path in sources(folder):
        where = path.relative_to(ROOT)
        is_law = "rules" in path.parts or "packs" in path.parts
        for node in calls(path):
            name = called(node)
            if name == "float" and is_law:
                broken.append(f"{where}:{node.lineno} money is Decimal, never float")
            if name == "select_related" and not node.args:
                broken.append(f"{where}:{node.lineno} select_related() names its relations")
            if (
                name == "select_for_update"
                and not any(k.arg == "of" for k in node.keywords)
                and "jobs.py" not in str(path)
            ):
                broken.append(f"{where}:{node.lineno} select_for_update says which table it locks (of=)")
            if name == "raw" and isinstance(node.func, ast.Attribute):
                broken.append(f"{where}:{node.lineno} no .raw(): reports use a cursor with bound parameters")
            asked = getattr(node.func.value, "id", "") if isinstance(node.func, ast.Attribute) else ""
            if name in {"now", "today"} and is_law and asked in {"datetime", "date"}:
                broken.append(f"{where}:{node.lineno} rules take a day; they do not ask the clock")
    assert broken == []


def test_no_file_is_longer_than_four_hundred_lines():
    folders = ("smart", "countries", "members", "activities", "invoicing", "tests")
    long = {str(p.relative_to(ROOT)): n for p in sources(*folders) if (n := len(p.read_text().splitlines())) > 400}
    assert long == {}


def test_no_drawer_for_leftovers():
    forbidden = {"utils.py", "helpers.py", "common.py", "manager.py", "misc.py"}
    assert [p for p in sources("smart", "countries", "members", "activities", "invoicing") if p.name in forbidden] == []


def test_no_template_carries_style_or_script_inline():
    for path in (ROOT / "templates").rglob("*.html"):
        if "pdf" in path.parts or "email" in path.parts:
            continue
        text = path.read_text()
        for sign in (' style="', "<script>", "onclick=", "onchange=", "onsubmit="):
            assert sign not in text, f"{path.relative_to(ROOT)} has {sign!r}: the content security policy refuses it"


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements-bench.txt", "tests/package-lock.json"]
)
def test_a_lock_file_holds_hashes_and_no_address(name):
    assert [line for line in (ROOT / name).read_text().splitlines() if "://" in line] == []


def test_slow_tests_are_where_the_slow_suite_looks():
    signs = ("mark.e2e", "mark.faults", "mark.pages")
    here = Path(__file__)
    marked = [p for p in sources("tests") if p != here and any(sign in p.read_text() for sign in signs)]
    assert [p for p in marked if not any(p.is_relative_to(ROOT / part) for part in SLOW_PARTS)] == []
