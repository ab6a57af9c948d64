"""`manage.py load_countries [BE FR …]`: put the countries of the data files into the database."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from countries.data.network import network
from countries.rules.load import load_countries


class Command(BaseCommand):
    help = "Create the countries of countries/data with their registers and approved settings; safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("codes", nargs="*", help="country codes; all of the network when none is named")

    def handle(self, *args: Any, **options: Any) -> None:
        codes = [code.upper() for code in options["codes"]] or None
        unknown = [code for code in codes or [] if code not in network().countries]
        if unknown:
            raise CommandError(f"Not in countries/data/network.yaml: {', '.join(unknown)}.")
        for row in load_countries(codes):
            self.stdout.write(f"{row.code.code}  {row.state:<10}  {row}")
