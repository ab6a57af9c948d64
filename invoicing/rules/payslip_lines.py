"""A payslip as people read it: groups of lines with base, rate and amount, each with its article, its values and their day.

Pure: everything comes from the payslip's own JSON, so a payslip of ten years ago reads as it did on its day.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from activities.rules.papers import Speaker
from countries.contract import Group, ParameterRef, PayLine, PayResult
from invoicing.rules.pay_difference import Change
from smart.foundation import formats
from smart.foundation.money import ZERO

VERIFIED: Final = "verified"
STEPS: Final = (
    ((Group.GROSS,), gettext_noop("Gross pay"), gettext_noop("Total gross")),
    ((Group.EMPLOYEE,), gettext_noop("Your contributions"), gettext_noop("After your contributions")),
    ((Group.TAX,), gettext_noop("Tax"), gettext_noop("Total tax withheld")),
    ((Group.NET,), gettext_noop("Other amounts"), gettext_noop("Total of other amounts")),
    (
        (Group.EMPLOYER, Group.PROVISION),
        gettext_noop("What the employer pays on top"),
        gettext_noop("Cost of your pay, all included"),
    ),
)
"""The five groups: which lines, the heading, and what the total is called."""


MEANINGS: Final = {
    Group.GROSS: (gettext_noop("What your work earns before anything is taken."), gettext_noop("You")),
    Group.EMPLOYEE: (
        gettext_noop("Your own share of social security, taken from the gross."),
        gettext_noop("Social security, through your employer"),
    ),
    Group.TAX: (
        gettext_noop("Paid in advance on the income tax of the year; your tax return settles it."),
        gettext_noop("The tax office, through your employer"),
    ),
    Group.NET: (
        gettext_noop("Added to the net pay or taken from it."),
        gettext_noop("You, or the body the line names"),
    ),
    Group.EMPLOYER: (
        gettext_noop("Paid on top of your gross, out of the same budget."),
        gettext_noop("Social security and the insurers"),
    ),
    Group.PROVISION: (
        gettext_noop("Set aside now for pay that is due later, such as holiday pay."),
        gettext_noop("You, later: until then the cooperative keeps it"),
    ),
}
"""What a line of each group is and who receives it; a line's own law is beside it."""


