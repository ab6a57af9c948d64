"""Every address of the URL configuration, and which of them a path is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

NOT_PAGES = {
    "health_live": "an answer for machines",
    "health_ready": "an answer for machines",
    "set_language": "only receives a form",
}


@dataclass(frozen=True, slots=True)
class Address:
    """One address: its name, its route, who may open it (“” for pages of other packages)."""

    name: str
    route: str
    access: str

    @property
    def has_arguments(self) -> bool:
        return "<" in self.route or "(" in self.route

    @property
    def is_tenant(self) -> bool:
        return self.name.split(":")[0] in {"members", "activities", "invoicing", "personal_data"} or self.access in {
            "member",
            "staff",
        }


@cache
def all_addresses() -> list[Address]:
    return [
        Address(f"{app}:{entry.name}" if app else str(entry.name), route, getattr(entry.callback, "access", ""))
        for app, entry, route in _patterns(get_resolver(), "", "")
    ]


def _patterns(resolver: URLResolver, prefix: str, app: str) -> Iterator[tuple[str, URLPattern, str]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, route, entry.app_name or app)
        elif isinstance(entry, URLPattern):
            yield app, entry, route


@cache
def name_of(path: str) -> str:
    """The name of the address that answers a path, with or without a country in front; “” when there is none."""
    plain = re.sub(r"^/[a-z]{2}(?=/)", "", path.partition("?")[0])
    try:
        match = resolve(plain)
    except Resolver404:
        return ""
    app = match.app_names[-1] if match.app_names else ""
    return f"{app}:{match.url_name}" if app else str(match.url_name)
