"""One inventory for all files here: whoever comes first collects it, the others wait and read it."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.conftest import ARGUMENTS
from tests.e2e.portal import browser_path, prepared
from tests.inventory.looking import Looker
from tests.inventory.replaying import AXE, shelf
from tests.inventory.world import AT

TOOLS = Path(__file__).resolve().parent.parent / "node_modules"
BAD = Path(__file__).resolve().parent / "bad.html"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.pages)


def need(is_there: object, sentence: str) -> None:
    """Skip without a tool on a developer's machine; fail in continuous integration."""
    if not is_there and not os.environ.get("CI"):
        pytest.skip(sentence)
    assert is_there, f"{sentence} CI is set, so this may not be skipped."


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Where the inventory lies: `inventory.json`, `pages/`, `static/`."""
    given = os.environ.get("SMART_INVENTORY")
    base = tmp_path_factory.getbasetemp()
    place = Path(given) if given else (base if worker_id == "master" else base.parent) / "inventory"
    place.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        lock = stack.enter_context((place.parent / f"{place.name}.lock").open("w"))
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "inventory.json").exists():
            for left in place.iterdir():
                shutil.rmtree(left)
            with prepared(
                place, at=AT, is_demo=False, settings="tests.inventory.settings", people="tests.inventory.collect"
            ):
                pass
    return place


@pytest.fixture(scope="session")
def inventory(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "inventory.json").read_text())


@pytest.fixture(scope="session")
def address(folder: Path, inventory: dict[str, Any]) -> Iterator[str]:
    """The shelf's address: every page as it was laid down, static files as the portal has them."""
    headers = {file: page["headers"] for page in inventory["pages"] for file in page["files"].values()}
    with shelf(folder, headers) as url:
        yield url


# For each file anew: while Playwright runs, Django refuses the database to tests of other files in this thread.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = browser_path()
    need(path, "Chromium is not installed: the pages are looked at in it. Debian: apt-get install chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def axe() -> None:
    need(AXE.is_file(), "axe-core is not installed (npm ci --prefix tests).")


@pytest.fixture(scope="module")
def looker(axe: None, browser: Browser, address: str) -> Iterator[Looker]:
    looker = Looker(browser, address)
    yield looker
    looker.close()
