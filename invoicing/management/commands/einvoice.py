"""manage.py einvoice: between XML and the EN 16931 model as JSON, and the checks of an invoice. Needs no database."""

import json
import sys
from argparse import ArgumentParser
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from invoicing.einvoice import checks, document, profiles
from invoicing.einvoice.findings import FATAL, Finding
from invoicing.einvoice.model import Invoice
from invoicing.einvoice.words import EinvoiceError, Sentence


class Command(BaseCommand):
    """Read, write, convert and check the e-invoices of one file; only a lot of FatturaPA holds several."""

    help = (
        "Reads, writes, converts and checks e-invoices (EN 16931) in UBL, CII and the national formats;"
        " figures stay as the document has them."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        read = actions.add_parser("read", help="XML to JSON")
        write = actions.add_parser("write", help="JSON on standard input to XML")
        convert = actions.add_parser("convert", help="XML to another syntax")
        check = actions.add_parser("check", help="XML to findings; exit 1 when one is fatal")
        check.add_argument("--json", action="store_true", help="print the findings as JSON")
        for action in (read, convert, check):
            action.add_argument("file", help="the XML file, - for standard input")
        for action in (write, convert):
            action.add_argument("--to", required=True, metavar="SYNTAX", help=", ".join(profiles.NAMES))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            getattr(self, options["action"])(**options)
        except EinvoiceError as error:
            raise CommandError(say(error.sentence)) from error

    def read(self, *, file: str, **options: Any) -> None:
        """Print the model of the file as JSON, a list when it holds several invoices."""
        held = [document.to_document(invoice) for invoice in read_file(file)]
        self.stdout.write(json.dumps(held[0] if len(held) == 1 else held, indent=2, ensure_ascii=False))

    def write(self, *, to: str, **options: Any) -> None:
        """Print the XML of the JSON on standard input."""
        try:
            held = json.load(sys.stdin, parse_float=Decimal)
        except json.JSONDecodeError as error:
            expected = _("Expected one JSON object as “einvoice read” prints it.")
            raise CommandError(
                _("Standard input is no JSON (%(found)s).") % {"found": error} + " " + expected
            ) from error
        self._print(*map(document.from_document, held if isinstance(held, list) else [held]), to=to)

    def convert(self, *, file: str, to: str, **options: Any) -> None:
        """Print the XML of the file in another syntax."""
        self._print(*read_file(file), to=to)

    def check(self, *, file: str, **options: Any) -> None:
        """Print the findings; exit 1 when one of them is fatal."""
        findings = [finding for invoice in read_file(file) for finding in checks.check(invoice)]
        if options["json"]:
            self.stdout.write(json.dumps([as_words(finding) for finding in findings], indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(map(as_text, findings)) or _("No rule is broken, as far as these checks go."))
        if any(finding.severity == FATAL for finding in findings):
            sys.exit(1)

    def _print(self, *invoices: Invoice, to: str) -> None:
        self.stdout.write(profiles.write_all(invoices, syntax=to).decode(), ending="")


def read_file(name: str) -> tuple[Invoice, ...]:
    """Read the named file or standard input. Raises CommandError when there is none."""
    if name == "-":
        return profiles.read_all(sys.stdin.buffer.read())
    try:
        content = Path(name).read_bytes()
    except OSError as error:
        text = _("The file %(file)s cannot be read: %(found)s. Name an XML file, or - for standard input.")
        raise CommandError(text % {"file": name, "found": error.strerror}) from error
    return profiles.read_all(content)


def say(sentence: Sentence) -> str:
    """The sentence in the reader's language."""
    return _(sentence.text) % sentence.values if sentence.values else _(sentence.text)


def as_words(finding: Finding) -> dict[str, str]:
    """The finding in the reader's language."""
    return {
        "severity": finding.severity,
        "rule": finding.rule,
        "term": finding.term,
        "field": _(finding.field),
        "where": say(finding.where),
        "found": say(finding.found),
        "expected": say(finding.expected),
    }


def as_text(finding: Finding) -> str:
    """The finding as one line: severity, rule, field, found, expected."""
    pattern = _("%(severity)s %(rule)s: %(field)s (%(term)s, %(where)s): found %(found)s, expected %(expected)s")
    return pattern % as_words(finding)
