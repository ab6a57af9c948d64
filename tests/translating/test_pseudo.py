"""Main pages in a language nobody speaks: every sentence longer and between marks, so that what was never translated shows."""

import re
from html.parser import HTMLParser

import pytest
from django.utils.text import capfirst
from django.utils.translation import trans_real

from countries.addresses import country_url
from countries.terms import terms
from smart.translating.places import PLACE, TAG
from tests import people

ACCENTS = str.maketrans("aeiouycnAEIOUCN", "áéíóúýçñÁÉÍÓÚÇÑ")
MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+")
WORD = re.compile(r"[A-Za-z]{3,}")
SHOWN = {"title", "placeholder", "aria-label", "alt", "aria-description", "data-offline", "data-online"}
UNREAD = {"num", "printed"}  # figures; the address at the foot of a printed page
UNSEEN = {"script", "style", "svg", "code", "template"}


def pseudo(text: str) -> str:
    """35 % longer, with accents; places and tags stay."""
    kept = [found.span() for pattern in (TAG, PLACE) for found in pattern.finditer(text)]
    letters = [
        letter if any(first <= at < last for first, last in kept) else letter.translate(ACCENTS)
        for at, letter in enumerate(text)
    ]
    return f"⟦{''.join(letters)}{'~' * max(1, len(text) * 35 // 100)}⟧"


class Pseudo(trans_real.DjangoTranslation):
    """English as nobody speaks it."""

    def gettext(self, message: str) -> str:
        return pseudo(message.rpartition("\x04")[2])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)


class Reader(HTMLParser):
    """What a person sees or hears of a page, piece by piece; what another language marks is left out."""

    VOID = {"meta", "link", "input", "br", "img", "hr", "use", "path", "col", "wbr"}

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.pieces += [str(value) for name, value in attrs if name in SHOWN and value and not self.is_hidden]
        if tag == "input" and given.get("type") in {"submit", "button"}:
            self.pieces.append(given.get("value") or "")
        if tag not in self.VOID:
            is_foreign = "lang" in given and tag != "html"
            self.open.append(
                (tag, tag in UNSEEN or is_foreign or bool(UNREAD & set((given.get("class") or "").split())))
            )

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self.is_hidden:
            self.pieces.append(data)

    @property
    def is_hidden(self) -> bool:
        return any(hidden for _tag, hidden in self.open)


# What is no sentence of ours: names, and the days and months that CLDR writes
NAMES = (
    "Alice Example", "Alice", "Example", "Smart", "Belgium", "IBAN", "PDF", "EUR", "HTML", "Dan Network", "English", "street 1, 1000 Somewhere",
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
# The law's words come from data in seven languages (countries/data/terms.yaml)
WORDS = sorted({capfirst(word) for each in terms().values() for word in (each.word["en"], each.many.get("en", "VAT"))})
# What comes from data files in seven languages (tested there), or from the tenant's own rows
DATA = {"/be/words/", "/network/", "/costs/", "/be/about/"}


def left_over(html: str) -> list[str]:
    reader = Reader()
    reader.feed(html)
    text = [ADDRESS.sub("", MARKED.sub("", MARKED.sub("", piece))) for piece in reader.pieces]
    for name in (*NAMES, *WORDS):
        text = [piece.replace(name, "") for piece in text]
    return [piece.strip() for piece in text if WORD.search(piece)]


@pytest.fixture
def in_pseudo(monkeypatch: pytest.MonkeyPatch) -> None:
    trans_real.translation("en")
    monkeypatch.setitem(trans_real._translations, "en", Pseudo("en"))
    trans_real.activate("en")


MEMBERS = [
    "home", "calendar", "help", "activities:mission_list", "activities:contract_list", "activities:activity_list",
    "activities:client_list", "activities:expense_list", "invoicing:payslip_list", "invoicing:invoice_list",
    "invoicing:payment_list",  "invoicing:promise_list", "members:me", "members:document_list",
    "members:paper_list", "members:share_list", "members:thread_list", "members:notification_list",
]  # fmt: skip
PUBLIC = [
    "/",
    "/help/",
    "/accessibility/",
    "/accounts/login/",
    "/accounts/signup/",
    "/be/words/",
    "/network/",
    "/costs/",
]
ADMINS = ["/network-admin/", "/translations/", "/network-promises/"]


def seen(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 200, path
    html = answer.content.decode()
    assert "⟦" in html, f"{path} says nothing through gettext"
    return left_over(html)


@pytest.mark.django_db
def test_a_member_s_pages_are_translated_to_the_last_word(in_pseudo, alice, browser):
    people.sign_in(browser, alice.user)

    found = {name: seen(browser, country_url("be", name)) for name in MEMBERS}

    assert {path: texts for path, texts in found.items() if texts} == {}


@pytest.mark.django_db
def test_public_pages_are_translated_to_the_last_word(in_pseudo, be, browser):
    found = {path: seen(browser, path) for path in PUBLIC}

    assert {path: texts for path, texts in found.items() if texts and path not in DATA} == {}


@pytest.mark.django_db
def test_an_administrator_s_pages_are_translated_to_the_last_word(in_pseudo, be, dan, browser):
    people.sign_in(browser, dan)

    found = {path: seen(browser, path) for path in ADMINS}

    assert {path: texts for path, texts in found.items() if texts} == {}


def test_what_was_never_translated_is_found():
    assert left_over("<p>⟦Dáý~⟧ and the rest</p>") == ["and the rest"]
    assert left_over('<input type="submit" value="Send"><p title="Hello you">⟦x⟧</p>') == ["Send", "Hello you"]
    assert left_over('<p lang="fr">bonjour à tous</p><p>⟦ók⟧ 12</p>') == []


def test_pseudo_keeps_places_and_tags_and_is_longer():
    said = pseudo('about <b class="num">%(rate)s</b> of it')

    assert '<b class="num">%(rate)s</b>' in said
    assert len(said) >= 1.35 * len('about <b class="num">%(rate)s</b> of it')
