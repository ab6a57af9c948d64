"""How we write: what `wording.yaml` says of each language, asked of the catalogues.

A finding names the sentence, what stands there and what to write. It is a hint of a reader, not a law: nothing is changed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from countries.data.reading import DataFileError, check_keys, read_data
from countries.terms import terms
from smart.translating.catalogue import ENGLISH, Entry, entries
from smart.translating.places import PLACE, TAG

FILE: Final = Path(__file__).with_name("wording.yaml")
CODE: Final = re.compile(r"`[^`]*`|<code>.*?</code>|[\w.+-]+@[\w.-]+|https?://\S+|\b\w+\.(?:xml|csv|pdf|zip)\b")
NARROW: Final = "\N{NARROW NO-BREAK SPACE}"
SHORTENED: Final = re.compile(r"\b(?:Id)?(?:Nr|Abs|art|etc|p)\.$")
QUOTES: Final = "«»„“”‹›‚"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: `proposed` is the whole text with it mended, where that is plain."""

    language: str
    key: str
    source: str
    text: str
    rule: str
    remedy: str
    proposed: str = ""


@dataclass(frozen=True, slots=True)
class Ban:
    """Words that are not ours; `unless` the English has them too."""

    pattern: re.Pattern[str]
    say: str
    unless: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class Habits:
    """How one language is written here."""

    address: str
    other_address: re.Pattern[str]
    quotes: str
    bans: tuple[Ban, ...]
    words: dict[str, list[str]]
    opens: dict[str, str] = field(default_factory=dict)


@cache
def habits() -> dict[str, Habits]:
    """Per language; raise DataFileError for a file that cannot be used."""
    document = check_keys(read_data(FILE), FILE.name, required=["languages"])
    return {language: _habits(found, f"{FILE.name}, {language}") for language, found in document["languages"].items()}


def check_catalogue(language: str) -> Iterator[Finding]:
    for entry in entries(language).values():
        yield from check_entry(language, entry)


def check_terms(language: str) -> Iterator[Finding]:
    """The words of the field and their meanings (countries/data/terms.yaml)."""
    for term in terms().values():
        for texts in (term.word, term.meaning):
            entry = Entry(f"terms.yaml {term.key}", "", texts[ENGLISH], "", (texts[language],))
            yield from check_entry(language, entry)


def check_entry(language: str, entry: Entry) -> Iterator[Finding]:
    """What a reader of the language would mend in the texts of a sentence."""
    for text in entry.texts:
        yield from check_text(language, entry, text)


def check_text(language: str, entry: Entry, text: str) -> Iterator[Finding]:
    how = habits().get(language)
    if how is None or not text:
        return
    bare = _bare(text)
    told = (*_marks(text, bare, language, how), *_ends(text, entry), *_words(bare, entry, how))
    for rule, remedy, proposed in told:
        yield Finding(language, entry.key, entry.source, text, rule, remedy, proposed)


Told = tuple[str, str, str]


def _marks(text: str, bare: str, language: str, how: Habits) -> Iterator[Told]:
    """Spaces, quotation marks, dots and openings of questions."""
    if NARROW in text:
        yield "space", "U+202F is missing in many fonts: write U+00A0.", text.replace(NARROW, "\N{NO-BREAK SPACE}")
    if language == "fr":
        yield from _french_spaces(text, bare)
    elif re.search(r"\w\s[;:?!](?=\s|$)", bare):
        yield "space", "No space before this mark.", re.sub(r"(?<=\w)\s(?=[;:?!](?:\s|$))", "", text)
    if "..." in bare:
        yield "ellipsis", "Write “…” as one sign.", text.replace("...", "…")
    if re.search(r"[^\W\d_]'[^\W\d_]", bare) and language in {"fr", "it"}:
        yield "apostrophe", "Write ’ instead of '.", re.sub(r"(?<=[^\W\d_])'(?=[^\W\d_])", "’", text)
    strange = sorted({mark for mark in QUOTES if mark in bare and mark not in how.quotes} | set('"') & set(bare))
    if strange:
        yield "quotes", f"{' '.join(strange)} is no quotation mark of the language: it is {how.quotes}", ""
    for closing, opening in how.opens.items():
        if bare.count(closing) > bare.count(opening):
            yield "opening", f"{closing} needs {opening} at the beginning of the question.", ""


