"""Reads of the payroll's pages: what waits, how far a run is, what changed against last month. Nothing here writes."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from activities.models import Contract
from activities.states import ContractState
from countries.identifiers import check_identifier
from invoicing.models import PayrollRun, Payslip, RunLine
from invoicing.rules.payroll import payable_contracts
from invoicing.rules.payslip_paper import KIND
from invoicing.states import LineState
from members.models import Document, Profile, TaxFile
from smart.foundation.jobs import Job, JobState
from smart.foundation.money import ZERO

KINDS = ("compute_lines", "post_lines", "render_payslips")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A contract that a run would pay, with what is missing about its member."""

    contract: Contract
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a run of the month would pay, before it is opened."""

    month: datetime.date
    candidates: tuple[Candidate, ...]

    @property
    def gross(self) -> Decimal:
        return sum((each.contract.gross for each in self.candidates), ZERO)

    @property
    def budget(self) -> Decimal:
        return sum((each.contract.budget for each in self.candidates), ZERO)

    @property
    def net(self) -> Decimal:
        return sum((each.contract.net_estimate or ZERO for each in self.candidates), ZERO)

    @property
    def promised_on(self) -> datetime.date | None:
        return min((each.contract.promised_on for each in self.candidates if each.contract.promised_on), default=None)

    @property
    def lacking(self) -> int:
        return sum(1 for each in self.candidates if each.lacks)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is, counted from its rows; `is_live` while work is on the list."""

    total: int
    pending: int
    computed: int
    failed: int
    excluded: int
    posted: int
    refused: int
    papers: int
    parked: tuple[Job, ...]
    is_live: bool

    @property
    def done(self) -> int:
        return self.computed + self.failed

    @property
    def to_do(self) -> int:
        return self.total - self.excluded


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a run's payslips."""

    count: int
    gross: Decimal
    employee: Decimal
    tax: Decimal
    employer: Decimal
    provisions: Decimal
    cost: Decimal
    net: Decimal


def preview(month: datetime.date, *, on: datetime.date) -> Preview:
    """What would be paid; four queries."""
    contracts = list(payable_contracts(month))
    people = {contract.membership_id for contract in contracts}
    profiles = {p.membership_id: p for p in Profile.objects.filter(membership_id__in=people)}
    told = set(TaxFile.objects.filter(membership_id__in=people).values_list("membership_id", flat=True))
    candidates = (Candidate(c, tuple(_lacks(c, profiles.get(c.membership_id), told, on=on))) for c in contracts)
    return Preview(month, tuple(candidates))


def payable_months() -> list[datetime.date]:
    """The months in which signed contracts wait to be paid, the oldest first."""
    taken = RunLine.objects.exclude(state=LineState.EXCLUDED).values("contract_id")
    return list(Contract.objects.payable().exclude(pk__in=taken).dates("ends_on", "month"))


def waiting_contracts() -> QuerySet[Contract]:
    """What waits where payroll is not open: validated and signed contracts, the earliest promise first."""
    agreed = [ContractState.VALIDATED, ContractState.DECLARED, ContractState.SIGNED, ContractState.ENDED]
    rows: QuerySet[Contract] = Contract.objects.filter(state__in=agreed).select_related("membership__user", "activity")
    return rows.order_by("promised_on", "ends_on", "id")


def progress_of(run: PayrollRun) -> Progress:
    """Count the run's rows; three queries."""
    counts = run.lines.aggregate(
        total=Count("pk"),
        **{state.value: Count("pk", filter=Q(state=state)) for state in LineState},
        posted=Count("pk", filter=Q(posted_at__isnull=False)),
        refused=Count("pk", filter=Q(state=LineState.COMPUTED, posted_at__isnull=True) & ~Q(error_code="")),
    )
    slips = Payslip.objects.filter(line__run_id=run.pk).values("pk")
    papers = Document.objects.filter(kind=KIND, subject_table=Payslip._meta.db_table, subject_id__in=slips)
    unfinished = list(work_of(run).exclude(state=JobState.DONE))
    return Progress(
        **counts,
        papers=papers.values("subject_id").distinct().count(),
        parked=tuple(job for job in unfinished if job.state == JobState.PARKED),
        is_live=any(job.state != JobState.PARKED for job in unfinished),
    )


def work_of(run: PayrollRun) -> QuerySet[Job]:
    """The run's jobs."""
    rows: QuerySet[Job] = Job.objects.filter(kind__in=KINDS, key__startswith=f"{run.pk}:")
    return rows


def totals_of(run: PayrollRun) -> Totals:
    sums = Payslip.objects.filter(line__run_id=run.pk).aggregate(
        count=Count("pk"),
        gross=Sum("gross"),
        employee=Sum("employee_total"),
        tax=Sum("tax_total"),
        employer=Sum("employer_total"),
        provisions=Sum("provisions"),
        cost=Sum("employer_cost"),
        net=Sum("net"),
    )
    found: dict[str, Any] = {name: value if value is not None else ZERO for name, value in sums.items()}
    return Totals(**found)


def lines_of(run: PayrollRun, *, state: str = "") -> QuerySet[RunLine]:
    """The run's lines: failed and refused first, then by member."""
    rows: QuerySet[RunLine] = run.lines.select_related("contract__membership__user", "corrects").prefetch_related(
        "payslips__line"
    )
    rows = rows.filter(state=state) if state else rows
    return rows.order_by("-error_code", "contract__membership__user__last_name", "pk")


def net_of_last_month(lines: Sequence[RunLine]) -> dict[int, Decimal]:
    """What the members of these lines received in the month before, by membership; members without are absent."""
    if not lines:
        return {}
    before = (lines[0].month - datetime.timedelta(days=1)).replace(day=1)
    people = {line.contract.membership_id for line in lines}
    slips = Payslip.objects.approved().filter(membership_id__in=people, month=before).order_by()
    return dict(slips.values_list("membership_id").annotate(net=Sum("net")))


def _lacks(contract: Contract, profile: Profile | None, told: set[int], *, on: datetime.date) -> Iterable[str]:
    if profile is None or not profile.iban:
        yield _("no bank account")
    elif not _is_iban(contract, profile.iban):
        yield _("the bank account is not valid")
    if contract.membership_id not in told:
        yield _("no tax file: computed as a single person")
    if contract.ends_on >= on:
        yield _("the work is not over yet")


def _is_iban(contract: Contract, iban: str) -> bool:
    return bool(check_identifier(iban[:2], "iban", iban).ok)


def history_rows(run: PayrollRun, changes: Iterable[Any]) -> list[dict[str, Any]]:
    """A run's moves for the timeline, in words."""
    words = dict(run._meta.get_field("state").flatchoices)
    opened = {"at": run.opened_at, "text": words["open"], "who": run.opened_by_label, "note": ""}
    moves = [
        {"at": change.at, "text": words[change.to_state], "who": change.by_label, "note": change.reason}
        for change in changes
    ]
    return [opened, *moves]
