"""Addresses across countries, in templates."""

from typing import Any

from django import template

from countries import addresses

register = template.Library()


@register.simple_tag
def country_url(where: Any, name: str, *args: Any) -> str:
    """`{% country_url country "members:join" %}`: a tenant page of another (or no) country."""
    return addresses.country_url(where, name, *args)


@register.simple_tag
def global_url(name: str, *args: Any) -> str:
    """`{% global_url "costs" %}`: a page that belongs to no country."""
    return addresses.global_url(name, *args)
