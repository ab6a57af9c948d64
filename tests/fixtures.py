"""Alice and Eve are members in Belgium, Bob advises, Paula and Piet pay, Rik keeps the books, Lou and Kim restricted data; Chloe is a member in France; Dan runs the network."""

import pytest
from django.test import Client as Browser

from countries.models import Country
from members.models import Membership, User
from tests import people


@pytest.fixture
def be(db: None) -> Country:
    return people.make_country("BE")


@pytest.fixture
def fr(db: None) -> Country:
    return people.make_country("FR")


@pytest.fixture
def alice(be: Country) -> Membership:
    return people.make_member(be, "Alice Example")


@pytest.fixture
def eve(be: Country) -> Membership:
    return people.make_member(be, "Eve Stranger")


@pytest.fixture
def chloe(fr: Country) -> Membership:
    return people.make_member(fr, "Chloe Exemple")


@pytest.fixture
def bob(be: Country) -> User:
    return people.make_staff(be, "adviser", "Bob Adviser")


@pytest.fixture
def paula(be: Country) -> User:
    return people.make_staff(be, "payroll", "Paula Payroll")


@pytest.fixture
def piet(be: Country) -> User:
    return people.make_staff(be, "payroll", "Piet Payroll")


@pytest.fixture
def rik(be: Country) -> User:
    return people.make_staff(be, "accounting", "Rik Books")


@pytest.fixture
def carla(be: Country) -> User:
    return people.make_staff(be, "country_admin", "Carla Admin")


@pytest.fixture
def lou(be: Country) -> User:
    return people.make_staff(be, "legal_hold", "Lou Keeper")


@pytest.fixture
def kim(be: Country) -> User:
    return people.make_staff(be, "legal_hold", "Kim Keeper")


@pytest.fixture
def hugo(fr: Country) -> User:
    return people.make_staff(fr, "adviser", "Hugo Conseiller")


@pytest.fixture
def dan(db: None) -> User:
    return people.make_admin("Dan Network")


@pytest.fixture
def browser(client: Browser) -> Browser:
    return client
