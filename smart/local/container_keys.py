"""Make the secrets of a set of containers, once, as files: `python -m smart.local.container_keys /keys`.

One folder an audience, so that the web process never sees the owner's password. A file that is there is kept: an
operator puts their own in first.
"""

import secrets
import sys
from pathlib import Path

from smart.local.environment import with_keys

DATABASE_HOST = "postgres"
DATABASE = "smart"


def make(folder: Path) -> list[str]:
    """Write the missing files and return their names relative to the folder."""
    made: list[str] = []

    def keep(name: str, value: str) -> str:
        file = folder / name
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(value)
            file.chmod(0o444)  # each audience mounts its folder only, and reads it as an account of its own
            made.append(name)
        return file.read_text().strip()

    app = keep("portal/database_password", secrets.token_urlsafe(24))
    owner = keep("owner/password", secrets.token_urlsafe(24))
    keep("postgres/password", secrets.token_urlsafe(24))
    keep("postgres/backup_password", secrets.token_urlsafe(24))
    keep("portal/database_url", f"postgresql://smart_app:{app}@{DATABASE_HOST}/{DATABASE}")
    keep("owner/database_url", f"postgresql://smart_owner:{owner}@{DATABASE_HOST}/{DATABASE}")
    for name, value in with_keys({}).items():
        keep(f"portal/{name.lower()}", value)
    keep("store/user", "smart-portal")
    keep("store/password", secrets.token_urlsafe(24))
    return made


if __name__ == "__main__":
    print(f"Secrets made: {', '.join(make(Path(sys.argv[1]))) or 'none, all were there'}")
