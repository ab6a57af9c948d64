"""The VAT of a line: decided by the law from facts, or settled by an accountant where the law leaves a question.

A decision is kept on the line as plain data, with its source and its mention in every language the law has it in. The
invoice shows the decision of its first line, or the first that is still open. Tax is summed per category and rate and
rounded once for each (2006/112/EC art. 226 (8), EN 16931 BR-CO-17).
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activities.models import Mission
from activities.models.client import ClientKind
from countries import registry
from countries.contract import VatDecision, VatFacts, VatRow
from countries.data.catalogue import in_language
from countries.models import Country
from countries.rules import settings
from countries.vat_codes import faults_of
from countries.vat_loading import questions
from invoicing import perms
from invoicing.models import Invoice, InvoiceLine
from invoicing.models.invoice import LineKind
from invoicing.rules import vat_reviews
from invoicing.states import InvoiceState
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.money import ZERO, round_to

PLAIN_SERVICE: Final = "service"
"""What a mission says before its kind of service was chosen; the packs call it `general`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """What is sold to whom and where, as VAT asks it."""

    service: str
    client_kind: str
    customer_country: str
    vat_number: str = ""
    postal_code: str = ""
    place_country: str = ""


def decide_vat(mission: Mission, *, country: Country, on: datetime.date, service: str = "") -> VatDecision:
    """Ask the country's table how a service of the mission (its own kind unless `service` is given) is taxed on the day.

    Reads the country's settings; writes nothing.
    """
    client = mission.client
    assert client is not None, "a mission that is invoiced has a client"
    kind = service or mission.service_kind
    supply = Supply(
        service="general" if kind in {PLAIN_SERVICE, ""} else kind,
        client_kind=client.kind,
        customer_country=client.place.code,
        vat_number=client.vat_number,
        postal_code=client.postal_code,
        place_country=mission.place.code or "",
    )
    return decide_supply(supply, country=country, on=on)


def decide_supply(supply: Supply, *, country: Country, on: datetime.date) -> VatDecision:
    """How a supply is taxed on the day, with the row that says so.

    Where the cooperative decides by reviewed rows only, any other row goes to staff. Reads settings; writes nothing.
    """
    values = settings.setting_values(country, on=on)
    facts = VatFacts(
        country=country.code.code,
        on=on,
        service=supply.service,
        customer_country=supply.customer_country,
        customer_is_business=is_business(supply.client_kind, supply.vat_number),
        customer_vat_number=supply.vat_number,
        customer_is_public=supply.client_kind == ClientKind.PUBLIC,
        customer_postal_code=supply.postal_code,
        place_country=supply.place_country,
        settings=values,
        rows=entered_rows(values),
    )
    decision = registry.pack_for(country.code.code, on=on).vat(facts)
    if not values.get("vat.only_reviewed") or decision.needs_staff:
        return decision
    is_reviewed = vat_reviews.is_reviewed(decision.row, country=country, entered=facts.rows)
    return decision if is_reviewed else _unreviewed(decision)


def _unreviewed(decision: VatDecision) -> VatDecision:
    question = questions()["not_reviewed"]
    return VatDecision(
        category="",
        rate=None,
        source="",
        needs_staff=True,
        reason=question["en"],
        questions=question,
        params={"row": decision.row},
        row=decision.row,
        row_since=decision.row_since,
        row_until=decision.row_until,
    )


def is_business(kind: str, vat_number: str) -> bool:
    """Whether the place of supply follows the customer: companies, bodies with a VAT number (2006/112/EC art. 43)."""
    return kind == ClientKind.COMPANY or (kind != ClientKind.PERSON and bool(vat_number))


def decision_document(decision: VatDecision) -> dict[str, Any]:
    """The decision as it is stored on the invoice: JSON with the rate as text."""
    return {
        "category": decision.category,
        "rate": None if decision.rate is None else str(decision.rate),
        "source": decision.source,
        "exemption_code": decision.exemption_code,
        "mention": dict(decision.mention),
        "needs_staff": decision.needs_staff,
        "reason": decision.reason,
        "questions": dict(decision.questions),
        "row": decision.row,
        "row_since": decision.row_since.isoformat() if decision.row_since else "",
        "row_until": decision.row_until.isoformat() if decision.row_until else "",
        "params": {name: str(value) for name, value in decision.params.items()},
        "confidence": decision.confidence,
    }


def is_decided(document: Mapping[str, Any]) -> bool:
    return bool(document.get("category")) and not document.get("needs_staff")


def is_settled_by_staff(document: Mapping[str, Any]) -> bool:
    return "settled_by" in document


def rate_of(document: Mapping[str, Any]) -> Decimal:
    """The rate as a fraction; zero for categories without tax."""
    return Decimal(document["rate"]) if document.get("rate") else ZERO


def question_of(document: Mapping[str, Any]) -> str:
    """What staff must settle, in the reader's language; empty when nothing is open.

    A document from before questions came with their translations has its sentence in the catalogues.
    """
    if not document.get("needs_staff"):
        return ""
    texts = document.get("questions") or {}
    text = in_language(texts, get_language()) if texts else _(document["reason"])
    return text % document.get("params", {})


def mention_of(document: Mapping[str, Any], language: str) -> str:
    """The legal mention in a language, else in English; empty for plain taxed supplies."""
    texts = document.get("mention", {})
    return str(texts.get(language) or texts.get("en") or next(iter(texts.values()), ""))


