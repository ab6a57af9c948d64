"""The words of the field, and what the law of a country calls them: `data/terms.yaml`.

A country's word in one of the languages of its law beats the language's own word; in any other language the plain word
stays, for a translated legal term is nobody's legal term.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from django.utils.text import capfirst
from django.utils.translation import get_language

from countries.data.reading import FOLDER, LANGUAGES, DataFileError, check_keys, check_texts, read_data
from smart.foundation.formats import active_country

GROUPS: Final = ("cooperative", "work", "employment", "pay", "papers")
HOW_SURE: Final = frozenset({"verified", "secondary", "memory"})


@dataclass(frozen=True, slots=True)
class LegalTerm:
    """What one country's law says, by language, with its source."""

    texts: Mapping[str, str]
    many: Mapping[str, str]
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the field in every language, with its meaning and the countries' own words."""

    key: str
    group: str
    word: Mapping[str, str]
    meaning: Mapping[str, str]
    many: Mapping[str, str] = field(default_factory=dict)
    law: Mapping[str, LegalTerm] = field(default_factory=dict)


@cache
def terms() -> dict[str, Term]:
    """Every term by key, in the order of the file; raise DataFileError for what must not be used."""
    document = check_keys(read_data(FOLDER / "terms.yaml"), "terms.yaml", required=["terms"])
    return {key: _term(key, found) for key, found in document["terms"].items()}


def legal_term(key: str, *, country: str, language: str, many: bool = False) -> str:
    """The country's word in the language, else the language's plain word; raise KeyError for an unknown term."""
    term = terms()[key]
    language = language[:2]
    law = term.law.get(country.upper())
    plain = term.many or term.word if many else term.word
    own = (law.many if many else law.texts) if law is not None else {}
    return own.get(language) or plain.get(language) or plain["en"]


def term_here(key: str, *, many: bool = False) -> str:
    """The word as a label of the page being made: its country's, in the reader's language, with a capital."""
    return str(capfirst(legal_term(key, country=active_country(), language=get_language() or "en", many=many)))


def _term(key: str, found: Any) -> Term:
    where = f"terms.yaml, {key}"
    check_keys(found, where, required=["group", "word", "meaning"], optional=["many", "law"])
    if found["group"] not in GROUPS:
        raise DataFileError(f"{where}: group “{found['group']}”, expected one of {', '.join(GROUPS)}.")
    return Term(
        key,
        found["group"],
        check_texts(found["word"], f"{where}, word"),
        check_texts(found["meaning"], f"{where}, meaning"),
        check_texts(found["many"], f"{where}, many") if "many" in found else {},
        {code: _law(one, f"{where}, {code}") for code, one in found.get("law", {}).items()},
    )


def _law(found: Any, where: str) -> LegalTerm:
    check_keys(found, where, required=["source", "confidence"], optional=[*LANGUAGES, "many"])
    texts = {language: found[language] for language in LANGUAGES if language in found}
    if not texts:
        raise DataFileError(f"{where}: no word in any language.")
    if not str(found["source"]).strip() or found["confidence"] not in HOW_SURE:
        raise DataFileError(f"{where}: say the source, and how sure it is: {', '.join(sorted(HOW_SURE))}.")
    return LegalTerm(texts, found.get("many", {}), found["source"], found["confidence"])
