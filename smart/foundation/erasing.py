"""The one door through which rows that are never changed may be erased: the right to be forgotten goes before.

Tables that are only added to refuse every change (smart_refuse_change), and so do triggers of issued documents. Inside
`erasing()` the transaction works as the role smart_all with a mark that the refusal knows; a restrictive policy keeps it
to the country that is entered. Only the roof's erasing of personal data may use it (tests/test_house.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pgtrigger
import structlog
from django.db import connection

from smart.foundation.tenancy import active_country_id

log = structlog.get_logger(__name__)


@contextmanager
def erasing(*, reason: str) -> Iterator[None]:
    """Let the rest of the block delete and blank rows of the entered country that are otherwise kept as they are."""
    log.info("erasing_entered", country=active_country_id(), reason=reason)
    guards = [each.get_pgid(model) for model, each in pgtrigger.registered() if isinstance(each, pgtrigger.Protect)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('smart.erasing', 'on', true)")
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [f"{{{','.join(guards)}}}"])
        cursor.execute("SET LOCAL ROLE smart_all")
    yield
    if not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute("SELECT set_config('smart.erasing', '', true), set_config('pgtrigger.ignore', '{}', true)")
