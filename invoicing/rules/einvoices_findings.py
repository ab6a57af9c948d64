"""What the checks said of an electronic invoice: stored as data, shown as sentences, with where to mend it."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from invoicing.einvoice import verdict
from invoicing.einvoice.findings import FATAL, Finding
from invoicing.einvoice.words import Sentence

CLIENT, CLIENT_FACTS, ENTITY, DOCUMENT, SIGNATURE = "client", "client_facts", "entity", "document", "signature"
ADDRESS_TERMS: Final = frozenset({"BT-10", "BT-46", "BT-49"})
ENTITY_TERMS: Final = frozenset({"BT-34", "BG-6", "BT-41", "BT-42", "BT-43", "BT-84"})
FACT_TERMS: Final = frozenset({"BT-44", "BT-48", "BG-8", "BT-52", "BT-53", "BT-55"})
RULE_TERMS: Final = {
    "PEPPOL-EN16931-R003": "BT-10",
    "PEPPOL-EN16931-R010": "BT-49",
    "PEPPOL-EN16931-R020": "BT-34",
    "BR-DE-5": "BT-41",
    "BR-DE-6": "BT-42",
    "BR-DE-7": "BT-43",
    "BR-DE-15": "BT-10",
}
"""Rules whose official text names no business term."""
RULE_TARGETS: Final = {"ES-SIGNATURE": SIGNATURE}
"""Rules about something that is no field."""


def check_document(
    xml: bytes, *, profile: str, rules_dir: Path | None, on: date | None
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Our own checks and the official ones that are at hand: the findings, and which rule sets were applied or missing.

    Takes up to a second the first time and 350 MB once every sheet is compiled: for a worker.
    """
    report = verdict.judge(xml, profile=profile, rules_dir=rules_dir, on=on)
    rules = {"applied": [str(named) for named in report.applied], "missing": [str(named) for named in report.missing]}
    return stored(report.findings), rules


def stored(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """The findings as they are kept with an attempt."""
    return [_stored(finding) for finding in findings]


def is_fatal(findings: Iterable[Mapping[str, Any]]) -> bool:
    return any(finding["severity"] == FATAL for finding in findings)


def shown_findings(findings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each finding in the reader's language: the field, where, what was found and expected, and what to mend."""
    return [
        {
            "rule": finding["rule"],
            "field": _(finding["field"]),
            "where": _said(finding["where"]),
            "found": _said(finding["found"]),
            "expected": _said(finding["expected"]),
            "text": finding["text"],
            "is_fatal": finding["severity"] == FATAL,
            "target": finding["target"],
        }
        for finding in findings
    ]


def first_sentence(findings: Iterable[Mapping[str, Any]]) -> str:
    """The worst finding in one line, for a notice."""
    for row in shown_findings(findings):
        if row["text"]:
            return str(row["text"])
        return _("%(field)s: %(found)s found, %(expected)s expected.") % row
    return ""


def _stored(finding: Finding) -> dict[str, Any]:
    term = finding.term or RULE_TERMS.get(finding.rule, "")
    return {
        "rule": finding.rule,
        "term": term,
        "field": finding.field,
        "where": _parts(finding.where),
        "found": _parts(finding.found),
        "expected": _parts(finding.expected),
        "text": finding.text,
        "severity": finding.severity,
        "target": RULE_TARGETS.get(finding.rule) or target_of(term),
    }


def target_of(term: str) -> str:
    """Who holds the field: the client's delivery facts or its own, the entity, or the document itself (credit it)."""
    if term in ADDRESS_TERMS:
        return CLIENT
    if term in ENTITY_TERMS:
        return ENTITY
    return CLIENT_FACTS if term in FACT_TERMS else DOCUMENT


def _parts(sentence: Sentence) -> dict[str, Any]:
    return {"text": sentence.text, "values": {name: str(value) for name, value in sentence.values.items()}}


def _said(parts: Mapping[str, Any]) -> str:
    words = _(parts["text"]) if parts["text"] else ""
    return words % parts["values"] if parts["values"] else words
