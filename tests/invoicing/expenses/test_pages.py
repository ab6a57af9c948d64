"""The walk of an expense through its pages: photo, drawer, claim, staff, payment; and who finds nothing."""

import datetime
import io
import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from PIL import Image

from activities.models import ExpenseClaim, Receipt, ReceiptFile
from invoicing.models import Payable
from invoicing.rules import expense_claims as rules
from invoicing.rules import transfers
from smart.foundation.tenancy import country as enter
from tests.factories.expenses import BOUGHT, NOW, make_claim, make_receipt, photo
from tests.factories.invoicing import make_activity, make_country, member_actor, staff_actor
from tests.invoicing.conftest import TODAY
from tests.invoicing.suppliers.world import earn
from tests.people import make_member, make_staff, sign_in

D = Decimal
TYPED = {
    "category": "materials",
    "supplier": "Papeterie Exemple",
    "day": "2026-11-03",
    "gross": "121.00",
    "vat": "21.00",
}


@pytest.fixture
def shop(be):
    """An activity of Alice with 1 250.00 before VAT, paid: 1 168.75."""
    member = make_member(be, "Alice Example")
    with enter(be):
        activity = make_activity(be, member, name="Posters", code="POSTERS")
        earn(activity)
    return activity


@pytest.fixture
def alice(be, shop):
    return sign_in(Browser(), shop.membership.user)


@pytest.fixture
def rik(be):
    return sign_in(Browser(), make_staff(be, "accounting", "Rik Books"))


@pytest.fixture
def stranger(be):
    return sign_in(Browser(), make_member(be, "Eve Stranger").user)


def upload(content=None, name="receipt.png"):
    return SimpleUploadedFile(name, photo() if content is None else content, content_type="image/png")


def text(answer):
    return answer.content.decode()


def flat(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text(answer)))


def add(browser, shop, **more):
    typed = {**TYPED, "activity": shop.pk, "file": upload(), **more}
    return browser.post("/be/expenses/new/", typed, follow=True)


def sent(be, shop, *amounts):
    with enter(be):
        claim = make_claim(shop, *amounts)
        return rules.send_claim(claim, by=member_actor(shop), now=NOW)


def test_a_receipt_is_photographed_claimed_checked_and_paid(be, shop, alice, rik):
    assert "No receipt yet" in text(alice.get("/be/expenses/"))

    kept = add(alice, shop)
    assert "Kept: €121.00 lie in your drawer" in text(kept)
    assert "Posters, November 2026" in text(kept)
    claim = alice.post("/be/expenses/gather/", {"activity": shop.pk, "month": "2026-11-01"}, follow=True)
    assert "Materials and supplies" in text(claim)
    assert "€1,168.75" in text(claim)
    with enter(be):
        number = ExpenseClaim.objects.get().pk
    done = alice.post(f"/be/expenses/claims/{number}/send/", follow=True)
    assert "The claim is on its way." in text(done)
    assert "Being checked" in text(done)

    assert "Expenses to check" in text(rik.get("/be/staff/"))
    assert "Alice Example" in text(rik.get("/be/staff/expenses/"))
    page = text(rik.get(f"/be/staff/expenses/{number}/"))
    assert 'class="preview"' in page
    assert "Handed in once" in page
    booked = rik.post(f"/be/staff/expenses/{number}/approve/", follow=True)
    assert "is approved and waits among the payments to make" in text(booked)
    with enter(be):
        payable = Payable.objects.get()
        transfer = transfers.prepare_payables([payable.pk], on=TODAY, by=staff_actor())
        other = staff_actor()
        transfers.release_transfer(transfer, by=other)
        transfers.mark_executed(transfer, on=TODAY, by=other)
    assert "Reimbursed" in text(alice.get("/be/expenses/"))
    assert "The bank has paid it to your account." in text(alice.get(f"/be/expenses/claims/{number}/"))


