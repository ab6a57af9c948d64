"""Tags of the look: icons, and the title said twice (tab and page) from one block."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

# What a tone is drawn with when the page names no icon: never colour alone.
TONE_ICONS = {"ok": "ok", "warn": "warn", "bad": "bad", "pen": "pen", "muted": "todo"}
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
    """Return what the page wrote in a block, so that base.html can say the title again as the heading of the page."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return SafeString(block.nodelist.render(context).strip()) if block else ""
