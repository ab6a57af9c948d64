"""Dan and Nora run the network, Carla administers Belgium; each test leaves the shipped texts behind."""

from collections.abc import Iterator

import pytest

from members.models import User
from smart.foundation.actors import ADMIN, STAFF, Actor
from smart.translating import overlay
from smart.translating.perms import role_for
from tests import people


@pytest.fixture(autouse=True)
def _shipped_texts_afterwards() -> Iterator[None]:
    yield
    overlay.take_off()


@pytest.fixture
def nora(db: None) -> User:
    return people.make_admin("Nora Network")


def admin(user: User) -> Actor:
    return Actor(kinds=frozenset({ADMIN}), user_id=user.pk, label=user.full_name, ip="127.0.0.1")


def country_admin(user: User) -> Actor:
    roles = frozenset({"country_admin"})
    return Actor(kinds=frozenset({STAFF}), user_id=user.pk, label=user.full_name, ip="127.0.0.1", roles=roles)


def as_translator(user: User, language: str = "sv") -> Actor:
    roles = frozenset({role_for(language)})
    return Actor(kinds=frozenset(), user_id=user.pk, label=user.full_name, ip="127.0.0.1", roles=roles)
