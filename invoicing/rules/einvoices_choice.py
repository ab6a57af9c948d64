"""In which format an invoice leaves: what the law asks on the day, else what the client wishes or can receive."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from countries.einvoice_formats import PDF, PEPPOL, FormatRow, format_table
from countries.models import Country
from countries.rules import settings
from invoicing.models import Invoice
from invoicing.models.einvoice import EInvoiceFormat
from invoicing.rules.einvoices_notes import place_of
from smart.foundation import formats

SIZE: Final = "einvoice.size_class"
SMALL: Final = "small"
LAW, WISH, ADDRESS, HABIT = "law", "wish", "address", "habit"
WISHES: Final = frozenset({PDF, PEPPOL, "ubl", "facturx", "xrechnung"})
"""What a client may ask for where the law leaves the choice; the other formats are for one country's exchange only."""
SMALL_AMOUNT: Final = Decimal("250.00")


@dataclass(frozen=True, slots=True)
class InvoiceCircumstances:
    """What the choice depends on, as plain facts. `wish` is the format the client asked for, empty when none."""

    seller: str
    buyer: str
    client_kind: str
    has_endpoint: bool
    wish: str
    size: str
    is_exempt: bool
    total: Decimal


@dataclass(frozen=True, slots=True)
class FormatChoice:
    """The format, the way it goes, why, and the law's next change if one is known."""

    format: str
    channel: str
    is_mandatory: bool
    why: str
    since: datetime.date
    source: str
    confidence: str
    coming: FormatRow | None = None

    @property
    def is_electronic(self) -> bool:
        return self.format != PDF


def choose_format(facts: InvoiceCircumstances, *, on: datetime.date) -> FormatChoice:
    """Pure: the row of the day, and inside the freedom it leaves the client's wish, then its electronic address."""
    case = {
        "client": facts.client_kind,
        "place": place_of(seller=facts.seller, buyer=facts.buyer),
        "size": facts.size,
    }
    row = format_table().row(facts.seller, on=on, **case)
    is_mandatory = row.is_mandatory and not _is_relieved(row, facts)
    format_name, channel, why = row.format, row.channel, LAW if is_mandatory else HABIT
    if not is_mandatory:
        if facts.wish in WISHES:
            format_name, channel, why = facts.wish, _channel(facts.wish, row), WISH
        elif row.with_endpoint and facts.has_endpoint:
            format_name, channel, why = row.with_endpoint, PEPPOL, ADDRESS
    return FormatChoice(
        format=format_name,
        channel=channel,
        is_mandatory=is_mandatory,
        why=why,
        since=row.since,
        source=row.source,
        confidence=row.confidence,
        coming=format_table().coming(facts.seller, on=on, **case),
    )


def choice_for(invoice: Invoice, country: Country, *, on: datetime.date) -> FormatChoice:
    """The choice for a draft or an issued invoice. Costs the settings and the lines of the invoice."""
    client = invoice.client
    categories = set(invoice.lines.values_list("vat_category", flat=True))
    facts = InvoiceCircumstances(
        seller=country.code.code,
        buyer=invoice.buyer.get("country") or client.place.code,
        client_kind=invoice.buyer.get("kind") or client.kind,
        has_endpoint=bool(client.endpoint_id),
        wish=str(client.routing.get("format", "")),
        size=settings.setting_value(country, SIZE, on=on, default=SMALL),
        is_exempt=categories == {"E"},
        total=invoice.total,
    )
    return choose_format(facts, on=on)


def reason_of(choice: FormatChoice) -> str:
    """One sentence: which format, because of what."""
    facts = {
        "format": format_words(choice.format),
        "day": formats.day(choice.since),
        "source": choice.source,
    }
    if choice.why == LAW:
        return _("%(format)s, because the law asks for it since %(day)s (%(source)s).") % facts
    if choice.why == WISH:
        return _("%(format)s, because the client asked for it; the law leaves the choice (%(source)s).") % facts
    if choice.why == ADDRESS:
        return (
            _("%(format)s, because the client has an electronic address; the law leaves the choice (%(source)s).")
            % facts
        )
    if choice.format == PDF:
        return _("A PDF by mail: the law asks for no electronic document here (%(source)s).") % facts
    return _("%(format)s, as usual here; the law leaves the choice (%(source)s).") % facts


def coming_of(choice: FormatChoice) -> str:
    """What changes next, empty when nothing is known."""
    row = choice.coming
    if row is None:
        return ""
    facts = {"format": format_words(row.format), "day": formats.day(row.since), "source": row.source}
    if row.is_expected:
        return _("Announced for %(day)s: %(format)s (%(source)s).") % facts
    return _("From %(day)s the law asks for %(format)s (%(source)s).") % facts


def format_words(name: str) -> str:
    return "PDF" if name == PDF else str(EInvoiceFormat(name).label)


def document_of(choice: FormatChoice) -> dict[str, Any]:
    """The choice as it is stored with an attempt."""
    return {
        "why": choice.why,
        "since": choice.since.isoformat(),
        "source": choice.source,
        "confidence": choice.confidence,
    }


def stored_choice(format_name: str, channel: str, is_mandatory: bool, stored: dict[str, Any]) -> FormatChoice:
    """An attempt's choice as it was made, for its sentence."""
    return FormatChoice(
        format=format_name,
        channel=channel,
        is_mandatory=is_mandatory,
        why=stored["why"],
        since=datetime.date.fromisoformat(stored["since"]),
        source=stored["source"],
        confidence=stored["confidence"],
    )


def _is_relieved(row: FormatRow, facts: InvoiceCircumstances) -> bool:
    return ("exempt_supplies" in row.not_for and facts.is_exempt) or (
        "below_250" in row.not_for and facts.total <= SMALL_AMOUNT
    )


def _channel(wish: str, row: FormatRow) -> str:
    return PEPPOL if wish == PEPPOL else "email" if wish != row.format else row.channel


def day_of_choice(invoice: Invoice, country: Country) -> datetime.date:
    """The day whose law counts: that of the issue, for a draft the planned one or today."""
    if invoice.issued_on is not None:
        return invoice.issued_on
    return max(invoice.planned_on or country.today(), country.today())
