"""Read and write the file of addresses and keys that connects the portal with its services.

The file holds KEY=VALUE lines and belongs to its owner only. Keys made once are kept: what they encrypted must stay
readable.
"""

import base64
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

HEADER = "# Written by `python -m smart.local up`. Addresses are renewed; keys are kept. Never commit this file.\n"


def read(file: Path) -> dict[str, str]:
    """Return the pairs of the file; none when there is no file."""
    if not file.exists():
        return {}
    lines = (line.strip() for line in file.read_text().splitlines())
    pairs = (line.partition("=")[::2] for line in lines if "=" in line and not line.startswith("#"))
    return dict(pairs)


def write(file: Path, values: Mapping[str, str]) -> None:
    """Replace the file at once, readable by its owner only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_text(HEADER + "".join(f"{name}={value}\n" for name, value in values.items()))
    fresh.replace(file)


def with_keys(kept: Mapping[str, str]) -> dict[str, str]:
    """Return the secret keys: those already there, random ones otherwise."""
    makers = {
        "SECRET_KEY": lambda: secrets.token_urlsafe(50),
        "FIELD_KEYS": lambda: f"local1:{_random_key()}",
        "BLIND_INDEX_KEY": _random_key,
    }
    return {name: os.environ.get(name) or kept.get(name) or make() for name, make in makers.items()}


def _random_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
