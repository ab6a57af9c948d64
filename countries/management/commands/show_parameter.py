"""manage.py show_parameter: what a statutory value was, is and rests on."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from countries import expense_data, registry
from countries.parameters import Parameter
from countries.pay_documents import plain_value


class Command(BaseCommand):
    """Show the history of one key, the keys that contain a word, or what must be reviewed."""

    help = "Lists statutory values with date, confidence and source."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--country", required=True, help="ISO code of the country, such as BE")
        parser.add_argument(
            "--to-review", type=date.fromisoformat, metavar="DAY", help="only keys to review before DAY"
        )
        parser.add_argument("word", nargs="?", default="", help="a key, or a part of one")

    def handle(self, *args: Any, **options: Any) -> None:
        code = options["country"].upper()
        sets = [registry.pack_for(code).parameters, expense_data.law_of(code) or expense_data.nothing_known(code)]
        day = options["to_review"]
        wanted = chain.from_iterable(known.to_review(day) if day else known for known in sets)
        found = [parameter for parameter in wanted if options["word"] in parameter.key]
        if not found:
            raise CommandError(f"No statutory value of {options['country']} has “{options['word']}” in its key.")
        for parameter in found:
            self._show(parameter)

    def _show(self, parameter: Parameter) -> None:
        review = f", review by {parameter.review_by}" if parameter.review_by else ""
        self.stdout.write(f"{parameter.key}: {parameter.label} ({parameter.unit} per {parameter.period}{review})")
        for entry in parameter.entries:
            expected = ", expected only" if entry.is_expected else ""
            value = plain_value(entry.value)
            self.stdout.write(f"  {entry.since}  {value}  [{entry.confidence}{expected}] {entry.source}")
