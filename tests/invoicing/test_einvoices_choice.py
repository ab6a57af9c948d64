"""Which format one invoice leaves in: the law of its day first, then the client's wish, then its electronic address."""

import dataclasses
import datetime
from decimal import Decimal

import pytest

from invoicing.rules.einvoices_choice import (
    InvoiceCircumstances,
    choice_for,
    choose_format,
    coming_of,
    day_of_choice,
    reason_of,
)
from invoicing.rules.einvoices_notes import place_of
from tests.factories.invoicing import make_activity, make_client, make_mission
from tests.invoicing.einvoice_world import TODAY, issue, make_firm

D = datetime.date
FIRM = InvoiceCircumstances(
    seller="BE", buyer="BE", client_kind="company", has_endpoint=False, wish="", size="small", is_exempt=False,
    total=Decimal("1512.50"),
)  # fmt: skip


def chosen(on, **facts):
    choice = choose_format(dataclasses.replace(FIRM, **facts), on=on)
    return choice.format, choice.channel, choice.why, choice.is_mandatory


@pytest.mark.parametrize(
    ("on", "facts", "expected"),
    [
        (D(2025, 12, 31), {}, ("pdf", "email", "habit", False)),
        (D(2025, 12, 31), {"has_endpoint": True}, ("peppol", "peppol", "address", False)),
        (D(2026, 1, 1), {}, ("peppol", "peppol", "law", True)),
        (D(2026, 1, 1), {"wish": "pdf"}, ("peppol", "peppol", "law", True)),
        (D(2026, 1, 1), {"is_exempt": True}, ("peppol", "peppol", "habit", False)),
        (D(2026, 1, 1), {"is_exempt": True, "wish": "pdf"}, ("pdf", "email", "wish", False)),
        (D(2026, 1, 1), {"buyer": "FR", "wish": "facturx"}, ("facturx", "email", "wish", False)),
        (D(2026, 1, 1), {"buyer": "FR", "wish": "facturae"}, ("pdf", "email", "habit", False)),
        (D(2026, 12, 31), {"seller": "DE", "buyer": "DE", "size": "large"}, ("facturx", "email", "habit", False)),
        (D(2027, 1, 1), {"seller": "DE", "buyer": "DE", "size": "large"}, ("facturx", "email", "law", True)),
        (
            D(2027, 1, 1),
            {"seller": "DE", "buyer": "DE", "size": "large", "total": Decimal("250.00")},
            ("facturx", "email", "habit", False),
        ),
        (
            D(2027, 1, 1),
            {"seller": "DE", "buyer": "DE", "size": "large", "total": Decimal("250.01")},
            ("facturx", "email", "law", True),
        ),
        (
            D(2026, 11, 10),
            {"seller": "SE", "buyer": "SE", "has_endpoint": True},
            ("peppol", "peppol", "address", False),
        ),
    ],
)
def test_the_choice(on, facts, expected):
    assert chosen(on, **facts) == expected


@pytest.mark.parametrize(("buyer", "place"), [("BE", "domestic"), ("FR", "eu"), ("CH", "outside"), ("GB", "outside")])
def test_where_a_client_is(buyer, place):
    assert place_of(seller="BE", buyer=buyer) == place


def test_the_reason_is_one_sentence_with_its_law():
    by_law = choose_format(FIRM, on=D(2026, 11, 10))
    before = choose_format(FIRM, on=D(2025, 12, 31))

    assert reason_of(by_law).startswith("Peppol BIS Billing 3, because the law asks for it since")
    assert "Royal Decree of 8 July 2025" in reason_of(by_law)
    assert reason_of(before).startswith("A PDF by mail: the law asks for no electronic document here")
    assert "the law asks for Peppol BIS Billing 3" in coming_of(before)
    assert coming_of(by_law) == ""


def test_what_is_announced_is_said_to_be_announced():
    spanish = dataclasses.replace(FIRM, seller="ES", buyer="ES")

    assert coming_of(choose_format(spanish, on=D(2026, 11, 10))).startswith("Announced for")


def test_the_law_of_the_day_of_issue_counts_and_a_draft_looks_ahead(inside):
    issued = issue(inside, make_firm("BE"))
    issued.issued_on = D(2025, 12, 31)
    assert choice_for(issued, inside, on=day_of_choice(issued, inside)).format == "pdf"

    from invoicing.rules import invoices
    from tests.factories.invoicing import staff_actor

    draft = invoices.draft_invoice(
        make_mission(make_activity(inside), client=make_client()), on=TODAY, by=staff_actor("accounting")
    )
    assert day_of_choice(draft, inside) == TODAY
    assert choice_for(draft, inside, on=TODAY).format == "peppol"
