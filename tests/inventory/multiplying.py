"""Ten times as many rows in every list: the whole work of a country copied again and again, keys and all.

A list whose number of queries grows with its rows is found without a factory for each list. The owner of the tables
copies straight into them; a table whose copy some check refuses stays as it is, and what points to it keeps pointing there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg
from psycopg import sql

TIMES: Final = 9
STEP: Final = 1_000_000
ROOMS: Final = ("members_", "activities_", "invoicing_")
SHARED: Final = {"country_id", "state", "kind"}
"""Columns of unique keys that are not varied: another value would be no value of theirs."""
PEOPLE: Final = {"members_user", "members_membership"}
TEXTS: Final = {"character varying", "text"}
OTHER: Final = {
    "character varying": "left({column}, {fits}) || {mark}",
    "text": "{column} || {mark}",
    "uuid": "gen_random_uuid()",
    "bytea": "{column} || {mark}::bytea",
    "date": "{column} - {days}",
    "smallint": "{column} + {small}",
    "integer": "{column} + {step}",
    "bigint": "{column} + {step}",
}
"""By the type of a column, another value of it for each copy."""
TABLES: Final = """
SELECT c.oid::int, c.relname,
       array(SELECT a.attname::text || ' ' || format_type(a.atttypid, NULL) || ' ' || CASE WHEN a.atttypmod > 4 THEN a.atttypmod - 4 ELSE 0 END
             FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
             ORDER BY a.attnum)
FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
"""
KEYS: Final = """
SELECT conrelid::int, (SELECT attname::text FROM pg_attribute WHERE attrelid = conrelid AND attnum = conkey[array_length(conkey, 1)]),
       confrelid::int
FROM pg_constraint WHERE contype = 'f'
"""
UNIQUE: Final = """
SELECT i.indrelid::int, array(SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey))
FROM pg_index i WHERE i.indisunique AND NOT i.indisprimary
"""


@dataclass(slots=True)
class Table:
    """One table as the catalogue describes it."""

    name: str
    columns: dict[str, tuple[str, int]]
    parents: dict[str, str] = field(default_factory=dict)
    unique: list[set[str]] = field(default_factory=list)


def multiply(url: str, country_id: int) -> list[str]:
    """Copy everything of a country; return the tables that could not be copied, with the reason."""
    refused: dict[str, str] = {}
    with psycopg.connect(url, autocommit=True) as owner:
        tables = {table.name: table for table in _read(owner)}
        for name in tables:
            owner.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(name)))
        while True:
            copied = {name for name in tables if name not in refused and _is_copied(tables[name])}
            failed = _try(owner, tables, copied, country_id)
            if failed is None:
                return [f"{name}: {reason}" for name, reason in refused.items()]
            refused |= failed


def _is_copied(table: Table) -> bool:
    is_ours = table.name.startswith(ROOMS) and {"id", "country_id"} <= table.columns.keys()
    return table.name == "members_user" or is_ours


def _try(owner: Any, tables: dict[str, Table], copied: set[str], country_id: int) -> dict[str, str] | None:
    people = _people(tables, copied)
    name = ""
    try:
        with owner.transaction():
            owner.execute("SET CONSTRAINTS ALL DEFERRED")
            for name in sorted(copied):
                group = people if name in people else copied - people
                for time in range(1, TIMES + 1):
                    owner.execute(_copy(tables[name], group, time), {"country": country_id})
    except psycopg.errors.IntegrityError as error:
        return {error.diag.table_name or name: (error.diag.message_primary or str(error))}
    return None


def _people(tables: dict[str, Table], copied: set[str]) -> set[str]:
    """People, and tables that hold one row for each of them: their copies belong to the copied people."""
    people = PEOPLE & copied
    while True:
        more = {
            name
            for name in copied - people
            for key in tables[name].unique
            if all(column in SHARED or tables[name].parents.get(column) in people for column in key)
        }
        if not more:
            return people
        people |= more


def _copy(table: Table, group: set[str], time: int) -> sql.Composed:
    """INSERT … SELECT of one more copy, numbers moved by a step, whatever must be unique made so."""
    varied = _varied(table, group)
    values = [_value(name, *kind, table, group, varied, time) for name, kind in table.columns.items()]
    where = (
        sql.SQL("id IN (SELECT user_id FROM members_membership WHERE country_id = %(country)s AND id < {})")
        if table.name == "members_user"
        else sql.SQL("country_id = %(country)s AND id < {}")
    ).format(sql.Literal(STEP))
    return sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE SELECT {} FROM {} WHERE {}").format(
        sql.Identifier(table.name),
        sql.SQL(", ").join(map(sql.Identifier, table.columns)),
        sql.SQL(", ").join(values),
        sql.Identifier(table.name),
        where,
    )


def _varied(table: Table, group: set[str]) -> dict[str, set[str]]:
    """One column of each unique key, with the moved numbers that make the key unique already where they are not null."""
    varied: dict[str, set[str]] = {}
    for key in table.unique:
        moved = {column for column in key if table.parents.get(column) in group}
        if "id" in key or key & varied.keys():
            continue
        free = sorted(key - table.parents.keys() - SHARED, key=list(table.columns).index)
        varied |= dict.fromkeys(free[-1:], moved)
    return varied


def _value(
    name: str, kind: str, length: int, table: Table, group: set[str], varied: dict[str, set[str]], time: int
) -> sql.Composable:
    column = sql.Identifier(name)
    if table.parents.get(name) == "members_user" and "members_user" in group:
        members = sql.SQL("SELECT user_id FROM members_membership WHERE country_id = %(country)s")
        moved = sql.SQL("{} + {}").format(column, sql.Literal(time * STEP))
        return sql.SQL("CASE WHEN {} IN ({}) THEN {} ELSE {} END").format(column, members, moved, column)
    if name == "id" or table.parents.get(name) in group:
        return sql.SQL("{} + {}").format(column, sql.Literal(time * STEP))
    if name not in varied:
        return column
    other = sql.SQL(OTHER.get(kind, "{column}")).format(
        column=column,
        mark=sql.Literal(f"~{time}"),
        fits=sql.Literal(length - 2 if length else 1_000_000),
        days=sql.Literal(time * 366),
        small=sql.Literal(time * 100),
        step=sql.Literal(time * STEP),
    )
    stays = [sql.SQL("{} IS NOT NULL").format(sql.Identifier(each)) for each in sorted(varied[name])]
    stays += [sql.SQL("{} = ''").format(column)] if kind in TEXTS else []
    if not stays:
        return other
    return sql.SQL("CASE WHEN {} THEN {} ELSE {} END").format(sql.SQL(" OR ").join(stays), column, other)


def _read(owner: Any) -> Iterator[Table]:
    found, names = {}, {}
    for oid, name, columns in owner.execute(TABLES):
        parts = [each.split(" ") for each in columns]
        kinds = {words[0]: (" ".join(words[1:-1]), int(words[-1])) for words in parts}
        found[oid], names[oid] = Table(name, kinds), name
    for oid, column, parent in owner.execute(KEYS):
        if oid in found:
            found[oid].parents[column] = names[parent]
    for oid, columns in owner.execute(UNIQUE):
        if oid in found:
            found[oid].unique.append(set(columns))
    yield from found.values()
