"""The first two barriers between countries: the manager, and the setting row-level security reads.

A country is *entered* (`with country(be): …`); everything asked of a tenant table inside sees that country only.
The setting is local to the transaction, so entering opens one. Cross-country work switches the database role for one
transaction through `all_countries(reason=…)` and is logged; only the roof, the reconciler, migrations and tests may.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, Final, Protocol

import structlog
from django.db import connection, models, transaction
from django.db.models.fields.related_descriptors import ForwardManyToOneDescriptor

from smart.foundation.actors import Actor
from smart.foundation.errors import NoCountry

log = structlog.get_logger(__name__)

ALL: Final = -1
_active: ContextVar[int | None] = ContextVar("smart_country", default=None)
_kept: ContextVar["HasKey | None"] = ContextVar("smart_country_kept", default=None)


class HasKey(Protocol):
    @property
    def pk(self) -> Any: ...


def active_country_id() -> int:
    """Return the id of the entered country; raise NoCountry outside one (also inside `all_countries`)."""
    active = _active.get()
    if active is None or active == ALL:
        raise NoCountry("No country is entered. Wrap the call in `with country(...)`.")
    return active


def entered_country_id() -> int | None:
    """The default of every tenant row's country: the entered one, or nothing (the database then refuses the row)."""
    active = _active.get()
    return None if active == ALL else active


def has_active_country() -> bool:
    return _active.get() not in {None, ALL}


@contextmanager
def country(entered: HasKey | int, *, by: Actor | None = None) -> Iterator[None]:
    """Enter a country for one transaction: manager, row-level security and audit all follow it. Restores on exit."""
    country_id = entered if isinstance(entered, int) else int(entered.pk)
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        previous = "" if outermost else _previous()
        _set_local("smart.country_id", str(country_id))
        if by is not None:
            set_actor(by)
        token = _active.set(country_id)
        try:
            yield
        finally:
            _active.reset(token)
        if not outermost and not connection.needs_rollback:
            _set_local("smart.country_id", previous)


@contextmanager
def keeping(entered: HasKey) -> Iterator[None]:
    """While it lasts the entered country is this object, asked no more: around a request that only reads, so it cannot change."""
    token = _kept.set(entered)
    try:
        yield
    finally:
        _kept.reset(token)


def kept(country_id: int) -> Any:
    """The object a reading request keeps of the country, or None."""
    found = _kept.get()
    return found if found is not None and found.pk == country_id else None


@contextmanager
def all_countries(*, reason: str, by: Actor | None = None) -> Iterator[None]:
    """See and write every country for one transaction, as the role smart_all. The reason is logged."""
    log.info("all_countries_entered", reason=reason, by=by.user_id if by else None)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE smart_all")
        if by is not None:
            set_actor(by)
        token = _active.set(ALL)
        try:
            yield
        finally:
            _active.reset(token)
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")


def set_actor(by: Actor) -> None:
    """Tell the audit trigger, for the rest of this transaction, who writes and from where."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('smart.actor_id', %s, true), set_config('smart.actor_label', %s, true),"
            " set_config('smart.actor_ip', %s, true)",
            [str(by.user_id or ""), by.label, by.ip],
        )


def _previous() -> str:
    """What the database was told before; asked only where the variable does not say."""
    active = _active.get()
    if active == ALL:
        return _setting("smart.country_id")
    return "" if active is None else str(active)


def _setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [name])
        row = cursor.fetchone()
    return str(row[0])


def _set_local(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


class CountryQuerySet(models.QuerySet[Any]):
    """Base of every tenant QuerySet; rooms add their adjectives (`for_review`, `unpaid`)."""


class CountryManager(models.Manager[Any]):
    """Rows of the entered country only; raises NoCountry outside one or outside a transaction."""

    def get_queryset(self) -> models.QuerySet[Any]:
        active = _active.get()
        if active is None or not connection.in_atomic_block:
            raise NoCountry(f"{self.model.__name__} was asked outside a country: wrap the call in `with country(...)`.")
        rows = super().get_queryset()
        return rows if active == ALL else rows.filter(country_id=active)

    @classmethod
    def of(cls, queryset_class: type[models.QuerySet[Any]]) -> Any:
        """Build a manager with the adjectives of a QuerySet (Any, because they are made at run time)."""
        make = getattr(cls, "from_queryset")  # noqa: B009 (the type checker's Django plugin cannot follow a direct call)
        return make(queryset_class)()


class SameCountryKey(models.ForeignKey):  # type: ignore[type-arg]  # generic only in the stubs
    """A foreign key inside one country: the database constraint is composite (country_id, …), made by ProtectByCountry,

    because a plain foreign-key check ignores row-level security. Its index leads with the country for the same reason.
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        kwargs["db_index"] = False
        super().__init__(to, on_delete, **kwargs)


class OwnCountry(ForwardManyToOneDescriptor):  # type: ignore[type-arg]  # generic only in the stubs
    """The country of a row: the one that a reading request keeps, without asking for it again."""

    def get_object(self, instance: Any) -> Any:
        return kept(instance.country_id) or super().get_object(instance)


class CountryKey(models.ForeignKey):  # type: ignore[type-arg]  # generic only in the stubs
    """A plain foreign key to the country (to migrations it is nothing else)."""

    forward_related_accessor_class = OwnCountry

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, kwargs


class CountryModel(models.Model):
    """A row that belongs to one country. Its table must be named in a ProtectByCountry migration operation."""

    country: models.ForeignKey[Any, Any] = CountryKey(
        "countries.Country",
        models.PROTECT,
        related_name="+",
        db_index=False,
        editable=False,
        default=entered_country_id,
    )

    objects: ClassVar[CountryManager] = CountryManager()

    class Meta:
        abstract = True
