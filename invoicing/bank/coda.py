"""CODA version 2, the Belgian banks' statement (Febelfin): records of 128 characters, amounts with three decimals.

Record 0 opens the file, 1 the statement (old balance); 21, 22, 23 are a movement, 31, 32, 33 information about it; 8 is
the new balance and 9 the control totals. A movement whose detail number is 0000 moves the balance; others are its parts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from stdnum import iban

from invoicing.bank.statement import Entry, Statement, amount_of, broken_file, with_own_keys
from smart.foundation.errors import RuleBroken
from smart.foundation.money import ZERO

FORMAT: Final = "CODA"
WIDTH: Final = 128
COUNTED: Final = frozenset("1238")
STRUCTURED: Final = frozenset({"101", "102"})
"""Types of structured communication that are a payment reference with its check digits."""
COSTS: Final = ("80", "37")
"""Transaction code of a cost: family 80 (charged separately), or transaction 37 of any family (Febelfin, CODA 2, codes)."""
RETURNED: Final = "1234"
"""Kinds of R-transactions in record 22: reject, return, refund or reversal, cancellation."""


@dataclass(slots=True)
class _Movement:
    """Records about one movement, joined: 21 with its 22 and 23, and the information records that follow."""

    line: str
    more: str = ""
    other: str = ""
    information: list[str] = field(default_factory=list)
    parts: list["_Movement"] = field(default_factory=list)


def read_coda(text: str) -> tuple[Statement, ...]:
    """Every statement of the file. Raises RuleBroken: truncated, wrong_format, wrong_account, amount_unreadable."""
    lines = [_checked(line, number) for number, line in enumerate(text.splitlines(), 1) if line.strip(" \x1a")]
    found, block = [], list[str]()
    for line in lines:
        block.append(line)
        if line[0] == "9":
            found.append(_statement(block))
            block = []
    if block or not found:
        raise broken_file(_("record 9"), where=FORMAT)
    return tuple(found)


def _checked(line: str, number: int) -> str:
    full = line.ljust(WIDTH) if line[0] in "34" else line
    if len(full) == WIDTH:
        return full
    raise RuleBroken(
        "truncated",
        _("Line %(line)s of the CODA file has %(found)s characters, 128 are expected. Download it from the bank again.")
        % {"line": number, "found": len(line)},
    )


def _statement(block: list[str]) -> Statement:
    head, first = block[0], _one(block, "1")
    last = _last(block, first)
    if head[0] != "0" or head[127] != "2":
        raise RuleBroken("wrong_format", _("The CODA file is not of version 2. Ask the bank for CODA 2."))
    number = first[2:5]
    _check_totals(block, number)
    account, currency = _account(first[1], first[5:42])
    if _account(first[1], last[4:41]) != (account, currency):
        raise RuleBroken(
            "wrong_account",
            _(
                "Statement %(number)s opens for %(expected)s and closes for another account. Ask the bank for the file again."
            )
            % {"number": number, "expected": account},
        )
    opening_on, closing_on = _day(first[58:64], number), _day(last[57:63], number)
    entries = with_own_keys(each for one in _movements(block, number) for each in _entries(one, number))
    return Statement(
        format=FORMAT,
        account=account,
        currency=currency,
        number=number,
        key=f"{closing_on.isoformat()}:{number}",
        opening_on=opening_on,
        opening=_amount(first[42:58], number),
        closing_on=closing_on,
        closing=_amount(last[41:57], number),
        entries=entries,
    )


def _one(block: list[str], kind: str) -> str:
    found = [line for line in block if line[0] == kind]
    if len(found) != 1:
        raise broken_file(_("record %(kind)s") % {"kind": kind}, where=FORMAT)
    return found[0]


def _last(block: list[str], first: str) -> str:
    """Record 8, or the old balance in its place when the bank leaves it out because nothing moved."""
    if any(line[0] in "28" for line in block):
        return _one(block, "8")
    return f"8{first[2:5]}{first[5:42]}{first[42:64]}".ljust(WIDTH)


def _check_totals(block: list[str], number: str) -> None:
    """Record 9 counts the records and sums what left and what arrived; a file cut in the middle does not agree."""
    counted, last = sum(line[0] in COUNTED for line in block), block[-1]
    moved = [_amount(line[31:47], number) for line in block if line[:2] == "21" and line[6:10] == "0000"]
    left, arrived = -sum((x for x in moved if x < 0), ZERO), sum((x for x in moved if x > 0), ZERO)
    told = (_amount("0" + last[22:37], number), _amount("0" + last[37:52], number))
    if last[16:22] != f"{counted:06}" or told != (left, arrived):
        raise RuleBroken(
            "truncated",
            _(
                "Statement %(number)s is not complete: its last record counts %(expected)s records, %(found)s were read,"
                " or its totals differ. Download the file from the bank again."
            )
            % {"number": number, "expected": last[16:22].lstrip("0") or "0", "found": counted},
        )


def _movements(block: list[str], number: str) -> list[_Movement]:
    found: list[_Movement] = []
    by_name: dict[str, _Movement] = {}
    for line in block:
        kind, name = line[:2], line[2:10]
        if kind == "21":
            made = by_name[name] = _Movement(line)
            whole = by_name.get(f"{line[2:6]}0000")
            if whole is None or line[6:10] == "0000":
                found.append(made)
            else:
                whole.parts.append(made)
        elif kind in {"22", "23"}:
            if name not in by_name:
                raise broken_file(_("record 21 of %(name)s") % {"name": name}, where=number)
            setattr(by_name[name], "more" if kind == "22" else "other", line)
        elif kind[0] == "3":
            _inform(line, found)
    return found


def _inform(line: str, found: list[_Movement]) -> None:
    """Information belongs to the movement above it; its first article may be structured (type 001: name, address)."""
    if found and line[:2] == "31":
        below = found[-1].parts[-1] if found[-1].parts else found[-1]
        below.information.append(line[39:113])


def _entries(one: _Movement, number: str) -> Iterator[Entry]:
    """The movement, or its parts when the bank gives them and they make its amount."""
    total = _amount(one.line[31:47], number)
    shares = [_amount(part.line[31:47], number) for part in one.parts]
    if one.parts and sum(shares, ZERO) == total:
        for part, share in zip(one.parts, shares, strict=True):
            if share:
                yield _entry(part, share, number, batch=one.line[10:31].strip() or one.line[2:6])
    elif total:
        yield _entry(one, total, number, count=max(1, len(one.parts)))


def _entry(one: _Movement, amount: Decimal, number: str, *, batch: str = "", count: int = 1) -> Entry:
    line, more, other = one.line, one.more.ljust(WIDTH), one.other.ljust(WIDTH)
    booked = _day(line[115:121], number)
    structured, text = _communication(line, more, other)
    return Entry(
        key=line[2:10],
        booked_on=booked,
        value_on=booked if line[47:53] == "000000" else _day(line[47:53], number),
        amount=amount,
        end_to_end=_end_to_end(more),
        structured=structured,
        text=text or " ".join(each[1:].strip() for each in one.information if each[0] == "0"),
        name=other[47:82].strip() or _name_told(one),
        iban=other[10:44].split(" ")[0],
        is_reversal=more[112] in RETURNED,
        is_fee=line[54:56] == COSTS[0] or line[56:58] == COSTS[1],
        batch=batch,
        batch_count=count,
    )


def _communication(line: str, more: str, other: str) -> tuple[str, str]:
    """The payment reference if the message is one, else the message in words."""
    if line[61] == "1" and line[62:65] in STRUCTURED:
        return line[65:77].strip(), ""
    said = line[62:115] + more[10:63] + other[82:125]
    return "", " ".join(said.split())


def _name_told(one: _Movement) -> str:
    named = (each[4:39].strip() for each in one.information if each[:4] == "1001")
    return next(named, "")


def _end_to_end(more: str) -> str:
    reference = more[63:98].strip()
    return "" if reference.upper() in {"NOTPROVIDED", "NONREF"} else reference


def _account(structure: str, written: str) -> tuple[str, str]:
    """IBAN (or foreign number) and currency. Structure 0 is the old Belgian number, whose IBAN follows from it."""
    if structure == "0":
        old = written[:12].strip()
        return f"BE{iban.calc_check_digits('BE00' + old)}{old}", written[13:16]
    return "".join(written[:34].split())[: 16 if structure == "2" else 34], written[34:37]


def _amount(written: str, number: str) -> Decimal:
    """Sign (1: debit), twelve digits, three decimals."""
    if not written.isdecimal():
        return amount_of(written, where=number)
    amount = amount_of(f"{written[1:13]}.{written[13:]}", where=number)
    return -amount if written[0] == "1" else amount


def _day(written: str, number: str) -> date:
    try:
        return datetime.strptime(written, "%d%m%y").date()  # noqa: DTZ007 (a civil day has no time zone)
    except ValueError as refused:
        raise broken_file(_("a day (found “%(found)s”)") % {"found": written}, where=number) from refused
