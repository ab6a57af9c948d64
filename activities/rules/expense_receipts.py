"""Receipts in a member's drawer: added, mended, deleted; nothing is taken twice and nothing over what the law leaves free."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from activities import perms
from activities.models import Activity, Receipt, ReceiptFile
from activities.models.expense import ReceiptKind
from activities.place import entered_country
from activities.rules import expense_files
from activities.rules.activities import require_open_activity
from activities.rules.expense_tariffs import Worth, known_category, worth_of
from countries.expenses import ExpenseCategory
from countries.guards import require_awake
from countries.models import Country
from countries.rules.settings import setting_value
from members.models.profile import name_key
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.money import CENT, ZERO, round_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the member says. `gross` may be left out where a tariff decides; then it is the most that is allowed."""

    category: str
    day: datetime.date
    gross: Decimal | None = None
    vat: Decimal = ZERO
    supplier: str = ""
    note: str = ""
    file: ReceiptFile | None = None
    has_address: bool | None = None
    is_double_confirmed: bool = False
    quantity: Decimal | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def save_receipt(
    activity: Activity,
    *,
    told: Told,
    by: Actor,
    now: datetime.datetime,
    receipt: Receipt | None = None,
    submission_id: uuid.UUID | None = None,
) -> Receipt:
    """Put a receipt into the drawer, or mend one; the same `submission_id` again returns the first.

    Raises NotAllowed, Conflict when its claim was sent meanwhile, and RuleBroken with the field: activity_not_open,
    in_future, before_membership, expense_category_unknown, photo_missing, supplier_missing, amount_missing, vat_too_much,
    address_missing, over_the_maximum, day_claimed, like_one, and what `worth_of` refuses.
    """
    membership = activity.membership
    if not perms.may_claim_expenses(by, membership):
        raise NotAllowed(_("Only the member hands in their own receipts."))
    country = entered_country()
    require_awake(country)
    first = Receipt.objects.filter(submission_id=submission_id).first() if submission_id and receipt is None else None
    if first is not None:
        return first
    require_open_activity(activity)
    row = held_receipt(receipt, by=by) if receipt is not None else Receipt(activity=activity, created_at=now)
    row.submission_id = submission_id or row.submission_id
    _check_day(told.day, country, joined_on=membership.joined_on)
    category = known_category(str(country.code), told.category, on=told.day)
    _write(row, activity, category, told)
    if category.kind == "receipt":
        _check_paper(row, category, country)
    else:
        _apply_tariff(row, category, told, country)
    _refuse_like(row)
    if row.claim is not None and (row.claim.activity_id, row.claim.month) != (activity.pk, row.day.replace(day=1)):
        row.claim = None
    row.save()
    return row


@transaction.atomic
def delete_receipt(receipt: Receipt, *, by: Actor) -> None:
    """Throw a receipt of the drawer or of an unsent claim away, with its photo. Raises Conflict once it was sent."""
    row = held_receipt(receipt, by=by)
    file = row.file
    row.delete()
    if file is not None:
        expense_files.forget_file(file)


def held_receipt(receipt: Receipt, *, by: Actor) -> Receipt:
    """The receipt as it is now, locked, and the member's to change. Raises NotAllowed and Conflict("receipt_sent")."""
    rows = Receipt.objects.select_related("activity__membership__user", "claim", "file")
    row: Receipt = rows.select_for_update(of=("self",), no_key=True).get(pk=receipt.pk)
    if not perms.may_claim_expenses(by, row.activity.membership):
        raise NotAllowed(_("Only the member changes their own receipts."))
    if row.claim is not None and not row.claim.is_writable:
        raise Conflict(
            "receipt_sent",
            _("The receipt is in claim %(claim)s, which is “%(state)s”. Nothing was changed.")
            % {"claim": row.claim, "state": row.claim.get_state_display()},
        )
    return row


def _check_day(day: datetime.date, country: Country, *, joined_on: datetime.date | None) -> None:
    if day > country.today():
        raise RuleBroken(
            "in_future",
            _("%(day)s is still to come. Write the day on the receipt.") % {"day": formats.day(day)},
            field="day",
        )
    if joined_on is None or day < joined_on:
        raise RuleBroken(
            "before_membership",
            _("On %(day)s you were not a member yet: expenses are paid back from %(joined)s on.")
            % {"day": formats.day(day), "joined": formats.day(joined_on) if joined_on else "…"},
            field="day",
        )


def _write(row: Receipt, activity: Activity, category: ExpenseCategory, told: Told) -> None:
    row.activity, row.category, row.kind = activity, category.code, category.kind
    row.day, row.note, row.file = told.day, told.note.strip()[:300], told.file
    row.supplier = " ".join(told.supplier.split())[:120]
    row.supplier_key = name_key(row.supplier)[:120]
    row.gross, row.vat = told.gross or ZERO, told.vat
    row.vat_deducted, row.vat_note = round_to(told.vat * category.vat_recovery), ""
    row.has_address, row.is_double_confirmed = told.has_address, told.is_double_confirmed
    row.quantity, row.tariff = None, {}
    row.facts = {**told.facts, "answers": {key: _plain(value) for key, value in told.answers.items()}}


