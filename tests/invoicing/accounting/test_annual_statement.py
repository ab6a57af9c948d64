"""A member's year is the books told once more: the mural of tests/scenarios/be_mural.yaml, whose amounts are worked there by hand."""

from decimal import Decimal

import pytest
from django.test import Client as Browser

from countries.models import Country
from invoicing.models import Payslip
from invoicing.rules.annual_paper import ask_annual_statement, rows_of
from invoicing.rules.annual_statement import Pay, annual_statement, years_of
from members.models import Document, Membership, Notification
from members.rules.documents import read_document
from smart.foundation.errors import NotAllowed
from smart.foundation.tenancy import country as enter
from tests import people
from tests.activities.test_signatures import words as printed
from tests.invoicing.work_list import do_jobs

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def lina(mural_paid: None, be: Country) -> Membership:
    membership: Membership = Membership.objects.select_related("user", "country").get(user__email="lina@demo.example")
    membership.user.language = "en"
    membership.user.save(update_fields=["language"])
    return membership


@pytest.fixture
def as_lina(lina: Membership, client: Browser) -> Browser:
    return people.sign_in(client, lina.user)


def test_the_year_is_the_sum_of_its_documents_and_the_books(be, lina):
    with enter(be):
        told = annual_statement(lina, 2026, currency="EUR")

    assert (told.invoiced, told.fee, told.guarantee, told.credited) == (
        D("1250.00"),
        D("81.25"),
        D("0.00"),
        D("1168.75"),
    )
    assert told.pay == Pay(
        cost=D("1168.75"),
        employer=D("220.79"),
        provisions=D("139.52"),
        gross=D("808.44"),
        contributions=D("105.13"),
        tax=D("0.00"),
        other=D("0.00"),
        net=D("703.31"),
    )
    assert [(each.function, each.budget, each.payslips) for each in told.contracts] == [
        ("Artiste peintre, décoration", D("1168.75"), 1)
    ]
    assert told.fall is not None
    assert told.fall.net == D("703.31")


def test_the_lines_say_what_is_nothing_only_where_people_look_for_it(be, lina):
    with enter(be):
        labels = [row["label"] for row in rows_of(annual_statement(lina, 2026, currency="EUR"))]

    assert "Tax withheld" in labels
    assert "Guarantee fund" not in labels


def test_a_year_without_pay_is_empty(be, lina):
    with enter(be):
        told = annual_statement(lina, 2025, currency="EUR")

    assert (told.invoiced, told.pay.net, told.contracts, told.fall) == (D("0.00"), D("0.00"), (), None)


def test_pay_that_is_not_in_the_books_is_refused(be, lina):
    with enter(be):
        slip = Payslip.objects.select_related("line__run", "contract").get()
        slip.net, slip.gross, slip.employer_total = slip.net + 1, slip.gross + 1, slip.employer_total - 1
        from invoicing.rules import annual_statement as rules

        with pytest.raises(ValueError, match="the books"):
            rules._check_books([slip], rules._pay([slip]))


def test_sums_that_do_not_follow_are_refused():
    with pytest.raises(ValueError, match="does not follow"):
        Pay(cost=D("1.00"), gross=D("1.00"), net=D("2.00"))


def test_the_years_begin_with_the_first_activity(be, lina):
    with enter(be):
        assert years_of(lina, today=be.today()) == list(range(be.today().year, 2025, -1))


def test_a_stranger_does_not_ask_for_it(be, lina, eve):
    with enter(be), pytest.raises(NotAllowed):
        ask_annual_statement(lina, year=2026, by=people.as_member(eve))


def test_the_paper_says_what_the_page_says_and_is_told_once(be, lina):
    with enter(be):
        for _ in range(2):
            ask_annual_statement(lina, year=2026, by=people.as_member(lina))
        do_jobs("render_annual_statement")
        document = Document.objects.get(kind="annual-2026")
        text = printed(document)
        assert read_document(document).startswith(b"%PDF")
        assert Notification.objects.filter(event="statement_ready", user=lina.user).count() == 1

    for words in ("€1,250.00", "€808.44", "€703.31", "Contract by contract", "no official tax form"):
        assert words in text


# --- pages -----------------------------------------------------------------------------------------------------------


def test_the_page_shows_the_year_its_papers_and_the_way_to_every_event(be, as_lina):
    text = as_lina.get("/be/years/2026/").content.decode()

    for words in ("€1,250.00", "€703.31", "Papers of the year", "281.10", "Every event behind these figures"):
        assert words in text
    assert 'href="/be/statements/?span=2026"' in text


def test_the_list_leads_to_this_year(be, as_lina):
    assert as_lina.get("/be/years/").url == f"/be/years/{be.today().year}/"


def test_years_before_the_first_activity_do_not_exist(be, as_lina):
    assert as_lina.get("/be/years/2019/").status_code == 404


def test_somebody_who_left_reads_their_years(be, lina, as_lina):
    Membership.objects.filter(pk=lina.pk).update(state="left")
    text = as_lina.get("/be/years/2026/").content.decode()

    assert "€703.31" in text
    assert "/be/contracts/" not in text


def test_a_press_puts_the_paper_on_the_list(be, as_lina):
    answer = as_lina.post("/be/years/2026/paper/", follow=True)

    assert "The PDF is being made." in answer.content.decode()


def test_staff_open_the_year_of_their_members_only(be, fr, lina, paula, hugo, client):
    own = people.sign_in(client, paula).get(f"/be/staff/members/{lina.pk}/years/2026/")
    assert "€703.31" in own.content.decode()

    assert people.sign_in(client, hugo).get(f"/be/staff/members/{lina.pk}/years/2026/").status_code == 404
    assert people.sign_in(client, hugo).get(f"/fr/staff/members/{lina.pk}/years/2026/").status_code == 404
