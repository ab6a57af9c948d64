"""Receipts on a phone that loses the network: nothing is lost, nothing is there twice, and the pages fit the screen."""

import io
import re
from collections.abc import Callable
from typing import Any

from PIL import Image
from playwright.sync_api import Page, Route

from tests.e2e.browsing import Visitor
from tests.e2e.conftest import Visit

FORM = "**/be/expenses/new/"


def receipt(shade: int = 255) -> dict[str, Any]:
    out = io.BytesIO()
    Image.new("L", (300, 500), shade).save(out, "JPEG")
    return {"name": "bon.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def fills(visitor: Visitor, activity: str, shade: int = 255, gross: str = "48.40") -> None:
    of(visitor, activity)
    visitor.page.set_input_files('main [name="file"]', receipt(shade))
    visitor.fill(category="materials", supplier="Papeterie Exemple", day="2026-11-02", gross=gross)


def of(visitor: Visitor, activity: str) -> None:
    """Whoever has several activities says for which one; another story may have opened them."""
    many, few = visitor.page.locator('main select[name="activity"]'), visitor.page.get_by_role("radio", name=activity)
    if many.count():
        many.select_option(label=activity)
    elif few.count():
        few.check()


def begins(visitor: Visitor, name: str) -> Visitor:
    visitor.open("/be/").sign_in_as("Lien Peeters")
    visitor.open("/be/activities/new/").fill(name=name, description=name).press("Open the activity")
    return visitor


def puts(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name="Put it in the drawer").click()
    visitor.page.get_by_role("status").get_by_text("did not get through").wait_for()


def breaks(what: Callable[[Route], None]) -> Callable[[Route], None]:
    """Sending the form goes wrong in this way; reading it does not."""
    return lambda route: what(route) if route.request.method == "POST" else route.continue_()


def answer_is_lost(route: Route) -> None:
    route.fetch(max_redirects=0)
    route.abort()


def test_a_receipt_survives_a_lost_connection_and_an_error(on_phone: Visit, at_desk: Visit) -> None:
    with on_phone() as lien:
        begins(lien, "Affiches").open("/be/expenses/").look("expenses-empty")
        lien.open("/be/expenses/new/").look("expense-add")
        fills(lien, "Affiches")

        lien.page.context.set_offline(True)
        puts(lien)
        lien.complaints.clear()  # the browser reports the network that is gone
        lien.look("expense-kept").sees("A receipt is still on this device only", "Papeterie Exemple · 48.40 · bon.jpg")
        with lien.page.expect_navigation():
            lien.page.context.set_offline(False)
        lien.look("expenses-drawer").sees("Kept: €48.40 lie in your drawer", "Affiches, November 2026")

        lien.expects(422).open("/be/expenses/new/")
        of(lien, "Affiches")
        lien.page.set_input_files('main [name="file"]', receipt(shade=7))
        lien.page.get_by_role("button", name="Put it in the drawer").click()
        lien.page.get_by_text("The photo is kept.").wait_for()
        lien.look("expense-error")
        lien.fill(category="taxi", supplier="Taxi Exemple", day="2026-11-02", gross="20").press("Put it in the drawer")
        lien.sees("Kept: €20.00")
        lien.open("/be/expenses/new/mileage/").look("expense-trip")
        lien.open("/be/expenses/")
        with lien.page.expect_navigation():
            lien.page.get_by_role("button", name=re.compile("^Claim these.*Affiches")).click()
        lien.look("expense-claim")
        lien.press("Send the claim", shot="expense-refused").sees("It was not sent", "has €0.00 for expenses")


def test_a_receipt_waits_on_the_device_when_the_page_is_closed_under_way(on_phone: Visit) -> None:
    with on_phone() as lien:
        begins(lien, "Enseignes").open("/be/expenses/new/")
        fills(lien, "Enseignes", shade=90, gross="31.00")
        lien.page.route(FORM, breaks(lambda route: route.abort()))
        puts(lien)
        lien.complaints.clear()

        lien.page = comes_back(lien)
        lien.open("/be/expenses/").look("expenses-kept").sees("A receipt is still on this device only", "31.00")
        lien.press("Send it now", shot="expenses-sent-now").sees("Kept: €31.00 lie in your drawer")

        assert not lien.page.get_by_text("A receipt is still on this device only").is_visible()


def test_a_receipt_whose_answer_was_lost_is_there_once(on_phone: Visit) -> None:
    with on_phone() as lien:
        begins(lien, "Livres").open("/be/expenses/new/")
        fills(lien, "Livres", shade=150, gross="52.00")
        lien.page.route(FORM, breaks(answer_is_lost))
        puts(lien)
        lien.complaints.clear()

        lien.page = comes_back(lien)
        lien.open("/be/expenses/").press("Send it now").sees("Kept: €52.00 lie in your drawer")

        rows = lien.page.locator("main tbody tr", has_text="€52.00")
        assert rows.filter(has=lien.page.get_by_role("link")).count() == 1


def comes_back(visitor: Visitor) -> Page:
    """The page was closed with what it remembered; the device remains."""
    visitor.page.close()
    fresh = visitor.page.context.new_page()
    visitor.page = fresh
    visitor.watch()
    return fresh