def decision_of(line: InvoiceLine, invoice: Invoice) -> dict[str, Any]:
    """The line's own decision; a line from before lines had one follows its invoice."""
    document: dict[str, Any] = line.vat_decision or invoice.vat_decision
    return document


def put_decision(line: InvoiceLine, document: dict[str, Any]) -> None:
    """Put a decision into a line's figures; the caller saves."""
    line.vat_decision = document
    line.vat_rate = rate_of(document)
    line.vat_category = document.get("category", "")
    line.exemption_code = document.get("exemption_code", "")


def vat_of_lines(lines: Iterable[InvoiceLine]) -> Decimal:
    """The tax of a document: the nets of each category and rate are summed, and each sum's tax is rounded once. Pure."""
    bases: dict[tuple[str, Decimal], Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        bases[line.vat_category, line.vat_rate] += line.net
    return sum((round_to(base * rate) for (_category, rate), base in bases.items()), ZERO)


def sum_up(invoice: Invoice, lines: list[InvoiceLine]) -> None:
    """Put the lines' tax and the decision to show into the draft's figures; tax stays zero while a line is open."""
    documents = [decision_of(line, invoice) for line in lines]
    undecided = [document for document in documents if not is_decided(document)]
    invoice.vat = ZERO if undecided else vat_of_lines(lines)
    invoice.total = invoice.net + invoice.vat
    invoice.vat_decision = (undecided or documents)[0]


def open_line(lines: list[InvoiceLine], invoice: Invoice) -> InvoiceLine | None:
    """The first line whose VAT the law leaves to an accountant."""
    return next((line for line in lines if not is_decided(decision_of(line, invoice))), None)


@transaction.atomic
def settle_vat(
    invoice: Invoice,
    *,
    category: str,
    rate: Decimal,
    source: str,
    reason: str,
    by: Actor,
    mention: str = "",
    exemption_code: str = "",
    position: int | None = None,
) -> Invoice:
    """Record an accountant's decision on one line of a draft: the first open one, unless `position` names another.

    Fields: those of the arguments.
    """
    if not perms.may_keep_books(by):
        raise NotAllowed(_("Only an accountant may decide the VAT of an invoice."))
    locked: Invoice = Invoice.objects.select_for_update(of=("self",), no_key=True).get(pk=invoice.pk)
    lines = list(locked.lines.order_by("position"))
    line = _line_to_settle(lines, locked, position=position)
    _check_settlement(locked, source=source, reason=reason)
    _check_codes(category, rate=rate, exemption_code=exemption_code.strip(), mention=mention)
    earlier = decision_of(line, locked)
    document = {
        **earlier,
        "category": category,
        "rate": str(rate),
        "source": source.strip(),
        "exemption_code": exemption_code.strip(),
        "mention": {locked.language: mention.strip()} if mention.strip() else {},
        "needs_staff": False,
        "question": earlier.get("reason", ""),
        "reason": reason.strip(),
        "params": {},
        "confidence": "verified",
        "settled_by": by.user_id,
        "settled_by_label": by.label,
        "settled_at": timezone.now().isoformat(),
    }
    put_decision(line, document)
    line.save(update_fields=["vat_decision", "vat_rate", "vat_category", "exemption_code"])
    sum_up(locked, lines)
    locked.save(update_fields=["vat_decision", "vat", "total"])
    return locked


def _line_to_settle(lines: list[InvoiceLine], invoice: Invoice, *, position: int | None) -> InvoiceLine:
    if position is None:
        return open_line(lines, invoice) or lines[0]
    for line in lines:
        if line.position == position and line.kind != LineKind.DEPOSIT:
            return line
    raise RuleBroken(
        "no_such_line",
        _("“%(invoice)s” has no line %(position)s whose VAT could be decided. Choose one of its lines.")
        % {"invoice": invoice, "position": position},
    )


def _check_settlement(invoice: Invoice, *, source: str, reason: str) -> None:
    if invoice.state != InvoiceState.DRAFT:
        raise RuleBroken(
            "vat_of_issued_invoice",
            _("Invoice %(number)s is issued: its VAT cannot change. Credit it instead.") % {"number": invoice.number},
        )
    if not source.strip() or not reason.strip():
        raise RuleBroken(
            "vat_without_source",
            _("Give the article of law or official page and why it applies here."),
            field="source" if not source.strip() else "reason",
        )


def _check_codes(category: str, *, rate: Decimal, exemption_code: str, mention: str) -> None:
    """Refuse what EN 16931 would refuse, at the field to mend."""
    for fault in faults_of(category, rate=rate, exemption_code=exemption_code, mention=mention):
        code = "vat_without_mention" if fault.at == "mention" else f"vat_{fault.at}"
        raise RuleBroken(code, fault.sentence(_), field=fault.at)


def entered_rows(values: Mapping[str, Any]) -> tuple[VatRow, ...]:
    """The rows of the setting `vat.rows` among a country's settings; none where a pack has the law."""
    return tuple(_row(row) for row in values.get("vat.rows", ()))


def _row(row: Mapping[str, Any]) -> VatRow:
    mention = row.get("mention") or ""
    return VatRow(
        since=_day(row["since"]),
        until=None,
        service=row["service"],
        customer=row["customer"],
        rate=row["rate"],
        category=row["category"],
        source=row["source"],
        exemption_code=row.get("exemption_code") or "",
        mention={"en": mention} if mention else {},
    )


def _day(value: datetime.date | str) -> datetime.date:
    return datetime.date.fromisoformat(value) if isinstance(value, str) else value
