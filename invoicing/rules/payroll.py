"""The month's payroll: a run freezes its contracts, each line is computed on its own, nobody waits for a failing one.

A run is opened by one person and approved by another (invoicing.rules.approval). Background work is rows: jobs of fifty
lines, each line its own transaction; the run is computed when no line waits any more, which is counted, not signalled.
"""

import datetime
from collections.abc import Iterable, Sequence

import structlog
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from activities.models import Contract
from countries import calendars, registry
from countries.contract import LawError
from countries.guards import require_awake, require_open
from countries.models import Country
from countries.rules.settings import working_calendar
from invoicing import perms
from invoicing.models import PayrollRun, Payslip, RunLine
from invoicing.models.payroll import RunKind
from invoicing.rules import corrections, later_pay, payslips
from invoicing.rules.approval import approve_run as approve_run
from invoicing.rules.payslips import LineFacts
from invoicing.states import LineState, RunState
from smart.foundation import formats, jobs
from smart.foundation.actors import PORTAL, Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.said import Said, facts_of, stored
from smart.foundation.states import history, move
from smart.foundation.tenancy import active_country_id

log = structlog.get_logger(__name__)
CHUNK = 50
LEFT_OUT = "left_out"


def open_run(*, month: datetime.date, by: Actor) -> PayrollRun:
    """Open a run of the month with every signed contract that ends in it and is in no other run.

    Raises RuleBroken("payroll_not_open") where the country computes no payroll, RuleBroken("nothing_to_pay"), and
    Conflict("already_opened") naming who was faster.
    """
    require_payroll(by)
    country = Country.objects.select_for_update(of=("self",), no_key=True).get(pk=active_country_id())
    require_open(country)
    require_open_payroll(country)
    first = month.replace(day=1)
    contracts = list(payable_contracts(first))
    if not contracts:
        raise _nothing_to_pay(first)
    run = make_run(country, month=first, kind=RunKind.ORDINARY, pay_on=pay_day(country, contracts), by=by)
    RunLine.objects.bulk_create([RunLine(run=run, contract=contract, month=first) for contract in contracts])
    log.info("payroll_run_opened", run=run.pk, lines=len(contracts))
    return run


def make_run(country: Country, *, month: datetime.date, kind: RunKind, pay_on: datetime.date, by: Actor) -> PayrollRun:
    """An open run with the next number of its month and the rules of today; its country is locked."""
    return PayrollRun.objects.create(
        month=month,
        kind=kind,
        sequence=PayrollRun.objects.filter(month=month).count() + 1,
        pay_on=pay_on,
        pack_version=registry.pack_for(country.code.code).pack.version,
        opened_by_id=by.user_id,
        opened_by_label=by.label,
        opened_at=timezone.now(),
    )


def start_computing(run: PayrollRun, *, by: Actor) -> PayrollRun:
    """Compute every line of an open run, or compute a computed one afresh with the rules of today (nobody approved it)."""
    require_payroll(by)
    locked = lock_run(run.pk)
    require_awake(locked.country)
    if locked.state == RunState.COMPUTED:
        _start_afresh(locked)
    move(locked, to=RunState.COMPUTING, by=by)
    lines = list(RunLine.objects.filter(run_id=locked.pk).pending().select_related("contract"))
    turn = history(locked).filter(to_state=RunState.COMPUTING).count()
    for place, chunk in enumerate(chunks(lines), start=1):
        _enqueue(locked, chunk, key=f"{locked.pk}:{turn}:{place}")
    close_computing(locked.pk)
    locked.refresh_from_db()
    return locked


def compute_line(line_id: int, *, facts: LineFacts | None = None) -> str:
    """Compute one waiting line and return its state; a line that does not wait is left alone.

    What the law or a rule refuses, and whatever goes wrong in the computation, is kept on the line as its reason.
    """
    lines = _lock_month_of_person(line_id)
    line = next(each for each in lines if each.pk == line_id)
    if line.state != LineState.PENDING or line.run.state != RunState.COMPUTING:
        return str(line.state)
    others = [each.pk for each in lines if each.pk != line_id]
    slips = Payslip.objects.filter(line_id__in=others).select_related("line").order_by("id")
    earlier = list(slips) if others else []
    try:
        known = facts or payslips.read_facts(line.run.country, [line])
        payslip = _payslip_of(line, known, earlier=earlier)
    except RuleBroken as refused:
        return _fail(line, refused.code, refused.message)
    except LawError as refused:
        return _fail(line, refused.code, Said(refused.msgid, facts_of(refused.params)))
    except DatabaseError:
        raise  # the database is tried again by the job, the line is not to blame
    except Exception as broken:  # the boundary of one item: a fault in one pay must not stop the others
        log.exception("payslip_not_computed", line=line.pk)
        return _fail(line, "unexpected", _unexpected(broken))
    payslip.computed_at = timezone.now()
    payslip.save(force_insert=True)
    RunLine.objects.filter(pk=line.pk).update(state=LineState.COMPUTED, error_code="", error_message="", said={})
    return LineState.COMPUTED


