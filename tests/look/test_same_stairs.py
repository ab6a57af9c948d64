"""One mission, one drawing: contract, payslip and statement have the same rows in the same order, on screen and on paper."""

import re
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from activities.contract_paper import contract_context, speaker_of
from activities.models import Contract
from countries.addresses import country_url
from invoicing.models import Payslip
from invoicing.rules import payslip_paper
from invoicing.rules.waterfall_of import stairs_of_contract, waterfall_of
from members.models import User
from smart.foundation.tenancy import country
from smart.foundation.waterfall import KINDS
from tests import people

pytestmark = pytest.mark.django_db

# tests/scenarios/be_mural.yaml, by hand: 202.11 + 0.81 + 0.81 + 0.16 + 3.15 + 12.94 + 0.81 = 220.79 employer lines,
# 62.01 + 62.01 + 15.50 = 139.52 set aside; 1250.00 - 81.25 - 220.79 - 139.52 = 808.44.
BEFORE_THE_GROSS = [
    ("client", "1250.00"),
    ("cooperative", "-81.25"),
    ("employer", "-220.79"),
    ("employer", "-139.52"),
    ("gross", "808.44"),
]


@pytest.fixture
def mural(mural_paid, be):
    with country(be):
        yield Contract.objects.select_related("membership__user", "entity", "mission__client", "country").get()


def rows_of(fall):
    return [(row.kind, str(row.amount)) for row in fall.rows]


def labels_in(html, pattern):
    return re.findall(pattern, html)


def test_a_contract_has_the_stairs_it_was_agreed_on(mural):
    fall = stairs_of_contract(mural)

    assert rows_of(fall)[:5] == BEFORE_THE_GROSS
    assert rows_of(fall)[-1] == ("net", "703.31")
    assert sum(row.amount for row in fall.rows if row.role == "cut") == Decimal("703.31") - Decimal("1250.00")


def test_the_payslip_has_the_same_rows_to_the_cent(mural):
    payslip = Payslip.objects.select_related("contract__mission", "country", "line").get()

    assert rows_of(waterfall_of(payslip)) == rows_of(stairs_of_contract(mural))


def test_screen_and_paper_say_the_same_rows_in_the_same_order(mural, be, client):
    with translation.override("fr"):
        fall = stairs_of_contract(mural)
        screen = render_to_string("partials/_waterfall.html", {"fall": fall})
        paper = render_to_string("pdf/_waterfall.html", {"fall": fall})
        expected = [row.label for row in fall.rows]

    assert labels_in(screen.replace("\xad", ""), r'<span><span(?: class="lbl")?>([^<]+)</span>') == expected
    assert labels_in(paper.replace("\xad", ""), r'<th scope="row">([^<]+)') == expected


def test_the_page_of_the_contract_shows_them_to_its_member(mural, be, client):
    lina = User.objects.get(email="lina@demo.example")

    html = people.sign_in(client, lina).get(country_url(be, "activities:contract_detail", mural.pk)).text

    assert html.count('<li class="sub">') == 2
    assert html.count('<li class="net">') == 1
    assert "703,31" in html


def test_the_paper_of_the_contract_has_them_and_says_what_counts(mural, be):
    speaker = speaker_of(mural, be)
    with translation.override(speaker.first):
        context = contract_context(mural, country=be, speaker=speaker, with_signatures=True)

    assert rows_of(context["waterfall"])[:5] == BEFORE_THE_GROSS
    assert context["waterfall_note"]


def test_the_paper_of_the_payslip_has_the_same(mural, be):
    payslip = Payslip.objects.select_related(
        "contract__mission", "contract__membership__user", "contract__entity", "country", "line"
    ).get()
    with translation.override("fr"):
        context = payslip_paper.paper_context(payslip, speaker=payslip_paper.speaker_of(payslip))

    assert rows_of(context["waterfall"]) == rows_of(stairs_of_contract(mural))


def test_a_contract_whose_pay_was_not_computed_here_has_none(mural):
    mural.preview = {}

    assert stairs_of_contract(mural) is None


def test_the_order_of_rows_is_the_one_of_the_look():
    assert list(KINDS) == [
        "client",
        "cooperative",
        "guarantee",
        "activity",
        "employer",
        "gross",
        "personal",
        "tax",
        "deduction",
        "net",
    ]
