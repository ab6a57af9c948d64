"""The official rules: schemas and schematrons as their publishers give them, found, dated and run."""

from invoicing.einvoice.official.checking import check
from invoicing.einvoice.official.report import Named, Report

__all__ = ["Named", "Report", "check"]
