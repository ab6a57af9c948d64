"""check_books finds what is wrong and is silent when nothing is; reconcile rings for what was forgotten."""

import datetime
import io
import os
from decimal import Decimal

import psycopg
import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from countries.models import Country
from invoicing.models import Payslip, RunLine
from invoicing.rules import invariants, payroll
from members.models import Document
from smart.environment import parse_database_url
from smart.foundation.jobs import Job
from smart.foundation.tenancy import country
from tests import people
from tests.factories.payroll import MONTH, make_contract, payroll_officer
from tests.invoicing.work_list import do_jobs


@pytest.fixture
def paid(be: Country) -> Country:
    """Two members paid as far as the books go, with their papers."""
    with country(be):
        make_contract(be)
        make_contract(be, people.make_member(be, "Mona Example"))
        petra = payroll_officer("Petra Example")
        run = payroll.open_run(month=MONTH, by=petra)
        payroll.start_computing(run, by=petra)
        do_jobs("compute_lines")
        payroll.approve_run(run, by=payroll_officer("Paul Example"))
        do_jobs("post_lines", "render_payslips")
    return be


def faults(where: Country) -> list[str]:
    with country(where):
        return list(invariants.broken_in_country())


def test_books_in_order_say_so(paid):
    out = io.StringIO()

    call_command("check_books", "--files", stdout=out)

    assert "in order" in out.getvalue()


def test_every_invariant_of_the_file_is_read():
    names = [name.split()[0] for name in invariants.invariants()]

    assert names == ["I1", "I2", "I3", "I4", "I5", "I7", "I8", "I10"]
    assert all(queries for queries in invariants.invariants().values())


def test_a_fault_ends_with_code_one_and_its_sentence(paid):
    with country(paid):
        RunLine.objects.filter(pk=RunLine.objects.first().pk).update(posted_at=None)
    err = io.StringIO()

    with pytest.raises(CommandError, match="faults"):
        call_command("check_books", "be", stderr=err)

    assert "BE I2: Ledger transaction payroll:" in err.getvalue()


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        ("UPDATE invoicing_series SET last_number = 3 WHERE kind = 'payslip'", "I3: Payslips: 2 are approved"),
        ("UPDATE foundation_job SET state = 'parked' WHERE kind = 'post_lines'", "I5: Job post_lines"),
        (
            "UPDATE foundation_job SET state = 'queued', sent_at = '2026-01-01', available_at = '2026-01-01'",
            "no worker took it",
        ),
        ("UPDATE activities_contract SET budget = budget + 1, state = 'ended'", ""),
    ],
)
def test_what_was_spoiled_is_named(paid, spoil, sentence):
    with country(paid), connection.cursor() as cursor:
        cursor.execute(spoil)

    found = faults(paid)

    assert any(sentence in fault for fault in found) if sentence else found == []


def test_a_state_moved_behind_the_rules_is_found(paid):
    with country(paid), connection.cursor() as cursor:
        cursor.execute("UPDATE invoicing_payrollrun SET state = 'paid'")

    found = faults(paid)

    assert any(fault.startswith("I7: invoicing_payrollrun") for fault in found)
    assert any(fault.startswith("I10: invoicing_payrollrun") for fault in found)
    assert any(fault.startswith("I4: Run") for fault in found)


def test_a_file_that_was_altered_or_lost_is_found(paid):
    with country(paid):
        altered, lost = Document.objects.filter(kind="payslip").order_by("id")
        before = default_storage.open(altered.storage_name).read()
        _write(altered, b"forged")
        default_storage.delete(lost.storage_name)

        found = sorted(invariants.altered_files())

    _write(altered, before)  # the next test that lives the story has the same paper, under the same name
    assert "does not have the hash" in " ".join(found)
    assert f"document {lost.pk}" in " ".join(found)


def _write(document, content):
    with default_storage.open(document.storage_name, "wb") as opened:
        opened.write(content)


def test_every_key_between_tenant_tables_is_held_in_one_country(db):
    assert list(invariants.missing_keys()) == []


@pytest.mark.django_db(transaction=True)
def test_a_ledger_that_does_not_balance_is_found(django_db_serialized_rollback):
    where = people.make_country("BE")
    with country(where):
        make_contract(where)
    owner = parse_database_url(os.environ["DATABASE_OWNER_URL"])
    with psycopg.connect(
        dbname=connection.settings_dict["NAME"],
        user=owner["USER"],
        password=owner["PASSWORD"] or None,
        host=owner["HOST"],
        port=owner["PORT"] or None,
    ) as connected:
        connected.execute("ALTER TABLE invoicing_ledgerentry DISABLE TRIGGER USER")
        connected.execute("UPDATE invoicing_ledgerentry SET amount = amount + 1 WHERE amount > 0")
        connected.execute("ALTER TABLE invoicing_ledgerentry ENABLE TRIGGER USER")

    found = faults(where)

    assert any(fault.startswith("I1: Ledger transaction") for fault in found)


def test_reconcile_rings_for_what_was_forgotten(paid, monkeypatch):
    rung = []
    monkeypatch.setattr("smart.celery.send_wake_up", lambda _country, job, _kind: rung.append(job))
    with country(paid):
        job = Job.objects.filter(kind="render_payslips").get()
        past = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
        Job.objects.filter(pk=job.pk).update(state="queued", sent_at=past, available_at=past)
        Job.objects.exclude(pk=job.pk).update(state="done")
    out = io.StringIO()

    call_command("reconcile", stdout=out)

    assert rung == [job.pk]
    assert "1 jobs" in out.getvalue()


def test_the_sum_of_payslips_is_what_the_ledger_owes(paid):
    with country(paid), connection.cursor() as cursor:
        cursor.execute(
            "SELECT -sum(e.amount) FROM invoicing_ledgerentry e JOIN invoicing_ledgeraccount a ON a.id = e.account_id"
            " WHERE a.code = 'pay.net_payable'"
        )
        owed = cursor.fetchone()[0]
        assert Payslip.objects.count() == 2
    assert owed == Decimal("1406.62")
