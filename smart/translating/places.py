"""What a text must keep of its original: the places that are filled in, the tags, and nothing that could break a page."""

import re
from collections import Counter
from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from smart.foundation.errors import RuleBroken
from smart.translating.catalogue import Entry

PLACE: Final = re.compile(r"%\([a-zA-Z_][\w.]*\)[#0\- +]*\d*(?:\.\d+)?[a-z]|%[sd](?![a-z])|%%|\{[\w.!:]*\}")
TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>|&#?\w+;")
LONGEST: Final = 6000


def checked_texts(entry: Entry, texts: list[str]) -> list[str]:
    """The texts as they are kept; raise RuleBroken (field text_0, text_1 …) naming what is missing or too much.

    Straight double quotes are refused outside tags: a translation may stand in an attribute, where one would end it.
    """
    if len(texts) != len(entry.texts):
        raise RuleBroken("text_count", _("This sentence needs a text for each of its forms."))
    return [_checked(entry, text, f"text_{number}") for number, text in enumerate(texts)]


def is_sound(source: str, plural: str, texts: list[str]) -> bool:
    """Whether texts may be shown for a sentence: asked again each time they are laid over the catalogue."""
    entry = Entry("", "", source, plural, ("",) * len(texts))
    try:
        return bool(texts) and checked_texts(entry, texts) == texts
    except RuleBroken:
        return False


def places_of(text: str) -> Counter[str]:
    return Counter(PLACE.findall(text))


def tags_of(text: str) -> Counter[str]:
    return Counter(TAG.findall(text))


def _checked(entry: Entry, typed: str, field: str) -> str:
    text = _edges(entry.source, typed)
    if not text.strip():
        raise RuleBroken("text_empty", _("Write the text."), field=field)
    if len(text) > LONGEST:
        raise RuleBroken("text_long", _("The text is longer than any page can show. Shorten it."), field=field)
    originals = [entry.source, entry.plural] if entry.plural else [entry.source]
    _same(places_of(text), [places_of(each) for each in originals], field, _place_sentence)
    _same(tags_of(text), [tags_of(each) for each in originals], field, _tag_sentence)
    _nothing_loose(entry, text, field)
    _in_order(text, field)
    return text


def _edges(source: str, typed: str) -> str:
    """Spaces at both ends and line breaks as in the original: nobody sees them in a form."""
    text = typed.replace("\r\n", "\n").replace("\r", "\n").strip()
    if "\n" not in source.strip():
        text = " ".join(text.split("\n"))
    head = source[: len(source) - len(source.lstrip())]
    tail = source[len(source.rstrip()) :]
    return f"{head}{text}{tail}" if text else ""


def _same(
    found: Counter[str], allowed: list[Counter[str]], field: str, say: Callable[[list[str], list[str]], str]
) -> None:
    if found in allowed:
        return
    wanted = allowed[-1]
    missing, extra = sorted((wanted - found).elements()), sorted((found - wanted).elements())
    raise RuleBroken("text_places", say(missing, extra), field=field)


def _place_sentence(missing: list[str], extra: list[str]) -> str:
    names = {"missing": ", ".join(missing), "extra": ", ".join(extra)}
    if missing and extra:
        return (
            _("%(missing)s must stand in the text and is missing; %(extra)s is not in the original. Copy it as it is.")
            % names
        )
    if missing:
        return _("%(missing)s must stand in the text: it is filled in on the page. Put it where it belongs.") % names
    return _("%(extra)s is not in the original: nothing fills it in. Take it out.") % names


def _tag_sentence(missing: list[str], extra: list[str]) -> str:
    names = {"missing": " ".join(missing), "extra": " ".join(extra)}
    if missing:
        return _("The original has %(missing)s: keep it around the same words.") % names
    return _("%(extra)s is not in the original. A text has the tags of the original and no others.") % names


def _nothing_loose(entry: Entry, text: str, field: str) -> None:
    """What is left without places and tags holds no mark that a page or a format would read."""
    rest = TAG.sub("", PLACE.sub("", text))
    original = TAG.sub("", PLACE.sub("", entry.source + entry.plural))
    for mark in ("<", ">", '"', "{", "}"):
        if mark in rest and mark not in original:
            raise RuleBroken("text_mark", _loose_sentence(mark), field=field)
    is_filled_in = bool(places_of(entry.source + entry.plural))
    if "%" in rest and is_filled_in:
        raise RuleBroken("text_mark", _("Write the percent sign twice here, or as a word."), field=field)


def _loose_sentence(mark: str) -> str:
    if mark == '"':
        return _("Write quotation marks of the language instead of the straight ones.")
    return _("The text holds %(mark)s, which a page would read as code. Take it out.") % {"mark": mark}


def _in_order(text: str, field: str) -> None:
    """Every tag is closed after it was opened, and what was opened last is closed first."""
    still_open: list[str] = []
    for tag in TAG.findall(text):
        name = tag.strip("</>").split()[0]
        if tag.startswith("</"):
            if not still_open or still_open.pop() != name:
                raise RuleBroken("text_tags", _tag_order(tag), field=field)
        elif tag.startswith("<") and not tag.endswith("/>") and name != "br":
            still_open.append(name)
    if still_open:
        raise RuleBroken("text_tags", _tag_order(f"<{still_open[-1]}>"), field=field)


def _tag_order(tag: str) -> str:
    return _("%(tag)s stands at the wrong end: open it before the words and close it after them.") % {"tag": tag}
