"""How invoices reach a client: saved compact, refused with a sentence, only what the country's formats ask for."""

from decimal import Decimal

import pytest

from activities.forms.client_routing import ClientRoutingForm
from activities.models import Client
from activities.rules.client_routing import route_client
from countries.models import Country
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.tenancy import country as enter
from tests import people
from tests.factories.activities import ADVISER, BOOKS, PAYROLL, make_client
from tests.people import as_member


def route(country, client, by=ADVISER, **facts):
    with enter(country):
        return route_client(client, by=by, **facts)


@pytest.fixture
def school(be: Country) -> Client:
    with enter(be):
        return make_client(kind="public")


@pytest.mark.parametrize("by", [ADVISER, BOOKS])
def test_advisers_and_accountants_save_it(be, school, by):
    saved = route(
        be, school, by, endpoint_scheme="0208", endpoint_id="0999.990.024", buyer_reference=" Room 7 ",
        billing_email="boeken@school.example", terms_days=45, credit_limit=Decimal("5000.00"), format="peppol",
    )  # fmt: skip

    assert (saved.endpoint_scheme, saved.endpoint_id) == ("0208", "0999990024")
    assert (saved.buyer_reference, saved.billing_email) == ("Room 7", "boeken@school.example")
    assert (saved.terms_days, saved.credit_limit, saved.routing) == (45, Decimal("5000.00"), {"format": "peppol"})


def test_members_and_payroll_may_not(be, school, alice):
    for by in (PAYROLL, as_member(alice)):
        with pytest.raises(NotAllowed):
            route(be, school, by, buyer_reference="x")


def test_a_client_of_another_country_is_not_found(be, fr, school):
    with pytest.raises(Client.DoesNotExist):
        route(fr, school, buyer_reference="x")


def test_saving_twice_changes_nothing(be, school):
    facts = {"endpoint_scheme": "0208", "endpoint_id": "0999990024", "terms_days": 30}

    first = route(be, school, **facts)
    second = route(be, school, **facts)

    assert (first.endpoint_id, first.terms_days) == (second.endpoint_id, second.terms_days)


@pytest.mark.parametrize(
    ("code", "facts", "field"),
    [
        ("BE", {"endpoint_scheme": "0208", "endpoint_id": "0999990025"}, "endpoint_id"),
        ("BE", {"endpoint_id": "0999990024"}, "endpoint_scheme"),
        ("BE", {"terms_days": 121}, "terms_days"),
        ("BE", {"format": "facturae"}, "format"),
        ("DE", {"buyer_reference": "04011000-1234512345-07"}, "buyer_reference"),
        ("IT", {"sdi_code": "ABC12"}, "sdi_code"),
        ("ES", {"dir3_management": "12345"}, "dir3_management"),
    ],
)
@pytest.mark.django_db
def test_what_cannot_be_is_refused_at_its_field(code, facts, field):
    country = people.make_country(code)
    with enter(country):
        client = make_client(kind="public", place=code)

    with pytest.raises(RuleBroken) as refused:
        route(country, client, **facts)

    assert refused.value.field == field


@pytest.mark.parametrize(
    ("code", "given", "kept"),
    [
        ("IT", {"sdi_code": "abc1234", "pec": ""}, {"sdi_code": "ABC1234"}),
        ("ES", {"dir3_accounting": "L01280796", "dir3_management": "L01280796", "dir3_processing": "l01280796"},
         {"dir3_accounting": "L01280796", "dir3_management": "L01280796", "dir3_processing": "L01280796"}),
        ("AT", {"supplier_number": "0012345678"}, {"supplier_number": "0012345678"}),
        ("BE", {"sdi_code": "ABC1234"}, {}),
    ],
)  # fmt: skip
@pytest.mark.django_db
def test_each_country_keeps_what_its_format_asks(code, given, kept):
    country = people.make_country(code)
    with enter(country):
        client = make_client(place=code)

    assert route(country, client, **given).routing == kept


@pytest.mark.parametrize(("code", "name"), [("IT", "sdi_code"), ("ES", "dir3_accounting"), ("AT", "supplier_number")])
@pytest.mark.django_db
def test_the_form_asks_only_what_the_country_needs(code, name):
    asked = set(ClientRoutingForm(country=people.make_country(code)).fields)
    elsewhere = set(ClientRoutingForm(country=people.make_country("BE")).fields)

    assert name in asked
    assert name not in elsewhere
