"""The Spanish payslip of one contract and month.

Several contracts of one person in a month are bounded by the month's ceiling, and their tax is regularised on the year.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from countries.contract import ZERO, Group, InvalidInput, Note, Params, PayInputs, PayLine, PayResult, gettext_noop
from countries.packs.es.law import rounded
from countries.packs.es.lines import LINES
from countries.packs.es.stay import Bases
from countries.packs.es.withholding import Withheld, Withholding, pay_of, withholding_of
from countries.packs.es.work import EXTRA_PAYMENTS, MONTHS, Work, work_of
from countries.packs.slip import checked_gross, pay_result

VERSION = "2026.12"
SHARE_OF_TWO = EXTRA_PAYMENTS / (MONTHS + EXTRA_PAYMENTS)


def payslip(inputs: PayInputs, params: Params) -> PayResult:
    """Compute every line of the month for one contract. Raises `NotCovered` or `InvalidInput` with a sentence."""
    gross = checked_gross(inputs)
    work = work_of(inputs, params)
    _check_overtime(gross, work)
    bases = work.bases(gross)
    tax = withholding_of(inputs, params, work)
    withheld = tax.of(pay_of(gross, work), work.total(bases, Group.EMPLOYEE))
    lines = [
        *_pay_lines(gross, work),
        *_contribution_lines(work, bases, Group.EMPLOYEE),
        _tax_line(gross, work, tax, withheld),
        *_contribution_lines(work, bases, Group.EMPLOYER),
        *_employer_extras(gross, work),
        *_info_lines(gross, work, bases, withheld),
    ]
    return pay_result(inputs, lines, currency="EUR", version=VERSION, notes=tuple(_notes(inputs, work, tax, withheld)))


def _check_overtime(gross: Decimal, work: Work) -> None:
    if work.overtime + work.force <= gross:
        return
    raise InvalidInput(
        "overtime_above_gross",
        gettext_noop("Overtime of %(found)s is more than the gross of %(gross)s it is part of. Correct one of them."),
        found=work.overtime + work.force,
        gross=gross,
    )


def _pay_lines(gross: Decimal, work: Work) -> Iterator[PayLine]:
    yield LINES["gross"].line(gross)
    if work.bonus:
        yield LINES["one_off"].line(work.bonus)
    if work.extra_payment:
        yield LINES["extra_payment"].line(work.extra_payment)


def _contribution_lines(work: Work, bases: Bases, group: Group) -> Iterator[PayLine]:
    sign = -1 if group is Group.EMPLOYEE else 1
    for charge in work.charges:
        if charge.group is not group:
            continue
        base = getattr(bases, charge.base)
        if base or charge.base in ("common", "accident"):
            own = base - _earlier_base(work, charge.base)
            yield LINES[charge.code].line(sign * work.amount(charge, bases), own, charge.rate, charge.refs)
    amount, law = work.solidarity(bases, group), work.law.solidarity
    if amount and law is not None:
        refs = law.employee_refs if group is Group.EMPLOYEE else law.employer_refs
        yield LINES[f"solidarity_{group.value}"].line(sign * amount, _surplus(work, bases), None, refs)


def _earlier_base(work: Work, base: str) -> Decimal:
    return work.stay.earlier.get(f"base_{base}", ZERO)


def _surplus(work: Work, bases: Bases) -> Decimal:
    return sum(bases.surplus, ZERO) - work.stay.earlier.get("surplus", ZERO)


def _tax_line(gross: Decimal, work: Work, tax: Withholding, withheld: Withheld) -> PayLine:
    taxable = gross + work.bonus + work.extra_payment
    return LINES["irpf"].line(-withheld.amount, taxable, withheld.rate, tax.refs)


def _employer_extras(gross: Decimal, work: Work) -> Iterator[PayLine]:
    if work.surcharge:
        yield LINES["short_contract"].line(work.surcharge, None, None, (work.law.surcharge,))
    if share := work.share_of(gross):
        yield LINES["extra_pay_provision"].line(share, gross)
    if indemnity := work.indemnity_of(gross):
        yield LINES["end_indemnity_provision"].line(indemnity, gross, None, (work.law.indemnity,))


def _info_lines(gross: Decimal, work: Work, bases: Bases, withheld: Withheld) -> Iterator[PayLine]:
    """The determination of the bases, as the form's foot shows it. Later payslips of the month read them."""
    yield LINES["days"].line(work.stay.days)
    yield LINES["counted_pay"].line(work.counted(gross))
    share = work.share_of(gross) or (ZERO if work.is_artist else rounded(gross * SHARE_OF_TWO))
    if share:
        yield LINES["extra_pay_share"].line(share)
    if work.overtime or work.force:
        yield LINES["overtime_pay"].line(work.overtime + work.force)
    yield LINES["base_common"].line(bases.common - _earlier_base(work, "common"), None, None, work.base_refs)
    yield LINES["base_accident"].line(bases.accident - _earlier_base(work, "accident"), None, None, work.base_refs)
    if surplus := _surplus(work, bases):
        yield LINES["surplus"].line(surplus)
    yield LINES["taxable"].line(gross + work.bonus + work.extra_payment)
    yield LINES["expected_year_pay"].line(withheld.year.expected)


NO_ACCIDENT_RATE = Note(
    "no_accident_rate",
    gettext_noop("No accident rate (AT/EP) was given and the activity is in no table, so its cost is not here."),
)
ACCIDENT_RATE_FROM_TABLE = Note(
    "accident_rate_from_table",
    gettext_noop("The accident rate (AT/EP) comes from the general table; the rate the TGSS notified was not entered."),
)
ARTIST_ON_ACCOUNT = Note(
    "artist_on_account",
    gettext_noop(
        "Artists' contributions are final for the cooperative and on account for the person: the TGSS regularises them "
        "in the following year, over all employers."
    ),
)
INDEMNITY_LATER = Note(
    "end_indemnity_not_in_cost",
    gettext_noop("The indemnity due at the end of the contract, 12 days' pay for each year, is not in this cost."),
)
LENGTH_ASSUMED = Note(
    "contract_length_assumed",
    gettext_noop("The length of the contract was not given; it is taken as under 30 days, which adds a surcharge."),
)
REGULARISED = Note(
    "withholding_regularised",
    gettext_noop(
        "The withholding rate was regularised: what was withheld earlier this year did not fit the year's pay."
    ),
)


def _notes(inputs: PayInputs, work: Work, tax: Withholding, withheld: Withheld) -> Iterator[Note]:
    if tax.given is None:
        yield Note(
            "expected_pay_default",
            gettext_noop(
                "The withholding expects %(expected)s of pay from this cooperative in the year. "
                "Enter the pay expected in the year for a steadier withholding."
            ),
            {"expected": withheld.year.expected},
        )
    if withheld.is_regularised:
        yield REGULARISED
    accident = next(charge for charge in work.charges if charge.code == "accident_employer")
    if not accident.rate:
        yield NO_ACCIDENT_RATE
    elif accident.refs and work.law.activities in accident.refs:
        yield ACCIDENT_RATE_FROM_TABLE
    if work.is_artist:
        yield ARTIST_ON_ACCOUNT
    if work.is_surcharge_assumed:
        yield LENGTH_ASSUMED
    if inputs.kind in ("fixed_term", "artist") and not work.indemnity:
        yield INDEMNITY_LATER
