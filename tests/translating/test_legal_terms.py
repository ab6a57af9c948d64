"""A country's word beats the language's own, and every word has its meaning and its source."""

import pytest

from countries.data.reading import LANGUAGES, DataFileError
from countries.terms import legal_term, term_here, terms
from smart.foundation import formats
from tests import people

OF_LAW = {
    "BE": ("fr", "nl", "de"),
    "FR": ("fr",),
    "DE": ("de",),
    "AT": ("de",),
    "ES": ("es",),
    "IT": ("it",),
    "SE": ("sv",),
}
# What a country has no word of its own for: no notice of the start by itself (SE: only in the monthly return), no paper
NO_WORD = {("SE", "start_notice"), ("IT", "unemployment_paper"), ("FR", "tax_paper")}


@pytest.mark.parametrize(
    ("country", "language", "word"),
    [
        ("BE", "fr", "fiche de paie"),
        ("BE", "nl", "loonbrief"),
        ("FR", "fr", "bulletin de paie"),
        ("DE", "de", "Lohnabrechnung"),
        ("AT", "de", "Lohnzettel"),
        ("ES", "es", "nómina"),
        ("IT", "it", "busta paga"),
        ("SE", "sv", "lönespecifikation"),
        ("BE", "en", "payslip"),  # no law of Belgium is written in English
        ("FR", "nl", "loonbrief"),
        ("", "fr", "fiche de paie"),
    ],
)
def test_the_payslip_has_the_name_of_its_country(country, language, word):
    assert legal_term("payslip", country=country, language=language) == word


def test_plurals_are_the_country_s_too():
    assert legal_term("payslip", country="FR", language="fr", many=True) == "bulletins de paie"
    assert legal_term("payslip", country="FR", language="es", many=True) == "nóminas"


def test_the_word_of_the_page_follows_its_country_and_language():
    from django.utils import translation

    token = formats.set_country("AT", "EUR")
    try:
        with translation.override("de"):
            assert term_here("social_security_number") == "Sozialversicherungsnummer"
            assert term_here("income_tax") == "Lohnsteuer"
    finally:
        formats.reset_country(token)


@pytest.mark.parametrize("country", sorted(OF_LAW))
def test_each_country_has_its_words_in_the_languages_of_its_law(country):
    with_law = [key for key, term in terms().items() if term.law]

    missing = [
        (key, language)
        for key in with_law
        if (country, key) not in NO_WORD
        for language in OF_LAW[country]
        if country not in terms()[key].law or language not in terms()[key].law[country].texts
    ]

    assert missing == []


def test_what_has_no_word_stays_without_one():
    assert [pair for pair in NO_WORD if pair[0] in terms()[pair[1]].law] == []


def test_every_word_is_in_every_language():
    for term in terms().values():
        assert set(term.word) == set(term.meaning) == set(LANGUAGES), term.key


@pytest.mark.parametrize("country", ["AT", "BE", "FR", "IT", "SE"])
def test_numbers_are_called_as_the_forms_of_the_country_call_them(country):
    """The pack names the number that the form asks; the words of the field must not call it otherwise."""
    from countries import registry

    asked = next(each for each in registry.pack_for(country).pack.identifiers if each.code == "national_number")

    for language in OF_LAW[country]:
        said = legal_term("national_number", country=country, language=language)
        assert said.lower() == str(asked.label[language]).lower()


def test_a_word_without_source_is_refused(monkeypatch):
    from countries import terms as module

    law = {"BE": {"fr": "fiche", "source": " ", "confidence": "memory"}}
    with pytest.raises(DataFileError, match="say the source"):
        module._law(law["BE"], "x")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", "Fiches de paie"), ("nl", "Loonbrieven"), ("en", "Payslips"), ("sv", "Lönespecifikationer")],
)
def test_the_menu_says_the_country_s_word(alice, browser, settings, language, expected):
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    people.sign_in(browser, alice.user)

    assert expected in browser.get("/be/payslips/").content.decode()


@pytest.mark.django_db
def test_another_country_says_its_own(chloe, browser, settings):
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    people.sign_in(browser, chloe.user)

    assert "Bulletins de paie" in browser.get("/fr/payslips/").content.decode()


@pytest.mark.django_db
def test_my_data_name_the_number_of_the_country(alice, browser, settings):
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    people.sign_in(browser, alice.user)

    assert "Numéro de registre national" in browser.get("/be/me/").content.decode()
