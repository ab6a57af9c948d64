"""Tags of the look: icons, and the title said twice (tab and page) from one block."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pyphen
import segno
from django import template
from django.core.paginator import Page
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

register = template.Library()

# What a tone is drawn with when the page names no icon: never colour alone.
TONE_ICONS = {"ok": "ok", "warn": "warn", "bad": "bad", "pen": "pen", "muted": "todo"}
PAPER_INKS = {"coop": "#2a3fc0", "care": "#1c6d54", "tax": "#a33d1b"}
# Parts of capitals, digits and few letters joined by - or /, with a digit among them: BE-2026-000021, FR/GN-2026-7, F-12.
NUMBER = re.compile(r"(?<![\w&/-])(?=[\w/-]{4,22}(?![\w/-]))(?=[\w/-]*\d)[A-Z0-9]\w*(?:[-/]+\w+)+")
# Browsers hyphenate only with a dictionary of their own, which many lack: words this long carry their own soft hyphens.
LONG = 16
MESSAGE_TONES = {
    "debug": "pen",
    "info": "pen",
    "success": "ok",
    "warning": "warn",
    "error": "bad",
}


@register.simple_tag
def icon(name: str, tone: str = "") -> SafeString:
    """`{% icon "ok" %}`: a decorative symbol of static/img/icons.svg; the word beside it carries the meaning."""
    return format_html(
        '<svg class="ic {}" aria-hidden="true"><use href="{}#{}"/></svg>',
        tone,
        static("img/icons.svg"),
        name,
    )


@register.filter
def tone_icon(tone: str) -> str:
    return TONE_ICONS.get(tone, "todo")


@register.filter
def message_tone(level_tag: str) -> str:
    """The tone of a Django message level."""
    return MESSAGE_TONES.get(level_tag, "pen")


@register.filter
def page_numbers(page: Page[Any]) -> Iterator[int | str]:
    """The numbers around this page and at both ends, with an ellipsis where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag(takes_context=True)
def block_text(context: template.Context, name: str) -> str:
    """Return what the page wrote in a block, so that base.html can say the title again as the heading of the page.

    Numbers of documents stay in one piece: "BE-2026-000021" is not broken at its hyphens on a narrow screen.
    """
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return in_one_piece(soft(block.nodelist.render(context).strip())) if block else ""


def in_one_piece(escaped: str) -> SafeString:
    """Wrap each number of a document (at most 22 characters, so that it fits a phone) in an escaped text."""
    return SafeString(NUMBER.sub(r'<span class="nb">\g<0></span>', escaped))


@register.filter
def soft(text: Any, least: int = LONG) -> str:
    """Let words of so many letters break where the active language may: “Genossenschaftsbeitrag” in a narrow column."""
    hyphens = _hyphens(get_language() or "en")
    return re.sub(rf"[^\W\d_]{{{least},}}", lambda word: hyphens.inserted(word[0], "\N{SOFT HYPHEN}"), str(text))


@lru_cache(maxsize=8)
def _hyphens(language: str) -> Any:
    return pyphen.Pyphen(lang=pyphen.language_fallback(language.replace("-", "_")) or "en", left=4, right=4)


@register.filter
def paper_ink(ink: str) -> str:
    """The outline of a cut on paper, where the colours of the tokens are plain values."""
    return PAPER_INKS.get(ink, "#1b2036")


@register.filter
def qr_svg(text: str) -> SafeString:
    """Draw a text (an EPC payment code, the address of a second factor) as a square of paths; nothing is fetched."""
    code = segno.make_qr(text, error="m", boost_error=False)
    size, _ = code.symbol_size(border=0)
    cells = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(code.matrix) for x, is_dark in enumerate(row) if is_dark
    )
    return format_html(
        '<svg class="qr" viewBox="-4 -4 {2} {2}" role="img" aria-label="{0}"><title>{0}</title>'
        '<path fill="#fff" d="M-4-4h{2}v{2}H-4z"/><path fill="#000" shape-rendering="crispEdges" d="{1}"/></svg>',
        gettext("QR code"),
        cells,
        size + 8,
    )
