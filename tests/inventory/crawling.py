"""Each person walks through the portal by its links, as far as it goes: new pages are found without anyone naming them."""

import hashlib
import itertools
import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser

from members.models import User
from tests import people
from tests.inventory.addresses import NOT_PAGES, Address, all_addresses, name_of
from tests.inventory.reading import Read, own_path, read_page
from tests.inventory.world import AT, MAIN, Person

ENOUGH: Final = 6
"""So many objects of one address a person looks at."""
DULL: Final = 3
"""After so many pages of an address without a new template, element or link nobody of that role looks at another."""
ELSEWHERE: Final = 2
"""So many in a country that is not the main one."""
FEW: Final = 2
"""So many with a query (a filter, a page number)."""
NUMBERS: Final = range(1, 26)
TRIES: Final = 6
ANSWERS: Final = {"page", "part", "file", "refused"}
LANGUAGE: Final = "django_language"
PUBLIC: Final = {"", "public"}
STAFF: Final = {"staff", "any_staff"}
OPEN_TO: Final = {
    "member": {"member", "records"},
    "applicant": {"applicant", "records"},
    "client": set(),
    "network administrator": {"network_admin"},
}
"""By role, the kinds of access that are not refused; whoever is not named works in a country."""


@dataclass(slots=True)
class Visit:
    """One answer of the portal to one person."""

    person: str
    role: str
    path: str
    name: str
    status: int
    kind: str  # page, part, file, redirect, refused, none
    kinds: set[str] = field(default_factory=set)
    nodes: int = 0
    queries: int = 0
    html: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    target: str = ""
    leads: list[str] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        facts = asdict(self)
        del facts["html"], facts["kinds"], facts["leads"]
        return facts | {"look": self.look}

    @property
    def look(self) -> str:
        """The same for two pages of one address made of the same templates and elements, wherever their links lead."""
        made_of = sorted(each for each in self.kinds if not each.startswith("to "))
        return hashlib.sha256("\n".join([self.name, *made_of]).encode()).hexdigest()[:16]


@dataclass(slots=True)
class Walk:
    """What everybody together has found so far."""

    visits: list[Visit] = field(default_factory=list)
    only_received: set[str] = field(default_factory=set)
    files: Counter[str] = field(default_factory=Counter)
    found: set[str] = field(default_factory=set)
    shown: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    dull: Counter[tuple[str, str]] = field(default_factory=Counter)

    def keep(self, visit: Visit) -> None:
        self.visits.append(visit)
        if visit.kind in ANSWERS:
            self.found.add(visit.name)
        if visit.kind == "page":
            key = visit.role, visit.name
            self.dull[key] = 0 if visit.kinds - self.shown[key] else self.dull[key] + 1
            self.shown[key] |= visit.kinds
        if visit.kind == "refused":
            self.only_received.add(visit.name)
        elif visit.kind == "file":
            self.files[visit.name] += 1

    def is_known(self, role: str, name: str) -> bool:
        """Addresses that give a file need no third look, nor do pages that show nothing new any more."""
        return self.files[name] >= FEW or self.dull[role, name] >= DULL

    def only_receives(self, name: str) -> bool:
        return name in self.only_received

    def missing(self) -> list[Address]:
        return [each for each in all_addresses() if each.name not in self.found and each.name not in NOT_PAGES]


