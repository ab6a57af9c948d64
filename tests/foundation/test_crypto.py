"""Sealed columns: unreadable in the database, bound to their place, searchable by equality only."""

import base64

import pytest
from django.db import connection

from countries.models import BankAccount, Country, LegalEntity
from smart.foundation.audit import AuditEntry
from smart.foundation.crypto import CannotUnseal, blind_index, seal, unseal
from smart.foundation.tenancy import country

IBAN = "BE49999000000171"


@pytest.fixture
def account(db) -> BankAccount:
    be = Country.objects.create(code="BE", state="active")
    with country(be):
        entity = LegalEntity.objects.create(code="coop", name="Coop", legal_form="SC")
        yield BankAccount.objects.create(entity=entity, name="Salaries", iban=IBAN)


def test_what_is_sealed_opens_again():
    assert unseal(seal("99.99.99-999.99", context="a.b"), context="a.b") == "99.99.99-999.99"


def test_the_same_text_is_sealed_differently_each_time():
    assert seal("secret", context="a.b") != seal("secret", context="a.b")


def test_a_value_moved_to_another_column_does_not_open():
    with pytest.raises(CannotUnseal, match="altered or moved"):
        unseal(seal("secret", context="a.b"), context="a.c")


def test_an_altered_value_does_not_open():
    key_id, _, body = seal("secret", context="a.b").partition(":")
    raw = bytearray(base64.b64decode(body))
    raw[-1] ^= 1

    with pytest.raises(CannotUnseal, match="altered or moved"):
        unseal(f"{key_id}:{base64.b64encode(raw).decode()}", context="a.b")


def test_an_unknown_key_is_named():
    with pytest.raises(CannotUnseal, match="'gone'"):
        unseal("gone:AAAA", context="a.b")


def test_a_new_key_seals_and_the_old_one_still_opens(settings):
    old = seal("secret", context="a.b")
    settings.FIELD_KEYS = {"next": bytes(range(32)), **settings.FIELD_KEYS}

    assert seal("secret", context="a.b").startswith("next:")
    assert unseal(old, context="a.b") == "secret"


def test_the_blind_index_forgets_spaces_and_case_but_not_purpose():
    assert blind_index("be49 9990 0000 0171", purpose="iban") == blind_index(IBAN, purpose="iban")
    assert blind_index(IBAN, purpose="iban") != blind_index(IBAN, purpose="other")
    assert blind_index("", purpose="iban") == ""


def test_the_database_never_holds_the_number(account):
    with connection.cursor() as cursor:
        cursor.execute("SELECT a::text FROM countries_bankaccount a WHERE id = %s", [account.pk])
        assert IBAN not in cursor.fetchone()[0]
    assert BankAccount.objects.get(pk=account.pk).iban == IBAN
    assert BankAccount.objects.get(iban_index=blind_index(IBAN, purpose="iban")) == account


def test_a_change_through_the_model_moves_the_index_along(account):
    account.iban = "BE38999000000272"
    account.save()

    assert not BankAccount.objects.filter(iban_index=blind_index(IBAN, purpose="iban")).exists()


def test_the_audit_shows_that_a_sealed_value_changed_never_what_it_is(account):
    account.iban = "BE38999000000272"
    account.save()

    entry = AuditEntry.objects.filter(table="countries_bankaccount").latest("id")
    assert entry.changed == {"iban_sealed": ["…", "…"], "iban_index": ["…", "…"]}
