"""Opening a country: what must be there before members may declare, task by task."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from babel.numbers import get_territory_currencies
from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_countries import countries as every_country

from countries import perms, registry
from countries.models import BankAccount, Country, CountrySetting, LegalEntity, Office
from countries.rules.settings import label_of
from countries.setting_kinds import required_settings
from countries.states import CountryState, SettingState
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.states import move
from smart.foundation.tenancy import country as enter

_UNFINISHED: Final = Q(name="") | Q(legal_form="") | Q(street="") | Q(city="") | Q(company_number="", vat_number="")
"""A legal entity that cannot employ or invoice yet."""
BEFORE_BUILDING: Final = frozenset({CountryState.INITIATIVE, CountryState.STUDY, CountryState.FUNDING})


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do; `code` names its page (a setting's key, or basics, entity, office, account), or `url` does."""

    code: str
    label: str
    state: Literal["done", "waiting", "missing"]
    note: str = ""
    url: str = ""

    @property
    def is_done(self) -> bool:
        return self.state == "done"


MoreTask = Callable[[Country, datetime.date], Task]
"""A task of a higher room, named in settings.COUNTRY_TASKS (for example: the country has staff)."""


def onboarding_tasks(country: Country, *, on: datetime.date) -> tuple[Task, ...]:
    """Every task in the order of the page: basics and registers, then settings, then those of higher rooms.

    Two queries, and those of the higher rooms.
    """
    more: list[MoreTask] = [import_string(path) for path in getattr(settings, "COUNTRY_TASKS", ())]
    return (
        _basics(country),
        *_registers(country),
        *_settings(country, on),
        *(task(country, on) for task in more),
    )


def missing_tasks(country: Country, *, on: datetime.date) -> tuple[Task, ...]:
    return tuple(task for task in onboarding_tasks(country, on=on) if not task.is_done)


def pack_of(code: str) -> str:
    """The pack a country runs on: its own, or the generic one set up in the browser."""
    return code.lower() if registry.has_own_pack(code) else "generic"


def usual_currency(code: str) -> str:
    """The currency used in a country today (CLDR)."""
    return str(next(iter(get_territory_currencies(code)), "EUR"))


def open_country(code: str, *, by: Actor, reason: str = "") -> Country:
    """Start building a country, known to the network or new; its tasks are then done in the browser."""
    if not perms.may_move_country(by):
        raise NotAllowed(_("Only a network administrator may open a country."))
    if code not in dict(every_country):
        raise RuleBroken("no_such_country", _("“%(code)s” is no country.") % {"code": code}, field="code")
    country, _created = Country.objects.get_or_create(
        code=code, defaults={"pack": pack_of(code), "currency": usual_currency(code)}
    )
    if country.state not in BEFORE_BUILDING:
        raise RuleBroken(
            "country_known",
            _("%(country)s is already in the network: %(state)s.")
            % {"country": country, "state": country.get_state_display()},
            field="code",
        )
    with enter(country, by=by):
        move(country, to=CountryState.BUILDING, by=by, reason=reason)
    return country


def _task(code: str, label: str, *, is_done: bool, note: str = "") -> Task:
    return Task(code, label, "done" if is_done else "missing", "" if is_done else note)


def _basics(country: Country) -> Task:
    is_done = bool(country.languages) and country.time_zone != "UTC"
    return _task(
        "basics",
        _("Languages, currency and calendar"),
        is_done=is_done,
        note=_("Choose at least one language, and the time zone."),
    )


def _registers(country: Country) -> tuple[Task, Task, Task]:
    """The default entity, an office, and the account clients pay to: one query."""
    default = LegalEntity.objects.filter(country_id=OuterRef("pk"), is_default=True)
    account = BankAccount.objects.filter(country_id=OuterRef("pk"), is_default=True, entity__is_default=True)
    facts = Country.objects.filter(pk=country.pk).values_list(
        Exists(default.exclude(_UNFINISHED)),
        Exists(default.filter(notes__is_demo=True)),
        Exists(Office.objects.filter(country_id=OuterRef("pk"))),
        Exists(account),
    )
    has_entity, is_demo, has_office, has_account = facts.get()
    return (
        _entity(is_done=has_entity, is_demo=is_demo),
        _task("office", _("Office"), is_done=has_office, note=_("At least one office.")),
        _task("account", _("Bank account"), is_done=has_account, note=_("The account clients pay to.")),
    )


def _entity(*, is_done: bool, is_demo: bool) -> Task:
    label = _("Legal entity and registers")
    if is_done and is_demo:
        return Task(
            "entity", label, "done", _("Numbers and address are invented: enter the real ones before real work.")
        )
    return _task("entity", label, is_done=is_done, note=_("Name, legal form, address, and a company or VAT number."))


def _settings(country: Country, on: datetime.date) -> list[Task]:
    """What the country must have decided: in force, waiting for a second person, or missing. One query."""
    in_force: dict[str, CountrySetting] = {}
    waiting: set[str] = set()
    alive = CountrySetting.objects.filter(state__in=[SettingState.APPROVED, SettingState.ENTERED])
    for row in alive.order_by("key", "-since", "-id"):
        if row.state == SettingState.ENTERED:
            waiting.add(row.key)
        elif row.since <= on:
            in_force.setdefault(row.key, row)
    keys = [kind.key for kind in required_settings(country.code.code)]
    return [_setting(key, label_of(country, key), in_force.get(key), key in waiting) for key in keys]


def _setting(key: str, label: str, row: CountrySetting | None, is_waiting: bool) -> Task:
    if row is not None:
        note = "" if row.confidence == "verified" else _("Not verified yet: %(source)s") % {"source": row.source}
        return Task(key, label, "done", note)
    if is_waiting:
        return Task(key, label, "waiting", _("Entered; another person must approve it."))
    return Task(key, label, "missing")