def close_computing(run_id: int) -> None:
    """Move the run to computed when no line waits any more. Safe to call by every chunk: the run's lock decides."""
    run = lock_run(run_id)
    if run.state == RunState.COMPUTING and not RunLine.objects.filter(run_id=run.pk).pending().exists():
        move(run, to=RunState.COMPUTED, by=PORTAL)


def retry_line(line: RunLine, *, by: Actor) -> RunLine:
    """Compute a failed line again (its cause was mended)."""
    require_payroll(by)
    run = lock_run(line.run_id)
    found = _lock_line(line.pk)
    if found.state != LineState.FAILED or run.state not in {RunState.COMPUTING, RunState.COMPUTED}:
        raise _not_now(found)
    _compute_again(run, [found], by=by)
    return found


def retry_failed(run: PayrollRun, *, by: Actor) -> int:
    """Compute every failed line of the run again, and ring again for work that was parked; return how many."""
    require_payroll(by)
    locked = lock_run(run.pk)
    failed = list(
        RunLine.objects.filter(run_id=locked.pk)
        .failed()
        .select_related("contract")
        .select_for_update(of=("self",), no_key=True)
    )
    if failed and locked.state in {RunState.COMPUTING, RunState.COMPUTED}:
        _compute_again(locked, failed, by=by)
    return len(failed) + retry_parked(locked)


def retry_parked(run: PayrollRun) -> int:
    """Put the run's parked jobs back on the work list; return how many."""
    parked = jobs.Job.objects.filter(state=jobs.JobState.PARKED, key__startswith=f"{run.pk}:")
    return sum(jobs.requeue(job) for job in parked.filter(kind__in=["compute_lines", "post_lines", "render_payslips"]))


def exclude_line(line: RunLine, *, reason: str, by: Actor) -> RunLine:
    """Leave a contract out of the run; it can go into the next one. Other pay of the same person is computed again."""
    require_payroll(by)
    if not reason.strip():
        raise RuleBroken(
            "reason_missing", _("Say why this contract is left out; the next run shows it."), field="reason"
        )
    run = lock_run(line.run_id)
    found = _lock_line(line.pk)
    if found.state == LineState.EXCLUDED or run.state not in {RunState.OPEN, RunState.COMPUTING, RunState.COMPUTED}:
        raise _not_now(found)
    Payslip.objects.filter(line=found).delete()
    found.state, found.error_code, found.error_message = LineState.EXCLUDED, LEFT_OUT, reason.strip()
    found.said = {}
    found.save(update_fields=["state", "error_code", "error_message", "said"])
    log.info("payroll_line_left_out", run=run.pk, line=found.pk)
    person = (
        RunLine.objects.filter(run_id=run.pk).computed().filter(contract__membership_id=found.contract.membership_id)
    )
    again = list(person.select_related("contract").select_for_update(of=("self",), no_key=True))
    if again:
        _compute_again(run, again, by=by)
    close_computing(run.pk)
    return found


def payable_contracts(month: datetime.date) -> Iterable[Contract]:
    """Signed contracts that end in the month and are in no run, or only where they were left out."""
    taken = RunLine.objects.exclude(state=LineState.EXCLUDED).values("contract_id")
    rows = Contract.objects.payable().ending_in(month).exclude(pk__in=taken)
    found: Iterable[Contract] = rows.select_related("membership__user").order_by("membership_id", "id")
    return found


def pay_day(country: Country, contracts: Sequence[Contract]) -> datetime.date:
    """The earliest day promised to any of them, but never before the next working day: banks need one."""
    calendar, today = working_calendar(country), country.today()
    soonest = calendars.add_working_days(today, 1, calendar)
    promised = [contract.promised_on for contract in contracts if contract.promised_on]
    wanted = calendars.on_or_before(min(promised), calendar) if promised else soonest
    return max(wanted, soonest)


def _payslip_of(line: RunLine, facts: LineFacts, *, earlier: Sequence[Payslip]) -> Payslip:
    """The unsaved payslip, as a line of its kind becomes one."""
    if line.kind == RunKind.ONE_OFF:
        return later_pay.compute_later_pay(line, facts, earlier=earlier)
    if line.kind == RunKind.CORRECTION:
        return corrections.compute_correction(line, facts, earlier=earlier)
    return payslips.compute_payslip(line, facts, earlier=earlier)


def chunks(lines: Sequence[RunLine]) -> Iterable[list[RunLine]]:
    """Lines in groups of about fifty that never part the contracts of one person.

    These are computed one after another in the order they were made, as their conversions counted on.
    """
    ordered = sorted(lines, key=lambda line: (line.contract.membership_id, line.contract_id))
    chunk: list[RunLine] = []
    for line in ordered:
        if len(chunk) >= CHUNK and line.contract.membership_id != chunk[-1].contract.membership_id:
            yield chunk
            chunk = []
        chunk.append(line)
    if chunk:
        yield chunk


