"""manage.py einvoice, as it is typed: no database, XML, JSON and findings on the streams, a sentence when it cannot."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from invoicing.einvoice import profiles
from tests.invoicing.einvoice.cases import case
from tests.invoicing.einvoice.conftest import EXAMPLES

CONCERT = str(EXAMPLES / "performance_be.ubl.xml")


def einvoice(*words: str) -> str:
    out = io.StringIO()
    call_command("einvoice", *words, stdout=out)
    return out.getvalue()


def test_read_prints_the_model_with_figures_as_they_stand():
    held = json.loads(einvoice("read", CONCERT))

    assert held["totals"]["due"] == "1446.00"
    assert held["lines"][0]["item"] == {"name": "Concert"}
    assert "payee" not in held


def test_write_takes_what_read_printed(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(einvoice("read", CONCERT)))

    written = einvoice("write", "--to", "cii")

    assert profiles.read(written.encode()).number == "BE/2026/0042"


def test_convert_goes_from_ubl_to_facturx():
    written = einvoice("convert", CONCERT, "--to", "facturx")

    assert written.startswith("<?xml version='1.0' encoding='UTF-8'?>\n<rsm:CrossIndustryInvoice")


@pytest.mark.parametrize(
    ("country", "syntax", "due"),
    [("IT", "fatturapa", "366.00"), ("AT", "ebinterface", "360.00"), ("ES", "facturae", "363.00")],
)
def test_a_national_format_is_written_read_and_checked(tmp_path, monkeypatch, country, syntax, due):
    sample = tmp_path / "sample.xml"
    sample.write_bytes(profiles.write(case(country, "domestic"), syntax=syntax))

    held = json.loads(einvoice("read", str(sample)))
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(held)))

    assert held["totals"]["due"] == due
    assert einvoice("write", "--to", syntax).encode() == sample.read_bytes()
    assert einvoice("convert", str(sample), "--to", syntax).encode() == sample.read_bytes()
    assert einvoice("check", str(sample)) == "No rule is broken, as far as these checks go.\n"


def test_a_lot_is_a_list_and_stays_one_file(tmp_path, monkeypatch):
    lot = tmp_path / "lot.xml"
    lot.write_bytes(
        profiles.write_all([case("IT", "domestic"), case("IT", "exempt")], syntax="fatturapa"),
    )

    held = json.loads(einvoice("read", str(lot)))
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(held)))

    assert [invoice["totals"]["due"] for invoice in held] == ["366.00", "300.00"]
    assert einvoice("write", "--to", "fatturapa").encode() == lot.read_bytes()
    with pytest.raises(CommandError, match="There are 2 invoices"):
        einvoice("convert", str(lot), "--to", "ubl")


def test_an_unknown_syntax_names_those_there_are():
    with pytest.raises(
        CommandError, match=r"no syntax “edifact”. Expected one of: ubl, cii, .*, facturae, ebinterface"
    ):
        einvoice("convert", CONCERT, "--to", "edifact")


def test_a_missing_file_and_a_broken_json_are_told(monkeypatch):
    with pytest.raises(CommandError, match=r"nowhere\.xml cannot be read"):
        einvoice("read", "nowhere.xml")
    monkeypatch.setattr("sys.stdin", io.StringIO("{"))
    with pytest.raises(CommandError, match="Standard input is no JSON"):
        einvoice("write", "--to", "ubl")


def test_check_is_silent_about_a_sound_invoice():
    assert einvoice("check", CONCERT) == "No rule is broken, as far as these checks go.\n"


def test_check_tells_rule_field_found_and_expected_and_exits_with_1(tmp_path, capsys):
    broken = tmp_path / "broken.xml"
    text = (EXAMPLES / "performance_be.ubl.xml").read_text()
    broken.write_text(
        text.replace('PayableAmount currencyID="EUR">1446.00<', 'PayableAmount currencyID="EUR">1447.00<')
    )

    with pytest.raises(SystemExit) as stopped:
        call_command("einvoice", "check", str(broken))

    assert stopped.value.code == 1
    assert capsys.readouterr().out == "fatal BR-CO-16: amount due (BT-115, invoice): found 1447.00, expected 1446.00\n"


def test_check_as_json_keeps_each_part_apart(tmp_path):
    late = tmp_path / "late.xml"
    text = (EXAMPLES / "performance_be.ubl.xml").read_text()
    late.write_text(text.replace("<cbc:DueDate>2026-12-10</cbc:DueDate>", ""))

    [finding] = json.loads(einvoice("check", str(late), "--json"))

    assert (finding["rule"], finding["severity"], finding["field"]) == ("BR-CO-25", "warning", "due date")
