"""What staff must look at in a claim: doubles, the address, days outside contracts, VAT, tariffs that were not compared."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from activities.models import ExpenseClaim, Receipt
from activities.rules.expense_claims import days_outside
from activities.rules.expense_receipts import address_limit, address_of
from activities.rules.expense_tariffs import category_words
from countries.expenses import ExpenseCategory, categories_of
from countries.models import Country
from smart.foundation import formats

Check = dict[str, str]


def checks_of(claim: ExpenseClaim, receipts: Sequence[Receipt], *, country: Country) -> dict[int, list[Check]]:
    """The checks of each receipt by its id; as many queries for one as for fifty. `receipts` come with their file."""
    outside = {row.pk for row in days_outside(claim, receipts, country=country)}
    likes, files = _likes(claim, receipts), _same_files(receipts)
    limit = address_limit(country, on=claim.month)
    found: dict[int, list[Check]] = {}
    for row in receipts:
        checks = [*_double(row, likes.get(_key(row), []), files.get(row.file.given_sha256, []) if row.file else [])]
        if row.kind == "receipt" and limit is not None and row.gross >= limit:
            text = _("The member says so. Look on the photo for: %(address)s.") % {
                "address": address_of(claim.activity)
            }
            checks.append(_check("warn", _("Made out to the cooperative?"), text))
        if row.pk in outside:
            checks.append(_check("bad", _("Outside every contract"), formats.day(row.day)))
        checks += _tariff(row) if row.tariff else _vat(row, country)
        found[row.pk] = checks
    return found


def _check(tone: str, title: str, text: str = "") -> Check:
    return {"tone": tone, "title": title, "text": text}


def _double(row: Receipt, likes: list[Receipt], files: list[Receipt]) -> list[Check]:
    others = [each for each in likes if each.pk != row.pk]
    checks = [
        _check(
            "warn",
            _("Like another one"),
            _("“%(receipt)s” of %(day)s, %(place)s. The member says that it is another one.")
            % {"receipt": each, "day": formats.day(each.day), "place": _place(each)},
        )
        for each in others
    ]
    checks += [
        _check(
            "bad",
            _("The same file was handed in by somebody else"),
            f"{each.activity.membership.user.full_name}, {each}, {formats.day(each.day)}, {_place(each)}",
        )
        for each in files
        if each.pk != row.pk
    ]
    return checks or [_check("ok", _("Handed in once"))]


def _place(row: Receipt) -> str:
    return str(row.claim) if row.claim is not None else _("in the drawer")


def _vat(row: Receipt, country: Country) -> list[Check]:
    category = _category(row, country)
    if not row.vat or category is None:
        return [_check("ok", _("No VAT to recover"))]
    facts = {
        "share": formats.percent(category.vat_recovery),
        "source": category.vat_source or _("no source"),
    }
    words = _("%(share)s of the VAT comes back for this category (%(source)s).") % facts
    return [_check("warn" if category.vat_confidence != "verified" else "ok", _("VAT"), words)]


def _tariff(row: Receipt) -> list[Check]:
    """The tariff is called by its category, in the language of whoever checks."""
    is_sure = row.tariff.get("confidence") != "memory"
    text = f"{category_words(row.category)}. {row.tariff.get('source', '')}"
    title = _("Within the tariff") if is_sure else _("Within a tariff that was not compared with its source")
    return [_check("ok" if is_sure else "warn", title, text)]


def _category(row: Receipt, country: Country) -> ExpenseCategory | None:
    return next((each for each in categories_of(str(country.code), row.day) if each.code == row.category), None)


def _key(row: Receipt) -> tuple[Any, ...]:
    """What makes two of a member's receipts alike."""
    trip = (row.facts.get("start"), row.facts.get("end"))
    return (row.kind, row.supplier_key, row.day, row.gross) if row.kind == "receipt" else (row.kind, row.day, trip)


def _likes(claim: ExpenseClaim, receipts: Sequence[Receipt]) -> dict[tuple[Any, ...], list[Receipt]]:
    days = {row.day for row in receipts}
    same = Receipt.objects.counted().filter(activity__membership_id=claim.activity.membership_id, day__in=days)
    likes: dict[tuple[Any, ...], list[Receipt]] = defaultdict(list)
    for row in same.select_related("claim").order_by("pk"):
        likes[_key(row)].append(row)
    return likes


def _same_files(receipts: Sequence[Receipt]) -> dict[str, list[Receipt]]:
    hashes = {row.file.given_sha256 for row in receipts if row.file is not None}
    same = Receipt.objects.filter(file__given_sha256__in=hashes).select_related(
        "file", "claim", "activity__membership__user"
    )
    found: dict[str, list[Receipt]] = defaultdict(list)
    for row in same.order_by("pk"):
        assert row.file is not None
        found[row.file.given_sha256].append(row)
    return found
