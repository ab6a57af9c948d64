"""Colours that can be read, light and dark; and a palette that cannot is refused, pair by pair."""

import pytest

from smart.foundation.palette import PAIRS, contrast, faint_pairs, read_palette

# Light grey on white, yellow as an ink, a focus ring nobody sees: what must never pass.
BAD = """
  --ink: light-dark(#8a8f9c, #4a4f5c); --pen: light-dark(#ffc421, #2a2f3c);
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_can_be_told_apart(scheme):
    assert faint_pairs(read_palette(scheme)) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_bad_palette_is_refused_by_name(scheme):
    palette = read_palette(scheme) | read_palette(scheme, BAD)

    said = " ".join(faint_pairs(palette))

    assert "--ink on --paper is" in said
    assert "--pen on --sheet is" in said
    assert "--line on --paper" not in said


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),  # the lightest grey that passes: WCAG technique G18 and every checker agree
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
    ],
)
def test_the_contrast_is_that_of_the_standard(one, other, expected):
    assert contrast(one, other) == pytest.approx(expected, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


# reference/look/LOOK.md, table of colours: light, dark.
@pytest.mark.parametrize(
    ("ink", "ground", "light", "dark"),
    [
        ("ink", "paper", 13.8, 15.3),
        ("ink", "sheet", 15.9, 13.8),
        ("ink-2", "paper", 6.4, 9.1),
        ("ink-2", "sheet", 7.4, 8.1),
        ("on-mine", "mine", 10.1, 10.5),
        ("pen", "paper", 7.0, 9.6),
        ("coop", "sheet", 8.1, 7.0),
        ("care", "sheet", 6.2, 8.6),
        ("tax", "sheet", 6.4, 8.0),
        ("ok", "ok-soft", 5.8, 7.9),
        ("warn", "warn-soft", 6.2, 8.3),
        ("bad", "bad-soft", 5.8, 7.6),
        ("line", "sheet", 4.4, 5.2),
        ("line", "paper", 3.8, 5.8),
    ],
)
def test_the_colours_are_those_that_were_chosen(ink, ground, light, dark):
    for scheme, expected in (("light", light), ("dark", dark)):
        palette = read_palette(scheme)
        assert contrast(palette[ink], palette[ground]) == pytest.approx(expected, abs=0.06)


def test_every_colour_of_the_tokens_is_one_the_pairs_know_or_only_decorates():
    decorates = {
        "rule",
        "shade",
        "copy-coop",
        "copy-client",
        "key-edge",
        "ok-soft",
        "warn-soft",
        "bad-soft",
        "mine-soft",
    }
    known = {pair.ink for pair in PAIRS} | {pair.ground for pair in PAIRS} | decorates

    assert set(read_palette("light")) <= known
