"""manage.py bank_import: the file as JSON, the payments it booked, and refusals with code and sentence."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from invoicing.models import BankStatement
from smart.foundation.tenancy import country as enter

FILE = str(Path(__file__).parent / "november.xml")


def run(*options):
    out = io.StringIO()
    call_command("bank_import", *options, stdout=out)
    return json.loads(out.getvalue())


def test_the_file_is_imported_into_the_country_of_its_account(be, invoice):
    (statement,) = run(FILE, "--json")["statements"]

    assert (statement["account"], statement["closing"], statement["is_new"]) == ("BE49999000000171", "2710.00", True)
    assert (statement["matched"], statement["waiting"]) == (1, 4)
    first = statement["entries"][0]
    assert (first["amount"], first["result"], first["invoice"]) == ("1512.50", "matched", "BE-2026-000001")
    assert statement["entries"][4]["reason"] == "reversal"


def test_a_second_time_nothing_happens(be, invoice):
    run(FILE, "--json")

    (statement,) = run(FILE, "--json")["statements"]

    assert (statement["is_new"], statement["matched"], statement["waiting"]) == (False, 0, 0)


def test_a_dry_run_says_the_same_and_keeps_nothing(be, invoice):
    answer = run(FILE, "--dry-run", "--json")

    assert answer["dry_run"]
    assert answer["statements"][0]["matched"] == 1
    with enter(be):
        assert not BankStatement.objects.exists()


def test_an_unknown_account_is_refused_and_the_file_still_told(be, tmp_path):
    other = tmp_path / "other.xml"
    other.write_bytes(Path(FILE).read_bytes().replace(b"BE49999000000171", b"BE68539007547034"))
    out = io.StringIO()

    with pytest.raises(CommandError, match="is of no country here"):
        call_command("bank_import", str(other), "--dry-run", "--json", stdout=out)

    answer = json.loads(out.getvalue())
    assert answer["refused"]["code"] == "unknown_account"
    assert len(answer["statements"][0]["entries"]) == 5


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("bank_import", str(tmp_path / "none.xml"))


def test_without_json_the_entries_are_told_line_by_line(be, invoice):
    out = io.StringIO()

    call_command("bank_import", FILE, "--dry-run", stdout=out)

    assert "2026-11-10      1512.50 Huis van het Voorbeeld matched" in out.getvalue()
