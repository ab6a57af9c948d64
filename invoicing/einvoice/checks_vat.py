"""The VAT categories: what each needs and forbids (BR-S, BR-Z, BR-E, BR-AE, BR-IC, BR-G, BR-O, BR-AF, BR-AG)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from invoicing.einvoice.findings import NOTHING, Finding, at_line, at_part, shown, to_cents, total
from invoicing.einvoice.model import Invoice, Period, VatBreakdown
from invoicing.einvoice.words import Sentence, gettext_noop

ABOVE_ZERO: Final = Sentence(gettext_noop("a rate above zero"))
SOME_RATE: Final = Sentence(gettext_noop("a rate"))
ZERO_RATE: Final = Sentence(gettext_noop("0"))
NO_RATE: Final = NOTHING
A_REASON: Final = Sentence(gettext_noop("a reason or its code"))


@dataclass(frozen=True, slots=True)
class Category:
    """One code of UNTDID 5305: its rules' name, the rate it asks for, and whether an exemption must be reasoned."""

    code: str
    rules: str
    rate: Sentence
    has_reason: bool
    is_per_rate: bool = False


CATEGORIES: Final = {
    category.code: category
    for category in (
        Category("S", "BR-S", ABOVE_ZERO, has_reason=False, is_per_rate=True),
        Category("Z", "BR-Z", ZERO_RATE, has_reason=False),
        Category("E", "BR-E", ZERO_RATE, has_reason=True),
        Category("AE", "BR-AE", ZERO_RATE, has_reason=True),
        Category("K", "BR-IC", ZERO_RATE, has_reason=True),
        Category("G", "BR-G", ZERO_RATE, has_reason=True),
        Category("O", "BR-O", NO_RATE, has_reason=True),
        Category("L", "BR-AF", SOME_RATE, has_reason=False, is_per_rate=True),
        Category("M", "BR-AG", SOME_RATE, has_reason=False, is_per_rate=True),
    )
}


@dataclass(frozen=True, slots=True)
class Use:
    """One place a category is used: rule endings for party and rate, where it stands, its sign in the base."""

    party_rule: str
    rate_rule: str
    term: str
    where: Sentence
    code: str
    percent: Decimal | None
    amount: Decimal


def uses(invoice: Invoice) -> list[Use]:
    """Lines, allowances (counted negative) and charges of the document with their category."""
    found = [
        Use("02", "05", "BT-152", at_line(part.id), part.vat_category, part.vat_percent, part.net or Decimal(0))
        for part in invoice.lines
    ]
    for i, part in enumerate(invoice.allowances, start=1):
        amount = -(part.amount or Decimal(0))
        found.append(Use("03", "06", "BT-96", at_part(i), part.vat_category, part.vat_percent, amount))
    for i, part in enumerate(invoice.charges, start=1):
        amount = part.amount or Decimal(0)
        found.append(Use("04", "07", "BT-103", at_part(i), part.vat_category, part.vat_percent, amount))
    return found


def check_vat(invoice: Invoice) -> Iterator[Finding]:
    """Every rule of a category in use that is broken."""
    all_uses = uses(invoice)
    for category in CATEGORIES.values():
        mine = [use for use in all_uses if use.code == category.code]
        parts = [(i, p) for i, p in enumerate(invoice.vat_breakdown, start=1) if p.category == category.code]
        yield from _breakdown_exists(category, mine=mine, count=len(parts))
        yield from _parties(invoice, category=category, mine=mine)
        for use in mine:
            if not _rate_fits(category, use.percent):
                rule = f"{category.rules}-{use.rate_rule}"
                found = shown(use.percent)
                yield Finding(rule=rule, term=use.term, where=use.where, found=found, expected=category.rate)
        for position, part in parts:
            yield from _part(category, part=part, position=position, mine=mine)
    yield from _delivery_of_goods(invoice)
    yield from _outside_scope_alone(invoice, all_uses)


def _breakdown_exists(category: Category, *, mine: list[Use], count: int) -> Iterator[Finding]:
    is_right = count == 0 if not mine else (count >= 1 if category.is_per_rate else count == 1)
    if not is_right:
        text = gettext_noop("one entry for category %(category)s where it is used, none elsewhere")
        if category.is_per_rate:
            text = gettext_noop("an entry for each rate of category %(category)s where it is used, none elsewhere")
        expected = Sentence(text, {"category": category.code})
        yield Finding(rule=f"{category.rules}-01", term="BG-23", found=shown(str(count)), expected=expected)


