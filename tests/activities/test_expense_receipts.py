"""Receipts in the drawer: kept once, of days of the membership, never over what the law leaves free."""

import datetime
import uuid
from decimal import Decimal

import pytest
import time_machine
from django.core.files.storage import default_storage

from activities.models import Receipt, ReceiptFile
from activities.rules import expense_receipts as rules
from activities.rules.expense_files import forget_unused_files, keep_file
from activities.rules.expense_receipts import delete_receipt, save_receipt
from countries.models import CountrySetting
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.tenancy import country as enter
from tests.factories.activities import make_activity
from tests.factories.expenses import NOW, make_file, safe_photo, told
from tests.people import as_member, as_staff

D = Decimal


@pytest.fixture(autouse=True)
def in_november(clock):
    with time_machine.travel(NOW, tick=False):
        yield


def save(activity, **facts):
    more = {name: facts.pop(name) for name in ("by", "receipt", "submission_id") if name in facts}
    facts = told(activity, **facts)
    return save_receipt(activity, told=facts, now=NOW, **{"by": as_member(activity.membership), **more})


def refused(activity, **facts):
    with pytest.raises(RuleBroken) as broken:
        save(activity, **facts)
    return broken.value.code, broken.value.field


def trip(activity, **facts):
    usual = {"category": "mileage", "quantity": D("100"), "gross": None, "vat": D("0"), "file": None, "supplier": ""}
    return save(activity, **{**usual, "facts": {"start": "Brussels", "end": "Ghent"}, **facts})


def test_a_receipt_lies_in_the_drawer_with_the_vat_that_comes_back(murals):
    row = save(murals)

    assert row.claim is None
    assert (row.gross, row.vat, row.vat_deducted, row.charged) == (D("121.00"), D("21.00"), D("21.00"), D("100.00"))


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"file": None}, "photo_missing", "file"),
        ({"supplier": " "}, "supplier_missing", "supplier"),
        ({"gross": None}, "amount_missing", "gross"),
        ({"gross": D("10.005")}, "amount_missing", "gross"),
        ({"vat": D("60.50")}, "vat_too_much", "vat"),
        ({"day": datetime.date(2026, 11, 11)}, "in_future", "day"),
        ({"day": datetime.date(2023, 12, 31)}, "before_membership", "day"),
        ({"category": "yacht"}, "expense_category_unknown", "category"),
    ],
)
def test_what_is_missing_or_cannot_be_is_said_beside_its_field(murals, facts, code, field):
    assert refused(murals, **facts) == (code, field)


def test_the_first_day_of_the_membership_counts(murals):
    assert save(murals, day=datetime.date(2024, 1, 1)).pk


def test_the_same_file_is_refused_and_the_first_named(murals):
    given = safe_photo()
    save(murals, file=make_file(murals, given), supplier="Papeterie Exemple")

    with pytest.raises(RuleBroken) as broken:
        make_file(murals, given)

    assert (broken.value.code, broken.value.field) == ("file_known", "file")
    assert "“Papeterie Exemple” of 3 November 2026, in your drawer" in broken.value.message


def test_a_file_that_no_receipt_names_is_kept_and_found_again(murals):
    given = safe_photo()

    assert make_file(murals, given).pk == make_file(murals, given).pk
    assert ReceiptFile.objects.count() == 1


def test_a_file_of_somebody_else_is_not_taken(murals, eve):
    theirs = make_file(make_activity(eve))

    with pytest.raises(NotAllowed):
        save(murals, file=theirs)


def test_a_like_receipt_is_asked_about_and_then_taken(murals):
    save(murals, supplier="Café de l’Exemple")

    with pytest.raises(RuleBroken) as broken:
        save(murals, supplier="CAFE DE L’EXEMPLE")
    row = save(murals, supplier="Cafe de l’Exemple", is_double_confirmed=True)

    assert (broken.value.code, broken.value.field) == ("like_one", "is_double_confirmed")
    assert [each.supplier for each in rules.like_ones(row)] == ["Café de l’Exemple"]


def test_another_amount_or_day_is_no_double(murals):
    save(murals, supplier="Papeterie")

    assert save(murals, supplier="Papeterie", gross=D("122.00")).pk
    assert save(murals, supplier="Papeterie", day=datetime.date(2026, 11, 4)).pk


def test_a_double_tap_keeps_one(murals):
    once = uuid.uuid4()

    assert save(murals, submission_id=once).pk == save(murals, submission_id=once).pk
    assert Receipt.objects.count() == 1


def test_from_the_threshold_on_the_address_is_asked(murals, be):
    CountrySetting.objects.create(
        key="expense.address_from",
        value="250.00",
        since=datetime.date(2026, 1, 1),
        state="approved",
        source="test",
        entered_by_id=1,
        entered_at=NOW,
    )

    with pytest.raises(RuleBroken) as broken:
        save(murals, gross=D("250.00"))

    assert (broken.value.code, broken.value.field) == ("address_missing", "has_address")
    assert murals.entity.name in broken.value.message
    assert save(murals, gross=D("249.99")).has_address is None
    assert save(murals, gross=D("250.00"), has_address=True).pk


