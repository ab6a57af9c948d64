"""manage.py receive_invoices DIR --country BE: take in the invoices of suppliers that an electronic way laid there."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from countries.models import Country
from invoicing.rules.supplier_receiving import receive_file
from invoicing.supplier_channels import Directory, Inbox
from smart.foundation.actors import PORTAL
from smart.foundation.errors import RuleBroken
from smart.foundation.tenancy import country


class Command(BaseCommand):
    """Each file is its own transaction: one that is refused stops no other. A second run finds nothing to do."""

    help = (
        "Receives invoices of suppliers (UBL, CII, Factur-X, FatturaPA, Facturae, ebInterface, PDF) from a directory."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path)
        parser.add_argument("--country", required=True, metavar="CODE", help="the country whose companies are invoiced")

    def handle(self, *args: Any, **options: Any) -> None:
        where = Country.objects.filter(code=options["country"].upper()).first()
        if where is None:
            raise CommandError(f"There is no country “{options['country']}” here. Name one by its code, such as BE.")
        if not options["directory"].is_dir():
            raise CommandError(f"{options['directory']} is no directory.")
        refused = self._receive(where, Directory(options["directory"]))
        if refused:
            raise CommandError(f"{refused} of the files were refused; the reason lies beside each.")

    def _receive(self, where: Country, inbox: Inbox) -> int:
        """Take in what waits; return how many files were refused."""
        refused = 0
        for name, content in inbox.waiting():
            try:
                with country(where.pk, by=PORTAL):
                    made = receive_file(content, name=name, by=PORTAL, now=timezone.now())
            except RuleBroken as broken:
                refused += 1
                inbox.refused(name, because=broken.message)
                self.stdout.write(f"{name}: {broken.message}")
                continue
            inbox.done(name)
            self.stdout.write(f"{name}: {', '.join(str(each) for each in made)}")
        return refused
