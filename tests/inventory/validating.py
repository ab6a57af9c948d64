"""The Nu HTML checker over many pages at once: one start of Java for all of them."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

JAR: Final = Path(__file__).resolve().parent.parent / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


def is_installed() -> bool:
    return JAR.is_file() and shutil.which("java") is not None


def html_errors(files: list[Path]) -> dict[str, list[str]]:
    """By file name, what is wrong with it."""
    words = [
        "java",
        "-Xss8m",
        "-XX:+UseSerialGC",
        "-jar",
        str(JAR),
        "--errors-only",
        "--format",
        "json",
        *map(str, files),
    ]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=600)
    said = json.loads(done.stderr)
    errors: dict[str, list[str]] = {}
    for each in said["messages"]:
        name = each.get("url", "").rpartition("/")[2]
        extract = re.sub(r"\s+", " ", each.get("extract", ""))[:120]
        errors.setdefault(name, []).append(f"{each['message']} ({extract})")
    assert done.returncode == 0 or errors, done.stderr
    return errors
