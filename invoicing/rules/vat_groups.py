"""The tax of an invoice as documents show it: one group for each category and rate, with its base, its tax, its mention."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from invoicing.models import Invoice, InvoiceLine
from invoicing.rules import vat
from smart.foundation.money import ZERO, round_to


@dataclass(frozen=True, slots=True)
class VatGroup:
    """One row of the tax table. `vat` is base × rate rounded once; `mention` is in the invoice's language.

    `category` is empty while an accountant must decide. `decisions` are those of the group's lines, each once.
    """

    category: str
    rate: Decimal
    base: Decimal
    vat: Decimal
    exemption_code: str
    mention: str
    decisions: tuple[Mapping[str, Any], ...] = ()

    def mention_in(self, language: str) -> str:
        """The mentions of the group's lines in a language, each once."""
        return _joined(vat.mention_of(document, language) for document in self.decisions)


def vat_groups(invoice: Invoice, lines: Iterable[InvoiceLine] | None = None) -> tuple[VatGroup, ...]:
    """The tax groups of an invoice in the order of its lines; their bases sum to its net, their taxes to its VAT.

    The last credit note of an invoice gives back exactly the tax that is left, which may be a cent more or less than its
    bases × rates; the largest group then shows it. Costs a query unless the lines are given.
    """
    rows = list(invoice.lines.order_by("position")) if lines is None else list(lines)
    groups = list(_grouped(rows, invoice))
    odd = invoice.vat - sum((group.vat for group in groups), ZERO)
    if odd and not any(group.category == "" for group in groups):
        place = max(range(len(groups)), key=lambda i: abs(groups[i].vat))
        groups[place] = replace(groups[place], vat=groups[place].vat + odd)
    return tuple(groups)


def _grouped(lines: list[InvoiceLine], invoice: Invoice) -> Iterable[VatGroup]:
    keys = dict.fromkeys((line.vat_category, line.vat_rate) for line in lines)
    for category, rate in keys:
        own = [line for line in lines if (line.vat_category, line.vat_rate) == (category, rate)]
        base = sum((line.net for line in own), ZERO)
        documents = _once(vat.decision_of(line, invoice) for line in own)
        yield VatGroup(
            category=category,
            rate=rate,
            base=base,
            vat=round_to(base * rate),
            exemption_code=next((line.exemption_code for line in own if line.exemption_code), ""),
            mention=_joined(vat.mention_of(document, invoice.language) for document in documents),
            decisions=documents,
        )


def _once(documents: Iterable[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    kept: list[Mapping[str, Any]] = []
    for document in documents:
        if document not in kept:
            kept.append(document)
    return tuple(kept)


def _joined(texts: Iterable[str]) -> str:
    return " · ".join(dict.fromkeys(text for text in texts if text))
