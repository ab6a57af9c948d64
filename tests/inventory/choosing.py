"""Which visits are looked at closely: of each address and role as many as show something that the others do not."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from tests.inventory.crawling import Visit

MOST: Final = 2
"""So many visits of one address by one role; more of them show little that is new."""


def chosen(visits: Iterable[Visit]) -> list[Visit]:
    """A small set of pages that shows every template and every kind of element which any page of that address showed."""
    groups: dict[tuple[str, str], list[Visit]] = defaultdict(list)
    for visit in visits:
        if visit.kind == "page":
            groups[visit.role, visit.name].append(visit)
    return [visit for group in groups.values() for visit in _covering(group)]


def _covering(group: list[Visit]) -> list[Visit]:
    waiting, kept = set().union(*(visit.kinds for visit in group)), []
    while waiting and len(kept) < MOST:
        # of equals the first: a person of the main country at an address without a query
        best = max(group, key=lambda visit: (len(visit.kinds & waiting), "?" not in visit.path))
        kept.append(best)
        waiting -= best.kinds
    return kept