def test_an_error_never_loses_the_photo(be, shop, alice):
    refused = add(alice, shop, gross="")

    assert refused.status_code == 422
    assert "The photo is kept." in text(refused)
    with enter(be):
        kept = ReceiptFile.objects.get()
    assert f'name="kept" value="{kept.pk}"' in text(refused)
    again = alice.post("/be/expenses/new/", {**TYPED, "activity": shop.pk, "kept": kept.pk}, follow=True)
    assert "Kept: €121.00" in text(again)
    with enter(be):
        assert Receipt.objects.get().file_id == kept.pk


def test_a_file_that_may_not_be_kept_is_refused_beside_its_field(shop, alice):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

    for content, words in ((svg, "no photo (JPEG, PNG, WebP, HEIC) and no PDF"), (b"", "The file is empty.")):
        refused = add(alice, shop, file=upload(content))
        assert refused.status_code == 422
        assert words in text(refused)


def test_the_same_photo_is_refused_and_the_first_named(shop, alice):
    same = photo()
    add(alice, shop, file=upload(same))

    refused = add(alice, shop, file=upload(same), supplier="Another")

    assert refused.status_code == 422
    assert "already the receipt of “Papeterie Exemple” of 3 November 2026" in text(refused)


def test_a_like_receipt_is_asked_about_then_taken(be, shop, alice):
    add(alice, shop)

    asked = add(alice, shop)
    assert asked.status_code == 422
    assert "It is another one" in text(asked)
    with enter(be):
        newest = ReceiptFile.objects.latest("pk").pk
    typed = {**TYPED, "activity": shop.pk, "kept": newest, "is_double_confirmed": "on"}
    assert "Kept:" in text(alice.post("/be/expenses/new/", typed, follow=True))


def test_the_rate_stands_in_for_the_vat(be, shop, alice):
    """121.00 with 21 %: 21.00."""
    add(alice, shop, vat="", vat_rate="21")

    with enter(be):
        assert Receipt.objects.get().vat == D("21.00")


def test_a_trip_is_computed_by_the_tariff(be, shop, alice):
    """2 × 50 km at 0.4326 (Royal Decree of 13 July 2017, art. 74): 43.26."""
    asked = text(alice.get("/be/expenses/new/mileage/"))
    assert "Kilometres one way" in asked
    assert "0.4326 € for 1 km, in force since" in asked
    trip = {"day": "2026-11-03", "start": "Brussels", "end": "Ghent", "km": "50", "is_round_trip": "on"}

    done = alice.post("/be/expenses/new/mileage/", {**trip, "activity": shop.pk}, follow=True)
    more = alice.post(
        "/be/expenses/new/mileage/", {**trip, "activity": shop.pk, "end": "Mons", "gross": "50"}, follow=True
    )

    assert "Kept: €43.26" in text(done)
    assert "Brussels to Ghent and back" in text(done)
    assert more.status_code == 422
    assert "€50.00 is more than the €43.26" in text(more)
    with enter(be):
        row = Receipt.objects.get()
    again = text(alice.get(f"/be/expenses/receipts/{row.pk}/"))
    assert "at most €43.26, by the tariff in force since" in again
    assert alice.get("/be/expenses/new/materials/").status_code == 404


def test_french_kilometres_ask_for_the_vehicle(db, clock):
    fr = make_country("FR")
    member = make_member(fr, "Chloe Exemple")
    with enter(fr):
        activity = make_activity(fr, member, name="Affiches")
    chloe = sign_in(Browser(), member.user)
    trip = {"day": "2026-11-03", "start": "Lille", "end": "Lens", "km": "40", "activity": activity.pk}

    asked = chloe.post("/fr/expenses/new/mileage/", trip)
    assert asked.status_code == 422
    assert "Answer “Vehicle”" in text(asked)
    answers = {"ask_vehicle": "car", "ask_car_power": "cv_5", "ask_energy": "other"}
    chloe.post("/fr/expenses/new/mileage/", {**trip, **answers})

    with enter(fr):
        # 40 km at 0.636 (5 CV, up to 5 000 km): 25.44
        assert Receipt.objects.get().gross == D("25.44")


