"""Stored bytes are named by their hash: the same once, an altered one found out."""

import hashlib

import pytest
from django.core.files.storage import default_storage

from smart.foundation.files import FileAltered, read_bytes, store_bytes


def test_a_file_is_named_by_country_and_content():
    stored = store_bytes(b"a payslip", country_code="BE", suffix=".pdf")

    digest = hashlib.sha256(b"a payslip").hexdigest()
    assert (stored.name, stored.sha256, stored.size) == (f"BE/{digest[:2]}/{digest}.pdf", digest, 9)
    assert read_bytes(stored.name, sha256=stored.sha256) == b"a payslip"


def test_the_same_bytes_are_stored_once():
    assert store_bytes(b"twice", country_code="BE", suffix=".pdf") == store_bytes(
        b"twice", country_code="BE", suffix=".pdf"
    )


def test_two_countries_never_share_a_file():
    assert (
        store_bytes(b"shared", country_code="BE", suffix=".pdf").name
        != store_bytes(b"shared", country_code="FR", suffix=".pdf").name
    )


def test_a_flipped_byte_is_found_out():
    stored = store_bytes(b"untouched", country_code="BE", suffix=".pdf")
    with default_storage.open(stored.name, "wb") as opened:
        opened.write(b"untouchee")

    with pytest.raises(FileAltered, match=stored.sha256):
        read_bytes(stored.name, sha256=stored.sha256)
