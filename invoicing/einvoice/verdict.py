"""The verdict on a document: our own checks with their figures and the official rules with their words, each rule once."""

import dataclasses
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from invoicing.einvoice import checks, official, profiles
from invoicing.einvoice.findings import FATAL, Finding
from invoicing.einvoice.official import Report


def judge(xml: bytes, *, profile: str = "", rules_dir: Path | None = None, on: date | None = None) -> Report:
    """Return what both find. A rule both know is told in our words, with the official text and the graver verdict.

    Arguments and cost are those of `official.check`. Raises EinvoiceError when the file is no invoice known here.
    """
    own = [finding for invoice in profiles.read_all(xml) for finding in checks.check(invoice)]
    report = official.check(xml, profile=profile, rules_dir=rules_dir, on=on)
    return dataclasses.replace(report, findings=merged(own, report.findings))


def merged(own: Iterable[Finding], officially: Iterable[Finding]) -> tuple[Finding, ...]:
    """Our findings, each with the official text of its rule, and the official ones we do not know; fatal ones first."""
    told: dict[str, list[Finding]] = {}
    for finding in officially:
        told.setdefault(rule_of(finding), []).append(finding)
    known: list[Finding] = []
    names = []
    for finding in own:
        names.append(rule_of(finding))
        same = told.get(names[-1], [])
        text = same[min(names.count(names[-1]), len(same)) - 1].text if same else ""
        is_fatal = any(other.severity == FATAL for other in (finding, *same))
        known.append(dataclasses.replace(finding, text=text, severity=FATAL if is_fatal else finding.severity))
    unknown = [finding for name, found in told.items() if name not in names for finding in found]
    return tuple(sorted([*known, *unknown], key=lambda finding: finding.severity != FATAL))


def rule_of(finding: Finding) -> str:
    """The rule without the field the French sheets add to it: BR-FR-05_BT-22-1 is BR-FR-05."""
    return finding.rule.partition("_")[0]
