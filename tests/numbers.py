"""A test that asks for its database by a fixture counts from the beginning: a rollback leaves the sequences where they are.

So it gives the same references whatever ran before it, and the papers of its story are the same papers (kept_papers). A
test that asks by the mark `django_db` goes on where the last one ended: its transaction has begun when this is asked.
"""

import itertools
import os
from typing import Final

import psycopg
from django.db import connection

from tests import mould, people

MEMBERS: Final = 50_001
"""The first number of people whom tests make; those whom a story admits have the numbers of their country."""
SEQUENCES: Final = """
SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'S' AND n.nspname = 'public' AND c.relname ~ '^(foundation|countries|members|activities|invoicing|smart)_'
   AND c.relname <> 'countries_country_id_seq'
"""
"""Of every table that a story fills; countries are not told apart by their number."""


class Numbers:
    """The sequences of the test database, moved by its owner: the web role may not. No rollback undoes it."""

    def __init__(self) -> None:
        url = mould.named(os.environ["DATABASE_OWNER_URL"], connection.settings_dict["NAME"])
        self.owner = psycopg.connect(url, autocommit=True)
        self.sequences = [oid for (oid,) in self.owner.execute(SEQUENCES).fetchall()]

    def begin_again(self) -> None:
        """Not within a transaction: a story that is lived around several tests has rows, and they have numbers."""
        if not connection.in_atomic_block:
            self.go_on_at(1)
            people._counter = itertools.count(MEMBERS)

    def go_on_at(self, number: int) -> None:
        """Let the next row of every table get a number."""
        self.owner.execute("SELECT setval(oid, %s, false) FROM unnest(%s::oid[]) AS oid", [number, self.sequences])

    def close(self) -> None:
        self.owner.close()
