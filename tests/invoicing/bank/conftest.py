"""The accounts of the Belgian cooperative, its first invoices, and files of its bank."""

from pathlib import Path

import pytest

from invoicing.rules import invoices
from smart.foundation.actors import PORTAL
from tests.factories.invoicing import make_client, make_mission, staff_actor
from tests.invoicing.conftest import NOON, TODAY

HERE = Path(__file__).parent


@pytest.fixture
def accountant(inside):
    return staff_actor("accounting")


@pytest.fixture
def invoice(mission):
    """BE-2026-000001 of 1 512.50 with the reference +++012/6000/00108+++."""
    return invoices.invoice_mission(mission, on=TODAY, by=PORTAL)


@pytest.fixture
def second_invoice(invoice, activity):
    """BE-2026-000002 of 121.00."""
    client = make_client(name="Galleri Exempel", folded_name="galleri exempel")
    mission = make_mission(activity, client=client, amount="100.00")
    return invoices.invoice_mission(mission, on=TODAY, by=PORTAL)


@pytest.fixture
def camt_file():
    return (HERE / "november.xml").read_bytes()


@pytest.fixture
def coda_file():
    return (HERE / "november.cod").read_bytes()


@pytest.fixture
def now():
    return NOON
