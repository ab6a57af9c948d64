"""What a budget becomes: the gross found from it, the net, the rows between, the day of payment. Never writes."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from activities.models import Activity, Contract, Mission
from activities.states import ContractState
from countries import calendars, registry
from countries.contract import ContractKind, InputField, LawError, PayInputs, PayResult, Purpose, Solution
from countries.models import Country
from countries.rules import settings
from invoicing.models import Invoice
from invoicing.models.invoice import InvoiceKind
from invoicing.rules import credit_notes, ledger, pay_facts, pay_history, shares, team_money
from invoicing.rules.pay_facts import WorkedDays
from invoicing.rules.pay_steps import step_notes
from invoicing.rules.payslip_lines import unsure_lines
from invoicing.rules.staircase import Price, build_pay_staircase
from smart.foundation import formats
from smart.foundation.errors import RuleBroken
from smart.foundation.money import ZERO
from smart.foundation.waterfall import Staircase

BELOW_MINIMUM = "budget_below_minimum"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a budget buys. `cost` is what is reserved; without payroll in the country, gross and cost are as agreed.

    `result` and `fall` are there when the country's pack computed the pay.
    """

    kind: str
    days: tuple[tuple[datetime.date, Decimal], ...]
    budget: Decimal
    gross: Decimal
    cost: Decimal
    currency: str
    net: Decimal | None = None
    result: PayResult | None = None
    fall: Staircase | None = None
    promised_on: datetime.date | None = None
    notes: tuple[str, ...] = ()
    time: Mapping[str, Decimal] = field(default_factory=dict)
    engagement: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kept(self) -> Decimal:
        """What of the budget stays available in the activity."""
        return self.budget - self.cost

    @property
    def seen(self) -> str:
        """What a person saw before they pressed the button, to notice when the form has changed since."""
        return f"{self.kind} {self.gross} {self.net} {self.cost}"


def simulate_conversion(
    activity: Activity,
    *,
    mission: Mission,
    kind: str,
    days: WorkedDays,
    budget: Decimal,
    agreed_gross: Decimal | None = None,
    engagement: Mapping[str, Any] | None = None,
    before: int | None = None,
) -> Answer:
    """Answer what the budget becomes for these days of the mission. `before` names the contract that is computed anew.

    Raises RuleBroken, each with its field: no days or days of two months (days), a budget under the legal minimum, with
    the price that would pass in `params["minimum_price"]` (budget), a kind the pack does not compute (kind).
    """
    country = activity.country
    ordered = tuple(sorted(days))
    pay_facts.work_time(country, ordered)
    if budget <= 0:
        raise RuleBroken("no_budget", _("Give a budget above zero."), field="budget")
    invoice = invoice_of(mission)
    promised_on = promise(country, invoice, ordered)
    if not country.has_payroll:
        return _as_agreed(country, kind, ordered, budget, agreed_gross, promised_on)
    inputs = _inputs(activity, kind=kind, days=ordered, engagement=engagement or {}, before=before)
    solution = solve(country, inputs, budget)
    result = solution.result
    return Answer(
        kind=kind,
        days=ordered,
        budget=budget,
        gross=result.gross,
        cost=result.employer_cost,
        currency=result.currency,
        net=result.net,
        result=result,
        fall=build_pay_staircase(price_of(mission, invoice, budget=budget, cost=result.employer_cost), result),
        promised_on=promised_on,
        notes=(
            *step_notes(country, inputs, result),
            *notes_of(result, other_contracts=_others(activity, ordered, before=before)),
        ),
        time=time_of(inputs),
        engagement=dict(engagement or {}),
    )


def kinds_of(country: Country) -> tuple[ContractKind, ...]:
    """The contract kinds that can be chosen: where payroll is open, those it computes."""
    kinds = registry.pack_for(country.code.code).pack.contract_kinds
    return tuple(kind for kind in kinds if kind.has_payroll or not country.has_payroll)


