"""Turn a schematron (ISO/IEC 19757-3, query binding xslt2) into an XSLT 3.0 stylesheet.

What a document breaks comes out as `<broken>` with one `<rule>` each: its id, flag, the place and the official words.
Understood are namespaces, let, include, abstract patterns and rules, extends, assert, report, name, value-of and
functions and keys written in XSLT. Phases, diagnostics and titles do not change a verdict and are left out. Lets of a
pattern are global, as the reference implementation has them: some schematrons declare a pattern for that alone.
"""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from lxml import etree

SCH: Final = "http://purl.oclc.org/dsdl/schematron"
XSL: Final = "http://www.w3.org/1999/XSL/Transform"
Element = Any  # lxml carries no types


def compile_schematron(path: Path) -> str:
    """Return the stylesheet of a schematron file. Raises ValueError when something in it is not understood."""
    schema = _whole(path)
    _resolve_abstract_patterns(schema)
    sheet = etree.Element(_xsl("stylesheet"), nsmap=_prefixes(schema))
    sheet.set("version", "3.0")
    _add(sheet, "output", method="xml", indent="no")
    for held in schema:
        if etree.QName(held).namespace == XSL:
            sheet.append(copy.deepcopy(held))
    for let in (*schema.findall(_sch("let")), *schema.findall(f"{_sch('pattern')}/{_sch('let')}")):
        _let(sheet, let)
    patterns = [pattern for pattern in schema.findall(_sch("pattern")) if pattern.find(_sch("rule")) is not None]
    modes = [f"pattern-{i}" for i, _pattern in enumerate(patterns)]
    start = _add(_add(sheet, "template", match="/"), "element", name="broken")
    for mode, pattern in zip(modes, patterns, strict=True):
        _add(start, "apply-templates", select="/", mode=mode)
        _add(sheet, "mode", **{"name": mode, "on-no-match": "shallow-skip"})
        _pattern(sheet, pattern, mode=mode)
    return etree.tostring(sheet, encoding="unicode")


def _prefixes(schema: Element) -> dict[str, str]:
    """What the schema declares, what its functions use and what every expression may use."""
    written = {prefix: uri for prefix, uri in schema.nsmap.items() if prefix}
    declared = {ns.get("prefix"): ns.get("uri") for ns in schema.iter(_sch("ns"))}
    return {"xs": "http://www.w3.org/2001/XMLSchema", **written, **declared, "xsl": XSL}


def _pattern(sheet: Element, pattern: Element, *, mode: str) -> None:
    """A node obeys the first rule of the pattern whose context it fits, and no other."""
    rules = [rule for rule in pattern.findall(_sch("rule")) if rule.get("abstract") != "true"]
    for i, rule in enumerate(rules):
        priority = str(len(rules) - i)
        template = _add(sheet, "template", match=rule.get("context"), mode=mode, priority=priority)
        for part in _with_extended(rule, pattern):
            name = etree.QName(part).localname
            if name == "let":
                _let(template, part)
            elif name in ("assert", "report"):
                _test(template, part)
        _add(template, "apply-templates", select="@* | node()", mode=mode)


def _with_extended(rule: Element, pattern: Element) -> Iterator[Element]:
    """The parts of a rule, those of the abstract rules it extends in their place."""
    for part in rule:
        if part.tag != _sch("extends"):
            yield part
            continue
        name = part.get("rule")
        base = next((held for held in pattern.iter(_sch("rule")) if held.get("id") == name), None)
        if base is None:
            raise ValueError(f"The rule extends {name!r}, which the pattern does not have.")
        yield from _with_extended(base, pattern)


def _test(template: Element, part: Element) -> None:
    test = part.get("test")
    broken = f"not({test})" if part.tag == _sch("assert") else test
    rule = _add(_add(template, "if", test=broken), "element", name="rule")
    flag = part.get("flag") or part.get("role") or part.getparent().get("flag") or "fatal"
    for name, value in (("id", part.get("id", "")), ("flag", flag)):
        _add(rule, "attribute", name=name).text = value
    _add(rule, "attribute", name="place", select="path(.)")
    _words(rule, part)


def _words(rule: Element, part: Element) -> None:
    """The sentence of an assertion with the names and values it asks for."""
    if part.text:
        _add(rule, "text").text = part.text
    for held in part:
        name = etree.QName(held).localname
        if name == "value-of":
            _add(rule, "value-of", select=held.get("select"))
        elif name == "name":
            _add(rule, "value-of", select=f"name({held.get('path', '.')})")
        else:
            _words(rule, held)
        if held.tail:
            _add(rule, "text").text = held.tail


def _let(parent: Element, let: Element) -> None:
    if let.get("value") is None:
        raise ValueError(f"The let {let.get('name')!r} has no value; only lets with an expression are understood.")
    _add(parent, "variable", name=let.get("name"), select=let.get("value"))


def _whole(path: Path) -> Element:
    """The schema with its includes in place and without comments."""
    parser = etree.XMLParser(remove_comments=True, remove_pis=True, no_network=True, resolve_entities=False)
    root = etree.parse(path, parser).getroot()
    for include in list(root.iter(_sch("include"))):
        found = _whole(path.parent / include.get("href"))
        found.tail = include.tail
        include.getparent().replace(include, found)
    return root


def _resolve_abstract_patterns(schema: Element) -> None:
    """Put a filled-in copy of the abstract pattern where a pattern says `is-a`, and take the abstract ones out."""
    patterns = schema.findall(_sch("pattern"))
    abstract = {pattern.get("id"): pattern for pattern in patterns if pattern.get("abstract") == "true"}
    for pattern in patterns:
        if pattern.get("is-a") is not None:
            held = {param.get("name"): param.get("value") for param in pattern.findall(_sch("param"))}
            schema.replace(pattern, _filled(abstract[pattern.get("is-a")], held))
    for pattern in abstract.values():
        schema.remove(pattern)


def _filled(abstract: Element, held: dict[str, str]) -> Element:
    found = copy.deepcopy(abstract)
    longest_first = sorted(held, key=len, reverse=True)
    for element in found.iter():
        for name, value in element.attrib.items():
            for param in longest_first:
                value = value.replace(f"${param}", held[param])
            element.set(name, value)
    return found


def _add(parent: Element, tag: str, /, **attributes: str) -> Element:
    return etree.SubElement(parent, _xsl(tag), attributes)


def _sch(name: str) -> str:
    return f"{{{SCH}}}{name}"


def _xsl(name: str) -> str:
    return f"{{{XSL}}}{name}"
