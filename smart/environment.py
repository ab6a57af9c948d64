"""The environment of a process: what is set wins, else what the local services wrote."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent


def load_local_environment() -> None:
    """Read `.local/env` (written by `python -m smart.local up`) unless DATABASE_URL is already set."""
    written = ROOT / ".local" / "env"
    if "DATABASE_URL" in os.environ or not written.exists():
        return
    for line in written.read_text().splitlines():
        name, found, value = line.partition("=")
        if found and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip())


def parse_database_url(url: str) -> dict[str, str]:
    """Turn `postgresql://user:password@host:port/name?host=/socket/folder` into Django's connection keys."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"DATABASE_URL names {parts.scheme!r}; expected postgresql://user@host/name.")
    query = parse_qs(parts.query)
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(query.get("port", [parts.port or ""])[0]),
    }
