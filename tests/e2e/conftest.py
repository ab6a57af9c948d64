"""One real portal for all browser tests, and real Chromium."""

import datetime
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.browsing import DESK, PHONE, Visitor, visiting
from tests.e2e.portal import Portal, browser_path, running_portal

BEGINS = datetime.datetime(2026, 11, 2, 8, 0, tzinfo=datetime.UTC)
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]
Visit = Callable[..., AbstractContextManager[Visitor]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)
    # The months of the members are lived on one clock, which only goes forward.
    places = [place for place, item in enumerate(items) if item.path == here / "test_month.py"]
    months = sorted((items[place] for place in places), key=lambda item: item.callspec.params["life"].begins)  # type: ignore[attr-defined]
    for place, item in zip(places, months, strict=True):
        items[place] = item


@pytest.fixture(scope="session")
def chromium_path() -> str:
    found = browser_path()
    if found is None and not os.environ.get("CI"):
        pytest.skip("Chromium is not installed: the browser tests need it. Debian: apt-get install chromium.")
    assert found, "Chromium is not installed, and CI is set: the browser tests may not be skipped."
    return found


@pytest.fixture(scope="session")
def portal(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with running_portal(tmp_path_factory.mktemp("portal"), at=BEGINS) as running:
        yield running


# For each file anew: while Playwright runs, Django refuses the database to tests of other files in this thread.
@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    given = os.environ.get("SMART_SHOTS")
    folder = Path(given) if given else tmp_path_factory.mktemp("shots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def on_phone(browser: Browser, portal: Portal, shots: Path) -> Visit:
    return partial(visiting, browser, url=portal.url, shots=shots, **PHONE)


@pytest.fixture
def at_desk(browser: Browser, portal: Portal, shots: Path) -> Visit:
    return partial(visiting, browser, url=portal.url, shots=shots, **DESK)
