"""What a real browser finds wrong with a page: axe, what sticks out, small targets, the console, other sites."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from tests.e2e.browsing import PHONE
from tests.inventory.replaying import AXE_PATH, COOKIE

TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS: Final = (320, 360, 1280)
ASK_AXE: Final = """async tags => (await axe.run(document, {runOnly: tags, resultTypes: ['violations']})).violations
  .map(each => each.id + ': ' + each.nodes.slice(0, 3).map(node => node.target.join(' ')).join(' | '))"""
WIDE: Final = """() => {
  const root = document.documentElement, over = root.scrollWidth - root.clientWidth;
  if (over <= 0) return '';
  const out = [...document.body.querySelectorAll('*')].filter(each => each.getBoundingClientRect().right > root.clientWidth + 0.5);
  const last = out[out.length - 1];
  return over + ' px: ' + (last ? last.tagName.toLowerCase() + '.' + last.className : '?');
}"""
# A link in a line of text may be as high as the line (axe looks after its 24 px); all else measures 44 px, alone or with its label.
SMALL: Final = """() => {
  const size = each => { const box = each.getBoundingClientRect(); return [box.width, box.height]; };
  const shown = each => each.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}) && size(each)[0] > 1;
  const inline = each => {
    return each.tagName === 'A' && getComputedStyle(each).display === 'inline' && !each.closest('nav, header, footer');
  };
  const big = each => { const [w, h] = size(each); return h >= 43.5 && w >= 23.5; };
  const labelled = each => each.labels && [...each.labels].some(big);
  return [...document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), select, textarea')]
    .filter(each => shown(each) && !each.closest('.vh') && !big(each) && !inline(each) && !labelled(each))
    .map(each => `${each.tagName.toLowerCase()}.${each.className} “${each.innerText || each.name || ''}” ${size(each).map(Math.round)}`)
    .slice(0, 4);
}"""
FOCUS: Final = """() => {
  const ring = each => { const s = getComputedStyle(each);
    return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.borderColor, s.backgroundColor, s.textDecoration].join(); };
  const out = [];
  for (const each of document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), select, textarea')) {
    if (!each.checkVisibility() || each.disabled) continue;
    const before = ring(each); each.focus({focusVisible: true});
    if (document.activeElement !== each) continue;
    if (ring(each) === before) out.push(each.tagName.toLowerCase() + '.' + each.className);
    each.blur();
  }
  return out.slice(0, 4);
}"""


@dataclass  # without slots: Playwright marks the object whose methods it calls
class Looker:
    """A phone that opens one laid down page after another and remembers what went wrong."""

    browser: Browser
    url: str
    scheme: str = "light"
    context: BrowserContext = field(init=False)
    page: Page = field(init=False)
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        # a pixel is a pixel: nobody sees the picture, and four times as many cost four times as much
        phone = PHONE | {"device_scale_factor": 1}
        self.context = self.browser.new_context(**phone, color_scheme=self.scheme, reduced_motion="reduce")
        self.page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.heard.append(f"script: {error}"))
        self.page.on("request", self._ask)

    def open(self, path: str, file: str, width: int = 0) -> list[str]:
        """Open a page, on a phone or as wide as asked; return what the console said and which other sites it asked."""
        self.heard = []
        self.page.set_viewport_size(PHONE["viewport"] | ({"width": width} if width else {}))
        self.context.add_cookies([{"name": COOKIE, "value": file, "url": self.url}])
        self.page.goto(f"{self.url}{path}", wait_until="load")
        return self.heard

    def axe(self) -> list[str]:
        # as tall as the page: what is fixed to the edge of a small window covers what one only has to scroll
        height = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": PHONE["viewport"]["width"], "height": max(740, min(height, 12_000))})
        self.page.add_script_tag(url=f"{self.url}{AXE_PATH}")  # by address, so that the browser compiles it once
        return [f"axe ({self.scheme}) {each}" for each in self.page.evaluate(ASK_AXE, TAGS)]

    def wide(self, *widths: int) -> list[str]:
        found = []
        for width in widths or WIDTHS:
            if self.page.viewport_size["width"] != width:
                self.page.set_viewport_size({"width": width, "height": 740})
            if over := self.page.evaluate(WIDE):
                found.append(f"too wide at {width} by {over}")
        return found

    def small(self) -> list[str]:
        return [f"small target {each}" for each in self.page.evaluate(SMALL)]

    def unseen_focus(self) -> list[str]:
        return [f"focus not seen on {each}" for each in self.page.evaluate(FOCUS)]

    def close(self) -> None:
        self.context.close()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.heard.append(f"console: {message.text}")

    def _ask(self, request: Request) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.heard.append(f"asked for {request.url}")


def complaints(looker: Looker, path: str, files: dict[str, Any]) -> list[str]:
    """Everything that is wrong with a page on a phone, in its languages."""
    found = list(looker.open(path, files["en"])) + looker.axe() + looker.small() + looker.wide()
    for language, file in files.items():
        if language != "en":
            looker.open(path, file, width=320)
            # German is the longest: where it fits a desk, the others do
            found += [f"{language}: {each}" for each in looker.wide(*((320, 1280) if language == "de" else (320,)))]
    return found


def looks(inventory: dict[str, Any]) -> list[dict[str, Any]]:
    """One page of each look: what several roles see alike is looked at once."""
    return list({page["look"]: page for page in reversed(inventory["pages"])}.values())


def told(found: dict[str, list[str]]) -> str:
    """Each complaint once, with how often and two of its pages: a fault of a shared part is one line."""
    pages = defaultdict(list)
    for where, said in found.items():
        for each in said:
            pages[each].append(where)
    counted = Counter({each: len(where) for each, where in pages.items()})
    return "\n".join(f"{number} × {each}  [{'; '.join(pages[each][:2])}]" for each, number in counted.most_common())
