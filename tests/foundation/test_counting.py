"""Several lists are counted in one query."""

import pytest

from countries.models import Country
from countries.rules.load import load_countries
from members.models import Membership, User
from smart.foundation.counting import counts
from tests import people

pytestmark = pytest.mark.django_db


def test_every_list_has_its_own_number(django_assert_num_queries):
    belgium, france = load_countries(["BE", "FR"])
    for name in ("Alice Example", "Eve Stranger"):
        people.make_member(belgium, name)
    people.make_member(france, "Chloe Exemple")
    lists = [
        Membership.objects.filter(country=belgium).select_related("user").order_by("user__email"),
        Membership.objects.filter(country=france),
        User.objects.none(),
        User.objects.filter(memberships__country=belgium).distinct(),
    ]

    with django_assert_num_queries(1):
        found = counts(Country.objects.filter(pk=belgium.pk), lists)

    assert found == [2, 1, 0, 2]


def test_no_lists_ask_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert counts(Country.objects.filter(pk=1), []) == []