def lock_run(run_id: int) -> PayrollRun:
    """The run as it is now, held until the transaction ends."""
    rows = PayrollRun.objects.select_related("country").select_for_update(of=("self",), no_key=True)
    found: PayrollRun = rows.get(pk=run_id)
    return found


def _lock_line(line_id: int) -> RunLine:
    rows = RunLine.objects.select_related("contract").select_for_update(of=("self",), no_key=True)
    found: RunLine = rows.get(pk=line_id)
    return found


def _lock_month_of_person(line_id: int) -> list[RunLine]:
    """The line and the person's other lines of the month, held in one order: their pay is counted together."""
    wanted = RunLine.objects.filter(pk=line_id)
    rows = RunLine.objects.filter(
        month=wanted.values("month")[:1], contract__membership_id=wanted.values("contract__membership_id")[:1]
    )
    rows = rows.select_related("contract", "run__country").order_by("pk")
    return list(rows.select_for_update(of=("self",), no_key=True))


def _start_afresh(run: PayrollRun) -> None:
    """Forget what was computed: no payslip has a number yet, and the rules may have changed."""
    Payslip.objects.filter(line__run_id=run.pk).delete()
    again = run.lines.filter(state__in=[LineState.COMPUTED, LineState.FAILED])
    again.update(state=LineState.PENDING, error_code="", error_message="", said={})
    run.pack_version = registry.pack_for(run.country.code.code).pack.version
    run.save(update_fields=["pack_version"])


def _compute_again(run: PayrollRun, lines: Sequence[RunLine], *, by: Actor) -> None:
    """Put locked lines back to waiting and compute them; the run is computing until they are done."""
    Payslip.objects.filter(line__in=lines).delete()
    for line in lines:
        line.state, line.error_code, line.error_message, line.said = LineState.PENDING, "", "", {}
        line.attempt += 1
        line.save(update_fields=["state", "error_code", "error_message", "said", "attempt"])
    if run.state == RunState.COMPUTED:
        move(run, to=RunState.COMPUTING, by=by)
    if run.state == RunState.COMPUTING:
        for chunk in chunks(lines):
            _enqueue(run, chunk, key=f"{run.pk}:line:{chunk[0].pk}:{chunk[0].attempt}")


def _enqueue(run: PayrollRun, lines: Sequence[RunLine], *, key: str) -> None:
    jobs.enqueue("compute_lines", key=key, payload={"run": run.pk, "lines": [line.pk for line in lines]})


def _fail(line: RunLine, code: str, sentence: str | Said) -> str:
    log.info("payroll_line_failed", line=line.pk, code=code)
    why = {"error_code": code[:60], "error_message": str(sentence), "said": stored(sentence)}
    RunLine.objects.filter(pk=line.pk).update(state=LineState.FAILED, **why)
    return LineState.FAILED


def _unexpected(broken: Exception) -> Said:
    sentence = gettext_noop(
        "The computation stopped at an unforeseen point (%(kind)s). The other payslips are not concerned. The log of the"
        " portal has the place; once it is mended, try again."
    )
    return Said(sentence, {"kind": type(broken).__name__})


def require_payroll(by: Actor) -> None:
    """Raise NotAllowed unless the actor runs the payroll."""
    if not perms.may_run_payroll(by) or by.user_id is None:
        raise NotAllowed(_("Only payroll officers run the payroll."))


def require_open_payroll(country: Country) -> None:
    """Raise RuleBroken("payroll_not_open") where the country computes no payroll."""
    if not country.has_payroll:
        raise RuleBroken(
            "payroll_not_open",
            _("Payroll is not open yet in %(country)s: signed contracts wait, and their budget is held.")
            % {"country": country},
        )


def _nothing_to_pay(month: datetime.date) -> RuleBroken:
    last = PayrollRun.objects.filter(month=month, kind=RunKind.ORDINARY).order_by("-id").first()
    if last is not None and last.state != RunState.PAID:
        return Conflict(
            "already_opened",
            _("All signed contracts of %(month)s are already in run %(run)s, opened by %(who)s. Look at that one.")
            % {"month": formats.month(month), "run": last, "who": last.opened_by_label},
            run=last.pk,
        )
    return RuleBroken(
        "nothing_to_pay",
        _("No signed contract that ends in %(month)s waits to be paid. Contracts appear here once both have signed.")
        % {"month": formats.month(month)},
        field="month",
    )


def _not_now(line: RunLine) -> Conflict:
    return Conflict(
        "line_moved_on",
        _(
            "Contract %(contract)s is “%(state)s” in this run, which is “%(run)s”: nothing was changed. Look at it again."
        )
        % {
            "contract": line.contract.reference,
            "state": line.get_state_display(),
            "run": line.run.get_state_display(),
        },
    )
