"""Ring again for background work that was forgotten; with --loop, for ever, so that a dead beat stops nothing."""

import time
from argparse import ArgumentParser
from typing import Any

import structlog
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, close_old_connections

from smart.foundation import jobs

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = "Re-send what is queued too long or whose worker fell silent (DESIGN section 7)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on until stopped")
        parser.add_argument("--every", type=float, default=30.0, metavar="SECONDS", help="pause of the loop (30)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["loop"]:
            self.stdout.write(f"Rang again for {jobs.reconcile()} jobs.")
            return
        while True:
            self._once()
            time.sleep(options["every"])

    def _once(self) -> None:
        """A database that is away for a moment is asked again later."""
        try:
            rung = jobs.reconcile()
        except (OperationalError, InterfaceError) as away:
            log.warning("reconcile_postponed", error=str(away))
            close_old_connections()
            return
        if rung:
            self.stdout.write(f"Rang again for {rung} jobs.")
