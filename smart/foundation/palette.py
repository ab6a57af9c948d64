"""Can the colours of the tokens be told apart? Contrast by WCAG 2.2 (1.4.3 for text, 1.4.11 for edges), light and dark.

The pairs are those the components put on one another; /design/ shows the figures, a test refuses those that are too low.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

from smart.foundation import stylesheet

Palette = dict[str, str]
TEXT: Final = 4.5
EDGE: Final = 3.0
# ink: the grounds it is written on.
TEXT_ON: Final[dict[str, tuple[str, ...]]] = {
    "ink": ("paper", "sheet", "tint", "mine-soft", "warn-soft", "bad-soft"),
    "ink-2": ("paper", "sheet", "tint"),
    "pen": ("paper", "sheet", "tint"),
    "ok": ("paper", "sheet", "tint", "ok-soft"),
    "warn": ("paper", "sheet", "tint", "warn-soft"),
    "bad": ("paper", "sheet", "tint", "bad-soft"),
    "tax": ("sheet",),
    "on-mine": ("mine",),
    "on-bar": ("bar",),
    "sheet": ("ink",),
}
# edge, pattern or focus ring: the grounds it must stand out from. Yellow never has to: its shapes have an ink edge.
EDGE_ON: Final[dict[str, tuple[str, ...]]] = {
    "line": ("paper", "sheet"),
    "ink": ("paper", "sheet", "mine-soft"),
    "pen": ("paper", "sheet"),
    "bad": ("paper", "sheet"),
    "coop": ("sheet", "paper", "mine-soft"),
    "care": ("sheet", "paper", "mine-soft"),
    "tax": ("sheet", "paper", "mine-soft"),
    "mine": ("bar",),
    "on-mine": ("mine",),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """One colour on another, with the contrast it needs."""

    ink: str
    ground: str
    least: float


PAIRS: Final = tuple(Pair(ink, ground, TEXT) for ink, grounds in TEXT_ON.items() for ground in grounds) + tuple(
    Pair(ink, ground, EDGE) for ink, grounds in EDGE_ON.items() for ground in grounds
)


def read_palette(scheme: Literal["light", "dark"], css: str | None = None) -> Palette:
    """Return name → #rrggbb of every colour in tokens.css, as the scheme has it."""
    text = css if css is not None else (stylesheet.FOLDER / "tokens.css").read_text(encoding="utf-8")
    place = 2 if scheme == "light" else 3
    both = re.finditer(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", text)
    same = re.finditer(r"--([\w-]+): (#[0-9a-f]{6});", text)
    return {found[1]: found[place] for found in both} | {found[1]: found[2] for found in same}


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, relative luminance of sRGB)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def faint_pairs(palette: Palette) -> list[str]:
    """Say which pairs cannot be told apart, with what was found and what is needed."""
    return [
        f"--{pair.ink} on --{pair.ground} is {found:.2f}, needs {pair.least}"
        for pair in PAIRS
        if (found := contrast(palette[pair.ink], palette[pair.ground])) < pair.least
    ]


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