class Walker:
    """A person with a browser."""

    def __init__(self, person: Person, walk: Walk, browser: Browser | None = None) -> None:
        self.person = person
        self.known = walk
        self.browser = browser or Browser()
        self.browser.raise_request_exception = False
        if person.user_id is not None:
            people.sign_in(self.browser, User.objects.get(pk=person.user_id))
        self.seen: set[str] = set()
        self.counted: Counter[str] = Counter()

    def walk(self) -> None:
        self._from(self._starts())

    def guess(self) -> None:
        """Try numbers for the addresses that nobody's links led to and this person might open."""
        for address in self.known.missing():
            if self._might_open(address):
                for path in self._tries(address):
                    if address.name not in self.known.found:
                        self._from([path])

    def _might_open(self, address: Address) -> bool:
        roles = {
            "member": {"member"},
            "records": {"member"},
            "applicant": {"applicant"},
            "staff": {"country administrator"},
        }
        return (
            not self.person.door
            and self.person.country in {MAIN, ""}
            and self.person.role in roles.get(address.access, {"network administrator"})
        )

    def look(self, path: str, language: str = "en") -> Visit:
        """Ask for a path in a language and say what came."""
        self.browser.cookies[LANGUAGE] = language
        cache.clear()  # nobody walks as fast as this, so nobody is told to wait
        asked: list[str] = []
        with connection.execute_wrapper(lambda execute, sql, *rest: asked.append(sql) or execute(sql, *rest)):
            response = self.browser.get(path)
        visit = Visit(self.person.key, self.person.role, path, name_of(path), response.status_code, "none")
        visit.queries = sum(not re.match(r"SAVEPOINT|RELEASE|SELECT set_config", sql) for sql in asked)
        visit.headers = {name: value for name, value in response.items() if name != "Set-Cookie"}
        visit.target = response.get("Location", "")
        _describe(visit, response)
        return visit

    def _from(self, paths: Iterable[str]) -> None:
        waiting = deque(paths)
        while waiting:
            path = waiting.popleft()
            if self._is_enough(path, is_start=path in self.person.starts):
                continue
            visit = self.look(path)
            self.known.keep(visit)
            found = visit.leads or ([visit.target] if visit.target else [])
            waiting.extend(each for address in found if (each := own_path(_whole(address))))

    def _is_enough(self, path: str, *, is_start: bool) -> bool:
        name = name_of(path)
        kind = f"{name}?" if "?" in path else name
        is_seen = not name or path in self.seen or self.known.only_receives(name)
        is_dull = self.known.is_known(self.person.role, name) or self.counted[kind] >= self._most(path)
        if is_seen or (is_dull and not is_start):
            return True
        if name in {"account_logout", "set_language"} and self.person.user_id is None:
            return True
        self.seen.add(path)
        self.counted[kind] += 1
        return False

    def _most(self, path: str) -> int:
        if "?" in path:
            return FEW
        return ENOUGH if self.person.country in {MAIN, ""} else ELSEWHERE

    def _starts(self) -> list[str]:
        if self.person.door:
            return list(self.person.starts)
        prefix = f"/{self.person.country.lower()}" if self.person.country else ""
        open_to = [each for each in all_addresses() if not each.has_arguments and self._may_open(each)]
        plain = [f"/{each.route}" for each in open_to if not each.is_tenant]
        inside = [f"{prefix}/{each.route}" for each in open_to if each.is_tenant]
        return [f"{prefix}/", *self.person.starts, *plain, *(inside if prefix else [])]

    def _may_open(self, address: Address) -> bool:
        """Whom an address refuses is proved by the isolation matrix: here nobody knocks at the doors of others."""
        return self.person.role == "visitor" or address.access in OPEN_TO.get(self.person.role, STAFF) | PUBLIC

    def _tries(self, address: Address) -> list[str]:
        if "token" in address.route or "(" in address.route:
            return []
        prefix = f"/{self.person.country.lower()}" if self.person.country and address.is_tenant else ""
        return [f"{prefix}/{_filled(address.route, number)}" for number in itertools.islice(NUMBERS, TRIES)]


def _filled(route: str, number: int) -> str:
    route = (
        route.replace("<int:year>", str(AT.year))
        .replace("<slug:slug>", MAIN.lower())
        .replace("<slug:figure>", "available")
    )
    first = re.sub(r"<int:[a-z_]+>", str(number), route, count=1)
    return re.sub(r"<(?:str:|slug:)?[a-z_]+>", "word", re.sub(r"<int:[a-z_]+>", "1", first))


def _whole(address: str) -> str:
    return f"http://portal{address}" if address.startswith("/") else address


def _describe(visit: Visit, response: Any) -> None:
    is_html = response.get("Content-Type", "").startswith("text/html")
    if response.status_code in {301, 302, 303}:
        visit.kind = "redirect"
    elif response.status_code == 405:
        visit.kind = "refused"
    elif response.status_code >= 500:
        visit.kind = "broken"
    elif response.status_code == 200 and not is_html:
        visit.kind = "file"
        b"".join(response) if response.streaming else b""
    elif response.status_code == 200:
        visit.html = response.content.decode()
        read: Read = read_page(visit.path, visit.html)
        visit.kind = "page" if read.is_whole else "part"
        templates = {f"template {each.name}" for each in getattr(response, "templates", []) if each.name}
        leads = {f"to {name_of(own_path(each))}" for each in read.links + read.forms}
        visit.kinds, visit.nodes, visit.leads = read.kinds | templates | leads, read.nodes, read.links + read.forms
