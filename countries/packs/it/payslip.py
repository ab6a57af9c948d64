"""The Italian payslip of one contract and month."""

from __future__ import annotations

from decimal import Decimal

from countries.contract import ZERO, InvalidInput, Note, Params, PayInputs, PayLine, PayResult, gettext_noop
from countries.packs.it import plan as plans
from countries.packs.it import settling
from countries.packs.it.bases import BASE_LINES, check_daily_ceiling
from countries.packs.it.law import Refs
from countries.packs.it.lines import LINES
from countries.packs.it.plan import Contribution, Plan, WorkerSide, plan_of, worker_side
from countries.packs.it.profiles import SEPARATE
from countries.packs.it.withholding import NO_SETTLEMENT, TERMINATION, YEAR_END, TaxFacts
from countries.packs.slip import checked_gross, pay_result
from smart.foundation.money import CENT, round_to

VERSION = "2026.12"


def payslip(inputs: PayInputs, params: Params) -> PayResult:
    """Compute every line of the month for one contract. Raises `NotCovered` or `InvalidInput` with a sentence."""
    gross = checked_gross(inputs)
    _check_one_off(inputs)
    plan = plan_of(inputs, params)
    check_daily_ceiling(inputs, plan.profile, gross + plan.one_off, params)
    side = worker_side(plan, gross)
    surtax = settling.withheld(plan, side)
    settling.check_net(plan, side.net - sum([amount for _, amount in surtax], ZERO))
    lines = [
        *_pay_lines(plan, gross),
        *_worker_lines(plan, side),
        *_tax_lines(plan, side, surtax),
        *_employer_lines(plan, gross),
        *_information(plan, gross, side),
    ]
    return pay_result(inputs, lines, currency="EUR", version=VERSION, notes=_notes(plan, side, surtax))


def _check_one_off(inputs: PayInputs) -> None:
    amount = inputs.one_off
    if amount is not None and (amount < 0 or amount != round_to(amount, step=CENT)):
        raise InvalidInput(
            "one_off",
            gettext_noop("The extra month is %(found)s; expected an amount in whole cents, such as 1500.00."),
            found=amount,
        )


def _pay_lines(plan: Plan, gross: Decimal) -> list[PayLine]:
    lines = [LINES[code].line(amount) for code, amount in plans.gross_parts(plan, gross)]
    if plan.one_off:
        lines.append(LINES["one_off"].line(plan.one_off))
    return lines


def _worker_lines(plan: Plan, side: WorkerSide) -> list[PayLine]:
    lines = [_contribution(line, -line.amount) for line in side.lines if line.amount]
    if side.relief:
        lines.append(LINES["ivs_relief"].line(side.relief, None, None, plan.relief_refs))
    return lines


def _contribution(line: Contribution, amount: Decimal) -> PayLine:
    charge = line.charge
    return LINES[charge.code].line(amount, line.base, charge.rate, charge.refs)


def _tax_lines(plan: Plan, side: WorkerSide, surtax: settling.Amounts) -> list[PayLine]:
    law, home = plan.facts.law, plan.residence
    refs = (*law.brackets_refs, *law.work_refs)
    lines = [LINES["irpef"].line(-side.irpef, side.taxable, None, refs)]
    if side.extra_tax:
        lines.append(LINES["irpef_extra_month"].line(-side.extra_tax, side.extra, None, law.brackets_refs))
    surtax_refs = {"regional_surtax": home.region_refs, "municipal_surtax": home.municipality_refs}
    for code, amount in surtax:
        lines.append(LINES[code].line(-amount, None, None, surtax_refs.get(code, plan.calendar_refs)))
    if side.cuneo:
        lines.append(LINES["cuneo_sum"].line(side.cuneo, None, None, law.cuneo_refs))
    if side.supplement:
        lines.append(LINES["supplement"].line(side.supplement, None, None, law.supplement_refs))
    return lines


def _employer_lines(plan: Plan, gross: Decimal) -> list[PayLine]:
    due = plans.employer_lines(plan, gross + plan.one_off)
    lines = [_contribution(line, line.amount) for line in due if line.amount]
    set_aside = [found for found in plans.provisions(plan, gross) if found.amount]
    return lines + [LINES[found.code].line(found.amount, found.base, found.rate, found.refs) for found in set_aside]


