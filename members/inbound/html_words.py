"""The words of an HTML mail as plain text: nothing of it is ever shown as HTML, and what it quotes is left out."""

import re
from html.parser import HTMLParser
from typing import Final

_SILENT: Final = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "object", "blockquote"})
_BLOCKS: Final = frozenset({"p", "div", "br", "li", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "hr", "pre"})
_EMPTY: Final = frozenset({"br", "hr", "img", "meta", "link", "input", "wbr", "col", "base", "area", "source"})
_QUOTES: Final = ("gmail_quote", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote")
_QUOTE_IDS: Final = ("appendonsend", "divrplyfwdmsg", "mail-editor-reference-message-container")


def words_of_html(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.words).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    """Collects words; inside what is silent or quoted it only counts how deep it is."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent: list[str] = []
        self._is_over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._silent:
            if tag == self._silent[0] and tag not in _EMPTY:
                self._silent.append(tag)
            return
        facts = {name: (value or "").lower() for name, value in attrs}
        if facts.get("id", "").removeprefix("x_") in _QUOTE_IDS:
            self._is_over = True  # Outlook marks where its quote begins, not where it ends
        is_quote = any(mark in facts.get("class", "") for mark in _QUOTES)
        if (tag in _SILENT or is_quote) and tag not in _EMPTY:
            self._silent.append(tag)
        elif tag in _BLOCKS:
            self._write("\n")
        if tag == "li":
            self._write("- ")

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag == self._silent[0]:
                self._silent.pop()
        elif tag in _BLOCKS and tag != "br":
            self._write("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._write(re.sub(r"\s+", " ", data))

    def _write(self, words: str) -> None:
        if not self._is_over:
            self.words.append(words)