def _parties(invoice: Invoice, *, category: Category, mine: list[Use]) -> Iterator[Finding]:
    for ending in sorted({use.party_rule for use in mine}):
        for term, found, expected in _party_faults(invoice, code=category.code):
            yield Finding(rule=f"{category.rules}-{ending}", term=term, found=found, expected=expected)


def _party_faults(invoice: Invoice, *, code: str) -> Iterator[tuple[str, Sentence, Sentence]]:
    seller, buyer = invoice.seller, invoice.buyer
    representative = invoice.tax_representative.vat_id if invoice.tax_representative else ""
    number = Sentence(gettext_noop("a VAT number"))
    if code == "O":
        for term, held in (("BT-31", seller.vat_id), ("BT-63", representative), ("BT-48", buyer.vat_id)):
            if held:
                yield term, shown(held), Sentence(gettext_noop("nothing, as the supply is outside the scope of VAT"))
        return
    registration = "" if code in {"K", "G"} else seller.tax_registration
    if not (seller.vat_id or representative or registration):
        yield "BT-31", NOTHING, number
    if code == "K" and not buyer.vat_id:
        yield "BT-48", NOTHING, number
    if code == "AE" and not (buyer.vat_id or buyer.legal_id):
        yield "BT-48", NOTHING, Sentence(gettext_noop("a VAT number or a registration number"))


def _rate_fits(category: Category, percent: Decimal | None) -> bool:
    if category.rate is NO_RATE:
        return percent is None
    if percent is None:
        return False
    if category.rate is ZERO_RATE:
        return percent == 0
    return percent > 0 if category.rate is ABOVE_ZERO else percent >= 0


def _part(category: Category, *, part: VatBreakdown, position: int, mine: list[Use]) -> Iterator[Finding]:
    where = at_part(position)
    base = total(use.amount for use in mine if not category.is_per_rate or use.percent == part.percent)
    tolerance = Decimal(1) if category.is_per_rate else Decimal("0.005")
    if part.base is not None and abs(part.base - base) >= tolerance:
        found, expected = shown(part.base), shown(to_cents(base))
        yield Finding(rule=f"{category.rules}-08", term="BT-116", where=where, found=found, expected=expected)
    tax = to_cents(abs(part.base or Decimal(0)) * (part.percent or Decimal(0)) / 100) if category.is_per_rate else None
    amount = part.amount or Decimal(0)
    if amount if tax is None else abs(abs(amount) - tax) >= 1:
        expected = shown(tax or Decimal(0))
        yield Finding(rule=f"{category.rules}-09", term="BT-117", where=where, found=shown(amount), expected=expected)
    has_reason = bool(part.exemption_reason or part.exemption_code)
    if has_reason != category.has_reason:
        expected = A_REASON if category.has_reason else NOTHING
        found = shown(part.exemption_code or part.exemption_reason)
        yield Finding(rule=f"{category.rules}-10", term="BT-120", where=where, found=found, expected=expected)


def _delivery_of_goods(invoice: Invoice) -> Iterator[Finding]:
    if all(part.category != "K" for part in invoice.vat_breakdown):
        return
    delivery = invoice.delivery
    has_period = invoice.period not in (None, Period())
    if not (has_period or invoice.tax_point_code or (delivery and delivery.delivered_on)):
        yield Finding(rule="BR-IC-11", term="BT-72", expected=Sentence(gettext_noop("a day or an invoicing period")))
    if not (delivery and delivery.address and delivery.address.country):
        yield Finding(rule="BR-IC-12", term="BT-80")


def _outside_scope_alone(invoice: Invoice, all_uses: list[Use]) -> Iterator[Finding]:
    if all(part.category != "O" for part in invoice.vat_breakdown):
        return
    expected = Sentence(gettext_noop("only category O, as it stands alone in an invoice"))
    for part in invoice.vat_breakdown:
        if part.category != "O":
            yield Finding(rule="BR-O-11", term="BT-118", found=shown(part.category), expected=expected)
    rules = {"02": ("BR-O-12", "BT-151"), "03": ("BR-O-13", "BT-95"), "04": ("BR-O-14", "BT-102")}
    for use in all_uses:
        if use.code != "O":
            rule, term = rules[use.party_rule]
            yield Finding(rule=rule, term=term, where=use.where, found=shown(use.code), expected=expected)
