"""Apply the official rules to a document: its schema, the norm, and what its profile and country add."""

import re
from datetime import date
from pathlib import Path
from typing import Any, Final

from lxml import etree

from invoicing.einvoice.code_lists import FRENCH_COUNTRIES
from invoicing.einvoice.findings import FATAL, Finding, shown
from invoicing.einvoice.official import report, rule_sets, schemas, sheets
from invoicing.einvoice.official.report import Named, Report
from invoicing.einvoice.words import Sentence, gettext_noop
from invoicing.einvoice.xml import parse

FRENCH_CADRE: Final = re.compile(r"[BSM]\d")
"""BT-23 of an invoice under the French reform: kind of goods and case, as S1 (AFNOR XP Z12-012)."""

BUYER_COUNTRY: Final = (
    "{*}AccountingCustomerParty/{*}Party/{*}PostalAddress/{*}Country/{*}IdentificationCode",
    "{*}SupplyChainTradeTransaction/{*}ApplicableHeaderTradeAgreement/{*}BuyerTradeParty/{*}PostalTradeAddress/{*}CountryID",
)
NATIONAL: Final = {"FatturaElettronica": "fatturapa", "Facturae": "facturae"}
OLDER_FACTURAE: Final = {
    "http://www.facturae.es/Facturae/2014/v3.2.1/Facturae": "facturae-3.2.1",
    "http://www.facturae.es/Facturae/2009/v3.2/Facturae": "facturae-3.2",
}
"""By namespace; a document of an older version is held to its own schema."""
EBINTERFACE: Final = "http://www.ebinterface.at/"


def check(xml: bytes, *, profile: str = "", rules_dir: Path | None = None, on: date | None = None) -> Report:
    """Return what the official rules say of a document that claims a profile; without one, its own claim is taken.

    `on` chooses the versions in force on a day, the newest without it. Sets outside the package are looked for in
    `rules_dir`. Takes 350 MB once all sheets are compiled: call it in a worker. Raises EinvoiceError when it is no XML.
    """
    root = parse(xml)
    stated = profile or profile_of(root)
    document = etree.QName(root).localname
    found = rule_sets.in_force(rules_dir, profiles={stated, *claims(root)}, document=document, on=on)
    findings = [finding for held in found if held.path for finding in _apply(held, root)]
    if not found:
        expected = Sentence(gettext_noop("a document of the profile “%(profile)s”"), {"profile": stated})
        findings = [Finding(rule="SMART-PROFILE", term="BT-24", found=shown(document), expected=expected)]
    return Report(
        profile=stated,
        findings=tuple(sorted(findings, key=lambda finding: finding.severity != FATAL)),
        applied=tuple(_named(held) for held in found if held.path),
        missing=tuple(
            Named(name=held.rules.name, version=held.rules.version) for held in found if not held.is_in_force
        ),
    )


def profile_of(root: Any) -> str:
    """The profile a document claims: by its root element, then by its specification (BT-24)."""
    name = etree.QName(root)
    if name.namespace in OLDER_FACTURAE:
        return OLDER_FACTURAE[name.namespace]
    if name.localname in NATIONAL:
        return NATIONAL[name.localname]
    if (name.namespace or "").startswith(EBINTERFACE):
        return "ebinterface"
    specification = _text(root, "CustomizationID", "GuidelineSpecifiedDocumentContextParameter")
    if "xeinkauf.de:kosit:xrechnung" in specification:
        return "xrechnung"
    if "poacc:billing:3" in specification:
        return "peppol"
    return "cii" if name.localname == "CrossIndustryInvoice" else "ubl"


def claims(root: Any) -> set[str]:
    """What a document claims beside its profile: the French reform by process and buyer, or the French extension."""
    process = _text(root, "ProfileID", "BusinessProcessSpecifiedDocumentContextParameter")
    buyer = (root.findtext(path) for path in BUYER_COUNTRY)
    is_french = bool(FRENCH_CADRE.fullmatch(process)) and not FRENCH_COUNTRIES.isdisjoint(filter(None, buyer))
    extended = "extended-ctc-fr" in _text(root, "CustomizationID", "GuidelineSpecifiedDocumentContextParameter")
    named = {"france": is_french, "france-extended": extended}
    return {name for name, is_claimed in named.items() if is_claimed}


def _text(root: Any, ubl: str, cii: str) -> str:
    held = root.findtext(f"{{*}}{ubl}") or root.findtext(f"{{*}}ExchangedDocumentContext/{{*}}{cii}/{{*}}ID") or ""
    return str(held).strip()


def _apply(held: rule_sets.Found, root: Any) -> list[Finding]:
    assert held.path is not None
    if held.rules.kind == rule_sets.SCHEMA:
        return [report.of_schema(fault) for fault in schemas.faults(root, schema=held.path)]
    try:
        broken = sheets.run(held.path, document=etree.tostring(root, encoding="unicode"))
    except sheets.SheetFailed as failure:
        return [report.of_failure(_named(held), str(failure))]
    return [report.of_rule(part) for part in broken if part.rule not in held.rules.without]


def _named(held: rule_sets.Found) -> Named:
    return Named(name=held.rules.name, version=held.version)
