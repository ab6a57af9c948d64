"""The texts shown here as a .po file, for whoever brings them back into the shipped catalogue."""

from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po
from django.utils import timezone

from smart.translating.models import Wording


def as_po(language: str) -> bytes:
    """Every shown text of the language; who approved it and the note to the developer stand above it as comments."""
    catalogue = Catalog(locale=language, project="smart-portal", charset="utf-8", revision_date=timezone.now())
    for row in Wording.objects.live().filter(language=language).order_by("pk"):
        said = f"{row.proposed_by_label}, {row.decided_by_label}, {row.decided_at:%Y-%m-%d}"
        catalogue.add(
            (row.source, row.plural) if row.plural else row.source,
            string=tuple(row.texts) if row.plural else row.texts[0],
            context=row.context or None,
            user_comments=[said, *row.note.splitlines()],
        )
    written = BytesIO()
    write_po(written, catalogue, width=0, omit_header=False)
    return written.getvalue()
