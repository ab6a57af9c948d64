"""manage.py einvoice: between XML and the EN 16931 model as JSON, and the checks of an invoice. Needs no database."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from invoicing.einvoice import checks, document, profiles, verdict
from invoicing.einvoice.facturx_pdf import is_pdf, xml_of
from invoicing.einvoice.findings import Finding
from invoicing.einvoice.model import Invoice
from invoicing.einvoice.official import Named, Report
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
        check.add_argument("--report", action="store_true", help="print findings and the rules applied as JSON")
        check.add_argument("--own", action="store_true", help="our own checks only")
        check.add_argument(
            "--rules", type=Path, metavar="DIR", help="official rules beside those that come with the portal"
        )
        check.add_argument("--profile", default="", choices=profiles.NAMES, help="otherwise what the document claims")
        check.add_argument("--on", type=date.fromisoformat, metavar="DAY", help="the rules in force on this day")
        for action in (read, convert, check):
            action.add_argument("file", help="the XML file or a PDF with one inside, - for standard input")
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
        """Print the findings, and on the error stream which rules were applied; exit 1 when one finding is fatal."""
        content = bytes_of(file)
        if options["own"]:
            found = [finding for invoice in profiles.read_all(xml_of(content)) for finding in checks.check(invoice)]
            report = Report(profile="", findings=tuple(found), applied=(), missing=())
        else:
            profile = options["profile"] or ("facturx" if is_pdf(content) else "")
            rules = options["rules"] or settings.EINVOICE_RULES
            report = verdict.judge(xml_of(content), profile=profile, rules_dir=rules, on=options["on"])
        self._tell(report, as_json=options["json"], whole=options["report"])
        if report.is_fatal:
            sys.exit(1)

    def _tell(self, report: Report, *, as_json: bool, whole: bool) -> None:
        found = [as_words(finding) for finding in report.findings]
        if whole:
            rules = {"applied": listed(report.applied), "missing": listed(report.missing)}
            held = {"profile": report.profile, "findings": found, **rules}
            self.stdout.write(json.dumps(held, indent=2, ensure_ascii=False))
        elif as_json:
            self.stdout.write(json.dumps(found, indent=2, ensure_ascii=False))
        else:
            sound = _("No rule is broken, as far as these checks go.")
            self.stdout.write("\n".join(map(as_text, report.findings)) or sound)
        if report.applied and not whole:
            self.stderr.write(
                _("Applied beside our own checks: %(rules)s.") % {"rules": ", ".join(listed(report.applied))}
            )
        if report.missing and not whole:
            text = _("Not at hand: %(rules)s. Name their directory with --rules or EINVOICE_RULES.")
            self.stderr.write(text % {"rules": ", ".join(listed(report.missing))})

    def _print(self, *invoices: Invoice, to: str) -> None:
        self.stdout.write(profiles.write_all(invoices, syntax=to).decode(), ending="")


def read_file(name: str) -> tuple[Invoice, ...]:
    """Read the invoices of the named file or standard input."""
    return profiles.read_all(xml_of(bytes_of(name)))


def bytes_of(name: str) -> bytes:
    """The named file or standard input. Raises CommandError when there is none."""
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        text = _("The file %(file)s cannot be read: %(found)s. Name an XML file, or - for standard input.")
        raise CommandError(text % {"file": name, "found": error.strerror}) from error


def listed(rules: Iterable[Named]) -> list[str]:
    """Sets of rules by name and version."""
    return [str(named) for named in rules]


def say(sentence: Sentence) -> str:
    """The sentence in the reader's language."""
    return _(sentence.text) % sentence.values if sentence.values else _(sentence.text)


def as_words(finding: Finding) -> dict[str, str]:
    """The finding in the reader's language; the official text stays in that of its publisher."""
    return {
        "severity": finding.severity,
        "rule": finding.rule,
        "term": finding.term,
        "field": _(finding.field),
        "where": say(finding.where),
        "found": say(finding.found),
        "expected": say(finding.expected),
        "text": finding.text,
    }


def as_text(finding: Finding) -> str:
    """The finding as one line: severity, rule, field, found and expected, or the official text."""
    if finding.is_official and finding.term:
        pattern = _("%(severity)s %(rule)s: %(field)s (%(term)s, %(where)s): %(text)s")
    elif finding.is_official:
        pattern = _("%(severity)s %(rule)s (%(where)s): %(text)s")
    else:
        pattern = _("%(severity)s %(rule)s: %(field)s (%(term)s, %(where)s): found %(found)s, expected %(expected)s")
    return pattern % as_words(finding)
