"""What a page may weigh and how fast it must be on a cheap phone: experience budgets that fail the build."""

import gzip
import json
import os
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from tests.e2e.browsing import PHONE
from tests.e2e.portal import browser_path
from tests.inventory.choosing import side_of
from tests.inventory.conftest import BAD, TOOLS, need
from tests.inventory.replaying import COOKIE, shelf

KB: Final = 1024
FIRST, REPEAT = 75 * KB, 15 * KB
NODES: Final = 1_500
PARTS: Final = {"document": 15 * KB, "stylesheet": 12 * KB, "script": 21 * KB, "font": 31 * KB}
"""By the kind of thing; the font is one file for all weights and widths."""
KEY: Final = (
    ("visitor", "home"),
    ("visitor", "invoicing:simulator"),
    ("member", "home"),
    ("member", "activities:mission_list"),
    ("staff", "activities:staff_contract_queue"),
)
UNBOUND: Final = {
    "design": "shows every component at once, to staff",
    "activities:staff_client_duplicates": "with every client copied nine times, each pair of copies is a pair",
}
LIGHTHOUSE: Final = TOOLS / "lighthouse" / "cli" / "index.js"


def key_pages(inventory: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    found = {(side_of(page["role"]), page["name"]): page for page in reversed(inventory["pages"])}
    return {key: found[key] for key in KEY}


def weigh(browser: Any, url: str, page: dict[str, Any]) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """(kind, bytes on the wire) of every request of a first visit, and of the next."""
    context = browser.new_context(**PHONE)
    context.add_cookies([{"name": COOKIE, "value": page["files"]["en"], "url": url}])
    tab = context.new_page()
    wire = context.new_cdp_session(tab)
    kinds: dict[str, str] = {}
    icons: set[str] = set()
    came: list[tuple[str, int]] = []
    cached: set[str] = set()
    wire.send("Network.enable")
    wire.on("Network.responseReceived", lambda told: kinds.update({told["requestId"]: told["type"].lower()}))
    # the icon of the tab is fetched after the page, or not at all
    wire.on(
        "Network.requestWillBeSent", lambda told: "favicon" in told["request"]["url"] and icons.add(told["requestId"])
    )
    wire.on("Network.requestServedFromCache", lambda told: cached.add(told["requestId"]))
    wire.on(
        "Network.loadingFinished",
        lambda told: (
            told["requestId"] in cached | icons
            or came.append((kinds.get(told["requestId"], ""), int(told["encodedDataLength"])))
        ),
    )
    visits = []
    for _visit in range(2):
        came.clear()
        tab.goto(f"{url}{page['path']}", wait_until="networkidle")
        visits.append([(kind, size) for kind, size in came if size])
    context.close()
    return visits[0], visits[1]


@pytest.mark.parametrize("key", KEY, ids=" ".join)
def test_a_page_is_light_on_the_wire(key, inventory, browser, address):
    page = key_pages(inventory)[key]

    first, again = weigh(browser, address, page)

    assert sum(size for _kind, size in first) <= FIRST, first
    assert len(first) <= 6, first
    assert sum(size for _kind, size in again) <= REPEAT, again
    assert len(again) <= 2, again
    for kind, most in PARTS.items():
        assert sum(size for each, size in first if each == kind) <= most, (kind, first)


@pytest.mark.django_db
def test_the_portal_packs_its_pages_for_the_wire(client):
    packed = client.get("/accessibility/", headers={"Accept-Encoding": "gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content).lstrip().startswith(b"<!doctype html>")


def test_no_page_has_more_elements_than_a_phone_carries(inventory):
    heavy = {
        f"{page['person']} {page['path']}": nodes
        for page in inventory["pages"]
        if page["name"] not in UNBOUND and (nodes := max(page["nodes"], page.get("many", {}).get("nodes", 0))) > NODES
    }
    assert heavy == {}


def audit(url: str, file: str, out: Path) -> dict[str, Any]:
    """Lighthouse's report of one page, on its slow phone."""
    words = [
        "node", str(LIGHTHOUSE), url, "--quiet", "--output=json", f"--output-path={out}",
        "--only-categories=performance,accessibility,best-practices", f"--extra-headers={json.dumps({'Cookie': f'{COOKIE}={file}'})}",
        "--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage --disable-background-networking",
    ]  # fmt: skip
    environ = os.environ | {"CHROME_PATH": browser_path() or ""}
    for _once_more in range(3):  # Chromium sometimes loses the trace of a page that came too fast
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=180, env=environ)
        if done.returncode == 0:
            break
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(out.read_text())


def scores(report: dict[str, Any]) -> dict[str, float]:
    found = {name: round(100 * each["score"]) for name, each in report["categories"].items()}
    audits = {"cls": "cumulative-layout-shift", "tbt": "total-blocking-time", "lcp": "largest-contentful-paint"}
    return found | {short: report["audits"][name].get("numericValue", 0) for short, name in audits.items()}


@pytest.fixture(scope="module")
def lighthouse(browser):
    need(LIGHTHOUSE.is_file(), "Lighthouse is not installed (npm ci --prefix tests).")


@pytest.mark.parametrize("key", KEY, ids=" ".join)
def test_lighthouse_has_nothing_to_wish_for(key, lighthouse, inventory, address, tmp_path):
    page = key_pages(inventory)[key]

    url, file, report = f"{address}{page['path']}", page["files"]["en"], tmp_path / "report.json"
    found = scores(audit(url, file, report))
    for _again in range(3):  # while another test has the processor: the best of up to four counts
        if found["performance"] < 95 or found["tbt"] > 100:
            found = max(found, scores(audit(url, file, report)), key=lambda each: (each["performance"], -each["tbt"]))

    assert (found["accessibility"], found["cls"] <= 0.05) == (100, True), found
    assert (found["performance"] >= 95, found["best-practices"] >= 95) == (True, True), found
    assert (found["tbt"] <= 100, found["lcp"] <= 1800) == (True, True), found


def test_lighthouse_finds_a_bad_page_bad(lighthouse, tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "static").mkdir()
    (tmp_path / "pages" / "bad.html").write_text(BAD.read_text())
    with shelf(tmp_path, {}) as url:
        found = scores(audit(f"{url}/", "bad.html", tmp_path / "report.json"))

    assert found["accessibility"] < 90
    assert found["best-practices"] < 95
