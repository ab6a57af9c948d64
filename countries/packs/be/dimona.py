"""The Dimona as the XML of the ONSS (glossary and structure 2023/1: element names and their order)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from countries.contract import DeclarationFile

FORMAT = "ONSS Dimona XML 2023/1"
ORIGINAL, SUBMISSION = "0", "SU"
PERIOD_FIELDS = ("StartingDate", "StartingHour", "EndingDate", "EndingHour")
PERSON_FIELDS = (
    ("Name", "WorkerName"),
    ("FirstName", "WorkerFirstName"),
    ("BirthDate", "WorkerBirthdate"),
    ("Sex", "WorkerSex"),
)
NOSS_DIGITS, COMPANY_DIGITS = 9, 10
Fields = Mapping[str, str]


def declaration_file(kind: str, fields: Fields) -> DeclarationFile | None:
    """Return the declaration's XML, None for another kind or when what the form cannot do without is missing.

    `FormCreationDate` (YYYY-MM-DD) and `FormCreationHour` (HH:MM:SS.sss) are the instant of the export and come with the
    fields; without them the form carries neither, which the ONSS refuses. A person without national number goes by name,
    first name and birth date; the address is left out, because its parts are not kept apart.
    """
    build = BUILDERS.get(kind)
    root = Element("Dimona")
    form = SubElement(root, "Form")
    if build is None or not build(form, fields):
        return None
    for name, text in reversed(_head(fields)):
        element = Element(name)
        element.text = text
        form.insert(0, element)
    indent(root)
    content: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    when = fields.get("StartingDate") or fields.get("EndingDate") or fields.get("DimonaPeriodId", "")
    return DeclarationFile(name=f"{kind}_{when}.xml", media_type="application/xml", content=content, format=FORMAT)


def _head(fields: Fields) -> list[tuple[str, str]]:
    created = [(name, fields.get(name, "")) for name in ("FormCreationDate", "FormCreationHour")]
    known = [(name, text) for name, text in created if text]
    return [("Identification", "DIMONA"), *known, ("AttestationStatus", ORIGINAL), ("TypeForm", SUBMISSION)]


def _in(form: Element, fields: Fields) -> bool:
    if not fields.get("StartingDate") or not fields.get("WorkerType"):
        return False
    body = SubElement(form, "DimonaIn")
    _copy(body, fields, (*PERIOD_FIELDS, "PlannedHoursNbr"))
    if not _employer(body, fields) or not _person(body, fields):
        return False
    features = SubElement(body, "DimonaFeatures")
    _copy(features, fields, ("JointCommissionNbr", "WorkerType"))
    if place := fields.get("StudentPlaceOfWork"):
        _add(SubElement(body, "StudentPlaceOfWork"), "Denomination", place)
    return True


def _out(form: Element, fields: Fields) -> bool:
    return _later(form, "DimonaOut", fields, ("EndingDate",), required="EndingDate")


def _update(form: Element, fields: Fields) -> bool:
    return _later(form, "DimonaUpdate", fields, PERIOD_FIELDS, last=("PlannedHoursNbr",))


def _cancel(form: Element, fields: Fields) -> bool:
    return _later(form, "DimonaCancel", fields, ())


def _later(
    form: Element,
    name: str,
    fields: Fields,
    names: tuple[str, ...],
    *,
    required: str = "DimonaPeriodId",
    last: tuple[str, ...] = (),
) -> bool:
    """Everything after the IN refers to the period the ONSS gave it."""
    if not fields.get("DimonaPeriodId") or not fields.get(required):
        return False
    body = SubElement(form, name)
    _copy(body, fields, ("DimonaPeriodId", *names))
    if inss := _digits(fields.get("INSS", "")):
        _add(body, "INSS", inss)
    _copy(body, fields, last)
    return True


def _employer(body: Element, fields: Fields) -> bool:
    noss, company = _digits(fields.get("NOSSRegistrationNbr", "")), _digits(fields.get("CompanyID", ""))
    if not noss and not company:
        return False
    employer = SubElement(body, "EmployerId")
    if noss:
        _add(employer, "NOSSRegistrationNbr", noss.zfill(NOSS_DIGITS))
    if company:
        _add(employer, "CompanyID", company.zfill(COMPANY_DIGITS))
    return True


def _person(body: Element, fields: Fields) -> bool:
    person = SubElement(body, "NaturalPerson")
    if inss := _digits(fields.get("INSS", "")):
        _add(person, "INSS", inss)
        return True
    for ours, theirs in PERSON_FIELDS:
        if fields.get(ours):
            _add(person, theirs, fields[ours])
    return all(fields.get(name) for name in ("Name", "FirstName", "BirthDate"))


def _copy(parent: Element, fields: Fields, names: tuple[str, ...]) -> None:
    for name in names:
        if fields.get(name):
            _add(parent, name, fields[name])


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


BUILDERS: dict[str, Callable[[Element, Fields], bool]] = {
    "dimona_in": _in,
    "dimona_out": _out,
    "dimona_update": _update,
    "dimona_cancel": _cancel,
}