def test_too_little_money_is_said_with_the_figure(be, shop, alice):
    with enter(be):
        claim = make_claim(shop, "1200.00")

    refused = alice.post(f"/be/expenses/claims/{claim.pk}/send/")

    assert refused.status_code == 422
    assert "has €1,168.75 for expenses and this takes €1,200.00" in text(refused)


def test_a_receipt_is_mended_taken_out_and_deleted(be, shop, alice):
    with enter(be):
        claim = make_claim(shop)
        row = claim.receipts.get()
    page = f"/be/expenses/receipts/{row.pk}/"
    assert "The photo is kept." in text(alice.get(page))

    mended = alice.post(
        page, {**TYPED, "gross": "60.50", "vat": "10.50", "activity": shop.pk, "kept": row.file_id}, follow=True
    )
    assert "€60.50" in text(mended)
    alice.post(f"{page}take-out/")
    with enter(be):
        assert Receipt.objects.get().claim is None
    gone = alice.post(f"{page}delete/", follow=True)
    assert "The receipt is deleted." in text(gone)
    assert alice.get(page).status_code == 404


def test_a_sent_receipt_is_read_and_a_claim_can_be_taken_back(be, shop, alice):
    claim = sent(be, shop)
    with enter(be):
        row = Receipt.objects.get()

    assert "Taken from the activity" in text(alice.get(f"/be/expenses/receipts/{row.pk}/"))
    assert alice.post(f"/be/expenses/receipts/{row.pk}/", TYPED).status_code == 409
    drawn = alice.post(f"/be/expenses/claims/{claim.pk}/withdraw/", follow=True)
    assert "Send the claim" in text(drawn)
    given_up = alice.post(f"/be/expenses/claims/{claim.pk}/give-up/", follow=True)
    assert "In your drawer" in text(given_up)


def test_staff_correct_leave_out_and_return(be, shop, alice, rik):
    claim = sent(be, shop, "50.00", "60.00")
    with enter(be):
        first, second = Receipt.objects.order_by("pk")
    page = f"/be/staff/expenses/{claim.pk}/"

    refused = rik.post(
        f"/be/staff/expenses/lines/{first.pk}/vat/", {f"vat{first.pk}-vat": "8", f"vat{first.pk}-vat_deducted": "9"}
    )
    assert refused.status_code == 422
    facts = {
        f"vat{first.pk}-vat": "8.68",
        f"vat{first.pk}-vat_deducted": "8.68",
        f"vat{first.pk}-vat_note": "It is 21 %.",
    }
    rik.post(f"/be/staff/expenses/lines/{first.pk}/vat/", facts)
    rik.post(f"/be/staff/expenses/lines/{second.pk}/refuse/", {f"refuse{second.pk}-reason": "A private purchase."})
    shown = flat(rik.get(page))
    assert "A private purchase." in shown
    assert "It is 21 %." in shown
    rik.post(f"/be/staff/expenses/lines/{second.pk}/pay/")
    nothing_said = rik.post(f"{page}return/", {"back-reason": ""})
    assert nothing_said.status_code == 422
    rik.post(f"{page}return/", {"back-reason": "The second photo is blurred."})
    assert "Mend what is asked and send it again: The second photo is blurred." in text(
        alice.get(f"/be/expenses/claims/{claim.pk}/")
    )


def test_nobody_else_finds_anything(be, shop, alice, stranger, rik):
    with enter(be):
        draft = make_claim(shop)
        row = draft.receipts.get()
    own = [
        f"/be/expenses/claims/{draft.pk}/",
        f"/be/expenses/receipts/{row.pk}/",
        f"/be/expenses/photos/{row.file_id}/",
    ]
    staff = [f"/be/staff/expenses/{draft.pk}/", f"/be/staff/expenses/lines/{row.pk}/photo/"]

    assert [alice.get(page).status_code for page in own] == [200, 200, 200]
    assert [stranger.get(page).status_code for page in own + staff] == [404] * 5
    assert [rik.get(page).status_code for page in staff] == [404, 404]
    assert stranger.post(f"/be/expenses/claims/{draft.pk}/send/").status_code == 404
    assert stranger.post(f"/be/expenses/receipts/{row.pk}/delete/").status_code == 404
    assert stranger.post("/be/expenses/gather/", {"activity": shop.pk, "month": "2026-11-01"}).status_code == 404
    taken = stranger.post("/be/expenses/new/", {**TYPED, "kept": row.file_id})
    assert taken.status_code in {200, 422}


