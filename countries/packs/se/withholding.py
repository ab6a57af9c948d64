"""What is withheld for tax: by table, by percentage or by decision (skatteförfarandelagen 11 kap.), in whole kronor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from countries.contract import InvalidInput, NotCovered, PayInputs, gettext_noop
from countries.packs.se.law import NO_REFS, Refs, WithholdingLaw, bands_of, krona
from countries.packs.se.tables import MonthlyTables, require_column

MAIN, SECONDARY, UNKNOWN = "main", "secondary", "unknown"
DECISION, NO_DECISION, SINK, EXEMPT = "decision", "no_decision", "sink", "exempt"
AUTOMATIC = "automatic"
ONE = Decimal(1)
NOTHING = Decimal(0)
Tax = Callable[[Decimal], Decimal]
RateOf = Callable[[Decimal], Decimal]


@dataclass(frozen=True, slots=True)
class Withholding:
    """How one person's pay is taxed: kronor of the month's running pay, and the rate of one-time pay by yearly income.

    `rate` is the percentage of the running pay where one holds; `table` and `column` where a table does.
    """

    basis: str
    running: Tax
    one_time_rate: RateOf
    refs: Refs
    one_time_refs: Refs = NO_REFS
    rate: Decimal | None = None
    table: int | None = None
    column: int | None = None


def withholding_of(inputs: PayInputs, law: WithholdingLaw, tables: Callable[[], MonthlyTables]) -> Withholding:
    """Return how the pay is taxed. Raises `InvalidInput` for a missing answer, `NotCovered` for an unknown table."""
    basis = str(inputs.tax_file.get("tax_basis", UNKNOWN))
    if basis == MAIN:
        return _main(inputs, law, tables())
    if basis == NO_DECISION:
        return _without_decision(inputs, law, tables())
    if basis == DECISION:
        return _by_decision(inputs.tax_file)
    if basis == EXEMPT:
        return _exempt(inputs, law)
    ref = law.sink if basis == SINK else law.secondary
    return _flat(basis, ref.value, (ref,))


def column_of(inputs: PayInputs, law: WithholdingLaw) -> int:
    """Return the column of the table: the one chosen, or by age at the start of the year."""
    chosen = str(inputs.tax_file.get("column", AUTOMATIC))
    if chosen != AUTOMATIC:
        return int(chosen)
    ages, born = law.column_ages.value, inputs.birth_date
    if born is None or inputs.on.year - 1 - born.year < ages["older_from"]:
        return int(ages["young"])
    if born.year >= ages["born_from"]:
        return int(ages["old"])
    raise NotCovered(
        "column_of_born_early",
        gettext_noop(
            "Sweden: the tax column of a person born in %(born)s is not decided by age. "
            "Read the column in the tax decision and enter it in the tax file."
        ),
        born=born.year,
    )


def _flat(basis: str, rate: Decimal, refs: Refs) -> Withholding:
    return Withholding(basis, lambda pay: krona(pay * rate), lambda _: rate, refs, refs, rate=rate)


def _main(inputs: PayInputs, law: WithholdingLaw, tables: MonthlyTables) -> Withholding:
    number = inputs.tax_file.get("table")
    if number is None:
        raise InvalidInput(
            "tax_table_missing",
            gettext_noop(
                "The tax file says that this is the main income and names no tax table; expected %(first)s to %(last)s. "
                "Look the table up with Skatteverket and enter it."
            ),
            first=tables.numbers[0],
            last=tables.numbers[-1],
        )
    column = column_of(inputs, law)
    bands = bands_of(law.one_time, column)

    def rate(income: Decimal) -> Decimal:
        if bands is None:
            raise _no_one_time_column(column, inputs)
        return next(rate for up_to, rate in bands if up_to is None or income <= up_to)

    tax = _table_tax(int(number), column, tables, year=inputs.on.year)
    return Withholding(MAIN, tax, rate, tables.refs, (law.one_time,), table=int(number), column=column)


def _table_tax(number: int, column: int, tables: MonthlyTables, *, year: int) -> Tax:
    def tax(pay: Decimal) -> Decimal:
        if not pay:
            return NOTHING
        require_column(tables, column, year=year)
        return tables.row(number, column, pay).tax(pay, column)

    return tax


def _without_decision(inputs: PayInputs, law: WithholdingLaw, tables: MonthlyTables) -> Withholding:
    """The table of the employer's municipality, raised by a tenth, cut to whole kronor."""
    number = inputs.employer.get("municipality_table")
    if number is None:
        raise InvalidInput(
            "municipality_table_missing",
            gettext_noop(
                "A person without a tax decision is taxed by the table of the cooperative's municipality, and none is "
                "entered. Enter “municipality_table” (%(first)s to %(last)s) in the employer's settings."
            ),
            first=tables.numbers[0],
            last=tables.numbers[-1],
        )
    column = column_of(inputs, law)
    by_table, factor = _table_tax(int(number), column, tables, year=inputs.on.year), law.no_decision.value
    refs = (*tables.refs, law.no_decision)
    return Withholding(
        NO_DECISION,
        lambda pay: krona(by_table(pay) * factor),
        _refuse_one_time,
        refs,
        table=int(number),
        column=column,
    )


