"""Read and write the file of addresses and keys that connects the portal with its services.

The file holds KEY=VALUE lines and belongs to its owner only. Keys made once are kept: what they encrypted must stay
readable.
"""

import base64
import os
import secrets
from collections.abc import Mapping, MutableMapping
from pathlib import Path

from smart.local.places import ROOT

DEFAULT_FILE = ROOT / ".local" / "env"
HEADER = "# Written by `python -m smart.local up`. Addresses are renewed; keys are kept. Never commit this file.\n"


def read(file: Path) -> dict[str, str]:
    """Return the pairs of the file; none when there is no file."""
    if not file.exists():
        return {}
    lines = (line.strip() for line in file.read_text().splitlines())
    pairs = (
        line.split("=", 1) for line in lines if "=" in line and not line.startswith("#")
    )
    return {name: value for name, value in pairs}


def write(file: Path, values: Mapping[str, str]) -> None:
    """Replace the file at once, readable by its owner only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_text(
        HEADER + "".join(f"{name}={value}\n" for name, value in values.items())
    )
    fresh.replace(file)


def with_keys(kept: Mapping[str, str]) -> dict[str, str]:
    """Return the secret keys: those already there, random ones otherwise."""
    makers = {
        "SECRET_KEY": lambda: secrets.token_urlsafe(50),
        "FIELD_KEYS": lambda: f"local1:{_random_key()}",
        "BLIND_INDEX_KEY": _random_key,
    }
    return {
        name: os.environ.get(name) or kept.get(name) or make()
        for name, make in makers.items()
    }


def load(environ: MutableMapping[str, str], *, file: Path = DEFAULT_FILE) -> None:
    """Complete the environment from the file, as manage.py does.

    Without DATABASE_URL every pair is taken that is not there yet. With the very DATABASE_URL from which the file was
    made (a superuser's, see `smart.local.database`), the addresses of the portal's own roles replace it.
    """
    values = read(file)
    given = environ.get("DATABASE_URL")
    if given and given != values.get("GIVEN_DATABASE_URL"):
        return
    for name, value in values.items():
        if name in {"DATABASE_URL", "DATABASE_OWNER_URL"} and given:
            environ[name] = value
        elif name != "GIVEN_DATABASE_URL":
            environ.setdefault(name, value)


def _random_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
