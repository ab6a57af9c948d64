"""The VAT table in words: who the customer is, where the event takes place, what a row depends on."""

from collections.abc import Iterator, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from countries import registry
from countries.data.catalogue import in_language
from countries.vat_table import CUSTOMERS, PLACES, SERVICES, UNSET, VatRule

CUSTOMER_WORDS: Final[Mapping[str, Promise]] = {
    "domestic_business": gettext_lazy("Business of this country"),
    "domestic_public": gettext_lazy("Public body of this country"),
    "domestic_consumer": gettext_lazy("Private client of this country"),
    "eu_business": gettext_lazy("Business elsewhere in the Union"),
    "eu_consumer": gettext_lazy("Private client elsewhere in the Union"),
    "outside_business": gettext_lazy("Business outside the Union"),
    "outside_consumer": gettext_lazy("Private client outside the Union"),
}
"""Private: who does not act as a business, associations without a VAT number included (2006/112/EC art. 43)."""
PLACE_WORDS: Final[Mapping[str, Promise]] = {
    "home": gettext_lazy("the event takes place in this country"),
    "eu": gettext_lazy("the event takes place elsewhere in the Union"),
    "outside": gettext_lazy("the event takes place outside the Union"),
    "unknown": gettext_lazy("no place is known"),
}
CONDITION_WORDS: Final[Mapping[tuple[str, str], Promise]] = {
    ("acts_as", "business"): gettext_lazy("the client acts as a business (it has a VAT number)"),
    ("acts_as", "consumer"): gettext_lazy("the client does not act as a business"),
    ("vat_number", "none"): gettext_lazy("the client has no VAT number"),
    ("vat_number", "own"): gettext_lazy("the VAT number is of the client's country"),
    ("vat_number", "other"): gettext_lazy("the VAT number is of another country"),
}


def service_words(code: str) -> dict[str, str]:
    """The kinds of service by code, in the reader's language."""
    kinds = registry.pack_for(code).pack.service_kinds
    return {kind: in_language(text, get_language()) for kind, text in kinds}


def services_of(rule: VatRule, code: str) -> list[str]:
    """The services of a row in words; one word when it is about all of them."""
    if set(rule.services) == set(SERVICES):
        return [_("Every service")]
    words = service_words(code)
    return [words.get(service, service) for service in rule.services]


def customers_of(rule: VatRule) -> list[str]:
    """The clients of a row in words; one word when it is about all of them, or all of this country."""
    if set(rule.customers) == set(CUSTOMERS):
        return [_("Every client")]
    at_home = [name for name in CUSTOMERS if name.startswith("domestic")]
    if not set(at_home) <= set(rule.customers):
        return [str(CUSTOMER_WORDS[customer]) for customer in rule.customers]
    others = [str(CUSTOMER_WORDS[customer]) for customer in rule.customers if customer not in at_home]
    return [_("Every client of this country"), *others]


def conditions_of(rule: VatRule, code: str) -> list[str]:
    """Place and conditions of a row, each a clause; none when nothing but service and client counts."""
    return [*_places(rule), *_conditions(rule, code)]


def _places(rule: VatRule) -> Iterator[str]:
    if set(rule.places) != set(PLACES):
        yield _(" or ").join(str(PLACE_WORDS[place]) for place in rule.places)


def _conditions(rule: VatRule, code: str) -> Iterator[str]:
    table = registry.vat_table(code)
    for name, values in rule.when.items():
        setting = table.settings.get(name) if table is not None else None
        if setting is None:
            yield _(" or ").join(str(CONDITION_WORDS[name, value]) for value in values)
            continue
        chosen = [
            _("not entered") if value == UNSET else in_language(setting.choices[value], get_language())
            for value in values
        ]
        yield f"{in_language(setting.label, get_language())}: {', '.join(chosen)}"
