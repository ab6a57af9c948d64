"""manage.py payslip: one pure computation, from JSON on standard input to lines and totals as JSON."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from countries import pay_documents, registry
from countries.contract import LawError

EXAMPLE = '{"kind": "fixed_term", "gross": "2500.00", "tax_file": {"family": "single"}}'


class Command(BaseCommand):
    """Compute one payslip without a database."""

    help = f"Computes one pay from JSON on standard input; gross, budget or net may be given. Example: {EXAMPLE}"
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--country", required=True, help="ISO code of the country, such as BE")
        parser.add_argument("--date", type=date.fromisoformat, help="the day whose law applies (YYYY-MM-DD)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            document = json.load(sys.stdin, parse_float=Decimal)
        except json.JSONDecodeError as error:
            raise CommandError(f"Standard input is no JSON ({error}). Example: {EXAMPLE}") from error
        if not isinstance(document, dict):
            raise CommandError(f"Standard input must be one JSON object. Example: {EXAMPLE}")
        try:
            answer = compute(options["country"].upper(), document, on=options["date"])
        except LawError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(answer, indent=2, ensure_ascii=False))


def compute(country: str, document: dict[str, Any], *, on: date | None) -> dict[str, Any]:
    """Compute the pay for the gross, budget or net the document gives."""
    target, amount = pay_documents.read_target(document)
    inputs = pay_documents.read_inputs(country, document, on=on)
    pack = registry.pack_for(country, on=inputs.on)
    if target == "gross":
        return pay_documents.result_document(pack.payslip(inputs))
    search = pack.gross_for_budget if target == "budget" else pack.gross_for_net
    return pay_documents.solution_document(search(inputs, amount))