def test_staff_see_their_own_claim_and_decide_nothing(be, shop):
    claim = sent(be, shop)
    from members.models import StaffRole
    from tests.people import LONG_AGO, give_second_factor

    user = shop.membership.user
    StaffRole.objects.create(country=be, user=user, role="adviser", since=LONG_AGO)
    give_second_factor(user)
    browser = sign_in(Browser(), user)

    page = text(browser.get(f"/be/staff/expenses/{claim.pk}/"))

    assert "This claim is yours" in page
    assert "Approve and book" not in page
    assert browser.post(f"/be/staff/expenses/{claim.pk}/approve/").status_code == 403


def test_the_photo_is_shown_and_nothing_of_it_runs(be, shop, alice):
    with enter(be):
        row = make_receipt(shop)

    whole = alice.get(f"/be/expenses/photos/{row.file_id}/")
    small = alice.get(f"/be/expenses/photos/{row.file_id}/?small")

    assert whole["Content-Type"] == "image/jpeg"
    assert whole["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert whole["X-Content-Type-Options"] == "nosniff"
    assert Image.open(io.BytesIO(small.content)).size == (40, 60)


def test_the_balance_says_what_is_there_for_expenses_and_opens_its_lines(be, shop, alice):
    with enter(be):
        earn(shop, amount="100.00", paid="0.00")  # less 6.5 %: 93.50 are still to come

    page = flat(alice.get(f"/be/activities/{shop.pk}/money/"))
    lines = flat(alice.get(f"/be/activities/{shop.pk}/money/expenses/"))

    assert re.search(r"For expenses What clients have really paid of it.*? €1,168\.75", page)
    assert "€1,262.25" in lines
    assert "−€93.50" in lines
    assert "€1,168.75" in lines


def test_the_files_have_a_row_for_each_receipt_and_no_formula(be, shop, alice, rik):
    with enter(be):
        claim = make_claim(shop, supplier="=1+1")
        rules.send_claim(claim, by=member_actor(shop), now=NOW)
        make_receipt(shop)

    own = alice.get("/be/expenses/file/").content.decode("utf-8-sig").splitlines()
    staff = rik.get("/be/staff/expenses/file/").content.decode("utf-8-sig").splitlines()

    assert len(own) == 3
    assert len(staff) == 2
    assert ";'=1+1;" in staff[1]
    assert staff[1].endswith(";EUR;121.00;21.00;100.00")


def queries(browser, page):
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(page).status_code == 200
    return len(seen)


def test_the_lists_cost_the_same_for_one_and_for_many(be, shop, alice, rik):
    claim = sent(be, shop)
    with enter(be):
        make_receipt(shop)
    pages = [
        (alice, "/be/expenses/"),
        (alice, f"/be/expenses/claims/{claim.pk}/"),
        (rik, "/be/staff/expenses/"),
        (rik, f"/be/staff/expenses/{claim.pk}/"),
    ]
    for browser, page in pages:
        queries(browser, page)  # the first look reads what stays known
    before = [queries(browser, page) for browser, page in pages]
    with enter(be):
        for month in range(1, 10):
            day = datetime.date(2026, month, 20)
            more = make_claim(shop, "5.00", "6.00", day=day)
            rules.send_claim(more, by=member_actor(shop), now=NOW)
        for _each in range(4):
            row = make_receipt(shop)
            Receipt.objects.filter(pk=row.pk).update(claim=claim)
            make_receipt(shop)
        ExpenseClaim.objects.filter(pk=claim.pk).update(month=BOUGHT.replace(day=1))

    assert [queries(browser, page) for browser, page in pages] == before


def test_filters_choose_claims(be, shop, alice):
    sent(be, shop)

    assert "Being checked" in text(alice.get("/be/expenses/?show=open"))
    assert "No claim here" in text(alice.get("/be/expenses/?show=paid"))
