"""Read a data file strictly: numbers become Decimals from their text, a key that stands twice is refused."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import yaml

FOLDER: Final = Path(__file__).parent
LANGUAGES: Final = ("en", "fr", "nl", "de", "es", "it", "sv")
CONFIDENCES: Final = frozenset({"verified", "secondary", "memory", "unknown"})


class DataFileError(Exception):
    """A data file that must not be used: names the place, what was found and what is expected."""


class _Reader(yaml.CSafeLoader):
    """SafeLoader (libyaml’s, ten times as fast) with Decimals and without silent duplicates."""


def _decimal(reader: yaml.CSafeLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(reader.construct_scalar(node)))


def _mapping(reader: yaml.CSafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    built: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = reader.construct_object(key_node, deep=True)  # type: ignore[no-untyped-call]
        if key in built:
            raise DataFileError(f"{key_node.start_mark}: the key “{key}” stands twice. Keep one of the two.")
        built[key] = reader.construct_object(value_node, deep=True)  # type: ignore[no-untyped-call]
    return built


_Reader.add_constructor("tag:yaml.org,2002:float", _decimal)
_Reader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_data(path: Path) -> dict[str, Any]:
    """Return the mapping a data file holds; raise DataFileError naming the line when it cannot be read."""
    return parse_data(path.read_text(encoding="utf-8"))


def parse_data(text: str) -> dict[str, Any]:
    """Like `read_data`, for text at hand."""
    try:
        document = yaml.load(text, Loader=_Reader)  # noqa: S506 - a SafeLoader subclass
    except yaml.YAMLError as error:
        raise DataFileError(f"This is not YAML: {error}") from error
    if not isinstance(document, dict):
        raise DataFileError(f"Found {type(document).__name__}, expected a mapping of names to values.")
    return document


def check_keys(found: Any, where: str, *, required: Iterable[str], optional: Iterable[str] = ()) -> Mapping[str, Any]:
    """Return the mapping when it has every required key and no unknown one; raise DataFileError otherwise."""
    if not isinstance(found, Mapping):
        raise DataFileError(f"{where}: found {found!r}, expected a mapping.")
    required_keys = set(required)
    missing = required_keys - set(found)
    unknown = set(found) - required_keys - set(optional)
    if missing or unknown:
        raise DataFileError(f"{where}: missing {sorted(missing) or 'nothing'}, unknown {sorted(unknown) or 'nothing'}.")
    return found


def check_texts(found: Any, where: str) -> dict[str, str]:
    """Return texts by language when all seven are there and none is empty."""
    texts = check_keys(found, where, required=LANGUAGES)
    empty = [language for language, text in texts.items() if not isinstance(text, str) or not text.strip()]
    if empty:
        raise DataFileError(f"{where}: no text in {', '.join(sorted(empty))}. Write the sentence.")
    return dict(texts)


def check_origin(found: Mapping[str, Any], where: str) -> None:
    """Refuse a value without source, or with a confidence that is none of ours."""
    if not str(found.get("source", "")).strip():
        raise DataFileError(f"{where}: no source. Say where the value comes from.")
    if found.get("confidence") not in CONFIDENCES:
        raise DataFileError(f"{where}: confidence “{found.get('confidence')}”, expected one of {sorted(CONFIDENCES)}.")
