"""What differs between two versions of an order, in words both sides read. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from babel.numbers import format_currency
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from activities.units import LUMP_SUM, counted
from smart.foundation import formats
from smart.foundation.money import round_to

Terms = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that changed; an empty side was not there."""

    label: str
    before: str
    after: str

    def __str__(self) -> str:
        return _("%(what)s: %(before)s → %(after)s") % {
            "what": self.label,
            "before": self.before or _("nothing"),
            "after": self.after or _("nothing"),
        }


def version_changes(before: Terms, after: Terms) -> list[Change]:
    """The differences in the order the quote is read; the version's own number is none."""
    found = [
        Change(str(label), was, now)
        for name, label, write in FACTS
        if (was := write(before, name)) != (now := write(after, name))
    ]
    return found + list(_line_changes(before, after))


def line_words(line: Terms, currency: str) -> str:
    """A line in one sentence: "Rehearsals: 3 days × €250.00 = €750.00"."""
    net = formats.money(Decimal(line["net"]), currency)
    if line["unit"] == LUMP_SUM and Decimal(line["quantity"]) == 1:
        return f"{line['description']}: {net}"
    count = counted(Decimal(line["quantity"]), line["unit"])
    return f"{line['description']}: {count} × {unit_price_words(Decimal(line['unit_price']), currency)} = {net}"


def unit_price_words(price: Decimal, currency: str) -> str:
    """The price of a unit with its currency; up to four decimals where two would not be true (0.4297 for a kilometre)."""
    if price == round_to(price):
        return formats.money(price, currency)
    locale = formats.active_locale()
    return format_currency(price, currency, locale=locale, currency_digits=False, decimal_quantization=False)


def _line_changes(before: Terms, after: Terms) -> Iterator[Change]:
    was = [line_words(line, before["currency"]) for line in before.get("lines", [])]
    now = [line_words(line, after["currency"]) for line in after.get("lines", [])]
    gone = [words for words in was if words not in now]
    new = [words for words in now if words not in was]
    for place in range(max(len(gone), len(new))):
        yield Change(pgettext("order", "Line"), *(words[place] if place < len(words) else "" for words in (gone, new)))


def _text(terms: Terms, name: str) -> str:
    return str(terms.get(name, ""))


def _day(terms: Terms, name: str) -> str:
    return formats.day(date.fromisoformat(terms[name])) if terms.get(name) else ""


def _number(terms: Terms, name: str) -> str:
    return formats.number(Decimal(terms[name])) if terms.get(name) else ""


def _money(terms: Terms, name: str) -> str:
    amount = Decimal(terms.get(name) or 0)
    return formats.money(amount, terms["currency"]) if amount else ""


def _place(terms: Terms, name: str) -> str:
    return ", ".join(part for part in terms.get(name, []) if part)


def _client(terms: Terms, name: str) -> str:
    client = terms.get(name, {})
    return ", ".join([client.get("name", ""), client.get("vat_number", ""), *client.get("address", [])])


FACTS: Final[tuple[tuple[str, Any, Callable[[Terms, str], str]], ...]] = (
    ("title", gettext_lazy("What"), _text),
    ("description", gettext_lazy("Description"), _text),
    ("function", gettext_lazy("Function"), _text),
    ("client", gettext_lazy("Client"), _client),
    ("first_day", gettext_lazy("First day"), _day),
    ("last_day", gettext_lazy("Last day"), _day),
    ("start_time", gettext_lazy("Begins at"), lambda terms, name: _text(terms, name)[:5]),
    ("days", gettext_lazy("Days"), _number),
    ("place", gettext_lazy("Place"), _place),
    ("amount_without_vat", gettext_lazy("Price"), _money),
    ("deposit", gettext_lazy("Deposit"), _money),
    ("invoice_on", gettext_lazy("Planned day of the invoice"), _day),
    ("payment_days", gettext_lazy("Days to pay"), _text),
    ("valid_until", gettext_lazy("The client can answer until"), _day),
)