@dataclass(frozen=True, slots=True)
class ReadValue:
    """A statutory value a line rests on: what it is, since when, where it is written, and how sure we are of it."""

    key: str
    label: str
    value: str
    since: str
    source: str
    confidence: str

    @property
    def is_sure(self) -> bool:
        return self.confidence == VERIFIED

    @property
    def how_sure(self) -> str:
        """What staff must know of a value that nobody read in the law itself; empty for a verified one."""
        if self.confidence == "secondary":
            return _("From a second hand, not read in the law itself.")
        return "" if self.is_sure else _("From memory: confirm it before real pay.")


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line in words; `amount` is signed as it moves the net (or the cost, on the employer's side).

    `also` is the label in the second language, `law` the article or page the line rests on. `is_count` says that
    the amount counts something (days) and is no money.
    """

    code: str
    label: str
    base: Decimal | None
    rate: Decimal | None
    amount: Decimal
    calculation: str
    values: tuple[ReadValue, ...]
    law: str = ""
    also: str = ""
    also_language: str = ""
    is_count: bool = False
    meaning: str = ""
    receiver: str = ""

    @property
    def is_sure(self) -> bool:
        return all(value.is_sure for value in self.values)


@dataclass(frozen=True, slots=True)
class ReadTotal:
    label: str
    amount: Decimal
    also: str = ""


@dataclass(frozen=True, slots=True)
class ReadGroup:
    heading: str
    lines: tuple[ReadLine, ...]
    total: ReadTotal
    is_employers: bool = False
    is_always_there: bool = False
    also: str = ""
    also_language: str = ""


@dataclass(frozen=True, slots=True)
class ReadChange:
    """One line of a correction in words: what was, what is, the difference."""

    label: str
    was: Decimal
    now: Decimal
    difference: Decimal
    law: str
    is_info: bool


def groups_of(result: PayResult, *, speaker: Speaker | None = None) -> list[ReadGroup]:
    """The five groups: gross, contributions, tax, other amounts, what the employer pays on top.

    Without a speaker they are in the active language alone.
    """
    say = speaker or Speaker(get_language() or "en")
    others = sum((line.amount for line in result.lines if line.group == Group.NET), ZERO)
    amounts = (
        result.gross,
        result.gross - result.employee_total,
        ZERO - result.tax_total,
        others,
        result.employer_cost,
    )
    read = [_group(result, step, amount, say) for step, amount in zip(STEPS, amounts, strict=True)]
    return [group for group in read if group.lines or group.is_always_there]


def figures_of(
    result: PayResult, *, without: Iterable[str] = (), counts: Iterable[str] = (), speaker: Speaker | None = None
) -> list[ReadLine]:
    """The lines that move no money but that people must see (taxable pay, bases).

    `without` names those shown elsewhere, `counts` those that count days or the like.
    """
    say, left_out, counted = speaker or Speaker(get_language() or "en"), set(without), set(counts)
    wanted = [line for line in result.lines if line.group == Group.INFO and line.code not in left_out]
    return [replace(_line(line, result.currency, say), is_count=line.code in counted) for line in wanted]


def read_changes(changes: Iterable[Change], *, language: str) -> list[ReadChange]:
    """A correction as people read it: pay and cost first, in the language of the reader."""
    order = {group: place for place, group in enumerate(Group)}
    rows = sorted(changes, key=lambda change: order[change.line.group])
    return [
        ReadChange(
            label=change.line.label.get(language) or change.line.label["en"],
            was=change.was,
            now=change.now,
            difference=change.difference,
            law=change.line.source,
            is_info=change.line.group == Group.INFO,
        )
        for change in rows
    ]


def unsure_values(result: PayResult) -> list[str]:
    """The values nobody has verified, by the lines that rest on them; every reader must see them.

    Lines have names in every language; the value itself, as the law file calls it, opens with the line.
    """
    return [_unsure(label, refs) for label, refs in unsure_lines(result)]


def unsure_lines(result: PayResult) -> list[tuple[str, tuple[ParameterRef, ...]]]:
    """Every line that rests on a value nobody has verified: its name in the active language and those values."""
    found = ((line, tuple(ref for ref in line.parameters if ref.confidence != "verified")) for line in result.lines)
    language = get_language() or "en"
    return [(line.label.get(language) or line.label["en"], refs) for line, refs in found if refs]


def _group(result: PayResult, step: tuple[tuple[Group, ...], str, str], amount: Decimal, say: Speaker) -> ReadGroup:
    groups, heading, words = step
    named, total = say.say(heading), say.say(words)
    return ReadGroup(
        named.text,
        tuple(_line(line, result.currency, say) for line in result.lines if line.group in groups),
        ReadTotal(total.text, amount, total.also),
        is_employers=Group.EMPLOYER in groups,
        is_always_there=Group.TAX in groups,  # a reader looks for the tax, also when it is nothing
        also=named.also,
        also_language=say.second,
    )


def _line(line: PayLine, currency: str, say: Speaker) -> ReadLine:
    named = say.text(line.label)
    meaning, receiver = MEANINGS.get(line.group, ("", ""))
    return ReadLine(
        code=line.code,
        label=named.text,
        base=line.base,
        rate=line.rate,
        amount=line.amount,
        calculation=_calculation(line, currency),
        values=tuple(_values(line.parameters)),
        law=line.source,
        also=named.also,
        also_language=named.language,
        meaning=_(meaning) if meaning else "",
        receiver=_(receiver) if receiver else "",
    )


def _calculation(line: PayLine, currency: str) -> str:
    if line.base is None or line.rate is None:
        return ""
    base, rate, amount = (
        formats.money(line.base, currency),
        formats.percent(line.rate),
        formats.money(abs(line.amount), currency),
    )
    return f"{base} × {rate} = {amount}"


def _values(refs: Iterable[ParameterRef]) -> Iterable[ReadValue]:
    for ref in refs:
        yield ReadValue(
            key=ref.key,
            label=ref.label or ref.key,
            value=str(ref.value) if isinstance(ref.value, (str, int, Decimal)) else "",
            since=formats.day(ref.since),
            source=ref.source,
            confidence=ref.confidence,
        )


def _unsure(label: str, refs: tuple[ParameterRef, ...]) -> str:
    since = max(ref.since for ref in refs)
    return _("%(value)s, in use since %(day)s") % {"value": label, "day": formats.day(since)}
