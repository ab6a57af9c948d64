"""Payslips of a country without its own pack: computed from the declarative scheme it entered, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

from countries.contract import (
    ZERO,
    Group,
    InvalidInput,
    NotCovered,
    ParameterRef,
    Params,
    PayInputs,
    PayLine,
    PayResult,
    Rounding,
    Side,
    Solution,
    Text,
    gettext_noop,
)
from countries.packs.generic.scheme import Contribution, Scheme, TaxScale, parse_scheme
from countries.packs.inversion import largest_gross_within, lowest_gross_reaching, require_minimum
from smart.foundation.money import CENT, round_to

VERSION = "2026.11"
rounded = Rounding(source="half up to the cent, line by line, unless the country's scheme says otherwise")
GROSS: Text = {"en": "Gross pay", "fr": "Rémunération brute", "nl": "Brutoloon", "de": "Bruttolohn"}
TAX: Text = {"en": "Income tax", "fr": "Impôt sur le revenu", "nl": "Inkomstenbelasting", "de": "Einkommensteuer"}
TAXABLE: Text = {"en": "Taxable pay", "fr": "Net imposable", "nl": "Belastbaar loon", "de": "Steuerpflichtig"}
NET_CEILING_FACTOR = Decimal(10)


def payslip(inputs: PayInputs, _: Params) -> PayResult:
    """Compute the scheme's lines for the gross. Raises `NotCovered` when the country has entered no scheme."""
    return compute(inputs, scheme_of(inputs))


def scheme_of(inputs: PayInputs) -> Scheme:
    """Return the country's scheme. Raises when there is none, or none yet on the day."""
    if inputs.scheme is None:
        raise NotCovered(
            "no_payroll_scheme",
            gettext_noop(
                "Payroll is not open yet in %(country)s: no payroll scheme was entered. Enter its lines first."
            ),
            country=inputs.country,
        )
    scheme = inputs.scheme if isinstance(inputs.scheme, Scheme) else parse_scheme(inputs.scheme)
    if inputs.on < scheme.since:
        raise NotCovered(
            "before_payroll_scheme",
            gettext_noop("The payroll scheme of %(country)s starts on %(since)s; nothing is known for %(day)s."),
            country=inputs.country,
            since=scheme.since,
            day=inputs.on,
        )
    return scheme


def compute(inputs: PayInputs, scheme: Scheme) -> PayResult:
    """Compute the payslip of a checked scheme."""
    gross = inputs.gross
    if gross is None or gross <= 0 or gross != rounded(gross):
        raise InvalidInput(
            "gross",
            gettext_noop("The gross is %(found)s; expected an amount above zero in whole cents, such as 2500.00."),
            found=gross,
        )
    lines = [PayLine("gross", GROSS, Side.EMPLOYEE, Group.GROSS, None, None, gross)]
    taken: dict[str, Decimal] = {}
    for contribution in scheme.contributions:
        line = _contribution_line(contribution, gross, taken)
        lines.append(line)
        if line.side is Side.EMPLOYEE:
            taken[line.code] = -line.amount
    if scheme.tax is not None:
        lines += _tax_lines(scheme.tax, gross, taken)
    return _result(inputs, scheme, gross, tuple(line for line in lines if line.amount))


def _contribution_line(contribution: Contribution, gross: Decimal, taken: Mapping[str, Decimal]) -> PayLine:
    base = _slice(_base(gross, contribution.less, taken), contribution)
    rate, fixed = contribution.rate, contribution.amount or ZERO
    amount = fixed if rate is None else rounded(base * rate)
    is_own = contribution.payer == "employee"
    return PayLine(
        contribution.code,
        contribution.label,
        Side.EMPLOYEE if is_own else Side.EMPLOYER,
        Group.EMPLOYEE if is_own else Group.EMPLOYER,
        base if contribution.rate is not None else None,
        contribution.rate,
        -amount if is_own else amount,
        (contribution.ref,),
    )


def _base(gross: Decimal, less: tuple[str, ...], taken: Mapping[str, Decimal]) -> Decimal:
    return max(gross - sum((taken[code] for code in less), ZERO), ZERO)


