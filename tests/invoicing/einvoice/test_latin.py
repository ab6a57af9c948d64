"""Whatever a person writes comes out in the letters FatturaPA takes, as close to the original as they allow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.einvoice.latin import fitted, pieces, to_ascii, to_latin


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("Opera – prima — “La città”", 'Opera - prima - "La città"'),
        ("l’attore ‘Rossi’…", "l'attore 'Rossi'..."),
        ("100 €, 5 ‰", "100 EUR, 5 per mille"),
        ("Łódź, Dvořák, œuvre", "Lódz, Dvorák, oeuvre"),
        ("Ελλάδα", "Ellada"),
        ("Щука и Юлия", "Shchuka i Yuliya"),
        ("ﬁne № 5", "fine No 5"),
        ("due\nrighe\te\rtre", "due righe e tre"),
        ("中文", "??"),
        ("Perché «no»? ½ £", "Perché «no»? ½ £"),
    ],
)
def test_letters_beyond_latin_1_are_spelled_out(written, spelled):
    assert to_latin(written) == spelled


@pytest.mark.parametrize(
    ("written", "spelled"),
    [("Straße", "Strasse"), ("Perché", "Perche"), ("Æther § 5", "AEther par. 5"), ("Smørrebrød", "Smorrebrod")],
)
def test_codes_and_numbers_come_out_in_ascii(written, spelled):
    assert to_ascii(written) == spelled


@given(st.text())
def test_every_text_comes_out_in_latin_1_without_control_characters(text):
    spelled = to_latin(text)

    assert spelled.encode("latin-1").decode("latin-1") == spelled
    assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in spelled)
    assert spelled == spelled.strip() == to_latin(spelled)


@given(st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=255, exclude_categories=["Cc", "Cf"])))
def test_a_latin_1_text_stays_as_it_is(text):
    assert to_latin(text) == text.strip()


@given(st.text())
def test_every_text_comes_out_in_ascii(text):
    assert to_ascii(text).isascii()


@given(st.text(alphabet=st.characters(categories=["L", "Nd"]), min_size=1))
def test_a_word_never_vanishes(text):
    assert to_latin(text) or not text.strip("ЪЬъь")


def test_no_visible_sign_of_latin_1_vanishes_in_ascii():
    assert [sign for sign in map(chr, range(161, 256)) if not to_ascii(sign)] == []


@given(st.text(min_size=1), st.integers(min_value=1, max_value=30))
def test_pieces_fit_and_lose_no_letter(text, limit):
    parts = pieces(text, limit)

    assert all(0 < len(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(to_latin(text).split())


@given(st.text(), st.integers(min_value=1, max_value=30))
def test_a_cut_text_fits(text, limit):
    assert len(fitted(text, limit)) <= limit
