"""The UniLav notice as XML, as far as its element names are known.

Names come from a public generator of version CO160201R1 (2016), not from the ministry's current XSD, which was not
found: the file is a draft to be validated there before it is sent. What the portal does not know is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree

from countries.contract import DeclarationFile

NAMESPACE = "http://servizi.lavoro.gov.it/unilav"
VERSION = "CO160201R1"
NEW = "0" * 16
"""The communication code of a notice that is not yet sent."""


def unilav_file(fields: Mapping[str, str]) -> DeclarationFile:
    """Return the notice of a start of work, UTF-8, ready to be validated."""
    ElementTree.register_namespace("", NAMESPACE)
    root = _element(None, "UniLav", {"codiceComunicazione": NEW, "assunzioneForzaMaggiore": "NO", "versione": VERSION})
    _employer(root, fields)
    _worker(root, fields)
    _start(root, fields)
    _element(root, "TipoComunicazione", {}, "01")
    content = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    name = f"unilav-{fields.get('worker_tax_code', 'draft')}-{fields.get('start_date', '')}.xml"
    label = f"UniLav {VERSION} (draft: validate against the ministry's current XSD)"
    return DeclarationFile(name=name, media_type="application/xml", content=content, format=label)


def _employer(root: ElementTree.Element, fields: Mapping[str, str]) -> None:
    employer = _element(
        root,
        "DatoreLavoro",
        {"codiceFiscale": fields.get("employer_tax_code", ""), "denominazione": fields.get("employer_name", "")},
    )
    seat = _element(employer, "SedeLegale", {})
    _text(seat, "Indirizzo", fields.get("legal_seat", ""))
    place = _element(employer, "SedeLavoro", {})
    _text(place, "Indirizzo", fields.get("workplace", ""))
    _text(employer, "Settore", fields.get("ateco", ""))


def _worker(root: ElementTree.Element, fields: Mapping[str, str]) -> None:
    worker = _element(root, "Lavoratore", {})
    person = _element(worker, "AnagraficaCompleta", {})
    for name, key in (
        ("cognome", "worker_name"),
        ("nome", "worker_first_name"),
        ("codice-fiscale", "worker_tax_code"),
        ("cittadinanza", "citizenship"),
        ("sesso", "sex"),
    ):
        _text(person, name, fields.get(key, ""))
    birth = _element(person, "nascita", {})
    _text(birth, "comune", fields.get("birth_place", ""))
    _text(birth, "data", fields.get("birth_date", ""))
    if permit := fields.get("residence_permit"):
        _element(worker, "extraCE", {"tipoDocumento": permit})
    home = _element(worker, "IndirizzoLavoratore", {})
    _text(home, "Indirizzo", fields.get("domicile", ""))
    _text(worker, "LivelloIstruzione", fields.get("education", ""))


def _start(root: ElementTree.Element, fields: Mapping[str, str]) -> None:
    start = _element(
        root,
        "InizioRapporto",
        {
            "dataInizio": fields.get("start_date", ""),
            "dataFine": fields.get("end_date", ""),
            "entePrevidenziale": fields.get("insurer_code", ""),
            "socioLavoratore": fields.get("cooperative_member", "NO"),
            "lavoroStagionale": fields.get("seasonal", "NO"),
        },
    )
    _element(start, "TipologiaContrattuale", {}, fields.get("contract_type", ""))
    _text(start, "ccnl", fields.get("ccnl", ""))
    _text(start, "livelloInquadramento", fields.get("level", ""))
    _element(start, "tipoOrario", {"codice": fields.get("working_time", "")}, fields.get("weekly_hours", ""))
    _text(start, "qualificaProfessionale", fields.get("occupation", ""))
    _text(start, "RetribuzioneCompenso", fields.get("annual_pay", ""))
    _text(start, "PatINAIL", fields.get("pat_inail", ""))


def _element(
    parent: ElementTree.Element | None, name: str, attributes: Mapping[str, str], text: str = ""
) -> ElementTree.Element:
    """Add an element with the attributes that are known."""
    tag, known = f"{{{NAMESPACE}}}{name}", {key: value for key, value in attributes.items() if value}
    element = ElementTree.Element(tag, known) if parent is None else ElementTree.SubElement(parent, tag, known)
    element.text = text or None
    return element


def _text(parent: ElementTree.Element, name: str, value: str) -> None:
    if value:
        _element(parent, name, {}, value)