def questions_about_work(country: Country, kind: str) -> tuple[InputField, ...]:
    """What the country's law asks about the work itself when the contract is of this kind."""
    asked = registry.pack_for(country.code.code).pack.engagement_inputs
    return tuple(question for question in asked if not question.contract_kinds or kind in question.contract_kinds)


def questions_for_member(country: Country, kind: str) -> tuple[InputField, ...]:
    """Of these, the ones a member can answer; the cooperative's advisers answer the others before they validate."""
    return tuple(question for question in questions_about_work(country, kind) if question.asked_of == "member")


def solve(country: Country, inputs: PayInputs, budget: Decimal) -> Solution:
    """The largest gross within the budget, or a refusal that says which price would pass."""
    try:
        return registry.pack_for(country.code.code).gross_for_budget(inputs, budget)
    except LawError as refused:
        if refused.code == BELOW_MINIMUM:
            raise _too_small(country, refused, on=inputs.on) from refused
        field = "kind" if "kind" in refused.params else "budget"
        raise RuleBroken(refused.code, _(refused.msgid) % refused.params, field=field) from refused


def usable_budget(mission: Mission) -> Decimal:
    """What the mission credited and no contract took yet, at most what the activity has available. Six queries."""
    invoice = invoice_of(mission)
    if invoice is None:
        return ZERO
    taken = Contract.objects.filter(mission=mission).exclude(state=ContractState.CANCELLED)
    credited = _credited(invoice) if mission.part_of_id is None else ZERO
    own = credited + team_money.moved_for(mission) - (taken.aggregate(total=Sum("budget"))["total"] or ZERO)
    return max(min(own, available(mission.activity)), ZERO)


def available(activity: Activity) -> Decimal:
    return -ledger.account_balance(ledger.AVAILABLE, activity)


def invoice_of(mission: Mission) -> Invoice | None:
    """The issued invoice of the mission, or of the whole it is a share of, if there is one."""
    issued = Invoice.objects.issued().filter(mission_id=mission.carrier_id, kind=InvoiceKind.INVOICE)
    return issued.first()  # type: ignore[no-any-return]


def promise(country: Country, invoice: Invoice | None, days: WorkedDays) -> datetime.date | None:
    """The day the country promises to pay this work, invoiced or not yet; None when its rule counts from an invoice not sent yet."""
    last = days[-1][0]
    rule: dict[str, Any] = settings.setting_value(country, "promise.rule", on=last)
    try:
        return calendars.promised_date(
            rule,
            work_ends_on=last,
            calendar=settings.working_calendar(country),
            invoice_sent_on=invoice.issued_on if invoice else None,
        )
    except calendars.NoPromisedDate:
        return None


def price_of(mission: Mission, invoice: Invoice | None, *, budget: Decimal, cost: Decimal) -> Price:
    """The mission's price as it was shared out; a budget beyond what it credited comes from the activity as a whole.

    So does a budget of a team's: the stairs begin with it, for the price is not one member's.
    """
    if (
        invoice is None
        or budget > invoice.credited
        or credit_notes.creditable(invoice) != invoice.net
        or team_money.has_team(mission)
    ):
        return Price(net=budget, kept=budget - cost, is_price=False)
    return Price(
        net=invoice.net,
        fee=invoice.fee,
        guarantee=invoice.guarantee,
        kept=invoice.credited - cost,
        fee_rate=invoice.fee_rate,
        guarantee_rate=invoice.guarantee_rate,
    )


def notes_of(result: PayResult, *, other_contracts: Sequence[str] = ()) -> tuple[str, ...]:
    """What the reader must know about a result: the pack's remarks, values nobody verified, other work of the month."""
    notes = [note.sentence(_) for note in result.notes]
    unsure = [label for label, _refs in unsure_lines(result)]
    if unsure:
        notes.append(_("Not yet verified by us: %(values)s.") % {"values": ", ".join(unsure)})
    if other_contracts:
        notes.append(
            _(
                "You have other work this month (%(contracts)s). It is counted in: contributions and tax follow the whole"
                " month, as they will on your payslip."
            )
            % {"contracts": ", ".join(other_contracts)}
        )
    return tuple(notes)


