"""camt.053 (ISO 20022 bank to customer statement), versions 2 to 8: read by element name, whatever the namespace.

Only booked entries count. A collected booking is taken apart when the bank gives the parts and they make its amount.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from lxml import etree

from invoicing.bank.statement import Entry, Statement, amount_of, broken_file, with_own_keys
from invoicing.bank.xml_reading import all_of, first_of, parsed, text_of
from smart.foundation.errors import RuleBroken
from smart.foundation.money import ZERO

FORMAT: Final = "camt.053"
VERSIONS: Final = range(2, 9)
OPENING: Final = ("OPBD", "PRCD")
"""The opening balance, or the closing balance of the day before, which is the same money."""
CLOSING: Final = ("CLBD",)
NOTHING: Final = frozenset({"", "NOTPROVIDED", "NOTAVAILABLE", "NONREF"})
COSTS: Final = frozenset({"CHRG", "FEES", "COMM", "COME", "COMI", "COMT"})
"""Sub-families of the bank transaction code that are the bank's own costs (ISO 20022 ExternalBankTransactionSubFamily)."""
OTHER_MESSAGES: Final = {"BkToCstmrAcctRpt": "camt.052", "BkToCstmrDbtCdtNtfctn": "camt.054"}


def read_camt(content: bytes) -> tuple[Statement, ...]:
    """Every statement of the file. Raises RuleBroken: wrong_format, truncated, wrong_currency, amount_unreadable."""
    root = parsed(content)
    message = next((child for child in root if isinstance(child.tag, str)), None)
    name = etree.QName(message).localname if message is not None else ""
    if name in OTHER_MESSAGES:
        raise RuleBroken(
            "wrong_format",
            _("This is %(found)s, a message during the day. Download the day's statement (camt.053) instead.")
            % {"found": OTHER_MESSAGES[name]},
        )
    if message is None or name != "BkToCstmrStmt":
        raise RuleBroken("wrong_format", _("This XML is no bank statement; camt.053 or CODA is expected."))
    _check_version(root)
    found = tuple(_statement(each) for each in all_of(message, "Stmt"))
    if not found:
        raise broken_file("Stmt", where=FORMAT)
    return found


def _check_version(root: etree._Element) -> None:
    written = re.search(r"camt\.053\.001\.(\d+)", etree.QName(root).namespace or "")
    if written and int(written.group(1)) not in VERSIONS:
        raise RuleBroken(
            "wrong_format",
            _("The file is camt.053 version %(found)s; versions 2 to 8 are read. Ask the bank for version 8.")
            % {"found": int(written.group(1))},
        )


def _statement(node: etree._Element) -> Statement:
    name = text_of(node, "Id")
    account = _account(node, "Acct", where=name)
    opening, closing = _balance(node, OPENING, where=name), _balance(node, CLOSING, where=name)
    currency = text_of(node, "Acct", "Ccy") or opening[2]
    _same_currency(node, (opening[2], closing[2]), currency=currency, where=name)
    number = text_of(node, "ElctrncSeqNb") or text_of(node, "LglSeqNb") or name
    entries = with_own_keys(entry for booked in all_of(node, "Ntry") for entry in _entries(booked, where=name))
    key = name if name.upper() not in NOTHING else f"{closing[0]}:{number}"
    return Statement(FORMAT, account, currency, number, key, *opening[:2], *closing[:2], entries)


def _balance(node: etree._Element, codes: tuple[str, ...], *, where: str) -> tuple[date, Decimal, str]:
    """Day, signed amount and currency of the first balance with one of the codes."""
    found = {text_of(each, "Tp", "CdOrPrtry", "Cd"): each for each in reversed(all_of(node, "Bal"))}
    for code in codes:
        if code in found:
            each = found[code]
            return _day(each, "Dt", where=where), _signed(each, where=where), _currency(each)
    missing = _("the opening balance") if codes == OPENING else _("the closing balance")
    raise broken_file(f"{missing} ({codes[0]})", where=where)


def _same_currency(node: etree._Element, balances: tuple[str, ...], *, currency: str, where: str) -> None:
    written = {*balances, *(_currency(entry) for entry in all_of(node, "Ntry"))}
    other = sorted(written - {currency})
    if other:
        raise RuleBroken(
            "wrong_currency",
            _(
                "Statement %(number)s is in %(expected)s but also has amounts in %(found)s. Ask the bank for one per currency."
            )
            % {"number": where, "expected": currency, "found": ", ".join(other)},
        )


def _entries(node: etree._Element, *, where: str) -> Iterator[Entry]:
    """One entry, or one per part of a collected booking; none for what is pending or only information."""
    status = text_of(node, "Sts", "Cd") or text_of(node, "Sts")
    amount = _signed(node, where=where)
    if status not in {"", "BOOK"} or amount == 0:
        return
    parts = [part for details in all_of(node, "NtryDtls") for part in all_of(details, "TxDtls")]
    amounts = [_part_amount(part, node, where=where) for part in parts]
    reference = text_of(node, "AcctSvcrRef") or text_of(node, "NtryRef")
    if len(parts) > 1 and None not in amounts and sum(filter(None, amounts), ZERO) == amount:
        batch = _batch_name(node) or reference or "-"
        for part, share in zip(parts, amounts, strict=True):
            if share:
                yield _entry(
                    node, part, share, where=where, batch=batch, reference=text_of(part, "Refs", "AcctSvcrRef")
                )
        return
    told = parts[0] if len(parts) == 1 else None
    own = reference or (text_of(told, "Refs", "AcctSvcrRef") if told is not None else "")
    count = max(len(parts), _batch_count(node))
    yield _entry(node, told, amount, where=where, reference=own, batch=_batch_name(node), count=count)


