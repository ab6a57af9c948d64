"""From the client's euro to mine over a month, a quarter or a year: the same stairs as one payslip, with sums. Pure."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from invoicing.queries.statements import Section, Statement
from smart.foundation.waterfall import Staircase, Step, build_staircase


def statement_stairs(statement: Statement) -> Staircase | None:
    """The stairs of a statement that has pay; None without any, or when pay only came back. What was not turned into pay stays in the activity.

    When more became pay than came in, the activity's own money from before is the first row's rest ("gives back").
    """
    pay = statement.section("pay")
    if not pay.items or (statement.section("income").sum_of("net") <= 0 and pay.sum_of("employer_cost") <= 0):
        return None
    steps = [*_income_steps(statement.section("income"), pay), *_pay_steps(pay)]
    return build_staircase(steps, currency=statement.currency)


def _income_steps(income: Section, pay: Section) -> Iterable[Step]:
    net, cost, before = income.sum_of("net"), pay.sum_of("employer_cost"), pay.sum_of("set_aside_before")
    if net <= 0:
        yield from _without_income(cost, before)
        return
    fee, guarantee = income.sum_of("fee"), income.sum_of("guarantee")
    yield Step("client", _("The clients pay"), net, note=_("before VAT"))
    if fee:
        yield Step("cooperative", _("The cooperative"), fee)
    if guarantee:
        yield Step("guarantee", _("Guarantee fund"), guarantee)
    kept = net - fee - guarantee - cost + before
    if kept:
        yield Step("activity", _("Stays in my activity") if kept > 0 else _("From my activity"), kept)
    if before:
        yield Step("activity", _("Set aside before, paid now"), -before)


def _without_income(cost: Decimal, before: Decimal) -> Iterable[Step]:
    if cost <= before:
        yield Step("client", _("From what was set aside"), cost)
        return
    yield Step("client", _("From my activity"), cost - before)
    if before:
        yield Step("activity", _("Set aside before, paid now"), -before)


def _pay_steps(pay: Section) -> Iterable[Step]:
    for part, label in (("employer_total", _("Employer contributions")), ("provisions", _("Set aside for later pay"))):
        if amount := pay.sum_of(part):
            yield Step("employer", label, amount)
    yield Step("gross", _("Gross pay"), pay.sum_of("gross"))
    if amount := pay.sum_of("employee_total"):
        yield Step("personal", _("Your contributions"), amount)
    if amount := pay.sum_of("tax_total"):
        yield Step("tax", _("Tax paid in advance"), amount)
    other = pay.sum_of("gross") - pay.sum_of("employee_total") - pay.sum_of("tax_total") - pay.sum_of("net")
    if other:
        yield Step("deduction", _("Other amounts"), other)
    yield Step("net", _("For you"), pay.sum_of("net"))
