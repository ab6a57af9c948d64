"""Code lists the profiles narrow: Peppol BIS Billing 3 (3.0.21) and the French reform (BR-FR 1.4.0)."""

from decimal import Decimal
from typing import Final


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


PEPPOL_PROCESSES: Final = _codes(
    "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0 urn:peppol:bis:billing_with_response"
    " urn:peppol:france:billing:regulated urn:peppol:france:billing:non-regulated"
)
PEPPOL_INVOICES: Final = _codes(
    "71 80 82 84 102 218 219 326 331 380 382 383 384 386 388 393 395 553 575 623 780 817 870 875 876 877"
)
PEPPOL_CREDIT_NOTES: Final = _codes("381 396 81 83 532")
PEPPOL_ADDRESSES: Final = _codes(
    "0002 0007 0009 0060 0088 0096 0097 0106 0130 0135 0142 0151 0183 0184 0188 0190 0191 0192 0195 0196 0198 0199 0200"
    " 0201 0204 0208 0209 0210 0211 0216 0218 0221 0225 0230 0235 0240 0242 0244 0245 0246 0248 9910 9913 9914 9915 9918"
    " 9919 9920 9922 9923 9924 9925 9926 9927 9928 9929 9930 9931 9932 9933 9934 9935 9936 9937 9938 9939 9940 9941 9942"
    " 9943 9944 9945 9946 9947 9948 9949 9950 9951 9952 9953 9957 9959"
)
"""Schemes of electronic addresses (EAS)."""

FRENCH_COUNTRIES: Final = _codes("FR GP MQ GF RE YT")
"""ISO codes of France and its overseas departments."""
FRENCH_CASES: Final = _codes("B1 S1 M1 B2 S2 M2 S3 B4 S4 M4 S5 S6 B7 S7 B8 S8 M8 B9 S9 M9")
"""BT-23: goods, services or both, and the case: 1 to pay, 2 paid already, 4 final after an invoice on account."""
FRENCH_CASES_PAID: Final = _codes("B2 S2 M2")
FRENCH_CASES_FINAL: Final = _codes("B4 S4 M4")
FRENCH_TYPES: Final = _codes("380 389 393 501 386 500 384 471 472 473 261 262 381 396 502 503")
FRENCH_SELF_BILLED: Final = _codes("389 501 500 471 473 261 502")
FRENCH_CORRECTIVE: Final = _codes("384 471 472 473")
FRENCH_CREDITS: Final = _codes("261 381 396 502 503")
FRENCH_ON_ACCOUNT: Final = _codes("386 500 503")
FRENCH_TREATMENTS: Final = _codes("B2B B2BINT B2C B2CINT OUTOFSCOPE ARCHIVEONLY")
FRENCH_RATES: Final = frozenset(
    map(Decimal, _codes("0 10 13 20 8.5 19.6 2.1 5.5 7 20.6 1.05 0.9 1.75 9.2 9.6"))  # mainland, Corsica, overseas, old
)
