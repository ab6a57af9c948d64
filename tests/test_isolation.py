"""No address of one country opens anything of another.

Generated from the URL configuration: a new address is covered without anyone thinking of it. France lives a whole story
whose first row in every table has the same number; that number is put into every address of Belgium, for every role.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponseNotFound
from django.test import Client as Browser
from django.urls import URLPattern, URLResolver, get_resolver

from smart.foundation.tenancy import all_countries
from smart.stories.player import play
from smart.stories.story import STORIES, read_story
from tests import people
from tests.numbers import Numbers

FOREIGN = 700_001
TENANT_APPS = {"members", "activities", "invoicing", "personal_data"}
CANARIES = ("Médiathèque du Canal", "Chloé Martin", "Marionnettes du Nord")


def patterns(resolver: URLResolver, prefix: str = "", app: str = "") -> Iterator[tuple[str, str, str, Any]]:
    """(app, name, route, view) of every address."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route, entry.app_name or app)
        elif isinstance(entry, URLPattern):
            yield app, str(entry.name), route, entry.callback


def tenant_addresses() -> list[tuple[str, str, Any]]:
    return [(f"{app}:{name}", route, view) for app, name, route, view in patterns(get_resolver()) if app in TENANT_APPS]


def with_ids(route: str) -> str:
    """The route with the foreign number in every place an id goes; other places get a plain word."""
    import re

    path = re.sub(r"<int:[a-z_]+>", str(FOREIGN), route)
    path = re.sub(r"<uuid:[a-z_]+>", "00000000-0000-4000-8000-000000000000", path)
    return re.sub(r"<(?:str:|slug:)?[a-z_]+>", "word", path)


def in_tenant(route: str) -> bool:
    return not route.startswith("network-admin")


WITH_ID = [(name, route) for name, route, _view in tenant_addresses() if "<int:" in route and in_tenant(route)]
WITHOUT_ID = [(name, route) for name, route, _view in tenant_addresses() if "<" not in route and in_tenant(route)]


@pytest.fixture
def france(be: Any, numbers: Numbers) -> Iterator[None]:
    """France lives its story; every table it touches has a row FOREIGN. Belgian people come before, with small numbers."""
    numbers.go_on_at(FOREIGN)
    for _step in play(read_story(STORIES / "fr_spectacle.yaml")):
        pass
    yield
    numbers.go_on_at(1)


@pytest.fixture
def everybody(be: Any, alice: Any, bob: Any, paula: Any, rik: Any, carla: Any, lou: Any, dan: Any) -> dict[str, Any]:
    return {
        "nobody": None,
        "member": alice.user,
        "adviser": bob,
        "payroll officer": paula,
        "accountant": rik,
        "country administrator": carla,
        "keeper of restricted data": lou,
        "network administrator": dan,
    }


def browser_of(user: Any) -> Browser:
    browser = Browser(raise_request_exception=True)
    return people.sign_in(browser, user) if user is not None else browser


@pytest.fixture
def bare_404(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page “This page does not exist” is looked at elsewhere; here it would be drawn ten thousand times for nobody."""
    monkeypatch.setattr("smart.urls.handler404", lambda _request, exception: HttpResponseNotFound(), raising=False)


@pytest.mark.django_db
@pytest.mark.usefixtures("bare_404")
def test_every_address_with_an_id_answers_404_for_another_country(everybody, france):
    opened = []
    for who, user in everybody.items():
        browser = browser_of(user)
        for name, route in WITH_ID:
            for method in ("get", "post"):
                response = getattr(browser, method)(f"/be/{with_ids(route)}")
                is_closed = response.status_code in ({302, 404, 405} if user is None else {404, 405})
                if not is_closed:
                    opened.append(f"{who} {method} {name}: {response.status_code}")
    assert opened == []


@pytest.mark.django_db
def test_no_page_of_a_country_shows_a_word_of_another(everybody, france):
    shown = []
    for who, user in everybody.items():
        browser = browser_of(user)
        for name, route in WITHOUT_ID:
            body = browser.get(f"/be/{route}", follow=False).content.decode(errors="replace")
            shown += [f"{who} {name}: {word}" for word in CANARIES if word in body]
    assert shown == []


@pytest.mark.django_db
@pytest.mark.usefixtures("bare_404")
def test_people_of_belgium_cannot_enter_france(everybody, france):
    entered = []
    for who, user in everybody.items():
        browser = browser_of(user)
        for name, route, view in tenant_addresses():
            if getattr(view, "access", "") in {"public", "applicant"} or not in_tenant(route):
                continue
            response = browser.get(f"/fr/{with_ids(route)}")
            if response.status_code not in ({302, 404, 405} if user is None else {404, 405}):
                entered.append(f"{who} {name}: {response.status_code}")
    assert entered == []


@pytest.mark.django_db
@pytest.mark.usefixtures("bare_404")
def test_a_stranger_of_the_same_country_opens_nothing_of_a_member(eve, france, be):
    """France's numbers cannot prove this one: Eve tries the addresses of a Belgian neighbour's story."""
    for _step in play(read_story(STORIES / "be_mural.yaml")):
        pass
    with all_countries(reason="test"):
        from activities.models import Mission

        theirs = Mission.objects.filter(country=be).latest("id").pk
    browser = browser_of(eve.user)

    # clients are shared in a country, and so is whether one may work for them
    shared = {"activities:client_detail", "activities:client_edit", "invoicing:client_standing"}
    opened = []
    for name, route in WITH_ID:
        for number in range(theirs - 3, theirs + 4):
            response = browser.get(f"/be/{with_ids(route).replace(str(FOREIGN), str(number))}")
            if response.status_code not in {403, 404, 405} and name not in shared:
                opened.append(f"{name} {number}: {response.status_code}")
    assert opened == []


@pytest.mark.parametrize(("name", "route", "view"), tenant_addresses(), ids=[a[0] for a in tenant_addresses()])
def test_every_tenant_page_says_who_may_open_it(name, route, view):
    assert getattr(view, "access", ""), f"{name} ({route}) needs member_page, staff_page, applicant_page or public_page"