def test_kilometres_are_worth_the_tariff_of_the_day(murals):
    """Royal Decree of 13 July 2017, art. 74, first quarter of 2026: 0.4326 a kilometre; 100 km are 43.26."""
    row = trip(murals)

    assert (row.kind, row.gross, row.vat, row.quantity) == ("mileage", D("43.26"), D("0.00"), D("100"))
    assert row.tariff["most"] == "43.26"
    assert row.tariff["source"]
    assert row.tariff["since"] <= "2026-11-03"


def test_less_than_the_tariff_may_be_asked_and_more_is_refused(murals):
    assert trip(murals, gross=D("43.25")).gross == D("43.25")

    with pytest.raises(RuleBroken) as broken:
        trip(murals, gross=D("43.27"), facts={"start": "Ghent", "end": "Bruges"})

    assert (broken.value.code, broken.value.field) == ("over_the_maximum", "gross")
    assert "€43.27 is more than the €43.26" in broken.value.message


def test_a_year_without_a_tariff_is_named_with_who_renews_it(murals):
    later = datetime.datetime(2027, 1, 8, 9, 0, tzinfo=datetime.UTC)
    with time_machine.travel(later, tick=False), pytest.raises(RuleBroken) as broken:
        trip(murals, day=datetime.date(2027, 1, 5))

    said = str(broken.value.message)
    assert (broken.value.code, broken.value.field) == ("tariff_to_review", "day")
    assert said.startswith("The tariff “")
    assert "of 2027 is not entered yet" in said
    assert "Your cooperative’s accounting has it renewed" in said
    assert "tariff.mileage" not in said


def test_a_trip_of_the_year_before_can_still_be_claimed(murals):
    with time_machine.travel(datetime.datetime(2027, 1, 8, 9, 0, tzinfo=datetime.UTC), tick=False):
        assert trip(murals, day=datetime.date(2026, 12, 30)).gross > 0


def test_the_same_trip_on_the_same_day_is_asked_about(murals):
    trip(murals)

    with pytest.raises(RuleBroken) as broken:
        trip(murals)

    assert broken.value.code == "like_one"
    assert trip(murals, facts={"start": "Ghent", "end": "Brussels"}).pk


def test_a_day_away_is_paid_once(murals):
    """Royal Decree of 13 July 2017, art. 83 to 85: 21.22 a day."""
    allowance = {"category": "per_diem", "quantity": D("1"), "gross": None, "vat": D("0"), "file": None, "supplier": ""}
    assert save(murals, **allowance).gross == D("21.22")

    with pytest.raises(RuleBroken) as broken:
        save(murals, **allowance, is_double_confirmed=True)

    assert broken.value.code == "day_claimed"


def test_without_a_quantity_nothing_is_computed(murals):
    with pytest.raises(RuleBroken) as broken:
        trip(murals, quantity=None)

    assert (broken.value.code, broken.value.field) == ("quantity_missing", "quantity")


def test_only_the_member_hands_in(murals, bob, eve):
    for by in (as_staff(bob), as_member(eve)):
        with pytest.raises(NotAllowed):
            save(murals, by=by)
        with pytest.raises(NotAllowed):
            keep_file(murals.membership, given=safe_photo(), by=by, now=NOW)


def test_a_receipt_is_mended_and_its_file_stays(murals):
    row = save(murals)
    facts = told(murals, file=row.file, gross=D("60.50"), vat=D("10.50"))

    mended = save_receipt(murals, told=facts, by=as_member(murals.membership), now=NOW, receipt=row)

    assert (mended.pk, mended.gross, mended.vat_deducted) == (row.pk, D("60.50"), D("10.50"))


def test_a_receipt_thrown_away_takes_its_photo_along(murals, django_capture_on_commit_callbacks):
    row = save(murals)
    name = row.file.storage_name

    with django_capture_on_commit_callbacks(execute=True):
        delete_receipt(row, by=as_member(murals.membership))

    assert not Receipt.objects.exists()
    assert not ReceiptFile.objects.exists()
    assert not default_storage.exists(name)


def test_photos_of_no_receipt_are_forgotten_after_two_weeks(murals):
    make_file(murals)
    used = save(murals)

    assert forget_unused_files(now=NOW + datetime.timedelta(days=13)) == 0
    assert forget_unused_files(now=NOW + datetime.timedelta(days=15)) == 1
    assert ReceiptFile.objects.get().pk == used.file_id


def test_nothing_is_handed_in_for_an_activity_that_is_not_open(murals):
    type(murals).objects.filter(pk=murals.pk).update(state="suspended")
    murals.refresh_from_db()

    with pytest.raises(RuleBroken) as broken:
        save(murals)

    assert broken.value.code == "activity_not_open"


def test_in_another_country_the_receipt_is_not_found(murals, fr):
    row = save(murals)

    with enter(fr), pytest.raises(Receipt.DoesNotExist):
        delete_receipt(row, by=as_member(murals.membership))
