"""Light, dark or as the device: kept in a cookie, without an account or a script, and only that."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_visitor_chooses_dark_and_comes_back_to_the_page(client):
    answer = client.post("/scheme/", {"scheme": "dark", "next": "/costs/"})

    assert answer.headers["Location"] == "/costs/"
    assert answer.cookies["scheme"]["httponly"]
    html = client.get("/costs/").text
    assert '<html lang="en" data-scheme="dark">' in html
    assert '<meta name="color-scheme" content="dark">' in html
    assert 'value="dark" aria-current="true"' in html


def test_as_my_device_forgets_the_choice(client):
    client.post("/scheme/", {"scheme": "light"})

    client.post("/scheme/", {"scheme": "system"})

    html = client.get("/costs/").text
    assert "data-scheme" not in html
    assert 'value="system" aria-current="true"' in html


def test_a_cookie_that_nobody_offered_is_ignored(client):
    client.cookies["scheme"] = '"><script>'

    assert "data-scheme" not in client.get("/costs/").text


def test_the_way_back_leads_to_no_other_site(client):
    answer = client.post("/scheme/", {"scheme": "dark", "next": "https://elsewhere.example/"})

    assert answer.headers["Location"] == "/"


def test_reading_the_address_changes_nothing(client):
    assert client.get("/scheme/").status_code == 405


def test_it_works_from_inside_a_country_that_is_asleep(client, be, alice):
    html = client.get("/be/costs/").text

    assert 'action="/scheme/"' in html
