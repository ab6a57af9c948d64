"""manage.py receive_invoices: a directory is emptied file by file; what is refused lies there with its reason."""

import pytest
from django.core.management import CommandError, call_command

from invoicing.models import SupplierInvoice
from smart.foundation.tenancy import country as enter
from tests.invoicing.suppliers.world import xml


@pytest.fixture
def inbox(be, tmp_path):
    with enter(be):
        (tmp_path / "a.xml").write_bytes(xml())
        (tmp_path / "b.xml").write_bytes(xml(number="DV-2026-18"))
    return tmp_path


def received(be):
    with enter(be):
        return sorted(SupplierInvoice.objects.values_list("number", "source"))


def test_a_directory_is_received_and_a_second_run_finds_nothing(be, inbox, capsys):
    call_command("receive_invoices", inbox, "--country", "be")
    call_command("receive_invoices", inbox, "--country", "BE")

    assert received(be) == [("DV-2026-17", "channel"), ("DV-2026-18", "channel")]
    assert sorted(file.name for file in (inbox / "received").iterdir()) == ["a.xml", "b.xml"]
    assert "a.xml: DV-2026-17" in capsys.readouterr().out


def test_one_bad_file_stops_no_other(be, inbox):
    (inbox / "aa.xml").write_bytes(b"not an invoice")

    with pytest.raises(CommandError, match="1 of the files"):
        call_command("receive_invoices", inbox, "--country", "BE")

    assert len(received(be)) == 2
    assert "is no XML" in (inbox / "refused" / "aa.xml.reason.txt").read_text()


def test_a_country_and_a_directory_are_needed(be, tmp_path):
    with pytest.raises(CommandError, match="no country"):
        call_command("receive_invoices", tmp_path, "--country", "XX")
    with pytest.raises(CommandError, match="is no directory"):
        call_command("receive_invoices", tmp_path / "none", "--country", "BE")