def _information(plan: Plan, gross: Decimal, side: WorkerSide) -> list[PayLine]:
    """The totals the payslip must show; they also carry the month and the year to later payslips.

    Amounts are this payslip's part; when the year is settled, the base of tax and credits is the year's total.
    """
    facts, base = plan.facts, plan.base
    full = base.full(gross + plan.one_off)
    least_refs = base.least_refs if full > gross + plan.one_off else ()
    rows: list[tuple[str, Decimal, Decimal | None, Refs]] = [
        (BASE_LINES[plan.profile.scheme == SEPARATE], full, None, (*least_refs, *base.ceiling_refs)),
        ("taxable", side.taxable, None, ()),
        ("taxable_extra", side.extra, None, ()),
        ("cuneo_base", side.taxable + side.extra if facts.is_employee else ZERO, None, ()),
        ("tax_days", facts.days, None, ()),
        *_tax_information(side, facts),
    ]
    if facts.settlement == YEAR_END:
        rows += [(code, amount, None, plan.calendar_refs) for code, amount in settling.announced(plan, side)]
    always = ("taxable", "tax_days", "gross_tax")
    return [
        LINES[code].line(amount, shown, None, refs) for code, amount, shown, refs in rows if amount or code in always
    ]


def _tax_information(side: WorkerSide, facts: TaxFacts) -> list[tuple[str, Decimal, Decimal | None, Refs]]:
    """Tax before credits, and each credit with the income it looked at."""
    law, found = facts.law, side.totals
    rows = (
        ("gross_tax", found.gross, side.taxable, law.brackets_refs),
        ("work_credit", found.work, found.income, law.work_refs),
        ("family_credit", found.family, found.income, law.family_refs),
        ("further_credit", found.further, found.income, law.further_refs),
    )
    return [
        (code, amount - facts.so_far(code), amount if facts.is_settled else shown, refs)
        for code, amount, shown, refs in rows
    ]


NO_INAIL = Note(
    "no_inail_rate", gettext_noop("No INAIL accident insurance rate was given, so its cost is not in this result.")
)
NO_SUPPORT = Note(
    "no_income_support",
    gettext_noop("No wage integration fund (FIS, CIGS) was given, so its contributions are not in this result."),
)
NOT_SETTLED = Note(
    "not_settled",
    gettext_noop("Tax is withheld month by month; the settlement of the year (conguaglio) is still to come."),
)
NO_RESIDENCE = Note(
    "surtax_unknown",
    gettext_noop(
        "The regional or the municipal surtax is not in this settlement: the tax file does not say where the person lives."
    ),
)
COLLABORATION = Note(
    "inail_of_collaborators",
    gettext_noop("The accident insurance (INAIL) of collaborators, shared with the worker, is not in this result."),
)
ASSEMBLED = Note(
    "fpls_lines_assembled",
    gettext_noop(
        "The employer lines of show business are assembled from several circulars: confirm them with INPS before real pay."
    ),
)
EXTRA_MONTH = Note(
    "extra_month_provision",
    gettext_noop("The extra month was set aside with earlier pays: take its cost from that provision."),
)
SEVERANCE_LATER = Note(
    "severance_later",
    gettext_noop("The severance pay (TFR) is set aside; its payment and its separate tax are not computed here."),
)
SURTAX_CUT = Note(
    "surtax_cut",
    gettext_noop("The pay is too low for all surtax instalments of the month; the rest is withheld from the next pay."),
)


def _notes(plan: Plan, side: WorkerSide, surtax: settling.Amounts) -> tuple[Note, ...]:
    employer, facts, profile = plan.inputs.employer, plan.facts, plan.profile
    wanted = (
        (COLLABORATION, profile.scheme == SEPARATE),
        (NO_INAIL, profile.scheme != SEPARATE and not employer.get("inail_rate")),
        (NO_SUPPORT, profile.is_employee and employer.get("income_support", "none") == "none"),
        (ASSEMBLED, profile.is_show),
        (NOT_SETTLED, facts.settlement == NO_SETTLEMENT),
        (NO_RESIDENCE, facts.is_settled and not plan.residence.is_known),
        (EXTRA_MONTH, bool(plan.one_off) and plan.is_accrued),
        (SEVERANCE_LATER, profile.is_employee and facts.settlement == TERMINATION),
        (SURTAX_CUT, settling.is_cut(plan, side, surtax)),
    )
    notes = [note for note, is_wanted in wanted if is_wanted]
    if recovery := _recovery(plan, side):
        notes.append(recovery)
    return tuple(notes)


def _recovery(plan: Plan, side: WorkerSide) -> Note | None:
    """Say what later pays must still take back of sums unduly paid."""
    facts = plan.facts
    due = side.totals.cuneo - facts.so_far("cuneo_sum") + side.totals.supplement - facts.so_far("supplement")
    rest = side.cuneo + side.supplement - due
    if rest <= 0:
        return None
    return Note(
        "recovery",
        gettext_noop("%(rest)s of sums unduly paid remain to be taken back in the next instalments."),
        {"rest": rest},
    )
