"""Compile the translations with Babel, so that no machine needs gettext to run the portal."""

from pathlib import Path

from babel.messages import mofile, pofile

from smart.local.places import ROOT


def compile_all(folder: Path = ROOT / "smart" / "locale") -> int:
    """Write the .mo beside every .po that is newer; return how many were written."""
    stale = [source for source in sorted(folder.glob("*/LC_MESSAGES/*.po")) if _is_stale(source)]
    for source in stale:
        with source.open("rb") as text:
            catalogue = pofile.read_po(text)
        with source.with_suffix(".mo").open("wb") as compiled:
            mofile.write_mo(compiled, catalogue)
    return len(stale)


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime
