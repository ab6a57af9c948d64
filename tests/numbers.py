"""Each test counts from the beginning: a rollback takes rows back and leaves the sequences where they are.

So a test gives the same references whatever ran before it, and the papers of a story are the same papers (kept_papers).
"""

import itertools
from typing import Final

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo

from smart.environment import parse_database_url
from tests import people

MEMBERS: Final = 50_001
"""The first number of people whom tests make; those whom a story admits have the numbers of their country."""
SEQUENCES: Final = """
SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind = 'S' AND n.nspname = 'public' AND c.relname ~ '^(foundation|countries|members|activities|invoicing|smart)_'
"""


class Numbers:
    """The sequences of the test database, set back by its owner: the web role may not."""

    def __init__(self, owner_url: str) -> None:
        owner = parse_database_url(owner_url)
        where = {"dbname": connection.settings_dict["NAME"], "user": owner["USER"], "host": owner["HOST"]}
        where |= {"password": owner["PASSWORD"] or None, "port": owner["PORT"] or None}
        self.owner = psycopg.connect(make_conninfo(**where), autocommit=True)
        oids = ",".join(str(oid) for (oid,) in self.owner.execute(SEQUENCES).fetchall())
        self.set_back = f"SELECT setval(oid, 1, false) FROM unnest(ARRAY[{oids}]::regclass[]) AS oid"

    def begin_again(self) -> None:
        """Not while a story is lived around several tests: its rows are there, and have numbers."""
        if not connection.in_atomic_block:
            self.owner.execute(self.set_back)
            people._counter = itertools.count(MEMBERS)

    def close(self) -> None:
        self.owner.close()
