"""A second person says yes: payslips get their numbers and are fixed, and the books are told to post them."""

from django.utils import timezone
from django.utils.translation import gettext as _

from activities.states import ContractState
from countries.guards import require_awake
from countries.models import LegalEntity
from invoicing import perms
from invoicing.models import PayrollRun, Payslip
from invoicing.rules import numbering, posting
from invoicing.states import LineState, RunState
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.states import move

BATCH = 500
PAYABLE = frozenset({ContractState.SIGNED, ContractState.ENDED})


def approve_run(run: PayrollRun, *, by: Actor) -> PayrollRun:
    """Approve a computed run: number its payslips, fix them for ever, and put their posting on the work list.

    Raises Conflict("overtaken") naming who decided first and when, and RuleBroken "same_person" (the one who opened it),
    "lines_failed" (a line failed and was not left out) or "nothing_to_pay".
    """
    if not perms.may_approve_payroll(by) or by.user_id is None:
        raise NotAllowed(_("Only payroll officers and accountants approve the payroll."))
    rows = PayrollRun.objects.select_related("country").select_for_update(of=("self",), no_key=True)
    locked: PayrollRun = rows.get(pk=run.pk)
    require_awake(locked.country)
    _check(locked, by)
    slips = _lock_slips(locked)
    locked.approved_by_id, locked.approved_by_label, locked.approved_at = by.user_id, by.label, timezone.now()
    locked.save(update_fields=["approved_by_id", "approved_by_label", "approved_at"])
    move(locked, to=RunState.APPROVED, by=by)
    _number(locked, slips)
    posting.enqueue_posting(locked)
    return locked


def _check(run: PayrollRun, by: Actor) -> None:
    if run.approved_at is not None:
        raise Conflict(
            "overtaken",
            _("This run was already approved by %(who)s on %(when)s. Nothing was changed.")
            % {"who": run.approved_by_label, "when": formats.moment(run.approved_at)},
        )
    if run.opened_by_id == by.user_id:
        raise RuleBroken(
            "same_person",
            _("You opened this run; another person must approve it. Ask a colleague of payroll or accounting."),
        )
    if run.state != RunState.COMPUTED:
        raise RuleBroken(
            "not_computed",
            _("The run is “%(state)s”; it can be approved once every line is computed.")
            % {"state": run.get_state_display()},
        )
    failed = run.lines.filter(state=LineState.FAILED).count()
    if failed:
        raise RuleBroken(
            "lines_failed",
            _("Failed lines: %(count)s. Mend them and try again, or leave them out with a reason.") % {"count": failed},
        )


def _lock_slips(run: PayrollRun) -> list[Payslip]:
    """The run's payslips, their contracts held so that none is cancelled while it is being approved."""
    rows = Payslip.objects.filter(line__run_id=run.pk).select_related("contract").order_by("id")
    slips = list(rows.select_for_update(of=("contract",), no_key=True))
    if not slips:
        raise RuleBroken("nothing_to_pay", _("Every line of this run was left out: there is nothing to approve."))
    gone = [slip.contract.reference for slip in slips if slip.contract.state not in PAYABLE]
    if gone:
        raise RuleBroken(
            "contracts_cancelled",
            _("Meanwhile cancelled: %(contracts)s. Leave them out with a reason, then approve.")
            % {"contracts": ", ".join(gone)},
        )
    return slips


def _number(run: PayrollRun, slips: list[Payslip]) -> None:
    """Numbers in the order of computation, from the series of the entity that employs; last, as their lock asks."""
    entity = LegalEntity.objects.filter(is_default=True).first() or slips[0].contract.entity
    taken = numbering.take_numbers(entity, "payslip", run.country.today(), count=len(slips))
    for slip, number in zip(slips, taken, strict=True):
        slip.number, slip.is_approved = number.number, True
    Payslip.objects.bulk_update(slips, ["number", "is_approved"], batch_size=BATCH)
