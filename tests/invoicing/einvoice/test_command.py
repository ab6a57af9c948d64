"""manage.py einvoice, as it is typed: no database, XML and JSON on the streams, a sentence when it cannot."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from invoicing.einvoice import profiles
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


@pytest.mark.parametrize("syntax", ["fatturapa", "facturae", "ebinterface"])
def test_a_syntax_to_come_says_so(syntax):
    with pytest.raises(
        CommandError, match=f"“{syntax}” is not built yet. Built are: ubl, cii, xrechnung, peppol, facturx"
    ):
        einvoice("convert", CONCERT, "--to", syntax)


def test_an_unknown_syntax_names_those_there_are():
    with pytest.raises(CommandError, match="There is no syntax “edifact”"):
        einvoice("convert", CONCERT, "--to", "edifact")


def test_a_missing_file_and_a_broken_json_are_told(monkeypatch):
    with pytest.raises(CommandError, match=r"nowhere\.xml cannot be read"):
        einvoice("read", "nowhere.xml")
    monkeypatch.setattr("sys.stdin", io.StringIO("{"))
    with pytest.raises(CommandError, match="Standard input is no JSON"):
        einvoice("write", "--to", "ubl")
