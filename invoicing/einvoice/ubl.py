"""What reading and writing UBL 2.1 share: namespaces, the two documents and where they differ."""

from dataclasses import dataclass
from typing import Final

CAC: Final = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
CBC: Final = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
PREFIXES: Final = {"cac": CAC, "cbc": CBC}
SEPA: Final = "SEPA"
"""schemeID that marks BT-90 among the identifiers of a party."""
OBJECT: Final = "130"
"""DocumentTypeCode that marks BT-18 and BT-128 among document references."""
PROJECT: Final = "50"
"""DocumentTypeCode that marks BT-11 in a credit note, which has no ProjectReference."""
NOT_AVAILABLE: Final = "NA"
"""OrderReference needs an ID in the schema although only the sales order (BT-14) is known."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the two documents: the names that differ."""

    root: str
    namespace: str
    type_code: str
    line: str
    quantity: str


INVOICE: Final = Kind(
    root="Invoice",
    namespace="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2",
    type_code="cbc:InvoiceTypeCode",
    line="cac:InvoiceLine",
    quantity="cbc:InvoicedQuantity",
)
CREDIT_NOTE: Final = Kind(
    root="CreditNote",
    namespace="urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2",
    type_code="cbc:CreditNoteTypeCode",
    line="cac:CreditNoteLine",
    quantity="cbc:CreditedQuantity",
)
KINDS: Final = {kind.namespace: kind for kind in (INVOICE, CREDIT_NOTE)}
CREDIT_CODES: Final = frozenset(
    ["81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"]
)
"""Type codes (UNTDID 1001) that stand in a CreditNote: the list of BR-CL-01, EN 16931 rules 1.3.16."""


def kind_of(type_code: str) -> Kind:
    """The document a type code (BT-3) is written as."""
    return CREDIT_NOTE if type_code in CREDIT_CODES else INVOICE
