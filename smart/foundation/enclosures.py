"""A file inside a PDF (PDF/A-3): the data of a document travels in its paper.

WeasyPrint embeds the file. What it leaves open is closed here: it writes a second `rdf:RDF` for foreign metadata, where
readers look at one only, and names the file twice among the associated files.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from weasyprint import Attachment

CLOSING: Final = b"</rdf:RDF>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """The file, what it is to the paper (`relationship`, ISO 19005-3) and the XMP descriptions that announce it."""

    name: str
    content: bytes
    description: str
    mime_type: str = "text/xml"
    relationship: str = "Alternative"
    metadata: bytes = b""

    def attached(self, *, at: datetime) -> Attachment:
        """The file as WeasyPrint takes it, dated `at` (aware)."""
        moment = at.astimezone(UTC)
        return Attachment(
            string=self.content,
            name=self.name,
            description=self.description,
            relationship=self.relationship,
            created=moment,
            modified=moment,
        )


def finisher(enclosure: Enclosure) -> Callable[[Any, Any], None]:
    """Return what WeasyPrint calls last: one `rdf:RDF`, each associated file once, the type of the file as we say it."""

    def finish(_document: Any, pdf: Any) -> None:
        catalog = pdf.catalog
        metadata = _object(pdf, catalog["Metadata"])
        written = b"".join(metadata.stream)
        metadata.stream = [written.replace(CLOSING, enclosure.metadata + CLOSING, 1)]
        catalog["AF"] = type(catalog["AF"])(dict.fromkeys(catalog["AF"]))
        for reference in catalog["AF"]:
            file = _object(pdf, _object(pdf, reference)["EF"]["F"])
            file.extra["Subtype"] = "/" + enclosure.mime_type.replace("/", "#2f")

    return finish


def _object(pdf: Any, reference: bytes | str) -> Any:
    return pdf.objects[int(reference.split()[0])]
