"""Reading and building XML the same way in every syntax: namespaces by prefix, figures from text, nothing from outside."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from xml.parsers import expat

from lxml import etree

from invoicing.einvoice.model import Identifier
from invoicing.einvoice.words import EinvoiceError, gettext_noop

NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
Element = Any  # lxml carries no types


class _Begun(Exception):
    """The root element begins and no document type came before it."""


def parse(content: bytes) -> Element:
    """Parse without entities, document types or network. Raises EinvoiceError when it is not plain XML."""
    _refuse_document_type(content)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,  # attachments of more than 10 MB; without a document type there are no entities to grow
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise _no_xml(error) from error


def _refuse_document_type(content: bytes) -> None:
    """Look at the file up to its root element with another parser, before the one that allows huge texts sees it."""

    def refuse(name: str, *_rest: object) -> None:
        text = gettext_noop(
            "The file declares a document type (%(found)s); e-invoices have none and it may hide other files."
            " Ask the sender for a plain file."
        )
        raise EinvoiceError(text, found=name)

    def begin(_name: str, _attributes: object) -> None:
        raise _Begun

    scout = expat.ParserCreate()
    scout.StartDoctypeDeclHandler = refuse
    scout.StartElementHandler = begin
    try:
        scout.Parse(content, True)
    except _Begun:
        return
    except expat.ExpatError as error:
        raise _no_xml(error) from error


def _no_xml(error: Exception) -> EinvoiceError:
    text = gettext_noop(
        "The file is no XML: %(found)s. Expected an invoice in UBL or CII. Ask the sender for the original file."
    )
    return EinvoiceError(text, found=str(error))


@dataclass(frozen=True, slots=True)
class Node:
    """One element, or none: every look-up below nothing finds nothing, so optional groups read like present ones."""

    element: Element  # None for an empty node
    prefixes: Mapping[str, str]

    def __bool__(self) -> bool:
        return self.element is not None

    def all(self, path: str) -> list["Node"]:
        """All elements under the path (prefix:Name/prefix:Name), in document order."""
        if self.element is None:
            return []
        return [Node(found, self.prefixes) for found in self.element.findall(path, self.prefixes)]

    def one(self, path: str) -> "Node":
        """The first element under the path, or an empty node."""
        return Node(None if self.element is None else self.element.find(path, self.prefixes), self.prefixes)

    def text(self, path: str = ".") -> str:
        """What a person wrote, with its own blanks and line ends; empty when there is only white space."""
        found = self.one(path).element
        written = "" if found is None else "".join(found.itertext())
        return written if written.strip() else ""

    def texts(self, path: str) -> str:
        """Every repetition of a text, joined by line ends (some senders repeat what the norm has once)."""
        return "\n".join(filter(None, (node.text() for node in self.all(path))))

    def code(self, path: str = ".") -> str:
        """A code or identifier, without surrounding blanks."""
        return self.text(path).strip()

    def attribute(self, name: str) -> str:
        """An attribute of this element, empty when absent."""
        return "" if self.element is None else (self.element.get(name) or "").strip()

    def identifier(self, path: str, *, scheme: str = "schemeID", version: str = "") -> Identifier | None:
        """The first element under the path with its scheme, None when absent or empty."""
        node = self.one(path)
        value = node.code()
        if not value:
            return None
        return Identifier(
            value=value, scheme=node.attribute(scheme), version=node.attribute(version) if version else ""
        )

    def number(self, path: str) -> Decimal | None:
        """A figure with its digits. Raises EinvoiceError when it is no decimal number."""
        written = self.code(path)
        if not written:
            return None
        try:
            if NUMBER.fullmatch(written):
                return Decimal(written)
        except InvalidOperation:
            pass
        text = gettext_noop(
            "%(place)s is “%(found)s”; expected a number such as 100.00. Ask the sender for a corrected file."
        )
        raise EinvoiceError(text, place=_name(path), found=written)

    def day(self, path: str) -> date | None:
        """A day written 2026-11-26, 2026-11-26+01:00 or 20261126. Raises EinvoiceError on anything else."""
        written = self.code(path)
        if not written:
            return None
        try:
            return date.fromisoformat(written if written.isdigit() else written[:10])
        except ValueError as error:
            text = gettext_noop(
                "%(place)s is “%(found)s”; expected a day such as %(expected)s. Ask the sender for a corrected file."
            )
            raise EinvoiceError(text, place=_name(path), found=written, expected="2026-11-26") from error


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1].rsplit(":", 1)[-1]


@dataclass(frozen=True, slots=True)
class Branch:
    """An element being built. Leaves without a value are not written; `prune` removes groups that stayed empty."""

    element: Element
    prefixes: Mapping[str, str]

    def add(self, name: str, value: Any = None, /, **attributes: str) -> None:
        """Append a leaf when there is a value: text, Decimal, day or Identifier (its scheme becomes schemeID)."""
        if isinstance(value, Identifier):
            attributes = {"schemeID": value.scheme, **attributes}
            value = value.value
        if value is None or value == "":
            return
        leaf = self.group(name).element
        leaf.text = CONTROL.sub("", format(value, "f") if isinstance(value, Decimal) else str(value))
        for key, held in attributes.items():
            if held:
                leaf.set(key, held)

    def group(self, name: str) -> "Branch":
        """Append a group (prefix:Name/prefix:Name goes deeper) and return the innermost one."""
        element = self.element
        for part in name.split("/"):
            prefix, local = part.split(":")
            element = etree.SubElement(element, f"{{{self.prefixes[prefix]}}}{local}")
        return Branch(element, self.prefixes)

    def add_all(self, name: str, values: Iterable[Any]) -> None:
        """Append one leaf per value."""
        for value in values:
            self.add(name, value)


def new_root(name: str, prefixes: Mapping[str, str], *, namespaces: Mapping[Any, str]) -> Branch:
    """Begin a document; `namespaces` is how they are declared in the file."""
    prefix, local = name.split(":")
    return Branch(etree.Element(f"{{{prefixes[prefix]}}}{local}", nsmap=dict(namespaces)), prefixes)


def finish(root: Branch, *, keep: frozenset[str] = frozenset()) -> bytes:
    """Drop groups without content (except the local names in `keep`), then give the file as UTF-8."""
    _prune(root.element, keep)
    etree.indent(root.element, space="  ")
    return etree.tostring(root.element, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _prune(element: Element, keep: frozenset[str]) -> None:
    for child in list(element):
        _prune(child, keep)
        if len(child) == 0 and not child.text and etree.QName(child).localname not in keep:
            element.remove(child)
