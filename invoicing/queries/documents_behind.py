"""What stands behind a posting: the number of its document, its client, member and legal entity, for any table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model

NUMBERS: Final = ("number", "reference", "message_id", "invoice__number", "statement__number", "key")
ENTITIES: Final = (
    "entity_id",
    "activity__entity_id",
    "source__entity_id",
    "contract__entity_id",
    "invoice__entity_id",
    "account__entity_id",
    "statement__account__entity_id",
)
MEMBERS: Final = (
    "membership__number",
    "activity__membership__number",
    "source__membership__number",
    "contract__membership__number",
    "invoice__activity__membership__number",
)
CLIENTS: Final = ("client", "invoice__client", "mission__client")
PAGES: Final[Mapping[str, str]] = {
    "invoicing_invoice": "invoicing:staff_invoice_detail",
    "invoicing_payslip": "invoicing:staff_payslip",
    "invoicing_transferfile": "invoicing:transfer_detail",
    "invoicing_bankentry": "invoicing:bank_entry",
    "invoicing_payable": "invoicing:payable",
    "invoicing_supplierinvoice": "invoicing:supplier",
    "invoicing_activitymove": "invoicing:staff_move_detail",
    "activities_contract": "activities:staff_contract_review",
    "activities_mission": "activities:staff_mission_review",
}
"""The staff's page of each kind of document; a table that is not here opens the event only."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What one document says about a posting; empty where it says nothing."""

    number: str = ""
    entity_id: int | None = None
    member: str = ""
    client_id: int | None = None
    client: str = ""


Key = tuple[str, int]
NOTHING: Final = Behind()


def documents_behind(keys: Iterable[Key]) -> dict[Key, Behind]:
    """By (table, id); one query for each table."""
    by_table: dict[str, set[int]] = {}
    for table, pk in keys:
        by_table.setdefault(table, set()).add(pk)
    found: dict[Key, Behind] = {}
    for table in sorted(by_table):
        found.update(_read(table, by_table[table]))
    return found


def _read(table: str, ids: set[int]) -> dict[Key, Behind]:
    model, paths = _paths_of(table)
    if model is None:
        return {}
    rows = model._default_manager.filter(pk__in=ids).values("pk", *(path for path in paths.values() if path))
    return {
        (table, row["pk"]): Behind(
            number=str(row.get(paths["number"]) or ""),
            entity_id=row.get(paths["entity"]),
            member=str(row.get(paths["member"]) or ""),
            client_id=row.get(paths["client_id"]),
            client=str(row.get(paths["client"]) or ""),
        )
        for row in rows
    }


@cache
def _paths_of(table: str) -> tuple[type[Model] | None, dict[str, str]]:
    """The model of a table, and the path from it to each fact ("" where there is none)."""
    model = next((each for each in apps.get_models() if each._meta.db_table == table), None)
    if model is None:
        return None, {}
    client = _first(model, CLIENTS)
    return model, {
        "number": _first(model, NUMBERS),
        "entity": _first(model, ENTITIES),
        "member": _first(model, MEMBERS),
        "client_id": client,
        "client": f"{client}__name" if client else "",
    }


def _first(model: type[Model], paths: Iterable[str]) -> str:
    return next((path for path in paths if _leads(model, path.removesuffix("_id"))), "")


def _leads(model: type[Model], path: str) -> bool:
    at: Any = model
    for name in path.split("__"):
        if at is None:
            return False
        try:
            field = at._meta.get_field(name)
        except FieldDoesNotExist:
            return False
        if not isinstance(field, Field):
            return False
        at = field.related_model
    return True
