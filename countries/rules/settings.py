"""Dated settings: what the cooperative decides in a country, entered by one person and approved by another.

A value is never edited: a change is a new row from a later day. Look-ups take a day and must run inside the country.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from countries import perms
from countries.calendars import WorkingCalendar
from countries.data.catalogue import SettingKind, ValueRefused, check_value, from_stored, to_stored
from countries.guards import require_awake
from countries.models import Country, CountrySetting
from countries.rules.setting_checks import check_meaning
from countries.setting_kinds import kinds_of
from countries.states import SettingState
from smart.foundation import formats
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.tenancy import active_country_id

CONFIDENCES: Final = ("verified", "memory", "unknown")
_MISSING: Final = object()
_read: ContextVar[dict[int, list[CountrySetting]] | None] = ContextVar("smart_settings_read", default=None)
"""By country, the approved rows that a reading request has asked for; None outside one."""


@contextmanager
def read_once() -> Iterator[None]:
    """While it lasts, ask for a country's settings once: around a request that only reads, so none changes meanwhile."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def setting_value(country: Country, key: str, *, on: datetime.date, default: Any = _MISSING) -> Any:
    """The approved value in force on the day, in its Python form (Decimal, int, str, dict with `kind`, list of dicts).

    Raises RuleBroken("setting_missing") naming setting, country and day when there is none and no default is given.
    """
    found = setting_in_force(country, key, on=on)
    if found is not None:
        return from_stored(_kind(country, key), found.value)
    if default is not _MISSING:
        return default
    raise RuleBroken(
        "setting_missing",
        _("“%(setting)s” has no approved value in %(country)s on %(day)s. An administrator must enter it first.")
        % {"setting": label_of(country, key), "country": country, "day": formats.day(on)},
        key=key,
    )


def setting_in_force(country: Country, key: str, *, on: datetime.date) -> CountrySetting | None:
    """The approved row in force on the day, with source, confidence and note, or None."""
    _check_entered(country)
    if key not in kinds_of(country.code.code):
        raise KeyError(f"“{key}” is no setting of {country.code.code} (countries/data/settings_catalogue.yaml).")
    if _read.get() is not None:
        return next((row for row in _approved(country) if row.key == key and row.since <= on), None)
    return CountrySetting.objects.in_force(on).filter(key=key).first()


def settings_in_force(country: Country, *, on: datetime.date) -> dict[str, CountrySetting]:
    """Every approved row in force on the day, by key, in one query."""
    _check_entered(country)
    newest: dict[str, CountrySetting] = {}
    for row in _approved(country):
        if row.since <= on:
            newest.setdefault(row.key, row)
    return newest


def setting_values(country: Country, *, on: datetime.date) -> dict[str, Any]:
    """Every value in force on the day, by key, in one query."""
    rows, kinds = settings_in_force(country, on=on), kinds_of(country.code.code)
    return {key: from_stored(kinds[key], row.value) for key, row in rows.items() if key in kinds}


def working_calendar(country: Country) -> WorkingCalendar:
    """The calendar of the country's own offices and banks."""
    return WorkingCalendar(country.code.code, country.holiday_region)


def label_of(country: Country, key: str) -> str:
    """The name of a setting in the reader's language."""
    return _kind(country, key).label_in(get_language())


def enter_setting(
    country: Country,
    *,
    key: str,
    value: Any,
    since: datetime.date,
    source: str,
    by: Actor,
    confidence: str = "verified",
    note: str = "",
) -> CountrySetting:
    """Enter a value that waits for a second person. Fields of a refusal: value, since, source."""
    if not perms.may_enter_setting(by) or by.user_id is None:
        raise NotAllowed(_("Only a network administrator or an administrator of the country may enter a setting."))
    _check_entered(country)
    require_awake(country)
    checked = _checked_value(_kind(country, key), value)
    if not source.strip():
        raise RuleBroken("setting_without_source", _("Say where the value comes from."), field="source")
    _check_day(country, key, since)
    if CountrySetting.objects.filter(key=key, state=SettingState.ENTERED).exists():
        raise RuleBroken(
            "setting_waiting",
            _("A value of “%(setting)s” already waits for a second person. Approve or reject it first.")
            % {"setting": label_of(country, key)},
        )
    return CountrySetting.objects.create(
        key=key,
        since=since,
        value=to_stored(checked),
        source=source.strip(),
        confidence=confidence,
        note=note.strip(),
        entered_by_id=by.user_id,
        entered_by_label=by.label,
        entered_at=timezone.now(),
    )


