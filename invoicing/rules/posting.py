"""Approved pay enters the books: what was reserved is spent, what is owed is owed, the rest goes back to the member."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.rules import notices
from activities.rules.contracts import end_contract
from invoicing import perms
from invoicing.models import PayrollRun, Payslip, RunLine
from invoicing.models.payroll import RunKind
from invoicing.rules import ledger, share_instalments
from invoicing.states import RunState
from smart.foundation import formats, jobs
from smart.foundation.actors import PORTAL, Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.money import ZERO
from smart.foundation.states import move

log = structlog.get_logger(__name__)
CHUNK = 50
NET, SOCIAL, TAX, PROVISIONS = "pay.net_payable", "pay.social_payable", "pay.tax_payable", "pay.provisions"
OTHERS, CLAIMS = "pay.other_amounts", ledger.PAY_CLAIMS


def enqueue_posting(run: PayrollRun) -> int:
    """Put every line that is not posted yet on the work list, fifty in a job; return how many lines."""
    waiting = list(RunLine.objects.filter(run_id=run.pk).unposted().order_by("pk").values_list("pk", flat=True))
    turn = jobs.Job.objects.filter(kind="post_lines", key__startswith=f"{run.pk}:").count()
    for place in range(0, len(waiting), CHUNK):
        payload = {"run": run.pk, "lines": waiting[place : place + CHUNK]}
        jobs.enqueue("post_lines", key=f"{run.pk}:{turn}:{place}", payload=payload)
    return len(waiting)


def try_posting(line_id: int) -> None:
    """Post a line; what a rule refuses is kept on the line as its reason, and the others go on."""
    try:
        with transaction.atomic():
            post_line(line_id)
    except RuleBroken as refused:
        log.info("payslip_not_posted", line=line_id, code=refused.code)
        waiting = RunLine.objects.filter(pk=line_id, posted_at__isnull=True)
        waiting.update(error_code=refused.code[:60], error_message=refused.message, said={})


def post_line(line_id: int) -> RunLine:
    """Post one approved payslip, once however often it is asked; ordinary pay ends its contract and prepares the notices.

    What the member agreed to pay of a share is taken from what is owed to them. The reserved budget is debited whole: net, contributions, tax and provisions are owed, and what the pay did not cost
    goes back to the activity. One-off pay comes from what was set aside, a correction from the activity. Raises RuleBroken("not_approved"), and the ledger's own refusals.
    """
    rows = RunLine.objects.select_related("contract__activity", "run").select_for_update(of=("self",), no_key=True)
    line: RunLine = rows.get(pk=line_id)
    if line.posted_at is not None:
        return line
    payslip = Payslip.objects.approved().filter(line=line).select_related("line").first()
    if payslip is None:
        raise RuleBroken(
            "not_approved",
            _("Contract %(contract)s has no approved payslip: it cannot be posted.")
            % {"contract": line.contract.reference},
        )
    ledger.post(
        event=f"payroll:{line.pk}",
        kind=ledger.Kind.PAYROLL,
        on=line.run.pay_on,
        entries=ENTRIES[RunKind(line.kind)](payslip, line),
        subject=payslip,
        by=PORTAL,
        label=f"{payslip.number} · {formats.month(line.month)}",
    )
    if line.kind == RunKind.ORDINARY:
        share_instalments.withhold_share(payslip, line, by=PORTAL)
        end_contract(line.contract, by=PORTAL, now=timezone.now())
        notices.prepare_pay_notices(line.contract, paid=paid_facts(payslip), by=PORTAL, now=timezone.now())
    line.posted_at, line.error_code, line.error_message, line.said = timezone.now(), "", "", {}
    line.save(update_fields=["posted_at", "error_code", "error_message", "said"])
    return line


def paid_facts(payslip: Payslip) -> dict[str, str]:
    """What authorities ask of a paid month, by the names packs know; amounts in the payslip's currency. Pure.

    Every line of the payslip is there as "line.code" with its amount: some notices ask for a base rather than the gross.
    """
    return {
        "gross": str(payslip.gross),
        "contributions": str(payslip.employee_total + payslip.employer_total),
        **{f"line.{line['code']}": str(line["amount"]) for line in payslip.lines},
    }


def entries_of(payslip: Payslip, line: RunLine) -> list[ledger.Entry]:
    """The entries of a payslip: debit the reserved budget, credit what is owed and what is left. Pure.

    What is paid with the net but is no pay (a bonus advanced for the State, an employer's grant already counted in the
    contributions) or is taken from it (a benefit already received) stands on an account of its own until it is settled.
    """
    contract = line.contract
    left = contract.budget - payslip.employer_cost
    return [
        ledger.Entry(ledger.RESERVED, contract.activity, contract.budget),
        *_owed(payslip, net_to=NET),
        ledger.Entry(ledger.AVAILABLE, contract.activity, ZERO - left),
    ]


def later_pay_entries(payslip: Payslip, line: RunLine) -> list[ledger.Entry]:
    """The entries of one-off pay: what was set aside is used up, the activity bears or keeps the difference. Pure.

    Where the pack takes provisions back in the pay's own lines, only the rest of what was set aside is used here.
    """
    cost = cost_to_bear(payslip)
    return [
        ledger.Entry(PROVISIONS, None, line.provisioned - (cost - payslip.employer_cost)),
        *_owed(payslip, net_to=NET),
        ledger.Entry(ledger.AVAILABLE, line.contract.activity, cost - line.provisioned),
    ]


def cost_to_bear(payslip: Payslip) -> Decimal:
    """What one-off pay or a correction costs before what was set aside is used, also where the pack used it itself.

    A pack that pays by an answer about the work takes the provisions back in the lines of that pay.
    """
    return payslip.employer_cost - (payslip.provisions if payslip.line.facts.get("answer") else ZERO)


def correction_entries(payslip: Payslip, line: RunLine) -> list[ledger.Entry]:
    """The entries of a correction: the difference alone, borne by the activity or given back to it. Pure.

    A negative net is not taken from anybody: it stands as a claim until a person decides how it comes back.
    """
    return [
        ledger.Entry(PROVISIONS, None, line.provisioned),
        *_owed(payslip, net_to=NET if payslip.net >= 0 else CLAIMS),
        ledger.Entry(ledger.AVAILABLE, line.contract.activity, payslip.employer_cost - line.provisioned),
    ]


ENTRIES: Final[Mapping[RunKind, Callable[[Payslip, RunLine], list[ledger.Entry]]]] = {
    RunKind.ORDINARY: entries_of,
    RunKind.ONE_OFF: later_pay_entries,
    RunKind.CORRECTION: correction_entries,
}


def _owed(payslip: Payslip, *, net_to: str) -> list[ledger.Entry]:
    amounts = [
        (net_to, payslip.net),
        (SOCIAL, payslip.employee_total + payslip.employer_total),
        (TAX, payslip.tax_total),
        (PROVISIONS, payslip.provisions),
        (OTHERS, payslip.gross - payslip.employee_total - payslip.tax_total - payslip.net),
    ]
    return [ledger.Entry(code, None, ZERO - amount) for code, amount in amounts if amount or code != OTHERS]


def close_posting(run_id: int) -> None:
    """Move the run to posted when every payslip of it is, and have the papers made. Safe to call by every chunk."""
    rows = PayrollRun.objects.select_for_update(of=("self",), no_key=True)
    run: PayrollRun = rows.get(pk=run_id)
    if run.state == RunState.APPROVED and not RunLine.objects.filter(run_id=run.pk).unposted().exists():
        move(run, to=RunState.POSTED, by=PORTAL)
        enqueue_papers(run)


def enqueue_papers(run: PayrollRun) -> None:
    """Have the payslips of a posted run made as PDF, fifty in a job, each told to its member."""
    slips = list(Payslip.objects.filter(line__run_id=run.pk).order_by("pk").values_list("pk", flat=True))
    for place in range(0, len(slips), CHUNK):
        jobs.enqueue(
            "render_payslips",
            key=f"{run.pk}:{place}",
            payload={"run": run.pk, "payslips": slips[place : place + CHUNK]},
        )


def retry_posting(run: PayrollRun, *, by: Actor) -> int:
    """Try again to post what was refused (its cause was mended); return how many lines."""
    if not perms.may_run_payroll(by):
        raise NotAllowed(_("Only payroll officers run the payroll."))
    rows = PayrollRun.objects.select_for_update(of=("self",), no_key=True)
    locked: PayrollRun = rows.get(pk=run.pk)
    if locked.state != RunState.APPROVED:
        raise RuleBroken(
            "not_approved",
            _("The run is “%(state)s”; only an approved run is posted.") % {"state": locked.get_state_display()},
        )
    RunLine.objects.filter(run_id=locked.pk).unposted().update(error_code="", error_message="", said={})
    return enqueue_posting(locked)
