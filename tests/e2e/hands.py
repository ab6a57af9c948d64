"""How long a form takes a person: what their fingers do is counted, not slept through.

A key takes 0.2 s and a tap 0.5 s; before each field they think for a second; the portal's own time is measured.
"""

import time
from dataclasses import dataclass

from playwright.sync_api import Locator

from tests.e2e.browsing import Visitor

KEY, TAP, THOUGHT = 0.2, 0.5, 1.0
CALENDAR = 2  # taps in the phone's own calendar: the day, and that it is meant


@dataclass
class Hands:
    """The fingers of one visitor on one phone."""

    visitor: Visitor
    keys: int = 0
    taps: int = 0
    fields: int = 0
    waited: float = 0.0

    def tap(self, what: Locator) -> None:
        """Tap what leads to another page, and wait for it."""
        self.taps += 1
        begun = time.monotonic()
        with self.visitor.page.expect_navigation():
            what.tap()
        self.waited += time.monotonic() - begun

    def type(self, name: str, text: str) -> None:
        """Tap a field and type into it key by key, over what stands there."""
        field = self._field(name)
        field.press("Control+A")
        for key in text:
            self.visitor.page.keyboard.type(key)
            self.keys += 1
        assert field.input_value() == text

    def choose_day(self, name: str, day: str) -> None:
        """Tap a field for a day and choose the day in the phone's calendar."""
        self._field(name).fill(day)
        self.taps += CALENDAR

    def _field(self, name: str) -> Locator:
        field = self.visitor.page.locator(f'main [name="{name}"]')
        field.tap()
        self.taps += 1
        self.fields += 1
        return field

    @property
    def seconds(self) -> float:
        return self.keys * KEY + self.taps * TAP + self.fields * THOUGHT + self.waited

    def __str__(self) -> str:
        return f"{self.fields} inputs, {self.taps} taps, {self.keys} keys, {self.waited:.1f} s of waiting: {self.seconds:.1f} s"
