"""The whole network is loaded from the data files, in one go and again without harm."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from countries.models import BankAccount, Country, LegalEntity, Office
from smart.foundation.tenancy import country as enter

pytestmark = pytest.mark.django_db


def test_the_command_loads_seventeen_countries_and_may_be_repeated() -> None:
    said = StringIO()

    call_command("load_countries", stdout=said)
    call_command("load_countries", stdout=StringIO())

    assert Country.objects.count() == 17
    assert "BE  active" in said.getvalue()
    assert dict(Country.objects.values_list("code", "currency"))["SE"] == "SEK"
    france = Country.objects.get(code="FR")
    with enter(france):
        assert (LegalEntity.objects.count(), Office.objects.count(), BankAccount.objects.count()) == (2, 3, 2)
        assert LegalEntity.objects.get(is_default=True).name == "Smart France"
        assert Office.objects.get(name="Lille").serves == ["FR", "BE"]


def test_a_country_outside_the_network_is_refused() -> None:
    with pytest.raises(CommandError, match="Not in countries/data/network"):
        call_command("load_countries", "ZZ")


def test_a_country_takes_the_pack_that_came_later() -> None:
    call_command("load_countries", "BE", stdout=StringIO())
    Country.objects.filter(code="BE").update(pack="generic", has_payroll=False)

    call_command("load_countries", "BE", stdout=StringIO())

    belgium = Country.objects.get(code="BE")
    assert (belgium.pack, belgium.has_payroll) == ("be", True)