def _slice(base: Decimal, contribution: Contribution) -> Decimal:
    top = base if contribution.ceiling is None else min(base, contribution.ceiling)
    return max(top - contribution.floor, ZERO)


def _tax_lines(tax: TaxScale, gross: Decimal, taken: Mapping[str, Decimal]) -> list[PayLine]:
    taxable = _base(gross, tax.less, taken)
    amount = rounded(_scale(max(taxable * tax.months - tax.allowance, ZERO), tax) / tax.months)
    amount = min(amount, gross - sum(taken.values(), ZERO))
    return [
        PayLine("taxable", TAXABLE, Side.INFO, Group.INFO, None, None, taxable),
        PayLine("tax", TAX, Side.EMPLOYEE, Group.TAX, taxable, None, -amount, (tax.ref,)),
    ]


def _scale(income: Decimal, tax: TaxScale) -> Decimal:
    total, below = ZERO, ZERO
    for up_to, rate in tax.brackets:
        top = income if up_to is None else min(income, up_to)
        if top > below:
            total += (top - below) * rate
            below = top
    return total


def _result(inputs: PayInputs, scheme: Scheme, gross: Decimal, lines: tuple[PayLine, ...]) -> PayResult:
    sums = dict.fromkeys(Group, ZERO)
    for line in lines:
        sums[line.group] += line.amount
    return PayResult(
        country=inputs.country,
        currency=scheme.currency,
        on=inputs.on,
        kind=inputs.kind,
        pack_version=f"generic {VERSION}, scheme of {scheme.since}",
        gross=gross,
        employee_total=-sums[Group.EMPLOYEE],
        tax_total=-sums[Group.TAX],
        net=gross + sums[Group.EMPLOYEE] + sums[Group.TAX],
        employer_total=sums[Group.EMPLOYER],
        provisions=ZERO,
        employer_cost=gross + sums[Group.EMPLOYER],
        lines=lines,
    )


def gross_for_budget(inputs: PayInputs, params: Params, budget: Decimal) -> Solution:
    """Find the largest gross whose cost fits the budget."""
    scheme = scheme_of(inputs)

    def cost(gross: Decimal) -> Decimal:
        return compute(replace(inputs, gross=gross), scheme).employer_cost

    gross = largest_gross_within(cost, budget)
    minimum = minimum_gross(inputs, params)
    require_minimum(gross, minimum[0] if minimum else CENT, budget=budget, cost=cost)
    result = compute(replace(inputs, gross=gross), scheme)
    return Solution(result, budget, budget - result.employer_cost)


def gross_for_net(inputs: PayInputs, _: Params, net: Decimal) -> Solution:
    """Find the lowest gross whose net reaches the target."""
    scheme = scheme_of(inputs)

    def net_of(gross: Decimal) -> Decimal:
        return compute(replace(inputs, gross=gross), scheme).net if gross > 0 else ZERO

    gross = lowest_gross_reaching(net_of, net, ceiling=rounded(net * NET_CEILING_FACTOR))
    result = compute(replace(inputs, gross=gross), scheme)
    return Solution(result, net, result.net - net)


def minimum_gross(inputs: PayInputs, _: Params) -> tuple[Decimal, ParameterRef] | None:
    """Return the scheme's monthly minimum for the time declared, rounded up; None when it sets none."""
    if inputs.scheme is None:
        return None
    scheme = scheme_of(inputs)
    if scheme.minimum_month is None:
        return None
    amount = scheme.minimum_month
    if not inputs.full_time and inputs.hours and inputs.full_time_hours:
        amount = amount * inputs.hours / inputs.full_time_hours
    elif not inputs.full_month and inputs.paid_days and inputs.possible_days:
        amount = amount * inputs.paid_days / inputs.possible_days
    ref = ParameterRef("scheme.minimum_month", scheme.since, "secondary", scheme.minimum_month, scheme.source)
    return round_to(amount, step=CENT, rounding=ROUND_CEILING), ref
