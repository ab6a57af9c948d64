"""One stylesheet for the browser from the files people edit: `python -m smart.foundation.stylesheet` writes portal.css.

No bundler: the parts are joined in layer order, comments and idle spaces dropped. A test says when portal.css is stale.
"""

import re
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent.parent / "static" / "css"
PARTS: Final = (
    "tokens",
    "base",
    "layout",
    "components",
    "waterfall",
    "forms",
    "staff",
    "drawings",
    "print",
    "utilities",
)


def join_parts() -> str:
    """Return the whole stylesheet; the order of the parts is the order of the layers, then of the reader."""
    text = "\n".join((FOLDER / f"{part}.css").read_text(encoding="utf-8") for part in PARTS)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


if __name__ == "__main__":
    (FOLDER / "portal.css").write_text(join_parts(), encoding="utf-8")
