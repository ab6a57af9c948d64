"""Run official stylesheets with Saxon, each compiled once per process.

One processor with all sheets takes about 350 MB and a big sheet half a second to compile, so documents are checked in a
worker and not in every web process. A process that was forked makes its own; threads take turns.
"""

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

from lxml import etree
from saxonche import PySaxonApiError, PySaxonProcessor

from invoicing.einvoice.official.schematron import compile_schematron

SVRL: Final = "{http://purl.oclc.org/dsdl/svrl}"
_one_at_a_time: Final = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """One broken rule as the sheet tells it: id, flag, XPath of the place, words."""

    rule: str
    flag: str
    place: str
    words: str


def run(sheet: Path, *, document: str) -> list[Broken]:
    """Return what the document breaks. Raises SheetFailed when the sheet stops on it, as on an amount that is no number."""
    with _one_at_a_time:
        try:
            source = _processor(os.getpid()).parse_xml(xml_text=document)
            output = _compiled(os.getpid(), sheet).transform_to_string(xdm_node=source)
        except PySaxonApiError as error:
            raise SheetFailed(str(error)) from error
    return [_broken(part) for part in etree.fromstring((output or "<broken/>").encode()).iter(*PARTS)]


PARTS: Final = ("rule", f"{SVRL}failed-assert", f"{SVRL}successful-report")


class SheetFailed(Exception):
    """The stylesheet could not go through the document; the message is Saxon's."""


def _broken(part: Any) -> Broken:
    return Broken(
        rule=part.get("id", ""),
        flag=part.get("flag") or part.get("role") or "fatal",
        place=part.get("place") or part.get("location", ""),
        words=" ".join("".join(part.itertext()).split()),
    )


@lru_cache(maxsize=1)
def _processor(_process: int) -> Any:
    return PySaxonProcessor(license=False)


@lru_cache(maxsize=32)
def _compiled(process: int, sheet: Path) -> Any:
    compiler = _processor(process).new_xslt30_processor()
    if sheet.suffix == ".sch":
        return compiler.compile_stylesheet(stylesheet_text=compile_schematron(sheet))
    return compiler.compile_stylesheet(stylesheet_file=str(sheet))
