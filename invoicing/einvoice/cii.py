"""What reading and writing UN/CEFACT Cross Industry Invoice D16B share."""

from typing import Final

RSM: Final = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
PREFIXES: Final = {
    "rsm": RSM,
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}
TENDER: Final = "50"
OBJECT: Final = "130"
SUPPORTING: Final = "916"
"""TypeCode (UNTDID 1001) that tells BT-17, BT-18/BT-128 and BG-24 apart."""

POINT_FROM_CII: Final = {"5": "3", "29": "35", "72": "432"}
"""BT-8: CII writes UNTDID 2475, the model and UBL UNTDID 2005 (issue, delivery, payment)."""
POINT_TO_CII: Final = {there: here for here, there in POINT_FROM_CII.items()}
