"""manage.py verify_payroll: runs files of test vectors through a country's payroll and lists what differs."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from countries import registry, vectors
from countries.vectors import Verdict


class Command(BaseCommand):
    """Compare our payroll with figures nobody here computed."""

    help = (
        "Runs vectors (payroll reference format) and prints N of M exact. Exit code 1 when any differs that is not listed "
        "as a conflict between two sources in countries/data/vector_conflicts.yaml."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--country", required=True, help="ISO code of the country, such as BE")
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        code = options["country"].upper()
        pack, conflicts = registry.pack_for(code), vectors.known_conflicts(code)
        verdicts = [
            vectors.judge(vector, pack, conflicts=conflicts) for path in options["files"] for vector in _read(path)
        ]
        failed = [verdict for verdict in verdicts if not verdict.is_passed]
        self.stdout.write(f"{len(verdicts) - len(failed)} of {len(verdicts)} exact")
        self._list(failed)
        if any(not verdict.conflict for verdict in failed):
            raise SystemExit(1)

    def _list(self, failed: list[Verdict]) -> None:
        unsupported = Counter((verdict.kind, verdict.unsupported) for verdict in failed if verdict.unsupported)
        for (kind, reason), number in sorted(unsupported.items()):
            self.stdout.write(f"not supported: {number} of kind {kind}: {reason}")
        for verdict in failed:
            for difference in verdict.differences:
                self.stdout.write(f"{verdict.id} ({verdict.kind}): {difference}")
            if verdict.conflict:
                self.stdout.write(f"{verdict.id} ({verdict.kind}): known conflict of sources. {verdict.conflict}")


def _read(path: Path) -> list[Any]:
    try:
        return vectors.read_vectors(json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal))
    except (OSError, json.JSONDecodeError, KeyError) as error:
        raise CommandError(f"{path} is no file of vectors: {error}") from error
