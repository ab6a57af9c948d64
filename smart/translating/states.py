"""What becomes of a proposed text."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WordingState(models.TextChoices):
    PROPOSED = "proposed", _("Waits for a second person")
    LIVE = "live", _("Shown")
    REFUSED = "refused", pgettext_lazy("text", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("text", "Withdrawn")
    REPLACED = "replaced", _("Replaced by a newer text")
    TAKEN_BACK = "taken_back", pgettext_lazy("text", "Taken back")
    DOUBTED = "doubted", _("Doubtful")
    SETTLED = "settled", _("Doubt settled")


APPROVED: Final = frozenset({WordingState.LIVE, WordingState.REPLACED, WordingState.TAKEN_BACK})
"""What a second person has agreed to at some time."""
