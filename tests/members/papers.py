"""Papers of the tests: a plain photo, and everything a country asks handed in at once."""

import datetime
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from members.models import Membership
from members.rules import papers
from smart.foundation.actors import PORTAL
from smart.foundation.tenancy import country
from smart.foundation.uploads import SafeFile, make_safe

LONG_VALID = datetime.date(2035, 12, 31)


def photo(name: str = "card.jpg", *, colour: str = "white") -> SimpleUploadedFile:
    written = io.BytesIO()
    Image.new("RGB", (80, 50), colour).save(written, "JPEG")
    return SimpleUploadedFile(name, written.getvalue(), content_type="image/jpeg")


def safe_photo(colour: str = "white") -> SafeFile:
    return make_safe(photo(colour=colour).read(), name="card.jpg")


def give_all(membership: Membership, *, accepted: bool = False, on: datetime.date = datetime.date(2026, 3, 2)) -> None:
    """Hand in every required paper, and let the portal accept it when asked."""
    with country(membership.country):
        for each in papers.read_checklist(membership, on=on).papers:
            if each.asked.is_required:
                ends = LONG_VALID if each.asked.kind.ends else None
                kind = each.asked.kind.code
                given = papers.give_paper(
                    membership, kind=kind, files=[safe_photo()], expires_on=ends, by=PORTAL, on=on
                )
                if accepted:
                    papers.accept_paper(given, by=PORTAL)
