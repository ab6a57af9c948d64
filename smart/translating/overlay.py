"""Approved texts over Django's gettext catalogues, in every process, without a restart.

A process looks at most every `WORDINGS_LOOKED_AT_EVERY` seconds whether the set of shown texts is another one (one
aggregate), and only then reads them. When the database does not answer, what was laid over last stays, at first the
shipped texts. A catalogue is exchanged as a whole, so that a thread never sees half of one.
"""

import time
from collections.abc import Callable
from typing import Any, Final

import structlog
from django.conf import settings
from django.db import Error, transaction
from django.db.models import Count, Sum
from django.utils.translation import trans_real

from smart.translating.catalogue import plural_rule
from smart.translating.models import Wording
from smart.translating.places import is_sound

log = structlog.get_logger(__name__)
Texts = dict[Any, str]
NOTHING: Final = (0, 0)


class LaidOver(trans_real.TranslationCatalog):
    """A shipped catalogue under our own texts."""

    def __init__(self, shipped: Any, texts: Texts, plural: Callable[[int], int]) -> None:
        self.shipped = shipped
        self._catalogs = [texts, *shipped._catalogs]
        self._plurals = [plural, *shipped._plurals]


class Seen:
    """What this process last laid over, and when it looks again."""

    version: tuple[int, int] = NOTHING
    next_look: float = 0.0


def refresh_if_due() -> None:
    """Look again when it is time; otherwise costs one comparison with the clock."""
    every = settings.WORDINGS_LOOKED_AT_EVERY
    if not every or time.monotonic() < Seen.next_look:
        return
    Seen.next_look = time.monotonic() + every
    refresh()


def refresh() -> None:
    """Lay the shown texts over the catalogues unless these very ones already are."""
    try:
        version = current_version()
        if version != Seen.version:
            lay_over(list(Wording.objects.live()))
            Seen.version = version
    except Error as fault:
        log.warning("wordings_not_read", error=str(fault))


def refresh_on_commit() -> None:
    """This process at once; the others when they look."""
    transaction.on_commit(refresh, robust=True)


def current_version() -> tuple[int, int]:
    """How many texts are shown and the sum of their numbers: another set of texts has another pair."""
    found = Wording.objects.live().aggregate(many=Count("pk"), sum=Sum("pk"))
    return found["many"], found["sum"] or 0


def lay_over(rows: list[Wording]) -> None:
    """Show exactly these texts; a language without any shows the shipped ones."""
    by_language: dict[str, Texts] = {language: {} for language, _name in settings.LANGUAGES}
    for row in rows:
        if row.language in by_language and is_sound(row.source, row.plural, row.texts):
            by_language[row.language].update(_catalogue_entries(row))
        else:
            log.warning("wording_left_out", wording=row.pk)
    for language, texts in by_language.items():
        if texts or language in _loaded():
            _exchange(trans_real.translation(language), texts, plural_rule(language))


def take_off() -> None:
    """Show the shipped texts."""
    lay_over([])
    Seen.version, Seen.next_look = NOTHING, 0.0


def _loaded() -> Any:
    """The languages this process has read so far; nothing public of Django tells."""
    return trans_real._translations  # type: ignore[attr-defined]


def _exchange(translation: Any, texts: Texts, plural: Callable[[int], int]) -> None:
    catalogue = translation._catalog
    shipped = catalogue.shipped if isinstance(catalogue, LaidOver) else catalogue
    translation._catalog = LaidOver(shipped, texts, plural) if texts else shipped


def _catalogue_entries(row: Wording) -> Texts:
    """As gettext looks it up: context, U+0004, sentence; the number of the form when there are several."""
    name = f"{row.context}\x04{row.source}" if row.context else row.source
    if not row.plural:
        return {name: row.texts[0]}
    return {(name, number): text for number, text in enumerate(row.texts)}
