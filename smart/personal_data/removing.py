"""Take rows about a person out of the database, with their files and their trail; or only their words, where a row must stay.

A row stays where the books need its amount or another row that is kept leans on it. Everything here runs inside
smart.foundation.erasing.erasing() and does no harm when it is done again.
"""

from collections.abc import Iterable, Iterator
from graphlib import TopologicalSorter
from typing import Any, Final

from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, models, transaction
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import JSONObject

from activities.models import ReceiptFile
from members.models import Document
from smart.foundation.audit import AuditEntry
from smart.foundation.crypto import BlindIndexField, SealedTextField
from smart.foundation.states import StateChange
from smart.personal_data.classes import DataClass, data_classes

STAY: Final = frozenset(
    {"members.Membership", "members.User", "members.Erasure", "members.ErasurePart", "activities.Activity"}
    | {"invoicing.LedgerAccount"}
)
"""Rows without amounts that stay, blank: accounts and amounts of the books lead to them."""

FREE_TEXT: Final = 40
"""Texts of a staying row that may be longer than this are words of people; shorter ones are codes, numbers, currencies."""


def children_first(classes: Iterable[DataClass]) -> list[DataClass]:
    """The classes in the order in which their rows can be deleted, whoever leans on another before it; then those that stay."""
    every = list(classes)
    wanted = {each.label: each for each in every if not stays(each)}
    order: TopologicalSorter[str] = TopologicalSorter({label: set() for label in wanted})
    for label, each in wanted.items():
        for parent in _parents(each.model):
            if parent != label and parent in wanted:
                order.add(parent, label)
    return [*(wanted[label] for label in order.static_order()), *(each for each in every if stays(each))]


def stays(each: DataClass) -> bool:
    """Whether its rows are blanked and not deleted: the books need them."""
    return each.label in STAY or bool(each.fields.get("money"))


def take_out(each: DataClass, rows: models.QuerySet[Any]) -> int:
    """Delete the rows, or blank them where they must stay; their files and trail go in any case. Returns how many."""
    ids = list(rows.order_by().values_list("pk", flat=True))
    if not ids:
        return 0
    if stays(each):
        blank(each.model, ids)
    else:
        _remove_files(each.model, ids)
        _delete_or_blank(each.model, ids)
    erase_trail(each.model, ids)
    return len(ids)


def blank(model: type[models.Model], ids: list[int]) -> None:
    """Empty what people wrote in rows that stay: words, documents of facts, sealed numbers. Codes, days, amounts stay."""
    groups = data_classes()[model._meta.label].fields
    names = [name for group in ("personal", "sealed", "others") for name in groups.get(group, ())]
    values = {name: value for name in names for value in _empty(model, name)}
    indexes = [field for field in model._meta.local_fields if isinstance(field, BlindIndexField)]
    values |= {field.name: "" for field in indexes if field.source in values}
    if values and ids:
        model._base_manager.filter(pk__in=ids).update(**values)


def erase_trail(model: type[models.Model], ids: list[int]) -> None:
    """What the audit trail and the history remember of rows: old values, and reasons people wrote.

    That a state changed stays: the books prove that every move was written down.
    """
    table = model._meta.db_table
    entries = AuditEntry._base_manager.filter(table=table, object_id__in=ids)
    moves = entries.filter(action="update", changed__has_key="state")
    moves.update(changed=JSONObject(state=KeyTransform("state", "changed")), ip="")
    entries.exclude(action="update", changed__has_key="state").delete()
    StateChange.objects.filter(table=table, object_id__in=ids).exclude(reason="").update(reason="", said={})


def remove_file(name: str) -> None:
    """Delete a stored file once; a file that is gone already is no error."""
    if name:
        default_storage.delete(name)


def _delete_or_blank(model: type[models.Model], ids: list[int]) -> None:
    """All at once; where something leans on one of them, one by one, so that the others still go."""
    if _delete(model, ids):
        return
    blank(model, [pk for pk in ids if not _delete(model, [pk])])


def _delete(model: type[models.Model], ids: list[int]) -> bool:
    try:
        with transaction.atomic():
            rows: Any = model._base_manager.filter(pk__in=ids)
            rows._raw_delete(connection.alias)  # no collector: what leans on a row keeps it, and the database says so
            _check_now()
    except IntegrityError:
        return False
    return True


def _check_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _remove_files(model: type[models.Model], ids: list[int]) -> None:
    """Files are stored by content: one that another row needs too stays. Rows go afterwards, so a crash loses nothing."""
    names = {field.name for field in model._meta.local_fields}
    if "storage_name" not in names:
        return
    for stored in (
        model._base_manager.filter(pk__in=ids).exclude(storage_name="").values_list("storage_name", flat=True)
    ):
        papers = Document.objects.filter(storage_name=stored)
        photos = ReceiptFile.objects.filter(storage_name=stored)
        others = [rows.exclude(pk__in=ids) if rows.model is model else rows for rows in (papers, photos)]
        if not any(rows.exists() for rows in others):
            remove_file(stored)


def _parents(model: type[models.Model]) -> Iterator[str]:
    for field in model._meta.local_fields:
        if field.is_relation and field.related_model is not None:
            yield field.related_model._meta.label  # type: ignore[union-attr]


def _empty(model: type[models.Model], name: str) -> Iterator[Any]:
    """The empty value of a field that holds people's words; nothing for all others."""
    field: Any = model._meta.get_field(name)
    if field.is_relation or field.unique or field.choices or name in _unique_together(model):
        return
    if isinstance(field, models.JSONField):
        yield None if field.null else (field.get_default() if field.has_default() else {})
    elif isinstance(field, models.GenericIPAddressField):
        yield None if field.null else "0.0.0.0"  # noqa: S104 (an address that says nothing)
    elif isinstance(field, SealedTextField | models.TextField) or _is_long(field):
        yield ""
    elif name.endswith("by_id") and field.null:
        yield None


def _is_long(field: Any) -> bool:
    return isinstance(field, models.CharField) and (field.max_length is None or field.max_length >= FREE_TEXT)


def _unique_together(model: type[models.Model]) -> set[str]:
    unique = [each for each in model._meta.constraints if isinstance(each, models.UniqueConstraint)]
    return {name for each in unique for name in each.fields}
