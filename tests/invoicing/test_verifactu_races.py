"""Real threads on real connections: ten invoices issued at once make one chain without a fork or a gap."""

import datetime
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection

from countries.models import LegalEntity
from invoicing.models import VerifactuChain, VerifactuRecord
from invoicing.rules import invoices, verifactu_chain
from smart.celery import app
from smart.foundation.actors import PORTAL
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_activity, make_country, make_mission
from tests.invoicing.einvoice_world import make_firm

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 10
FIRST_DAY = datetime.datetime(2027, 1, 1, 9, 30, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _quiet_bell(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """These tests commit, so the bell rings: into this process, never into a running portal."""
    monkeypatch.setattr(app.conf, "broker_url", "memory://")
    monkeypatch.setattr(app.conf, "broker_write_url", "memory://")
    app.pool.force_close_all()
    app._pool = None
    with time_machine.travel(FIRST_DAY, tick=False):
        yield
    app._pool = None


def test_ten_threads_issuing_ten_invoices_make_one_chain(transactional_db: None) -> None:
    spain = make_country("ES")
    with enter(spain):
        client = make_firm("ES")
        missions = [make_mission(make_activity(spain), client=client, place="ES") for _n in range(THREADS)]
    failed: list[Any] = []
    start = threading.Barrier(THREADS)

    def issue(place: int) -> None:
        try:
            start.wait()
            with enter(spain):
                invoices.invoice_mission(missions[place], on=FIRST_DAY.date(), by=PORTAL)
        except Exception as refused:
            failed.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=issue, args=(place,)) for place in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    with enter(spain):
        records = list(VerifactuRecord.objects.of_entity(LegalEntity.objects.get(is_default=True)))
        assert [record.position for record in records] == list(range(1, THREADS + 1))
        assert len({record.previous_hash for record in records}) == THREADS
        assert VerifactuChain.objects.get().length == THREADS
        assert list(verifactu_chain.broken_chains()) == []
