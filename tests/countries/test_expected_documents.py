"""What is expected on paper in each country is data: strict, with a source, and for kinds the country knows."""

import datetime

import pytest

from countries import expected_documents as papers
from countries import registry
from countries.data.reading import DataFileError

COUNTRIES = ("BE", "FR", "ES", "IT", "DE", "AT", "SE")


@pytest.mark.parametrize("code", COUNTRIES)
def test_every_paper_has_a_source_and_its_kinds_exist(code):
    known = {kind.code for kind in registry.pack_for(code).pack.contract_kinds}

    for each in papers.expected_documents(code):
        assert each.source
        assert {*each.kinds, *each.not_kinds} <= known, each.code


@pytest.mark.parametrize("code", [*COUNTRIES, "NL"])
def test_the_copy_and_the_payslip_are_expected_everywhere(code):
    codes = {each.code for each in papers.expected_documents(code)}

    assert {"contract", "payslip", "confirmation"} <= codes


def test_a_technician_in_france_has_the_monthly_certificate_and_an_employee_the_other():
    def codes(kind):
        found = papers.expected_documents("FR")
        return {each.code for each in found if each.is_for(kind, is_abroad=False) and each.what == "unemployment"}

    assert codes("technician") == {"aem"}
    assert codes("fixed_term") == {"france_travail"}


def test_an_a1_is_expected_for_work_abroad_only():
    a1 = next(each for each in papers.expected_documents("BE") if each.code == "a1")

    assert not a1.is_for("fixed_term", is_abroad=False)
    assert a1.is_for("fixed_term", is_abroad=True)


def test_the_days_papers_are_due():
    start, end = datetime.date(2026, 3, 9), datetime.date(2026, 3, 13)
    due = {
        (code, each.code): each.due_on(starts_on=start, ends_on=end)
        for code in ("BE", "ES", "IT")
        for each in papers.expected_documents(code)
    }

    assert due["BE", "c4"] == end
    assert due["ES", "company_certificate"] == datetime.date(2026, 3, 23)  # ten days after the end
    assert due["IT", "start_notice"] == datetime.date(2026, 3, 8)  # the day before
    assert due["BE", "payslip"] is None
    cu = next(each for each in papers.expected_documents("IT") if each.code == "cu")
    assert cu.due_after(2026) == datetime.date(2027, 3, 16)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"what": "poem"}, "what is 'poem'"),
        ({"due": "some day"}, "due is 'some day'"),
        ({"per": "year"}, "says the day it is due"),
    ],
)
def test_a_row_in_no_known_form_is_refused(row, sentence):
    good = {"code": "x", "what": "tax", "per": "contract", "made_by": "staff", "due": "at_end", "source": "y"}

    with pytest.raises(DataFileError, match=sentence):
        papers._document({**good, "confidence": "memory", **row}, "xx.yaml")
