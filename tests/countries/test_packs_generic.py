"""A country without a pack computes from the scheme it declares, and hears plainly what is wrong with it."""

from copy import deepcopy
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from countries import registry
from countries.contract import InvalidInput, NotCovered, PayInputs, VatFacts, VatRow

DAY = date(2026, 6, 30)
SCHEME: dict[str, Any] = {
    "currency": "EUR",
    "since": "2026-01-01",
    "source": "invented for the test",
    "minimum_month": "900.00",
    "contributions": [
        {
            "code": "pension",
            "label": {"en": "Pension"},
            "payer": "employee",
            "rate": "0.10",
            "ceiling": "2000.00",
            "source": "act 1",
        },
        {
            "code": "solidarity",
            "label": {"en": "Solidarity"},
            "payer": "employee",
            "rate": "0.02",
            "floor": "2000.00",
            "source": "act 2",
        },
        {"code": "health", "label": {"en": "Health"}, "payer": "employer", "rate": "0.20", "source": "act 3"},
        {"code": "card", "label": {"en": "Card"}, "payer": "employer", "amount": "12.50", "source": "act 4"},
    ],
    "tax": {
        "period": "year",
        "allowance": "6000.00",
        "less": ["pension"],
        "brackets": [{"up_to": "10000.00", "rate": "0.10"}, {"up_to": None, "rate": "0.25"}],
        "source": "act 5",
    },
}
INPUTS = PayInputs(country="PT", on=DAY, kind="fixed_term", gross=Decimal("2500.00"), scheme=SCHEME)


def _changed(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    scheme = deepcopy(SCHEME)
    part: Any = scheme
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    return scheme


def test_the_scheme_computes_line_by_line() -> None:
    # By hand: pension 10 % of 2000; solidarity 2 % of 500; yearly base 12 x 2300 - 6000 = 21600: 1000 + 25 % of 11600.
    result = registry.pack_for("PT").payslip(INPUTS)

    amounts = {line.code: str(line.amount) for line in result.lines}
    assert amounts == {
        "gross": "2500.00",
        "pension": "-200.00",
        "solidarity": "-10.00",
        "health": "500.00",
        "card": "12.50",
        "taxable": "2300.00",
        "tax": "-325.00",
    }
    assert (str(result.net), str(result.employer_cost)) == ("1965.00", "3012.50")


def test_the_budget_finds_the_gross_back() -> None:
    solution = registry.pack_for("PT").gross_for_budget(replace(INPUTS, gross=None), Decimal("3012.53"))

    assert (solution.result.gross, solution.remainder) == (Decimal("2500.02"), Decimal("0.01"))


def test_the_net_finds_the_gross_back() -> None:
    solution = registry.pack_for("PT").gross_for_net(replace(INPUTS, gross=None), Decimal("1965.00"))

    assert solution.result.net == Decimal("1965.00")
    assert solution.result.gross <= Decimal("2500.00")


def test_a_budget_below_the_minimum_names_the_one_that_passes() -> None:
    with pytest.raises(InvalidInput, match=r"smallest budget that passes is 1092\.50"):
        registry.pack_for("PT").gross_for_budget(INPUTS, Decimal("1000.00"))


def test_values_of_a_scheme_are_shown_as_not_verified() -> None:
    result = registry.pack_for("PT").payslip(INPUTS)

    assert {ref.key for ref in result.unverified} == {
        "scheme.pension",
        "scheme.solidarity",
        "scheme.health",
        "scheme.card",
        "scheme.tax",
    }


def test_without_a_scheme_or_before_it_payroll_says_so() -> None:
    with pytest.raises(NotCovered, match="no payroll scheme was entered"):
        registry.pack_for("PT").payslip(replace(INPUTS, scheme=None))
    with pytest.raises(NotCovered, match="starts on 2026-01-01"):
        registry.pack_for("PT").payslip(replace(INPUTS, on=date(2025, 12, 31)))


def test_a_sound_scheme_has_no_finding() -> None:
    assert registry.check_scheme(SCHEME) == ()


@pytest.mark.parametrize(
    ("scheme", "code"),
    [
        (None, "scheme"),
        (_changed(("source",), " "), "scheme_source"),
        (_changed(("currency",), "euro"), "scheme_currency"),
        (_changed(("since",), "soon"), "scheme_since"),
        (_changed(("contributions",), "none"), "scheme_lines"),
        (_changed(("contributions", 0), "pension"), "line_shape"),
        (_changed(("colour",), "red"), "unknown_key"),
        (_changed(("contributions", 1, "code"), "pension"), "line_code"),
        (_changed(("contributions", 1, "code"), "Big Code"), "line_code"),
        (_changed(("contributions", 1, "label"), {}), "line_label"),
        (_changed(("contributions", 1, "payer"), "state"), "line_payer"),
        (_changed(("contributions", 1, "source"), ""), "line_source"),
        (_changed(("contributions", 1, "rate"), "2"), "line_rate_range"),
        (_changed(("contributions", 1, "rate"), 0.02), "line_rate"),
        (_changed(("contributions", 1, "amount"), "5"), "line_rate"),
        (_changed(("contributions", 3, "amount"), "-5"), "line_amount_range"),
        (_changed(("contributions", 0, "floor"), "3000"), "line_slice"),
        (_changed(("contributions", 2, "less"), ["card"]), "line_less"),
        (_changed(("tax", "less"), ["health"]), "line_less"),
        (_changed(("tax", "brackets"), []), "tax_brackets"),
        (_changed(("tax", "period"), "week"), "tax_period"),
        (_changed(("tax", "source"), ""), "tax_source"),
        (_changed(("tax", "brackets", 1, "up_to"), "9000"), "tax_bounds"),
        (_changed(("tax", "brackets", 1, "rate"), "25"), "tax_rates"),
    ],
)
def test_each_fault_of_a_scheme_is_a_sentence(scheme: Any, code: str) -> None:
    findings = {finding.code: finding for finding in registry.check_scheme(scheme)}

    assert code in findings
    assert "%(" not in findings[code].sentence()


def test_vat_rows_entered_in_the_browser_decide() -> None:
    row = VatRow(
        since=date(2026, 1, 1),
        until=None,
        service="general",
        customer="domestic",
        rate=Decimal("0.23"),
        category="S",
        source="CIVA art. 18",
    )
    facts = VatFacts(
        country="PT", on=DAY, service="general", customer_country="PT", customer_is_business=True, rows=(row,)
    )

    assert registry.pack_for("PT").vat(facts).rate == Decimal("0.23")
    assert registry.pack_for("PT").vat(replace(facts, on=date(2025, 12, 31))).needs_staff
    assert registry.pack_for("PT").vat(replace(facts, rows=(row, row))).needs_staff
