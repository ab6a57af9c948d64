"""Prove the books of every country; print a sentence for each fault and exit 1 when there is one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from countries.models import Country
from invoicing.rules import invariants, verifactu_chain
from smart.foundation.tenancy import country


class Command(BaseCommand):
    help = "Check the invariants of the books (invoicing/invariants.sql) in every country, or in those named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("countries", nargs="*", metavar="BE", help="country codes; all when none is named")
        parser.add_argument("--files", action="store_true", help="also read every stored document and prove its hash")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = Country.objects.order_by("id")
        if options["countries"]:
            wanted = wanted.filter(code__in=[code.upper() for code in options["countries"]])
        found = [f"{fault}" for fault in invariants.missing_keys()]
        for each in wanted:
            with country(each):
                faults = [*invariants.broken_in_country(), *verifactu_chain.broken_chains()]
                faults += list(invariants.altered_files()) if options["files"] else []
            found += [f"{each.code.code} {fault}" for fault in faults]
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError(f"{len(found)} faults in the books of {len(wanted)} countries.")
        self.stdout.write(f"The books of {len(wanted)} countries are in order.")
