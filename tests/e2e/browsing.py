"""A person at the portal: every page they touch is checked as they go, and photographed when the test says so."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import translation
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response

PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
DESK = {"viewport": {"width": 1280, "height": 800}}
WIDTHS = (320, 360, 1280)
# What htmx calls an error when a newer request of the same form takes the place of one under way: typing on is allowed.
REPLACED = ("htmx:sendAbort", "htmx:afterRequest")
# What the page says about itself, in one journey into the browser.
FACTS = """() => ({
  headings: [...document.querySelectorAll('h1')].map(each => each.innerText),
  language: document.documentElement.lang,
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  foreign: [...document.querySelectorAll('[src],link[href],form[action]')]
    .map(each => each.src || each.href || each.action)
    .filter(url => /^https?:/.test(url) && new URL(url).origin !== location.origin),
})"""
# The innermost things that reach beyond the right edge and are not inside something that scrolls by itself.
STICKING = """() => [...document.querySelectorAll('body *')]
  .filter(each => each.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
  .filter(each => !each.closest('.scroll') && ![...each.children].some(
    child => child.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5))
  .slice(0, 4).map(each => `<${each.tagName.toLowerCase()} class="${each.className}"> ${each.textContent.trim().slice(0, 60)}`)
"""


@dataclass  # without slots: Playwright marks the object whose methods it calls
class Visitor:
    """One browser window of one person. `complaints` are what no page may have."""

    page: Page
    url: str
    shots: Path
    language: str = "en"
    complaints: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)
    known: set[str] = field(default_factory=set)

    def open(self, path: str) -> "Visitor":
        """Go to a path of the portal, or to an address of it, and look at the page."""
        self.page.goto(path if path.startswith("http") else f"{self.url}{path}")
        return self.look()

    def look(self, shot: str = "") -> "Visitor":
        """Check the page: one h1, the right language, nothing from elsewhere, and nothing sticks out.

        At three widths when it is photographed or of a kind this person sees for the first time, else at theirs.
        """
        size = self.page.viewport_size
        assert size is not None
        facts = self.page.evaluate(FACTS)
        where = self.page.url.removeprefix(self.url)
        self._note(len(facts["headings"]) != 1, f"{where} has {len(facts['headings'])} h1: {facts['headings']}")
        self._note(facts["language"] != self.language, f"{where} is in {facts['language']}, not {self.language}")
        self._note(bool(facts["foreign"]), f"{where} names other sites: {facts['foreign']}")
        self._note_width(facts["wide"], where, size["width"])
        kind = re.sub(r"\d+", "#", where.partition("?")[0])
        if shot or kind not in self.known:
            self.known.add(kind)
            self._try_widths(where)
        if shot:
            self.photograph(shot)
        assert not self.complaints, "\n".join(self.complaints)
        return self

    def _try_widths(self, where: str) -> None:
        size = self.page.viewport_size
        assert size is not None
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": size["height"]})
            self._note_width(self.page.evaluate(FACTS)["wide"], where, width)
        self.page.set_viewport_size(size)

    def _note_width(self, wide: int, where: str, width: int) -> None:
        if wide > 0:
            self._note(True, f"{where} is {wide} px too wide at {width}: {self.page.evaluate(STICKING)}")

    def photograph(self, shot: str) -> None:
        """The whole page at once: the window grows, so that what sticks to its edges is drawn once."""
        size = self.page.viewport_size
        assert size is not None
        height = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})
        self.page.screenshot(path=self.shots / f"{shot}.png")
        self.page.set_viewport_size(size)

    def frame(self, shot: str) -> "Visitor":
        """What fits on the screen, for the README and the manual."""
        self.page.evaluate("window.scrollTo(0, 0)")
        self.page.screenshot(path=self.shots / f"{shot}.png")
        return self

    def fill(self, **values: str | bool) -> "Visitor":
        """Fill fields by their name: text, a choice, a tick."""
        for name, value in values.items():
            fill_field(self.page.locator(f'main [name="{name}"]'), value, name)
        return self

    def attach(self, **files: bytes) -> "Visitor":
        """Choose a photo for each field of files."""
        for name, content in files.items():
            photo: Any = {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": content}
            self.page.locator(f'main [name="{name}"]').set_input_files(photo)
        return self

    def said(self, sentence: str, **facts: str) -> str:
        """The portal's words for an English sentence of its own, in this person's language."""
        with translation.override(self.language):
            found = translation.gettext(sentence)
        return found % facts if facts else found

    def press(self, label: str, *, shot: str = "", **facts: str) -> "Visitor":
        """Press the button or link of that (English) name in the page, wait for what comes, and look at it."""
        with self.page.expect_navigation():
            self._pressable(self.said(label, **facts)).click()
        return self.look(shot)

    def press_here(self, label: str, *, shot: str = "") -> "Visitor":
        """The same for a button that changes a part of the page."""
        self._pressable(self.said(label)).click()
        self.page.wait_for_load_state("networkidle")
        return self.look(shot)

    def _pressable(self, label: str) -> Locator:
        named = re.compile(f"^{re.escape(label)}$", re.IGNORECASE)
        inside = self.page.locator("main")
        return inside.get_by_role("button", name=named).or_(inside.get_by_role("link", name=named)).last

    def follow(self, words: str, *, shot: str = "") -> "Visitor":
        """Follow the first link of the page that says these words, perhaps among others."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("link", name=words).first.click()
        return self.look(shot)

    def sees(self, *texts: str) -> "Visitor":
        """The main part of the page says all of this; spaces of every kind count as one."""
        found = plain(self.page.locator("main").inner_text())
        for text in texts:
            assert plain(text) in found, f"{self.page.url} does not say {text!r}. It says:\n{found[:3000]}"
        return self

    def expects(self, *statuses: int) -> "Visitor":
        """Refusals with these statuses are part of the story (the browser's console reports them)."""
        self.expected |= set(statuses)
        return self

    def sign_in_as(self, name: str) -> "Visitor":
        """One click in the demo bar; the person's session is new."""
        if not self.page.url.startswith(self.url):
            self.page.goto(f"{self.url}/help/")
        bar = self.page.locator("details.demo")
        bar.locator("summary").click()
        with self.page.expect_navigation():
            bar.get_by_role("button", name=re.compile(f"^{re.escape(name)}")).click()
        return self.look()

    def _note(self, is_wrong: bool, sentence: str) -> None:
        if is_wrong:
            self.complaints.append(sentence)

    def watch(self) -> None:
        """From now on: nothing leaves for another host, nothing breaks in silence."""
        self.page.on("request", self._asked)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))
        self.page.on("response", self._answered)

    def _asked(self, request: Request) -> None:
        # heard, not held up: a page whose requests are held up keeps nothing, and fetches its style and font each time
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.complaints.append(f"{self.page.url} asked for {request.url}")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        # Chromium reports an expected refusal of ours as an error of the page
        if any(f"status of {status}" in message.text for status in self.expected):
            return
        if message.text.startswith(REPLACED):
            return
        self.complaints.append(f"{self.page.url} console: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.complaints.append(f"{response.url} answered {response.status}")


def fill_field(found: Locator, value: str | bool, name: str) -> None:
    """Fill whatever the name stands for: a choice list, radio buttons, a tick or a text."""
    first = found.first
    assert found.count(), f"There is no field {name!r} on {first.page.url}"
    kind = first.evaluate("field => field.tagName === 'SELECT' ? 'select' : field.type")
    if kind == "select":
        first.select_option(value=str(value))
    elif kind == "radio" or (kind == "checkbox" and found.count() > 1):
        first.page.locator(f'main [name="{name}"][value="{value}"]').check()
    elif kind == "checkbox":
        first.set_checked(bool(value))
    else:
        first.fill(str(value))


def plain(text: str) -> str:
    """One ordinary space for every run of white space."""
    return re.sub(r"\s+", " ", text.replace(" ", " ").replace(" ", " "))


@contextmanager
def visiting(browser: Browser, url: str, shots: Path, *, language: str = "en", **kind: Any) -> Iterator[Visitor]:
    """A fresh window with nothing remembered; at the end nothing may have been complained about."""
    # Without motion: a stamp that is still falling is wider than the screen.
    context = browser.new_context(locale=language, reduced_motion="reduce", **(kind or PHONE))
    context.set_default_timeout(15_000)
    visitor = Visitor(page=context.new_page(), url=url, shots=shots, language=language)
    visitor.watch()
    try:
        yield visitor
        assert not visitor.complaints, "\n".join(visitor.complaints)
    finally:
        context.close()