def approve_setting(setting: CountrySetting, *, by: Actor) -> CountrySetting:
    """Put an entered value in force from its day; the second person is another than the first."""
    locked = _lock_waiting(setting, by=by)
    require_awake(locked.country)
    _check_day(locked.country, locked.key, locked.since)
    try:
        with transaction.atomic():
            return _decide(locked, SettingState.APPROVED, by)
    except IntegrityError as error:
        raise Conflict("setting_taken", _("Another value was approved for that day. Enter a later day.")) from error


def reject_setting(setting: CountrySetting, *, by: Actor, reason: str) -> CountrySetting:
    """Refuse an entered value; the reason is kept with it."""
    locked = _lock_waiting(setting, by=by)
    require_awake(locked.country)
    if not reason.strip():
        raise RuleBroken(
            "reason_missing", _("Say why you reject it, so that the other person can mend it."), field="reason"
        )
    locked.note = "\n".join(part for part in (locked.note, reason.strip()) if part)
    return _decide(locked, SettingState.REJECTED, by)


def _decide(setting: CountrySetting, state: SettingState, by: Actor) -> CountrySetting:
    setting.state = state
    setting.decided_by_id, setting.decided_by_label, setting.decided_at = by.user_id, by.label, timezone.now()
    setting.save(update_fields=["state", "note", "decided_by_id", "decided_by_label", "decided_at"])
    return setting


def _lock_waiting(setting: CountrySetting, *, by: Actor) -> CountrySetting:
    if not perms.may_enter_setting(by):
        raise NotAllowed(_("Only a network administrator or an administrator of the country may decide."))
    locked: CountrySetting = CountrySetting.objects.select_for_update(of=("self",), no_key=True).get(pk=setting.pk)
    if locked.state != SettingState.ENTERED:
        raise Conflict(
            "setting_decided",
            _("“%(setting)s” was decided meanwhile: %(state)s, by %(who)s.")
            % {
                "setting": label_of(locked.country, locked.key),
                "state": locked.get_state_display(),
                "who": locked.decided_by_label,
            },
        )
    if not perms.may_decide_setting(by, locked):
        raise NotAllowed(_("You entered this value yourself. Another person must decide."))
    return locked


def _kind(country: Country, key: str) -> SettingKind:
    kinds = kinds_of(country.code.code)
    if key not in kinds:
        raise RuleBroken("setting_unknown", _("There is no setting called “%(key)s”.") % {"key": key})
    return kinds[key]


def _checked_value(kind: SettingKind, value: Any) -> Any:
    try:
        checked = check_value(kind, value)
    except ValueRefused as refused:
        raise RuleBroken(
            "setting_refused",
            _("“%(setting)s”, %(where)s: found “%(found)s”, expected %(expected)s.")
            % {
                "setting": kind.label_in(get_language()),
                "where": refused.where or _("value"),
                "found": refused.found,
                "expected": refused.expected,
            },
            field="value",
        ) from refused
    check_meaning(kind.key, checked)
    return checked


def _check_day(country: Country, key: str, since: datetime.date) -> None:
    """A value begins after the newest approved one, and in an open country not in the past."""
    newest = CountrySetting.objects.filter(key=key, state=SettingState.APPROVED).order_by("-since").first()
    if newest is not None and since <= newest.since:
        raise RuleBroken(
            "setting_too_early",
            _("A value from %(found)s is already in force: the new one must begin on a later day.")
            % {"found": formats.day(newest.since)},
            field="since",
        )
    if newest is not None and country.is_open and since < country.today():
        raise RuleBroken(
            "setting_in_the_past",
            _("%(country)s is open and has used the present value: the new one begins today or later.")
            % {"country": country},
            field="since",
        )


def _approved(country: Country) -> list[CountrySetting]:
    """Every approved row of the entered country, the newest of a key first; one query, in a reading request the only one."""
    read = _read.get()
    if read is not None and country.pk in read:
        return read[country.pk]
    rows = list(CountrySetting.objects.filter(state=SettingState.APPROVED).order_by("key", "-since", "-id"))
    if read is not None:
        read[country.pk] = rows
    return rows


def _check_entered(country: Country) -> None:
    if country.pk != active_country_id():
        raise RuntimeError(f"Asked for settings of country {country.pk} inside country {active_country_id()}.")
