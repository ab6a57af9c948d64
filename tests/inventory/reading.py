"""What a page of HTML says about itself: headings, title, language, links and forms, and what it looks like."""

import hashlib
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass(slots=True)
class Read:
    """A page as read."""

    title: str = ""
    language: str = ""
    headings: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)
    nodes: int = 0
    is_whole: bool = False


class Reader(HTMLParser):
    """Reads a page once, from beginning to end."""

    def __init__(self, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.read = Read()
        self.path = path
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        read = self.read
        read.nodes += 1
        classes = facts.get("class", "").split()
        read.kinds |= {f"{tag}.{each}" for each in classes} or {tag}
        if tag == "html":
            read.is_whole, read.language = True, facts.get("lang", "")
        elif tag == "h1":
            read.headings.append("")
        elif tag == "a" and "href" in facts:
            read.links.append(self._whole(facts["href"]))
        elif tag == "form":
            read.forms.append(self._whole(facts.get("action", "")))
        elif facts.get("formaction"):
            read.forms.append(self._whole(facts["formaction"]))
        if tag in {"h1", "title", "svg"}:
            self._inside = self._inside or tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "h1":
            self.read.headings[-1] += data
        elif self._inside == "title":
            self.read.title += data

    def _whole(self, address: str) -> str:
        return urldefrag(urljoin(f"http://portal{self.path}", address)).url


def read_page(path: str, html: str) -> Read:
    reader = Reader(path)
    reader.feed(html)
    reader.read.title = " ".join(reader.read.title.split())
    return reader.read


def own_path(address: str) -> str:
    """The path and query of an address of ours; “” for another site, a mail address or a file."""
    parts = urlsplit(address)
    if parts.scheme != "http" or parts.netloc != "portal":
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def file_name(*words: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", " ".join(words).lower()).strip("-")
    return f"{plain[:80]}-{hashlib.sha256(' '.join(words).encode()).hexdigest()[:8]}.html"
