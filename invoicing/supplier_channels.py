"""The ways by which invoices of suppliers come in electronically: each gives files and is told what became of them.

An access point or a platform needs a contract; whatever fetches from it can lay its files into a directory.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

DONE, REFUSED = "received", "refused"


class Inbox(Protocol):
    """A way in. What was told done or refused is not given again."""

    def waiting(self) -> Iterator[tuple[str, bytes]]: ...

    def done(self, name: str) -> None: ...

    def refused(self, name: str, *, because: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Directory:
    """A directory on this machine: files are moved into `received` or, with the reason beside them, into `refused`."""

    path: Path

    def waiting(self) -> Iterator[tuple[str, bytes]]:
        """The files, by name; hidden ones are still being written."""
        for file in sorted(self.path.iterdir()):
            if file.is_file() and not file.is_symlink() and not file.name.startswith("."):
                yield file.name, file.read_bytes()

    def done(self, name: str) -> None:
        self._move(name, DONE)

    def refused(self, name: str, *, because: str) -> None:
        self._move(name, REFUSED)
        (self.path / REFUSED / f"{name}.reason.txt").write_text(f"{because}\n", encoding="utf-8")

    def _move(self, name: str, to: str) -> None:
        (self.path / to).mkdir(exist_ok=True)
        (self.path / name).replace(self.path / to / name)