def _entry(
    node: etree._Element,
    part: etree._Element | None,
    amount: Decimal,
    *,
    where: str,
    reference: str,
    batch: str = "",
    count: int = 1,
) -> Entry:
    told = part if part is not None else node
    side = "Dbtr" if (amount > 0) != _is_reversal(node) else "Cdtr"
    booked = _day(node, "BookgDt", where=where)
    foreign = _foreign(told, _currency(node), where=where)
    return Entry(
        key=reference if reference.upper() not in NOTHING else "",
        booked_on=booked,
        value_on=_day(node, "ValDt", where=where) if first_of(node, "ValDt") is not None else booked,
        amount=amount,
        end_to_end=_meant(text_of(told, "Refs", "EndToEndId")),
        structured=_meant(text_of(told, "RmtInf", "Strd", "CdtrRefInf", "Ref")),
        text=_free_text(told) or text_of(node, "AddtlNtryInf"),
        name=_party(told, side),
        iban=_account(told, "RltdPties", f"{side}Acct"),
        is_reversal=_is_reversal(node),
        is_fee=any(text_of(each, "BkTxCd", "Domn", "Fmly", "SubFmlyCd") in COSTS for each in (node, told)),
        reason_code=text_of(told, "RtrInf", "Rsn", "Cd")[:4],
        batch=batch,
        batch_count=count,
        fees=_fees(told, _currency(node), where=where),
        foreign_amount=foreign[0] if foreign else None,
        foreign_currency=foreign[1] if foreign else "",
    )


def _part_amount(part: etree._Element, node: etree._Element, *, where: str) -> Decimal | None:
    """The part's own amount with its sign, if it is given in the account's currency."""
    for path in (("Amt",), ("AmtDtls", "TxAmt", "Amt"), ("AmtDtls", "InstdAmt", "Amt")):
        found = first_of(part, *path)
        if found is not None and found.get("Ccy") == _currency(node):
            side = text_of(part, "CdtDbtInd") or text_of(node, "CdtDbtInd")
            amount = amount_of(found.text or "", where=where)
            return -amount if side == "DBIT" else amount
    return None


def _foreign(told: etree._Element, currency: str, *, where: str) -> tuple[Decimal, str] | None:
    for kind in ("InstdAmt", "TxAmt"):
        found = first_of(told, "AmtDtls", kind, "Amt")
        if found is not None and found.get("Ccy", currency) != currency:
            return amount_of(found.text or "", where=where), found.get("Ccy", "")
    return None


def _fees(told: etree._Element, currency: str, *, where: str) -> Decimal:
    """What the bank kept: version 2 writes Chrgs/Amt, later ones Chrgs/Rcrd/Amt."""
    charges = [each for top in all_of(told, "Chrgs") for each in (top, *all_of(top, "Rcrd"))]
    kept = [each for charge in charges for each in all_of(charge, "Amt") if each.get("Ccy") == currency]
    return sum((amount_of(each.text or "", where=where) for each in kept), ZERO)


def _free_text(told: etree._Element) -> str:
    lines = [(line.text or "").strip() for about in all_of(told, "RmtInf") for line in all_of(about, "Ustrd")]
    return " ".join(line for line in lines if line) or text_of(told, "AddtlTxInf")


def _party(told: etree._Element, side: str) -> str:
    """The ultimate party if named, else the party; version 8 puts the name one level deeper."""
    for role in (f"Ultmt{side}", side):
        name = text_of(told, "RltdPties", role, "Nm") or text_of(told, "RltdPties", role, "Pty", "Nm")
        if name:
            return name
    return ""


def _account(node: etree._Element, *path: str, where: str | None = None) -> str:
    found = text_of(node, *path, "Id", "IBAN") or text_of(node, *path, "Id", "Othr", "Id")
    if not found and where is not None:
        raise broken_file("Acct/Id", where=where)
    return "".join(found.split()).upper()


def _batch_name(node: etree._Element) -> str:
    return text_of(node, "NtryDtls", "Btch", "PmtInfId") or text_of(node, "NtryDtls", "Btch", "MsgId")


def _batch_count(node: etree._Element) -> int:
    written = text_of(node, "NtryDtls", "Btch", "NbOfTxs")
    return int(written) if written.isdecimal() else 1


def _is_reversal(node: etree._Element) -> bool:
    return text_of(node, "RvslInd") in {"true", "1"}


def _signed(node: etree._Element, *, where: str) -> Decimal:
    amount, side = first_of(node, "Amt"), text_of(node, "CdtDbtInd")
    if amount is None or side not in {"CRDT", "DBIT"}:
        raise broken_file("Amt / CdtDbtInd", where=where)
    value = amount_of(amount.text or "", where=where)
    return -value if side == "DBIT" else value


def _day(node: etree._Element, name: str, *, where: str) -> date:
    written = text_of(node, name, "Dt") or text_of(node, name, "DtTm")
    try:
        return date.fromisoformat(written[:10])
    except ValueError as refused:
        raise broken_file(name, where=where) from refused


def _currency(node: etree._Element) -> str:
    amount = first_of(node, "Amt")
    return "" if amount is None else amount.get("Ccy", "")


def _meant(reference: str) -> str:
    return "" if reference.upper() in NOTHING else reference
