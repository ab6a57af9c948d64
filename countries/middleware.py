"""The country is the first part of the address: `/be/missions/`.

CountryPrefix reads it early and makes it the script prefix, so `reverse()` and `{% url %}` stay in the country without an
argument. EnterCountry opens the transaction and enters the country around the whole response, rendering included.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import get_script_prefix, set_script_prefix
from django.utils import timezone
from django.utils.translation import gettext as _

from countries.models import Country
from countries.rules.settings import read_once
from smart.foundation import formats
from smart.foundation.tenancy import country, keeping

GetResponse = Callable[[HttpRequest], HttpResponse]
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_WRITES: Final = re.compile(
    r'\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE)\s+"?(?P<table>\w+)', re.IGNORECASE
)
_WRITTEN_BY_READING: Final = re.compile(r"django_session|account_email\w+|members_user|members_signin")
ALWAYS_OPEN: Final = ("/accounts/", "/i18n/", "/demo/", "/network-admin/")


class CountryPrefix:
    """Set `request.country` (or None) from the first part of the path and strip it from `path_info`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.country = None  # type: ignore[attr-defined]
        first, _slash, rest = request.path_info.lstrip("/").partition("/")
        if len(first) != 2 or not first.isalpha() or first != first.lower():
            return self.get_response(request)
        found = Country.objects.filter(code=first.upper()).first()
        if found is None or not found.is_tenant:
            return self.get_response(request)
        request.country = found  # type: ignore[attr-defined]
        before = get_script_prefix()
        set_script_prefix(f"/{first}/")
        request.path_info = f"/{rest}"
        habits = formats.set_country(str(found.code), found.currency)
        try:
            with timezone.override(found.time_zone):
                return self.get_response(request)
        finally:
            formats.reset_country(habits)
            set_script_prefix(before)


class EnterCountry:
    """One transaction around the whole response, inside the country; reading requests cannot write; a sleeping country neither."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        entered: Country | None = request.country  # type: ignore[attr-defined]
        if entered is None:
            return self.get_response(request)
        if entered.is_dormant and request.method not in SAFE and not request.path_info.startswith(ALWAYS_OPEN):
            message = _("%(country)s is asleep: its pages can be read, but nothing new can be written.") % {
                "country": entered
            }
            return render(request, "409.html", {"message": message}, status=409)
        with country(entered), reading(request, entered):
            return self.get_response(request)


@contextmanager
def reading(request: HttpRequest, entered: Country) -> Iterator[None]:
    """Around a request that only reads: refuse what writes; its country and the country's settings are therefore asked once."""
    if request.method not in SAFE or not settings.READS_NEVER_WRITE:
        yield
        return
    with connection.execute_wrapper(refuse_writes), keeping(entered), read_once():
        yield


def refuse_writes(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Let a GET read only. Sessions, accounts and the last use of a sign-in are exempt, known by the table that is written."""
    written = _WRITES.match(str(sql))
    if written is not None and not _WRITTEN_BY_READING.fullmatch(written["table"]):
        raise RuntimeError(f"A reading request tried to write: {str(sql)[:120]}")
    return execute(sql, params, many, context)
