"""Bytes by content: a stored file is named by its SHA-256, so it cannot change without being found out."""

import hashlib
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


class FileAltered(Exception):
    """The stored bytes no longer have the hash they were stored under."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    name: str
    sha256: str
    size: int


def digest_of(content: bytes) -> str:
    """The hash by which the bytes are known."""
    return hashlib.sha256(content).hexdigest()


def store_bytes(content: bytes, *, country_code: str, suffix: str) -> StoredFile:
    """Store once under `<country>/<hash>`; storing the same bytes again returns the same name."""
    digest = digest_of(content)
    name = f"{country_code}/{digest[:2]}/{digest}{suffix}"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))
    return StoredFile(name=name, sha256=digest, size=len(content))


def read_bytes(name: str, *, sha256: str) -> bytes:
    """Return the bytes, proved to have the expected hash; raise FileAltered otherwise."""
    with default_storage.open(name) as stored:
        content: bytes = stored.read()
    if digest_of(content) != sha256:
        raise FileAltered(f"The stored file {name} does not have the hash it was stored under.")
    return content
