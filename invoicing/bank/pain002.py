"""pain.002.001.03 and .10 (ISO 20022 payment status report): what the bank says of a file we sent, read by element name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from lxml import etree

from invoicing.bank.statement import broken_file
from invoicing.bank.xml_reading import all_of, parsed, text_of
from smart.foundation.errors import RuleBroken

FORMAT: Final = "pain.002"
VERSIONS: Final = (3, 10)
REJECTED: Final = "RJCT"


@dataclass(frozen=True, slots=True)
class PaymentStatus:
    """One payment the bank says something of: our end-to-end reference, its status and the code of the reason."""

    end_to_end: str
    status: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StatusReport:
    """One report about one file of ours. `status` is of the whole file; `payments` are those told singly."""

    message_id: str
    original_id: str
    made_on: date
    status: str
    reason: str
    payments: tuple[PaymentStatus, ...]


def is_status_report(content: bytes) -> bool:
    """Whether the bytes look like a pain.002 (the name of its message is near the beginning)."""
    return b"CstmrPmtStsRpt" in content[:4000]


def read_status_report(content: bytes) -> StatusReport:
    """The report. Raises RuleBroken: truncated, wrong_format."""
    root = parsed(content)
    report = next((child for child in root if etree.QName(child).localname == "CstmrPmtStsRpt"), None)
    if report is None:
        raise RuleBroken("wrong_format", _("This XML is no status report of a bank (pain.002)."))
    _check_version(root)
    original = text_of(report, "OrgnlGrpInfAndSts", "OrgnlMsgId")
    if not original:
        raise broken_file("OrgnlMsgId", where=FORMAT)
    blocks = all_of(report, "OrgnlPmtInfAndSts")
    payments = tuple(_payments(blocks))
    status, reason = _whole(report, blocks)
    if not status and not payments:
        raise broken_file("GrpSts / TxSts", where=FORMAT)
    return StatusReport(
        message_id=text_of(report, "GrpHdr", "MsgId"),
        original_id=original,
        made_on=_day(text_of(report, "GrpHdr", "CreDtTm")),
        status=status,
        reason=reason,
        payments=payments,
    )


def _whole(report: etree._Element, blocks: list[etree._Element]) -> tuple[str, str]:
    """Status and reason of the file; a file of one block may carry them on the block."""
    group = all_of(report, "OrgnlGrpInfAndSts")[0]
    status, reason = text_of(group, "GrpSts"), _reason(group)
    if not status and len(blocks) == 1:
        status, reason = text_of(blocks[0], "PmtInfSts"), _reason(blocks[0])
    return status, reason


def _payments(blocks: list[etree._Element]) -> Iterator[PaymentStatus]:
    for block in blocks:
        for told in all_of(block, "TxInfAndSts"):
            end_to_end = text_of(told, "OrgnlEndToEndId")
            if end_to_end:
                yield PaymentStatus(end_to_end, text_of(told, "TxSts"), _reason(told))


def _reason(node: etree._Element) -> str:
    for said in all_of(node, "StsRsnInf"):
        code = text_of(said, "Rsn", "Cd") or text_of(said, "Rsn", "Prtry")
        if code:
            return code[:4]
    return ""


def _check_version(root: etree._Element) -> None:
    written = re.search(r"pain\.002\.001\.(\d+)", etree.QName(root).namespace or "")
    if written and int(written.group(1)) not in VERSIONS:
        raise RuleBroken(
            "wrong_format",
            _("The report is pain.002 version %(found)s; versions 3 and 10 are read. Ask the bank for one of them.")
            % {"found": int(written.group(1))},
        )


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written[:10])
    except ValueError as refused:
        raise broken_file("CreDtTm", where=FORMAT) from refused
