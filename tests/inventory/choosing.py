"""Which visits are looked at closely: of each address as many as show something that the others do not."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from tests.inventory.crawling import Visit

MOST: Final = 2
"""So many visits of one address by one kind of people; more of them show little that is new."""
OUTSIDE: Final = frozenset({"visitor", "client", "applicant", "member", "network administrator"})
"""Whoever is not named works in a country; staff see the same pages with other buttons."""


def chosen(visits: Iterable[Visit]) -> list[Visit]:
    """A small set of pages that shows the templates and kinds of element which the pages of an address showed."""
    groups: dict[tuple[str, str], list[Visit]] = defaultdict(list)
    for visit in visits:
        if visit.kind == "page":
            groups[side_of(visit.role), visit.name].append(visit)
    return [visit for group in groups.values() for visit in _covering(group)]


def side_of(role: str) -> str:
    return role if role in OUTSIDE else "staff"


def _covering(group: list[Visit]) -> list[Visit]:
    waiting, kept = set().union(*(visit.kinds for visit in group)), []
    while waiting and len(kept) < MOST + (side_of(group[0].role) == "staff"):
        # of equals the first: a person of the main country at an address without a query
        best = max(group, key=lambda visit: (len(visit.kinds & waiting), "?" not in visit.path))
        kept.append(best)
        waiting -= best.kinds
    return kept
