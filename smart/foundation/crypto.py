"""Sealed columns: national numbers and IBANs are encrypted at rest; equality search goes through a blind index.

AES-256-GCM with the key id in front of the value, so keys rotate without a flag day. The model and column names are
authenticated with the value: a ciphertext moved to another column does not open. Decryption never falls back.
"""

import base64
import hashlib
import hmac
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models


class CannotUnseal(Exception):
    """The value was sealed with an unknown key, or altered."""


def seal(text: str, *, context: str) -> str:
    """Encrypt with the current key (the first of settings.FIELD_KEYS); `context` must be given again to open."""
    key_id, key = next(iter(settings.FIELD_KEYS.items()))
    nonce = os.urandom(12)
    sealed = AESGCM(key).encrypt(nonce, text.encode(), context.encode())
    return f"{key_id}:{base64.b64encode(nonce + sealed).decode()}"


def unseal(stored: str, *, context: str) -> str:
    """Decrypt; raise CannotUnseal when the key is unknown or the value was altered or moved."""
    key_id, _found, body = stored.partition(":")
    key = settings.FIELD_KEYS.get(key_id)
    if key is None:
        raise CannotUnseal(f"No key {key_id!r} is configured for {context}.")
    raw = base64.b64decode(body)
    try:
        return AESGCM(key).decrypt(raw[:12], raw[12:], context.encode()).decode()
    except InvalidTag as refused:
        raise CannotUnseal(f"The stored value of {context} does not open: it was altered or moved.") from refused


def blind_index(text: str, *, purpose: str) -> str:
    """A keyed hash of the compact upper-case value, for equality search only; empty for an empty value."""
    compact = "".join(text.split()).upper()
    if not compact:
        return ""
    return hmac.new(settings.BLIND_INDEX_KEY, f"{purpose}|{compact}".encode(), hashlib.sha256).hexdigest()


class SealedTextField(models.TextField):  # type: ignore[type-arg]  # generic only in the stubs
    """Text encrypted in the database, plain in Python. Not searchable: pair it with a BlindIndexField."""

    def _context(self) -> str:
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return seal(text, context=self._context()) if text else text

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return unseal(value, context=self._context()) if value else value


class BlindIndexField(models.CharField):  # type: ignore[type-arg]  # generic only in the stubs
    """Keyed hash of the sealed field named `source`, kept true on every save."""

    def __init__(self, *args: Any, source: str = "", **kwargs: Any) -> None:
        self.source = source
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs["source"] = self.source
        return name, path, args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = blind_index(getattr(model_instance, self.source) or "", purpose=self.source)
        setattr(model_instance, self.attname, value)
        return value
