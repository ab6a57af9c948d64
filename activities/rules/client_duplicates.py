"""Clients that may have been entered twice: the same company number, or the same name at the same postal code.

Two different VAT numbers are two clients and are never proposed.
"""

from collections import defaultdict
from itertools import combinations
from typing import Final

from django.db.models import Exists, OuterRef, Q

from activities.models import Client

MOST: Final = 400
"""Clients looked at for one page; the others follow when these are decided."""
Pair = tuple[Client, Client]


def duplicates_of(client: Client) -> list[Client]:
    """Those that may be this client, the oldest first. One query."""
    same = Q(folded_name=client.folded_name, postal_code=client.postal_code)
    if client.company_number:
        same |= Q(company_number=client.company_number, place=client.place)
    found = Client.objects.standing().filter(same).exclude(pk=client.pk).order_by("id")
    return [each for each in found if may_be_same(client, each)]


def duplicate_pairs() -> list[Pair]:
    """Every two clients that may be one, the older first, each pair once. One query."""
    others = Client.objects.standing().exclude(pk=OuterRef("pk"))
    number = others.filter(company_number=OuterRef("company_number"), place=OuterRef("place"))
    name = others.filter(folded_name=OuterRef("folded_name"), postal_code=OuterRef("postal_code"))
    rows = Client.objects.standing().filter((~Q(company_number="") & Exists(number)) | Exists(name))
    alike: dict[tuple[str, ...], list[Client]] = defaultdict(list)
    for row in rows.order_by("id")[:MOST]:
        alike["name", row.folded_name, row.postal_code].append(row)
        if row.company_number:
            alike["number", row.company_number, str(row.place.code)].append(row)
    pairs = {
        (one.pk, other.pk): (one, other)
        for group in alike.values()
        for one, other in combinations(group, 2)
        if may_be_same(one, other)
    }
    return [pairs[key] for key in sorted(pairs)]


def may_be_same(one: Client, other: Client) -> bool:
    """Whether nothing proves that they are two."""
    return not (one.vat_number and other.vat_number and one.vat_number != other.vat_number)
