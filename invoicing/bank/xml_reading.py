"""Reading the banks' XML: parsed without entities and network, elements found by name whatever the namespace."""

from django.utils.translation import gettext as _
from lxml import etree

from smart.foundation.errors import RuleBroken


def parsed(content: bytes) -> etree._Element:
    """The root. Raises RuleBroken: truncated, wrong_format (a document type is declared)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as refused:
        raise RuleBroken(
            "truncated",
            _("The XML breaks off or is damaged (line %(line)s). Download the file from the bank again.")
            % {"line": refused.lineno},
        ) from refused
    if root.getroottree().docinfo.doctype:
        raise RuleBroken("wrong_format", _("The XML declares a document type; a bank statement has none."))
    return root


def all_of(node: etree._Element, name: str) -> list[etree._Element]:
    """The children of that name."""
    return [child for child in node if isinstance(child.tag, str) and etree.QName(child).localname == name]


def first_of(node: etree._Element, *path: str) -> etree._Element | None:
    """The first element along the path."""
    found: etree._Element | None = node
    for name in path:
        found = next(iter(all_of(found, name)), None) if found is not None else None
    return found


def text_of(node: etree._Element, *path: str) -> str:
    """Its text without spaces around; empty when there is none."""
    found = first_of(node, *path)
    return "" if found is None else (found.text or "").strip()
