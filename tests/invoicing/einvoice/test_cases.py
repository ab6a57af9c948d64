"""The samples themselves are sound: no rule of ours is broken, plain and over Peppol, and the figures are those by hand."""

from decimal import Decimal

import pytest

from invoicing.einvoice import checks, profiles
from tests.invoicing.einvoice.cases import COUNTRIES, NAMES, case
from tests.invoicing.einvoice.conftest import schema_faults

ALL = [(country, name) for country in COUNTRIES for name in NAMES]


@pytest.mark.parametrize(("country", "name"), ALL)
def test_a_sample_breaks_no_rule_as_ubl_and_as_cii(country, name):
    for syntax in ("ubl", "cii"):
        again = profiles.read(profiles.write(case(country, name), syntax=syntax))

        assert again == case(country, name)
        assert checks.check(again) == []


@pytest.mark.parametrize(("country", "name"), [pair for pair in ALL if pair[0] != "FR"])
def test_a_sample_breaks_no_rule_over_peppol(country, name):
    assert checks.check(profiles.read(profiles.write(case(country, name), syntax="peppol"))) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_german_sample_breaks_no_rule_as_xrechnung(name):
    assert checks.check(profiles.read(profiles.write(case("DE", name), syntax="xrechnung"))) == []


@pytest.mark.parametrize(("country", "name"), ALL)
def test_a_sample_is_valid_against_the_schema(country, name, schemas):
    for syntax in ("ubl", "cii"):
        assert schema_faults(profiles.write(case(country, name), syntax=syntax), schemas) == []


def test_the_figures_of_a_sample_are_those_worked_out_by_hand():
    two = case("FR", "two_rates").totals
    prepaid = case("BE", "prepaid").totals

    assert (two.without_vat, two.vat, two.due) == (Decimal("500.00"), Decimal("71.00"), Decimal("571.00"))
    assert (prepaid.with_vat, prepaid.paid, prepaid.due) == (Decimal("363.00"), Decimal("100.00"), Decimal("263.00"))
