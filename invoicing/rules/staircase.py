"""From the client's price to the member's net, row by row, each row with what it means and where it comes from."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from countries.contract import Group, PayLine, PayResult
from smart.foundation import formats
from smart.foundation.money import ZERO
from smart.foundation.waterfall import Staircase, Step, Why, build_staircase


@dataclass(frozen=True, slots=True)
class Price:
    """Where the money of a pay comes from: the client's price shared out, of which `kept` stays in the activity.

    Without a price (money of several missions) the stairs begin with the budget itself: net = credited, no shares.
    """

    net: Decimal
    fee: Decimal = ZERO
    guarantee: Decimal = ZERO
    kept: Decimal = ZERO
    fee_rate: Decimal = ZERO
    guarantee_rate: Decimal = ZERO
    is_price: bool = True


def build_pay_staircase(price: Price, result: PayResult) -> Staircase:
    """The whole stairs: client, cooperative, guarantee, activity, employer, gross, personal, tax, net.

    Raises ValueError, naming the row, when the price and the pay do not meet to the cent.
    """
    money = _Money(result.currency)
    steps = [*_price_steps(price, money), *_pay_steps(result, money)]
    return build_staircase(steps, currency=result.currency)


@dataclass(frozen=True, slots=True)
class _Money:
    currency: str

    def __call__(self, amount: Decimal) -> str:
        return formats.money(amount, self.currency)


def _price_steps(price: Price, money: _Money) -> Iterable[Step]:
    if price.is_price:
        yield Step("client", _("The client pays"), price.net, note=_("before VAT"))
    else:
        yield Step("client", _("From my activity"), price.net)
    if price.fee:
        yield Step(
            "cooperative",
            _("The cooperative"),
            price.fee,
            note=formats.percent(price.fee_rate),
            why=Why(
                text=_("For invoicing, employing you, advice and being paid on time."),
                calculation=_calculation(price.net, price.fee_rate, price.fee, money),
                facts=((_("Who receives it"), _("Your cooperative")),),
            ),
        )
    if price.guarantee:
        yield Step(
            "guarantee",
            _("Guarantee fund"),
            price.guarantee,
            note=formats.percent(price.guarantee_rate),
            why=Why(
                text=_("Pays you when a client does not."),
                calculation=_calculation(price.net, price.guarantee_rate, price.guarantee, money),
                facts=((_("Who receives it"), _("The fund all members share")),),
            ),
        )
    if price.kept:
        yield Step(
            "activity",
            _("Stays in my activity"),
            price.kept,
            why=Why(text=_("Not turned into this contract. You can use it for a later one.")),
        )


def _pay_steps(result: PayResult, money: _Money) -> Iterable[Step]:
    for group, label, text in _employer_parts():
        amount, why = _group(result, group, text, money, sign=1)
        if amount:
            yield Step("employer", label, amount, why=why)
    yield Step("gross", _("Gross pay"), result.gross, why=Why(text=_("What your contract says you earn.")))
    for kind, group, label, text in _own_parts():
        amount, why = _group(result, group, text, money, sign=-1)
        if amount:
            yield Step(kind, label, amount, why=why)
    yield Step("net", _("For you"), result.net)


def _employer_parts() -> Iterable[tuple[Group, str, str]]:
    yield (
        Group.EMPLOYER,
        _("Employer contributions"),
        _("Paid on top of your gross pay: your health care, pension, unemployment and accident insurance."),
    )
    yield Group.PROVISION, _("Set aside for later pay"), _("Kept for you, such as holiday pay when the contract ends.")


def _own_parts() -> Iterable[tuple[str, Group, str, str]]:
    yield "personal", Group.EMPLOYEE, _("Your contributions"), _("Your own share of social security.")
    yield "tax", Group.TAX, _("Tax withheld"), _("Paid in advance on your income tax of this year.")
    yield "deduction", Group.NET, _("Other amounts"), _("Added to or taken from your net pay.")


def _group(result: PayResult, group: Group, text: str, money: _Money, *, sign: int) -> tuple[Decimal, Why]:
    lines = [line for line in result.lines if line.group == group]
    amount = sign * sum((line.amount for line in lines), ZERO)
    return amount, Why(text=text, facts=tuple((_label(line), _worked(line, money)) for line in lines))


def _label(line: PayLine) -> str:
    return line.label.get(get_language() or "en") or line.label["en"]


def _worked(line: PayLine, money: _Money) -> str:
    """The amount of a line with base × rate where the law has them, and the day its values hold from."""
    amount = money(abs(line.amount))
    if line.base is not None and line.rate is not None:
        amount = f"{money(line.base)} × {formats.percent(line.rate)} = {amount}"
    since = max((ref.since for ref in line.parameters), default=None)
    return f"{amount} ({_('since %(day)s') % {'day': formats.day(since)}})" if since else amount


def _calculation(base: Decimal, rate: Decimal, amount: Decimal, money: _Money) -> str:
    return f"{money(base)} × {formats.percent(rate)} = {money(amount)}"