def _check_paper(row: Receipt, category: ExpenseCategory, country: Country) -> None:
    """A receipt has its photo, its shop and its amount, and from the country's threshold on the cooperative's address."""
    if row.file is None:
        raise RuleBroken("photo_missing", _("Take a photo of the receipt, or choose its file."), field="file")
    if row.file.membership_id != row.activity.membership_id:
        raise NotAllowed(_("Only the member hands in their own receipts."))
    if not row.supplier:
        raise RuleBroken("supplier_missing", _("Write who sold it, as on the receipt."), field="supplier")
    if row.gross <= ZERO or row.gross % CENT:
        raise RuleBroken("amount_missing", _("Write the amount you paid, VAT included."), field="gross")
    if row.vat < ZERO or row.vat * 2 >= row.gross:
        raise RuleBroken(
            "vat_too_much",
            _("%(vat)s of VAT cannot be in an amount of %(gross)s. Read both again.")
            % {"vat": _money(row.vat, country), "gross": _money(row.gross, country)},
            field="vat",
        )
    _check_address(row, country)


def _check_address(row: Receipt, country: Country) -> None:
    limit = address_limit(country, on=row.day)
    if limit is None or row.gross < limit or row.has_address:
        return
    raise RuleBroken(
        "address_missing",
        _(
            "From %(limit)s on, the receipt must be made out to the cooperative, with its name and address: %(address)s."
            " Ask the supplier for such a one, or tick that it is."
        )
        % {"limit": _money(limit, country), "address": address_of(row.activity)},
        field="has_address",
    )


def address_limit(country: Country, *, on: datetime.date) -> Decimal | None:
    """From which amount a receipt must bear the cooperative's address; None where the country does not say."""
    limit: Decimal | None = setting_value(country, "expense.address_from", on=on, default=None)
    return limit


def address_of(activity: Activity) -> str:
    """The name and address a receipt must be made out to."""
    entity = activity.entity
    return ", ".join(
        part for part in (entity.name, entity.street, f"{entity.postal_code} {entity.city}".strip()) if part
    )


def _apply_tariff(row: Receipt, category: ExpenseCategory, told: Told, country: Country) -> None:
    """Compute the most, take it when no amount was named, and refuse more."""
    if told.quantity is None or told.quantity <= ZERO:
        raise RuleBroken("quantity_missing", _("Write how much it was, above zero."), field="quantity")
    row.quantity = told.quantity
    worth = worth_of(
        str(country.code),
        category,
        membership_id=row.activity.membership_id,
        day=row.day,
        quantity=told.quantity,
        answers=told.answers,
        but=row.pk,
    )
    row.vat = row.vat_deducted = ZERO
    row.tariff = worth.shown
    if told.gross is None:
        row.gross = worth.most
    _check_most(row, worth, country)


def _check_most(row: Receipt, worth: Worth, country: Country) -> None:
    if worth.most <= ZERO:
        raise RuleBroken(
            "nothing_due", _("With these answers the tariff leaves nothing to pay. Read them again."), field="day"
        )
    if not ZERO < row.gross <= worth.most:
        raise RuleBroken(
            "over_the_maximum",
            _("%(found)s is more than the %(most)s that may be paid free of tax and contributions. Ask for less.")
            % {"found": _money(row.gross, country), "most": _money(worth.most, country)},
            field="gross",
        )


def like_ones(row: Receipt) -> list[Receipt]:
    """Receipts of the member with the same shop, day and amount, or the same trip; the oldest first."""
    same = Receipt.objects.counted().filter(
        activity__membership_id=row.activity.membership_id, category=row.category, day=row.day
    )
    if row.kind == ReceiptKind.RECEIPT:
        same = Receipt.objects.counted().filter(
            activity__membership_id=row.activity.membership_id,
            supplier_key=row.supplier_key,
            day=row.day,
            gross=row.gross,
        )
    elif row.kind == ReceiptKind.MILEAGE:
        trip = {key: value for key, value in row.facts.items() if key in {"start", "end"}}
        same = same.filter(quantity=row.quantity, facts__contains=trip)
    return list(same.exclude(pk=row.pk).select_related("claim").order_by("pk")[:5])


def _refuse_like(row: Receipt) -> None:
    """A day away is paid once; any other like one is taken when the member says that it is another."""
    found = like_ones(row)
    if not found:
        return
    first = found[0]
    if row.kind == ReceiptKind.PER_DIEM:
        raise RuleBroken(
            "day_claimed",
            _("%(day)s is already in your drawer or in a claim with this allowance. A day is paid once.")
            % {"day": formats.day(row.day)},
            field="day",
            first=first.pk,
        )
    if row.is_double_confirmed:
        return
    raise RuleBroken(
        "like_one",
        _(
            "You already have “%(supplier)s” of %(day)s with this amount. If this is another one, tick that it is and save"
            " again; staff will see it."
        )
        % {"supplier": first, "day": formats.day(first.day)},
        field="is_double_confirmed",
        first=first.pk,
    )


def _money(amount: Decimal, country: Country) -> str:
    return formats.money(amount, country.currency)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
