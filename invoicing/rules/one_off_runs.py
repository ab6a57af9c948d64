"""Runs of one-off pay: of a month's ended contracts, what was set aside and is now due, chosen and frozen by an officer."""

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activities.models import Contract
from activities.states import ContractState
from countries.contract import LawError, PayResult
from countries.entered import entered_country
from countries.guards import require_open
from countries.models import Country
from invoicing.models import PayrollRun, Payslip, RunLine
from invoicing.models.payroll import RunKind
from invoicing.rules import later_pay, payroll, payslips
from invoicing.rules.later_pay import Due
from invoicing.states import LineState
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, RuleBroken
from smart.foundation.money import ZERO
from smart.foundation.tenancy import active_country_id

log = structlog.get_logger(__name__)
AGREED: Final = (ContractState.VALIDATED, ContractState.DECLARED, ContractState.SIGNED)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One due as it would be paid: its pay, what was set aside, and what speaks against paying it now.

    `result` is None when the law or a rule refuses the pay, `refusal` then says why; a refused one cannot be chosen.
    """

    due: Due
    result: PayResult | None
    refusal: str
    goes_on: str

    @property
    def can_be_paid(self) -> bool:
        return self.result is not None

    @property
    def is_suggested(self) -> bool:
        return self.can_be_paid and not self.goes_on

    @property
    def reason(self) -> str:
        return _(self.due.pay.reason) % self.due.pay.params

    @property
    def name(self) -> str:
        """What is due, in the active language."""
        label = self.due.pay.label
        return label.get(get_language() or "en") or label["en"]

    @property
    def difference(self) -> Decimal:
        """What goes back to the activity; negative when the activity bears more."""
        return self.due.provisioned - self.result.employer_cost if self.result is not None else ZERO


def proposals_of(month: datetime.date) -> list[Proposal]:
    """What the contracts that ended in the month are owed of what was set aside, by person. About ten queries."""
    country = entered_country()
    contracts = list(ended_contracts(month))
    if not contracts:
        return []
    dues = later_pay.dues_of(country, contracts, on=payslips.law_day(month))
    taken = _taken(contracts)
    waiting = [due for due in dues if (due.contract.pk, due.pay.kind) not in taken]
    return _shown(country, month, waiting)


def open_one_off_run(month: datetime.date, *, chosen: Collection[str], by: Actor) -> PayrollRun:
    """Open a run that pays the chosen dues of the month ("contract:kind"), frozen with what was set aside for them.

    Raises RuleBroken: "payroll_not_open", "nothing_chosen", "not_to_pay" naming one that is refused; Conflict
    "already_opened" when one was taken meanwhile.
    """
    payroll.require_payroll(by)
    country = Country.objects.select_for_update(of=("self",), no_key=True).get(pk=active_country_id())
    require_open(country)
    payroll.require_open_payroll(country)
    first = month.replace(day=1)
    wanted = _wanted(proposals_of(first), chosen)
    with transaction.atomic():
        run = payroll.make_run(
            country,
            month=first,
            kind=RunKind.ONE_OFF,
            pay_on=payroll.pay_day(country, ()),
            by=by,
        )
        RunLine.objects.bulk_create([_line(run, proposal) for proposal in wanted])
    log.info("one_off_run_opened", run=run.pk, lines=len(wanted))
    return run


def ended_contracts(month: datetime.date) -> QuerySet[Contract]:
    """Contracts that ended in the month, whose pay is posted and set something aside."""
    slips = Payslip.objects.approved().filter(
        contract_id=OuterRef("pk"), line__kind=RunKind.ORDINARY, line__posted_at__isnull=False, provisions__gt=0
    )
    rows: QuerySet[Contract] = Contract.objects.filter(Exists(slips), state=ContractState.ENDED).ending_in(month)
    return rows.select_related("membership__user", "activity").order_by("membership_id", "id")


def due_months() -> list[datetime.date]:
    """The months in which contracts ended that set something aside and had no one-off pay yet, the oldest first."""
    live = RunLine.objects.filter(kind=RunKind.ONE_OFF, contract_id=OuterRef("contract_id"))
    slips = Payslip.objects.approved().filter(
        line__kind=RunKind.ORDINARY, line__posted_at__isnull=False, provisions__gt=0
    )
    waiting = slips.exclude(Exists(live.exclude(state=LineState.EXCLUDED)))
    return list(waiting.order_by("month").values_list("month", flat=True).distinct())


def _taken(contracts: Sequence[Contract]) -> set[tuple[int, str]]:
    lines = RunLine.objects.filter(contract__in=contracts, kind=RunKind.ONE_OFF)
    return set(lines.exclude(state=LineState.EXCLUDED).values_list("contract_id", "due_kind"))


def _shown(country: Country, month: datetime.date, dues: Sequence[Due]) -> list[Proposal]:
    lines = [RunLine(contract=due.contract, month=month) for due in dues]
    if not lines:
        return []
    facts = payslips.read_facts(country, lines)
    earlier: dict[int, list[Payslip]] = {}
    people = {due.contract.membership_id for due in dues}
    for slip in Payslip.objects.filter(month=month, membership_id__in=people).select_related("line").order_by("id"):
        earlier.setdefault(slip.membership_id, []).append(slip)
    later = _later_contracts(people, after=payslips.law_day(month))
    found = []
    for due in dues:
        person = due.contract.membership_id
        result, refusal = _computed(due, facts, month, earlier.get(person, []))
        found.append(Proposal(due, result, refusal, later.get(person, "")))
    return found


def _computed(
    due: Due, facts: payslips.LineFacts, month: datetime.date, earlier: Sequence[Payslip]
) -> tuple[PayResult | None, str]:
    if due.pay.refusal:
        return None, _(due.pay.refusal) % due.pay.params
    frozen = later_pay.frozen_facts(due.pay)
    try:
        paid = later_pay.pay_of(due.contract, facts, month=month, amount=due.pay.amount, frozen=frozen, earlier=earlier)
        return paid.result, ""
    except LawError as refused:
        return None, _(refused.msgid) % refused.params


def _later_contracts(people: Collection[int], *, after: datetime.date) -> dict[int, str]:
    """By person, a sentence when they have agreed work after the month: whether the job has ended is then a question."""
    rows = Contract.objects.filter(membership_id__in=people, starts_on__gt=after, state__in=AGREED).order_by(
        "-starts_on"
    )
    return {
        row.membership_id: _("Works again from %(day)s (%(contract)s): pay it only if the job has ended.")
        % {"day": formats.day(row.starts_on), "contract": row.reference}
        for row in rows
    }


def _wanted(proposals: Sequence[Proposal], chosen: Collection[str]) -> list[Proposal]:
    known = {proposal.due.key: proposal for proposal in proposals}
    if not chosen:
        raise RuleBroken("nothing_chosen", _("Choose at least one payment that is shown."), field="chosen")
    gone = [key for key in chosen if key not in known]
    if gone:
        raise Conflict(
            "already_opened",
            _("Some of these payments are in another run meanwhile. Look at the list again."),
        )
    refused = [known[key] for key in chosen if not known[key].can_be_paid]
    if refused:
        raise RuleBroken(
            "not_to_pay",
            _("%(contract)s cannot be paid: %(why)s")
            % {"contract": refused[0].due.contract.reference, "why": refused[0].refusal},
            field="chosen",
        )
    return [proposal for proposal in proposals if proposal.due.key in set(chosen)]


def _line(run: PayrollRun, proposal: Proposal) -> RunLine:
    due = proposal.due
    return RunLine(
        run=run,
        contract=due.contract,
        month=run.month,
        kind=RunKind.ONE_OFF,
        due_kind=due.pay.kind,
        due_amount=due.pay.amount,
        provisioned=due.provisioned,
        facts=later_pay.frozen_facts(due.pay),
        reason=f"{proposal.reason} ({due.pay.source})",
    )
