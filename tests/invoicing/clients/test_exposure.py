"""What clients owe across members: figures for staff, one sentence without figures for members."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client as Browser

from activities.rules import clients
from activities.rules.client_merge import merge_clients
from invoicing.queries.client_figures import owing_clients, payment_record
from invoicing.queries.exposure import client_exposure
from invoicing.rules.client_exposure import standing_of
from smart.foundation.tenancy import country as enter
from tests import people
from tests.factories.invoicing import make_activity, make_client, make_mission, staff_actor
from tests.invoicing.clients.conftest import NOW, TODAY, invoiced, paid

D = Decimal


@pytest.fixture
def owing(be, murals, school, neighbour):
    """The school: 1 512.50 overdue since 15 October, 1 512.50 due, 800.00 to come. The neighbour: 1 512.50 due."""
    with enter(be):
        other = make_activity(be, people.make_member(be, "Eve Stranger"))
        invoiced(murals, school, on=datetime.date(2026, 10, 5))
        invoiced(other, school)
        make_mission(other, client=school, amount=D("800.00"))
        invoiced(murals, neighbour)
    return other


def by_name(sort):
    return [row.client.name for row in owing_clients(on=TODAY, sort=sort)]


def test_all_members_are_counted_together(be, owing, school):
    with enter(be):
        first = owing_clients(on=TODAY)[0]

    assert first.client == school
    assert (first.exposure.open, first.exposure.overdue, first.exposure.coming) == (
        D("3025.00"),
        D("1512.50"),
        D("800.00"),
    )
    assert (first.exposure.total, first.oldest) == (D("3825.00"), datetime.date(2026, 10, 15))


def test_the_list_and_the_page_agree(be, owing, school):
    with enter(be):
        assert owing_clients(on=TODAY)[0].exposure == client_exposure(school, on=TODAY)


def test_the_list_is_sorted_as_asked(be, owing, neighbour):
    with enter(be):
        assert by_name("exposure") == ["School aan het Kanaal", "Buurman"]
        assert by_name("oldest") == ["School aan het Kanaal", "Buurman"]
        assert by_name("name") == ["Buurman", "School aan het Kanaal"]


def test_clients_that_owe_nothing_are_not_listed(be, school):
    with enter(be):
        assert owing_clients(on=TODAY) == []


def test_a_merged_client_is_counted_with_the_one_that_stays(be, owing, murals, school):
    with enter(be):
        twin = make_client(name="School", kind="exempt")
        invoiced(murals, twin)
        merge_clients(twin, into=school, by=staff_actor("adviser"), now=NOW)
        rows = owing_clients(on=TODAY)

        assert rows[0].exposure.open == D("4537.50")
        assert rows[0].exposure == client_exposure(school, on=TODAY)


def test_how_late_it_pays_is_an_average_and_early_counts_nothing(be, murals, school):
    """Due 15 October: paid 25 October (10 days late) and 12 October (early): 5.0 days on average."""
    with enter(be):
        for day in (25, 12):
            invoice = invoiced(murals, school, on=datetime.date(2026, 10, 5))
            paid(invoice, "1512.50", on=datetime.date(2026, 10, day))
        record = payment_record(school, on=TODAY)

    assert (record.days_late, record.paid, record.oldest) == (D("5.0"), 2, None)


def test_members_read_a_sentence_and_no_figure(be, owing, school, alice):
    with enter(be):
        type(school).objects.filter(pk=school.pk).update(credit_limit=D("3824.99"))
    page = people.sign_in(Browser(), alice.user).get(f"/be/clients/{school.pk}/standing/").content.decode()

    assert "Ask for payment first" in page
    assert "3" not in page.split("Ask for payment first")[0].split("The cooperative carries")[1]
    assert "3825" not in page.replace(".", "").replace(",", "")


def test_the_sentence_for_each_standing(be, school):
    with enter(be):
        tones = [standing_of(school, on=TODAY).tone]
        school.reviewed_at = None
        tones.append(standing_of(school, on=TODAY).tone)
        clients.block_client(school, reason="Does not pay", by=staff_actor("adviser"))
        refused = standing_of(school, on=TODAY)

    assert tones == ["ok", "pen"]
    assert (refused.tone, refused.is_usable) == ("bad", False)
    assert "Does not pay" in refused.sentence


def test_exactly_at_the_limit_is_not_over_it(be, owing, school):
    with enter(be):
        school.credit_limit = D("3825.00")
        assert standing_of(school, on=TODAY).tone == "ok"
        school.credit_limit = D("3824.99")
        assert standing_of(school, on=TODAY).tone == "warn"


def test_the_list_is_for_staff_of_the_country(be, fr, owing, alice):
    member = people.sign_in(Browser(), alice.user)
    french = people.sign_in(Browser(), people.make_staff(fr, "adviser", "Hugo Conseiller"))

    assert member.get("/be/staff/clients/exposure/").status_code == 404
    assert french.get("/be/staff/clients/exposure/").status_code == 404


def test_fifty_clients_cost_what_two_cost(be, owing, murals, django_assert_max_num_queries):
    books = people.sign_in(Browser(), people.make_staff(be, "accounting", "Rik Books"))
    books.get("/be/staff/clients/exposure/")
    with enter(be):
        for number in range(8):
            invoiced(murals, make_client(name=f"Client {number}", folded_name=f"client {number}"))

    with django_assert_max_num_queries(22):
        page = books.get("/be/staff/clients/exposure/?sort=overdue").content.decode()

    assert "School aan het Kanaal" in page
