"""The environment of a process: what is set wins, else what the local services wrote."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent


def load_local_environment() -> None:
    """Read `.local/env` (written by `python -m smart.local up`) unless DATABASE_URL is already set.

    When it is set to the superuser's address from which the file was made, the addresses of the portal's own roles
    replace it: nothing of the portal ever runs past row-level security by accident.
    """
    written = ROOT / ".local" / "env"
    given = os.environ.get("DATABASE_URL")
    if not written.exists():
        return
    lines = (line.partition("=") for line in written.read_text().splitlines() if not line.startswith("#"))
    values = {name.strip(): value.strip() for name, found, value in lines if found}
    if given and given != values.get("GIVEN_DATABASE_URL"):
        return
    if given:
        del os.environ["DATABASE_URL"]
    for name, value in values.items():
        os.environ.setdefault(name, value)


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
