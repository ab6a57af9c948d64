"""Check a document against its XML schema; schemas are read once per process and never from the network."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

from lxml import etree

MOST: Final = 20
"""How many faults are told: after the first few they repeat each other."""

_one_at_a_time: Final = Lock()
NAMESPACE: Final = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault: the line of the file and libxml2's words, without namespaces."""

    line: int
    words: str


def faults(root: Any, *, schema: Path) -> list[Fault]:
    """Return what the schema does not allow, at most MOST faults. Empty: the document is valid."""
    with _one_at_a_time:  # a schema keeps the faults of its last document
        held = _schema(schema)
        if held.validate(root):
            return []
        found = list(held.error_log)[:MOST]
    return [Fault(line=error.line, words=NAMESPACE.sub("", error.message)) for error in found]


class _Beside(etree.Resolver):  # type: ignore[misc]
    """Gives a schema that is imported by its address from the file of the same name in the same folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def resolve(self, url: str, _public_id: str | None, context: Any) -> Any:
        if "://" not in url or url.startswith("file:"):
            return None
        local = self.folder / url.rpartition("/")[2]
        content = local.read_bytes() if local.is_file() else b""
        return self.resolve_string(content, context)


@lru_cache(maxsize=32)
def _schema(path: Path) -> Any:
    parser = etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False)
    parser.resolvers.add(_Beside(path.parent))
    return etree.XMLSchema(etree.parse(path, parser))
