"""Receipts of the tests: photos of one colour each, of an invented stationer."""

import datetime
import io
import itertools
from decimal import Decimal
from typing import Any

from PIL import Image

from activities.models import Activity, ExpenseClaim, Receipt, ReceiptFile
from activities.rules.expense_claims import gather_claim
from activities.rules.expense_files import keep_file
from activities.rules.expense_receipts import Told, save_receipt
from members.models import Profile
from smart.foundation.uploads import SafeFile, make_safe
from tests.people import as_member, belgian_iban

_counter = itertools.count(1)
D = Decimal
NOW = datetime.datetime(2026, 11, 10, 11, 0, tzinfo=datetime.UTC)
BOUGHT = datetime.date(2026, 11, 3)
IBAN = belgian_iban(777)


def photo() -> bytes:
    """A picture that no other test has."""
    number = next(_counter)
    out = io.BytesIO()
    Image.new("RGB", (40, 60), (number % 256, number // 256 % 256, 90)).save(out, "PNG")
    return out.getvalue()


def safe_photo() -> SafeFile:
    return make_safe(photo(), name="receipt.png")


def make_file(activity: Activity, given: SafeFile | None = None) -> ReceiptFile:
    membership = activity.membership
    return keep_file(membership, given=given or safe_photo(), by=as_member(membership), now=NOW)


def told(activity: Activity, **facts: Any) -> Told:
    """Paper of 121.00 with 21.00 VAT, unless the facts say otherwise."""
    usual = {"category": "materials", "day": BOUGHT, "gross": D("121.00"), "vat": D("21.00")}
    usual |= {"supplier": f"Papeterie Exemple {next(_counter)}"}
    if "file" not in facts:
        usual["file"] = make_file(activity)
    return Told(**{**usual, **facts})


def make_receipt(activity: Activity, **facts: Any) -> Receipt:
    return save_receipt(activity, told=told(activity, **facts), by=as_member(activity.membership), now=NOW)


def make_claim(activity: Activity, *amounts: str, **facts: Any) -> ExpenseClaim:
    """A claim that is not sent, of receipts without VAT of these amounts; of the usual one when none is named."""
    for amount in amounts:
        make_receipt(activity, **{"gross": D(amount), "vat": D("0.00"), **facts})
    if not amounts:
        make_receipt(activity, **facts)
    month = facts.get("day", BOUGHT)
    return gather_claim(activity, month=month, by=as_member(activity.membership), now=NOW)


def give_account(activity: Activity, iban: str = IBAN) -> None:
    """Let the member be paid."""
    profile = Profile.objects.get(membership=activity.membership)
    profile.iban = iban
    profile.save()
