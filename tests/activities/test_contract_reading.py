"""A contract is read before its PDF: guarantee and why, what is different from last time, the legal text; then signed."""

import datetime

import pytest
import time_machine

from activities.models import Contract
from activities.rules.contract_compared import differences, last_similar
from countries.addresses import country_url
from tests.activities.reading import words
from tests.activities.test_signatures import render
from tests.factories import activities as made
from tests.people import sign_in

pytestmark = pytest.mark.django_db
D = made.D


def at(name, *args):
    return country_url("be", f"activities:{name}", *args)


@pytest.fixture
def two(murals):
    """Five days at 910.00, then four days of the same work at 800.00: 182.00 and 200.00 a day."""
    first = made.make_validated(murals)
    days = [(datetime.date(2026, 3, day), D("7.60")) for day in range(16, 20)]
    second = made.make_contract(murals, days=days, gross=D("800.00"), net_estimate=D("690.00"))
    return first, second


def test_what_differs_from_the_last_similar_contract_is_told(two):
    first, second = two

    assert last_similar(second) == first
    assert [(row.label, row.was, row.now) for row in differences(second, first, currency="EUR")] == [
        ("Gross pay", "€910.00", "€800.00"),
        ("Gross pay for one day", "€182.00", "€200.00"),
        ("For you, about", "€703.17", "€690.00"),
        ("Days", "5", "4"),
        ("Hours", "38", "30.4"),
    ]


def test_the_first_contract_and_other_work_have_nothing_to_compare(murals, two):
    assert last_similar(two[0]) is None
    other = made.make_contract(murals, function="Sculptor", days=[(datetime.date(2026, 3, 24), D("7.60"))])
    assert last_similar(other) is None


def test_the_page_reads_from_summary_to_law(two, alice, browser):
    first, second = two
    hers = sign_in(browser, alice.user)

    page = words(hers.get(at("contract_detail", first.pk)))
    assert "The legal text" in page
    assert "employs you as Muralist" in page
    assert "Different from last time" in words(hers.get(at("contract_detail", second.pk)))


def test_who_signed_in_long_ago_proves_it_before_signing(murals, alice, browser):
    contract = made.make_validated(murals)
    render(contract, 1)
    user = alice.user
    user.set_password("a long and invented password")
    user.save()
    hers = sign_in(browser, user)
    with time_machine.travel(made.NOW + datetime.timedelta(minutes=20), tick=False):
        page = hers.get(at("contract_detail", contract.pk))
        answer = hers.post(at("contract_sign", contract.pk), {"sign-name": "Alice Example", "sign-agreed": "on"})

    assert "Prove that it is me" in words(page)
    assert answer.status_code == 302
    assert "/accounts/reauthenticate/" in answer.url
    assert not Contract.objects.get(pk=contract.pk).signatures.exists()
