"""Addresses of tenant pages from outside the tenant: mails, the network pages, the demo bar."""

from typing import Any

from django.conf import settings
from django.urls import get_script_prefix, reverse, set_script_prefix

from countries.models import Country


def country_url(where: Country | str, name: str, *args: Any) -> str:
    """The path of a named tenant page in a country: `country_url("be", "activities:mission_list")` → `/be/missions/`."""
    slug = where.lower() if isinstance(where, str) else where.slug
    before = get_script_prefix()
    set_script_prefix(f"/{slug}/")
    try:
        return reverse(name, args=args)
    finally:
        set_script_prefix(before)


def country_address(where: Country | str, name: str, *args: Any) -> str:
    """The same with scheme and host, for mails: always the configured site, never the Host header."""
    return f"{settings.SITE_URL}{country_url(where, name, *args)}"


def global_url(name: str, *args: Any) -> str:
    """The path of a page that belongs to no country, also from inside one."""
    before = get_script_prefix()
    set_script_prefix("/")
    try:
        return reverse(name, args=args)
    finally:
        set_script_prefix(before)
