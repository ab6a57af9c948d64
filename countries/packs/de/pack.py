"""Germany: what the country offers in its first form. Payroll is not open yet."""

from countries.contract import Capability, Identifier, Pack, Setting
from countries.packs.de.declarations import declarations
from countries.packs.de.kinds import KINDS, contract_checks
from countries.packs.de.vat import vat
from countries.packs.services import SERVICES

PACK = Pack(
    code="DE",
    version="2026.11",
    name={"en": "Germany", "de": "Deutschland"},
    currency="EUR",
    languages=("de",),
    time_zone="Europe/Berlin",
    identifiers=(
        Identifier(
            code="national_number",
            label={"en": "Tax number", "de": "Steuer-Identifikationsnummer"},
            module="de.idnr",
            holder="person",
            is_required=True,
        ),
        Identifier(
            code="social_security_number",
            label={"en": "Pension insurance number", "de": "Versicherungsnummer"},
            module="",
            holder="person",
        ),
        Identifier(
            code="vat",
            label={"en": "VAT number", "de": "Umsatzsteuer-Identifikationsnummer"},
            module="de.vat",
            holder="company",
            is_required=True,
        ),
    ),
    contract_kinds=KINDS,
    capabilities=frozenset(Capability) - {Capability.PAYROLL},
    service_kinds=SERVICES,
    required_settings=(
        Setting("employer_number", {"en": "Employer number", "de": "Betriebsnummer"}, Capability.CONTRACTS),
    ),
    invoice_profiles=("xrechnung", "facturx"),
    contract_checks=contract_checks,
    vat=vat,
    declarations=declarations,
)
