"""Receipts on a phone that loses the network: nothing is lost, and the pages fit the screen."""

import io

from PIL import Image

from tests.e2e.browsing import Visitor
from tests.e2e.conftest import Visit


def receipt() -> dict[str, object]:
    out = io.BytesIO()
    Image.new("RGB", (300, 500), "white").save(out, "JPEG")
    return {"name": "bon.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def fills(visitor: Visitor) -> None:
    visitor.page.set_input_files('main [name="file"]', receipt())
    visitor.fill(category="materials", supplier="Papeterie Exemple", day="2026-11-02", gross="48.40", vat="8.40")


def test_a_receipt_survives_a_lost_connection_and_an_error(on_phone: Visit, at_desk: Visit) -> None:
    with on_phone() as lien:
        lien.open("/be/").sign_in_as("Lien Peeters")
        lien.open("/be/activities/new/").fill(name="Affiches", description="Affiches").press("Open the activity")
        lien.open("/be/expenses/").look("expenses-empty")
        lien.open("/be/expenses/new/").look("expense-add")
        fills(lien)

        lien.page.context.set_offline(True)
        lien.page.get_by_role("button", name="Put it in the drawer").click()
        lien.page.wait_for_function("document.getElementById('status').textContent.includes('offline')")
        with lien.page.expect_navigation():
            lien.page.context.set_offline(False)
        lien.look("expenses-drawer").sees("Kept: €48.40 lie in your drawer", "Affiches, November 2026")

        lien.expects(422).open("/be/expenses/new/")
        lien.page.set_input_files('main [name="file"]', {**receipt(), "buffer": receipt()["buffer"] + b"other"})
        lien.press("Put it in the drawer", shot="expense-error").sees("The photo is kept.")
        lien.fill(category="taxi", supplier="Taxi Exemple", day="2026-11-02", gross="20").press("Put it in the drawer")
        lien.open("/be/expenses/new/mileage/").look("expense-trip")
        lien.open("/be/expenses/")
        with lien.page.expect_navigation():
            lien.page.get_by_role("button", name="Claim these").click()
        lien.look("expense-claim")
        lien.press("Send the claim", shot="expense-refused").sees("It was not sent", "has €0.00 for expenses")
