"""The fast functions behind budgets and nets are the payslip's, to the cent, whatever came earlier in the month."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from countries import registry
from countries.contract import PayInputs, month_so_far
from countries.packs.be.solving import cost_function, net_function

PACK = registry.pack_for("BE")
FIRST, LAST = date(2024, 5, 1), date(2026, 12, 31)
KINDS = ("fixed_term", "fixed_term_worker", "artist", "student", "open_ended")
HIGHEST = Decimal(100_000)

amounts = st.integers(1, 2_000_000).map(lambda cents: Decimal(cents) / 100)
tax_files = st.fixed_dictionaries(
    {
        "family": st.sampled_from(("single", "partner_with_income", "partner_without_income")),
        "children": st.integers(0, 6),
        "withholding": st.sampled_from(("key_formula", "artists_flat")),
        "within_quota": st.booleans(),
    }
)
employers = st.fixed_dictionaries(
    {
        "structural_reduction": st.sampled_from(("none", "estimate")),
        "target_group": st.sampled_from(("none", "artists", "first_worker")),
        "region": st.sampled_from(("brussels", "flanders")),
        "accident_insurance_rate": st.sampled_from((None, "0.009")),
    }
)


@st.composite
def months(draw: st.DrawFn) -> tuple[PayInputs, PayInputs]:
    """Two contracts of one person and month, the second knowing the first."""
    common = PayInputs(
        country="BE",
        on=draw(st.dates(FIRST, LAST)),
        kind="fixed_term",
        full_month=False,
        possible_days=Decimal(21),
        tax_file=draw(tax_files),
        employer=draw(employers),
        year_so_far={"gross": draw(amounts)},
    )
    first, second = (
        replace(
            common,
            kind=draw(st.sampled_from(KINDS)),
            gross=draw(amounts),
            paid_days=Decimal(draw(st.integers(1, 21))),
        )
        for _ in range(2)
    )
    return first, second


@settings(max_examples=60, deadline=None)
@given(months(), st.sampled_from((None, Decimal("800.00"))))
def test_cost_and_net_are_the_payslips(month: tuple[PayInputs, PayInputs], one_off: Decimal | None) -> None:
    first, second = month
    so_far = {**month_so_far([PACK.payslip(first)]), "paid_days": first.paid_days or Decimal(0)}
    is_plain = second.kind in {"fixed_term", "open_ended"}
    inputs = PACK._checked(replace(second, so_far=so_far, one_off=one_off if is_plain else None))
    law = PACK.law(inputs.on)
    cost, _ = cost_function(inputs, law, highest=HIGHEST)
    net, _ = net_function(inputs, law, highest=HIGHEST)

    result = PACK.payslip(inputs)

    assert inputs.gross is not None
    assert cost(inputs.gross) == result.employer_cost
    assert net(inputs.gross) == result.net


@settings(max_examples=40, deadline=None)
@given(months())
def test_two_contracts_of_one_kind_take_what_one_would(month: tuple[PayInputs, PayInputs]) -> None:
    first, second = month
    second = replace(second, kind=first.kind)
    days = min((first.paid_days or Decimal(0)) + (second.paid_days or Decimal(0)), Decimal(21))
    gross = (first.gross or Decimal(0)) + (second.gross or Decimal(0))
    earlier = PACK.payslip(first)

    later = PACK.payslip(
        replace(second, so_far={**month_so_far([earlier]), "paid_days": first.paid_days or Decimal(0)})
    )

    whole = PACK.payslip(replace(first, gross=gross, paid_days=days))
    is_by_the_slip = first.kind in {"student", "artist"}  # rates without a month's total round slip by slip
    assert abs(earlier.net + later.net - whole.net) <= (Decimal("0.02") if is_by_the_slip else 0)
    costs = earlier.employer_cost + later.employer_cost - whole.employer_cost
    assert abs(costs) <= Decimal("0.15")  # each employer line is rounded on each slip
