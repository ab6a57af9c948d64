"""The Swedish payslip of one contract and month, and the notes beside it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from countries.contract import ZERO, InvalidInput, NotCovered, Params, PayInputs, PayLine, PayResult, gettext_noop
from countries.packs.se.case import Case
from countries.packs.se.employer import NORMAL, by_component
from countries.packs.se.holidays import INCLUDED
from countries.packs.se.kinds import KINDS
from countries.packs.se.lines import LINES
from countries.packs.se.notes import notes_of
from countries.packs.slip import pay_result
from smart.foundation.money import CENT, round_to

VERSION = "2026.12"
CURRENCY = "SEK"
PAID_KINDS = frozenset(kind.code for kind in KINDS if kind.has_payroll)


def payslip(inputs: PayInputs, params: Params) -> PayResult:
    """Compute every line of the pay. Raises `NotCovered` or `InvalidInput` with a sentence."""
    case = case_of(inputs, params)
    gross = _checked_gross(inputs, case)
    lines = [*_pay_lines(case, gross), *_tax_lines(case, gross), *_charge_lines(case, gross)]
    lines += _provision_lines(case, gross)
    return pay_result(inputs, lines, currency=CURRENCY, version=VERSION, notes=notes_of(case, gross))


def case_of(inputs: PayInputs, params: Params) -> Case:
    """Resolve the facts of a pay. Raises `NotCovered` for a contract kind without payroll."""
    if inputs.kind not in PAID_KINDS:
        raise NotCovered(
            "contract_kind_without_payroll",
            gettext_noop("Sweden: payroll of the contract kind “%(kind)s” is not covered. Covered kinds: %(kinds)s."),
            kind=inputs.kind,
            kinds=", ".join(sorted(PAID_KINDS)),
        )
    _check_amount("one_off", inputs.one_off)
    return Case(inputs, params)


def _checked_gross(inputs: PayInputs, case: Case) -> Decimal:
    """Return the gross: above zero, or zero when one-time or holiday pay is paid alone."""
    _check_amount("gross", inputs.gross)
    gross = inputs.gross or ZERO
    if gross > 0 or (inputs.gross is not None and (case.one_off or case.holidays.payout)):
        return gross
    raise _refused("gross", inputs.gross)


def _check_amount(name: str, amount: Decimal | None) -> None:
    if amount is not None and (amount < 0 or amount != round_to(amount, step=CENT)):
        raise _refused(name, amount)


def _refused(name: str, amount: Decimal | None) -> InvalidInput:
    return InvalidInput(
        name,
        gettext_noop("“%(name)s” is %(found)s; expected an amount above zero in whole cents, such as 25000.00."),
        name=name,
        found=amount,
    )


def _pay_lines(case: Case, gross: Decimal) -> Iterator[PayLine]:
    holidays, pay = case.holidays, case.holidays.pay(gross)
    if pay or not case.inputs.one_off:
        yield LINES["pay"].line(pay)
    if holidays.rule == INCLUDED and gross:
        yield LINES["holiday_pay"].line(gross - pay, pay, holidays.percent, holidays.refs)
    if supplement := holidays.supplement(gross):
        yield LINES["holiday_supplement"].line(supplement, gross, holidays.supplement_rate, holidays.supplement_refs)
    if holidays.payout:
        yield LINES["holiday_payout"].line(holidays.payout)
    if case.one_off:
        yield LINES["one_off"].line(case.one_off)
    if case.benefits:
        yield LINES["benefits"].line(case.benefits)


def _tax_lines(case: Case, gross: Decimal) -> Iterator[PayLine]:
    taxable, plan = case.running(gross), case.withholding
    yield LINES["taxable"].line(taxable)
    yield LINES[case.tax_code].line(-case.running_tax(gross), taxable, plan.rate, plan.refs)
    if one_time := case.one_off + case.holidays.payout:
        tax = case.one_time_tax(gross)
        rate = plan.one_time_rate(case.year_income(gross))
        yield LINES["withholding_one_off"].line(-tax, one_time, rate, plan.one_time_refs)
    if case.benefits:
        yield LINES["benefits_received"].line(-case.benefits)


def _charge_lines(case: Case, gross: Decimal) -> Iterator[PayLine]:
    yield LINES["contribution_base"].line(case.base(gross))
    month, before, taken = case.charged(gross), case.charged_before, case.earlier.lines
    for tier in case.tiers:
        base, amount = tier.base(month) - tier.base(before), tier.amount(month) - taken.get(tier.code, ZERO)
        if base or amount:
            yield LINES[tier.code].line(amount, base, tier.rate, tier.refs)
            if tier.code == NORMAL and case.inputs.employer.get("show_components"):
                for name, rate, part in by_component(base, amount, case.law):
                    yield LINES[f"component_{name}"].line(part, base, rate, (case.law.components,))
    yield from _premium_lines(case, gross)


def _premium_lines(case: Case, gross: Decimal) -> Iterator[PayLine]:
    cash, taken = case.cash(gross), case.earlier.lines
    month, before = case.earlier.cash + cash, case.earlier.cash
    tiers = case.pension if case.insurance is None else (*case.pension, case.insurance)
    for tier in tiers:
        base, amount = tier.base(month) - tier.base(before), tier.amount(month) - taken.get(tier.code, ZERO)
        if base or amount:
            yield LINES[tier.code].line(amount, base, tier.rate, tier.refs)
    pension, tax, _ = case.premiums(cash)
    if tax:
        yield LINES["pension_tax"].line(tax, pension, case.law.pension_tax.value, (case.law.pension_tax,))
    if case.life_insurance:
        yield LINES["life_insurance"].line(case.life_insurance)


def _provision_lines(case: Case, gross: Decimal) -> Iterator[PayLine]:
    accrued, charges = case.provision(gross)
    if accrued:
        yield LINES["holiday_accrued"].line(accrued, gross, case.holidays.percent, case.holidays.refs)
        yield LINES["holiday_accrued_charges"].line(charges, accrued, case.provision_rate)
    released, their_charges = case.released(gross)
    if released:
        yield LINES["holiday_released"].line(-released)
        yield LINES["holiday_released_charges"].line(-their_charges, released)