def _ends(text: str, entry: Entry) -> Iterator[Told]:
    """A sentence stays one, a question stays one, a word stays one; no two spaces."""
    wanted, found = _end(entry.source), _end(text)
    is_either = entry.source.endswith(",") or SHORTENED.search(text.rstrip(")")) is not None
    if wanted != found and not is_either:
        yield "end", f"The English ends with “{wanted or 'no mark'}”, the text with “{found or 'no mark'}”.", ""
    if "  " in text and "  " not in entry.source:
        yield "space", "Two spaces in a row.", re.sub(" {2,}", " ", text)


def _end(text: str) -> str:
    """The mark at the end, whatever closing quotation mark or bracket stands before or after it."""
    bare = text.rstrip(" \n\N{NO-BREAK SPACE})»”“’")
    return bare[-1] if bare and bare[-1] in ".?!:…" else ""


def _french_spaces(text: str, bare: str) -> Iterator[Told]:
    space = "\N{NO-BREAK SPACE}"
    wrong = re.compile(rf"(?<=[^\s{space}])[ ]?(?=[;?!»])|(?<=[^\s{space}]) (?=:(?:\s|$))|(?<=«)[ ]?(?=[^\s{space}])")
    # a colon, question or exclamation mark that follows no letter, or ends an address, is left alone
    if re.search(rf"[\w)»] [;:?!»]|[\w)»][;?!](?=\s|$)|[\w)]»|«[^{space}]|\w:(?=\s|$)", bare):
        mended = re.sub(r"(?<=\w):(?=\s|$)", f"{space}:", wrong.sub(space, text))
        yield "space", "Before ; : ? ! » and after « stands U+00A0.", mended


def _words(bare: str, entry: Entry, how: Habits) -> Iterator[Told]:
    """Whom we address, words that are not ours, and words of the field that must be there."""
    found = how.other_address.search(bare)
    if found:
        yield "address", f"“{found[0]}”: we say {how.address}.", ""
    for ban in how.bans:
        said = ban.pattern.search(bare)
        if said and not (ban.unless and ban.unless.search(entry.source)):
            yield "word", f"“{said[0]}”: say {ban.say}.", ""
    english, text = _bare(f"{entry.source} {entry.plural}").lower(), bare.lower()
    for word, stems in how.words.items():
        if re.search(rf"\b{word}s?\b", english) and not any(stem in text for stem in stems):
            yield "field word", f"The English says “{word}”; expected {' or '.join(stems)}.", ""


def _bare(text: str) -> str:
    """The words without places, tags, addresses and code."""
    return CODE.sub("§", TAG.sub("", PLACE.sub("§", text)))


def _habits(found: Any, where: str) -> Habits:
    check_keys(found, where, required=["address", "quotes", "not", "words"], optional=["opens"])
    address = check_keys(found["address"], where, required=["name", "not"], optional=["case"])
    return Habits(
        address["name"],
        _pattern(address["not"], where, is_exact=address.get("case", False)),
        found["quotes"],
        tuple(_ban(each, where) for each in found["not"]),
        found["words"],
        found.get("opens", {}),
    )


def _ban(found: Any, where: str) -> Ban:
    check_keys(found, where, required=["pattern", "say"], optional=["unless"])
    unless = found.get("unless")
    return Ban(_pattern(found["pattern"], where), found["say"], _pattern(unless, where) if unless else None)


def _pattern(text: str, where: str, *, is_exact: bool = False) -> re.Pattern[str]:
    try:
        return re.compile(text, 0 if is_exact else re.IGNORECASE)
    except re.error as error:
        raise DataFileError(f"{where}: “{text}” is no pattern: {error}.") from error
