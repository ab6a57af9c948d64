"""Real shapes of banks' files, where they are at hand: each is read and balances, or is refused with a sentence."""

from pathlib import Path

import pytest

from countries.models import BankAccount, LegalEntity
from invoicing.bank.detect import read_statements
from invoicing.models import BankEntry
from invoicing.rules.bank_import import import_statement
from smart.foundation.errors import RuleBroken
from smart.foundation.tenancy import country as enter

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "reference" / "einvoice-data"
SAMPLES = sorted(path for path in FOLDER.glob("bank-*/public/**/*") if path.is_file())
READ = {
    "camt053.v2.multi.statement.xml": 2,
    "CODA-empty.txt": 1,
    "sample10.cod": 1,
    "sample8.cod": 1,
}
"""Samples that balance, and how many statements are in them."""
REFUSED = {
    "camt053.v2.all-balance-types.xml": "not_balanced",
    "camt053.v2.minimal.ultimate.xml": "wrong_currency",
    "camt053.v4.xml": "wrong_currency",
    "camt53.only-Dt-with-DtTm.xml": "truncated",
    "test-camt053.xml": "not_balanced",
    "sample2.cod": "wrong_account",
    "sample5.cod": "truncated",
    "sample7.cod": "truncated",
    "sample9.cod": "truncated",
}


needs_samples = pytest.mark.skipif(
    not SAMPLES, reason="the banks' samples are not here (../shared/reference/einvoice-data)"
)


def words_for(path):
    if path.suffix == ".sta" and path.name != "invalid_statement.sta":
        return "MT940"
    return "camt.054" if "camt054" in path.name else ""


@needs_samples
@pytest.mark.parametrize("path", [path for path in SAMPLES if path.name in READ], ids=lambda path: path.name)
def test_a_sample_that_balances_is_read_and_twice_the_same(path):
    found = read_statements(path.read_bytes())

    assert len(found) == READ[path.name]
    assert found == read_statements(path.read_bytes())


@needs_samples
@pytest.mark.parametrize("path", [path for path in SAMPLES if path.name not in READ], ids=lambda path: path.name)
def test_any_other_sample_is_refused_with_the_right_sentence(path):
    with pytest.raises(RuleBroken) as broken:
        read_statements(path.read_bytes())

    assert broken.value.code == REFUSED.get(path.name, "wrong_format")
    assert words_for(path) in broken.value.message


@needs_samples
@pytest.mark.parametrize("path", [path for path in SAMPLES if path.name in READ], ids=lambda path: path.name)
def test_a_sample_that_balances_is_imported_and_twice_changes_nothing(be, accountant, now, path):
    content = path.read_bytes()
    said = read_statements(content)
    with enter(be):
        entity = LegalEntity.objects.get(is_default=True)
        for number in {each.account for each in said}:
            BankAccount.objects.create(entity=entity, name="sample", iban=number, is_default=False)

        first = import_statement(content, file_name=path.name, by=accountant, now=now)
        again = import_statement(content, file_name=path.name, by=accountant, now=now)

        assert [each.is_new for each in first + again] == [True] * len(said) + [False] * len(said)
        assert BankEntry.objects.count() == sum(len(each.entries) for each in said)
