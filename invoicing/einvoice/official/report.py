"""What the official rules say of a document, in the words of our own checks: rule, field, place and the official text."""

import re
from dataclasses import dataclass
from typing import Final

from invoicing.einvoice.findings import FATAL, HERE, WARNING, Finding, at_line
from invoicing.einvoice.official.schemas import Fault
from invoicing.einvoice.official.sheets import Broken
from invoicing.einvoice.terms import TERMS
from invoicing.einvoice.words import Sentence, gettext_noop

TERM: Final = re.compile(r"\bB[TG]-\d+\b")
LINE: Final = re.compile(
    r"(?:InvoiceLine|CreditNoteLine|IncludedSupplyChainTradeLineItem)(?:\[namespace[^\]]*\])?\[(\d+)\]"
)
FATAL_FLAGS: Final = ("fatal", "error")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One set of rules by name and version."""

    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The findings, fatal ones first, the sets that were applied and those that hold but are not at hand."""

    profile: str
    findings: tuple[Finding, ...]
    applied: tuple[Named, ...]
    missing: tuple[Named, ...]

    @property
    def is_fatal(self) -> bool:
        """Whether one finding forbids sending the document."""
        return any(finding.severity == FATAL for finding in self.findings)


def of_schema(fault: Fault) -> Finding:
    """A fault against the schema."""
    line = Sentence(gettext_noop("line %(line)s of the file"), {"line": fault.line})
    return Finding(rule="XSD", term="", where=line, text=fault.words, is_official=True)


def of_rule(broken: Broken) -> Finding:
    """A broken rule; the field is the first business term its text or id speaks of that we have a word for."""
    terms = [term for term in TERM.findall(f"{broken.words} {broken.rule.replace('_', ' ')}") if term in TERMS]
    line = LINE.search(broken.place)
    return Finding(
        rule=broken.rule or gettext_noop("without a number"),
        term=terms[0] if terms else "",
        where=at_line(line[1]) if line else HERE,
        text=broken.words,
        severity=FATAL if broken.flag in FATAL_FLAGS else WARNING,
        is_official=True,
    )


def of_failure(name: Named, message: str) -> Finding:
    """A set of rules that stopped on the document; it cannot be said to be valid."""
    text = f"{name}: {' '.join(message.split())[:300]}"
    return Finding(rule=gettext_noop("rules not applied"), term="", text=text, is_official=True)
