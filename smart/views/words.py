"""The words of the field: each with its meaning, and what the law of a country calls it."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django_countries import countries as names

from countries.addresses import country_url, global_url
from countries.models import Country
from countries.states import OPEN_STATES
from countries.terms import GROUPS, Term, legal_term, terms
from members.access import public_page

GROUP_LABELS: Final = {
    "cooperative": _("The cooperative"),
    "work": _("Your work"),
    "employment": _("Employment"),
    "pay": _("Pay"),
    "papers": _("Papers and numbers"),
}


@require_safe
@public_page
def words(request: HttpRequest) -> HttpResponse:
    """Every word in the reader's language; in a country its legal words, without one those of all. One query."""
    where: Country | None = request.country  # type: ignore[attr-defined]
    code = str(where.code) if where is not None else ""
    language = (get_language() or "en")[:2]
    every = terms().values()
    context = {
        "of": where,
        "groups": [
            {
                "key": group,
                "label": GROUP_LABELS[group],
                "words": [_word(term, code, language) for term in every if term.group == group],
            }
            for group in GROUPS
        ],
        "choices": _choices(where),
    }
    return render(request, "smart/words.html", context)


def _word(term: Term, code: str, language: str) -> dict[str, Any]:
    """One word; `said` are the legal words of the country, or of each country that has one."""
    codes = [code] if code else list(term.law)
    return {
        "key": term.key,
        "word": legal_term(term.key, country=code, language=language),
        "meaning": term.meaning[language],
        "laws": [_law(term, each, is_only=bool(code)) for each in codes if each in term.law],
    }


def _law(term: Term, code: str, *, is_only: bool) -> dict[str, Any]:
    """The words of a country's law, the same in several languages told once."""
    law = term.law[code]
    texts = {text: language for language, text in reversed(law.texts.items())}
    return {
        "country": "" if is_only else str(names.name(code)),
        "texts": [{"language": language, "text": text} for text, language in reversed(texts.items())],
        "source": law.source,
        "is_sure": law.confidence == "verified",
    }


def _choices(where: Country | None) -> list[dict[str, Any]]:
    """The open countries, and none of them."""
    rows = Country.objects.filter(state__in=OPEN_STATES).order_by("code")
    choices = [{"label": str(each), "url": country_url(each, "words"), "is_here": each == where} for each in rows]
    return [{"label": _("All countries"), "url": global_url("words"), "is_here": where is None}, *choices]