def _by_decision(tax_file: Mapping[str, Any]) -> Withholding:
    """A decision of Skatteverket (jämkning): a percentage of the pay, or kronor a month."""
    rate, kronor = tax_file.get("decision_rate"), tax_file.get("decision_amount")
    one_time = tax_file.get("decision_one_off_rate")
    if (rate is None) == (kronor is None):
        raise InvalidInput(
            "tax_decision_incomplete",
            gettext_noop(
                "A tax decision gives either a rate or kronor a month; the tax file has rate %(rate)s and kronor "
                "%(kronor)s. Enter exactly one of them, as the decision says."
            ),
            rate="-" if rate is None else rate,
            kronor="-" if kronor is None else kronor,
        )
    one_time_rate: RateOf = _refuse_one_time if one_time is None else lambda _: Decimal(one_time)
    if rate is not None:
        return Withholding(DECISION, lambda pay: krona(pay * rate), one_time_rate, NO_REFS, rate=rate)
    return Withholding(DECISION, lambda pay: min(krona(Decimal(str(kronor))), krona(pay)), one_time_rate, NO_REFS)


def _exempt(inputs: PayInputs, law: WithholdingLaw) -> Withholding:
    """The certificate SKV 434 (students, low income): nothing is withheld up to a yearly income."""
    ref = law.student_limit
    if ref is None:
        raise NotCovered(
            "certificate_limit_unknown",
            gettext_noop(
                "Sweden: the yearly limit of the certificate SKV 434 is not known for %(year)s. "
                "Enter the person's tax table instead."
            ),
            year=inputs.on.year,
        )
    earlier = inputs.year_so_far.get("contribution_base", NOTHING)

    def nothing(pay: Decimal) -> Decimal:
        if earlier + pay > ref.value:
            raise _above_certificate(earlier + pay, ref.value)
        return NOTHING

    return Withholding(EXEMPT, nothing, lambda _: NOTHING, (ref,), (ref,))


def _above_certificate(found: Decimal, limit: Decimal) -> InvalidInput:
    return InvalidInput(
        "certificate_limit",
        gettext_noop(
            "The pay of the year reaches %(found)s and the certificate SKV 434 holds up to %(limit)s. "
            "Enter the person's tax table in the tax file."
        ),
        found=found,
        limit=limit,
    )


def _refuse_one_time(_: Decimal) -> Decimal:
    raise NotCovered(
        "one_time_without_rate",
        gettext_noop(
            "Sweden: one-time pay is not covered for a person taxed by decision or without one, as long as no rate for "
            "one-time pay is known. Enter the decision's rate for one-time pay in the tax file."
        ),
    )


def _no_one_time_column(column: int, inputs: PayInputs) -> NotCovered:
    return NotCovered(
        "one_time_column",
        gettext_noop(
            "Sweden: the table for one-time pay of %(year)s is not known for column %(column)s. "
            "Ask Skatteverket for a decision and enter its rate for one-time pay."
        ),
        year=inputs.on.year,
        column=column,
    )