def time_of(inputs: PayInputs) -> dict[str, Decimal]:
    """The share of the month the pay was computed for, by the names of its inputs: days, or hours for part days."""
    names = ("paid_days", "possible_days") if inputs.full_time else ("hours", "full_time_hours")
    found = {name: getattr(inputs, name) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def _inputs(
    activity: Activity, *, kind: str, days: WorkedDays, engagement: Mapping[str, Any], before: int | None
) -> PayInputs:
    """The facts of the pay with all that the person's month and year already hold."""
    country, last = activity.country, pay_facts.month_end(days[-1][0])
    known = pay_facts.known_facts(country, activity.membership_id, on=last)
    try:
        month = pay_history.month_of(country, activity.membership_id, month=last, known=known, before=before)
    except LawError as refused:
        raise RuleBroken(refused.code, _(refused.msgid) % refused.params, field="days") from refused
    return pay_facts.pay_inputs(
        country,
        kind=kind,
        days=days,
        on=last,
        engagement=engagement,
        so_far=month,
        year_so_far=pay_history.year_of([activity.membership_id], month=last).get(activity.membership_id, {}),
        purpose=Purpose.SIMULATION,
        known=known,
    )


def _as_agreed(
    country: Country,
    kind: str,
    days: tuple[tuple[datetime.date, Decimal], ...],
    budget: Decimal,
    gross: Decimal | None,
    promised_on: datetime.date | None,
) -> Answer:
    """Payroll is not open: the gross is what member and cooperative agreed, the budget what they set aside."""
    if gross is None or gross <= 0:
        raise RuleBroken("gross_missing", _("Give the gross pay you agreed with your adviser."), field="gross")
    if gross > budget:
        raise RuleBroken(
            "gross_above_budget",
            _("A gross of %(gross)s does not fit in a budget of %(budget)s: contributions come on top of it.")
            % {
                "gross": formats.money(gross, country.currency),
                "budget": formats.money(budget, country.currency),
            },
            field="gross",
        )
    note = _("Payroll is not open yet in %(country)s: nothing is computed. The budget is held for this contract.")
    return Answer(
        kind=kind,
        days=days,
        budget=budget,
        gross=gross,
        cost=budget,
        currency=country.currency,
        promised_on=promised_on,
        notes=(note % {"country": country},),
    )


def _too_small(country: Country, refused: LawError, *, on: datetime.date) -> RuleBroken:
    smallest: Decimal = refused.params["smallest"]  # type: ignore[assignment]
    fee_rate, guarantee_rate = shares.rates_in_force(country, on=on)
    price = shares.price_that_credits(smallest, fee_rate=fee_rate, guarantee_rate=guarantee_rate)
    amounts = {**{name: refused.params[name] for name in ("budget", "gross", "minimum", "smallest")}, "price": price}
    return RuleBroken(
        "budget_too_small",
        _(
            "A budget of %(budget)s gives a gross of %(gross)s, below the legal minimum of %(minimum)s for these days."
            " It takes a budget of %(smallest)s, which an invoice of %(price)s before VAT brings:"
            " use more of what is available, choose fewer days, or agree a higher price."
        )
        % {name: formats.money(Decimal(str(amount)), country.currency) for name, amount in amounts.items()},
        field="budget",
        minimum_budget=smallest,
        minimum_price=price,
    )


def _credited(invoice: Invoice) -> Decimal:
    notes = Invoice.objects.issued().filter(corrects=invoice)
    return invoice.credited - (notes.aggregate(total=Sum("credited"))["total"] or ZERO)


def _others(activity: Activity, days: WorkedDays, *, before: int | None) -> list[str]:
    """References of the member's other contracts in the month of these days, those made before one computed anew."""
    first = days[0][0].replace(day=1)
    rows = Contract.objects.alive().filter(
        membership_id=activity.membership_id, starts_on__lte=pay_facts.month_end(first), ends_on__gte=first
    )
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows.order_by("starts_on").values_list("reference", flat=True))
