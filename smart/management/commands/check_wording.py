"""`manage.py check_wording [LANGUAGE…]`: what a reader would mend in the catalogues, with the sentence and the remedy."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from smart.translating.wording import Finding, check_catalogue, check_terms, habits


class Command(BaseCommand):
    help = "Check spaces, quotation marks, address and words of the catalogues (smart/translating/wording.yaml)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("language", nargs="*", help="fr, nl, de, es, it, sv; all when left out")
        parser.add_argument("--json", action="store_true", help="one list of findings for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        unknown = sorted(set(options["language"]) - set(habits()))
        if unknown:
            raise CommandError(
                f"No habits of writing are known for {', '.join(unknown)}: expected {', '.join(habits())}."
            )
        chosen = options["language"] or habits()
        found = [each for language in chosen for each in (*check_catalogue(language), *check_terms(language))]
        if options["json"]:
            self.stdout.write(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=1))
            return
        for each in found:
            self._tell(each)
        if found:
            raise CommandError(f"{len(found)} to mend.")
        self.stdout.write("Nothing to mend.")

    def _tell(self, each: Finding) -> None:
        self.stdout.write(f"{each.language} {each.key} {each.rule}: {each.remedy}\n  {each.source}\n  {each.text}")
        if each.proposed:
            self.stdout.write(f"  → {each.proposed}")
