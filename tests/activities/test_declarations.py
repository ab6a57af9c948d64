"""What the authorities are told: prepared with its deadline, sent by hand, answered, without copying sealed numbers."""

import hashlib

import pytest
from django.db import DatabaseError

from activities.models import Contract, Declaration
from activities.models.declaration import SEALED_NUMBER
from activities.rules import contracts, declaration_files, declarations
from activities.rules.declarations import ReceiptFile
from countries.models import LegalEntity
from members.models import Document
from members.rules.documents import read_document
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from tests.factories import activities as made
from tests.people import as_member

pytestmark = pytest.mark.django_db
RECEIPT = ReceiptFile(b"%PDF-1.7 accepted", "application/pdf", ".pdf")


@pytest.fixture
def contract(murals):
    return made.make_validated(murals)


@pytest.fixture
def dimona(contract):
    return Declaration.objects.get(contract=contract)


def test_the_national_number_is_marked_and_only_the_file_has_it(dimona):
    assert dimona.fields["INSS"] == SEALED_NUMBER

    written = declaration_files.file_fields(dimona)

    assert len(written["INSS"]) == 11
    assert written["Name"] == "Example"


def test_it_is_due_when_the_work_starts(dimona):
    assert dimona.due_at.isoformat() == "2026-03-09T08:00:00+00:00"


def test_what_the_law_asks_and_nobody_gave_is_named(dimona):
    assert dimona.missing == ["JointCommissionNbr"]


def test_filled_again_after_the_papers_were_completed(dimona):
    entity = LegalEntity.objects.get(is_default=True)
    entity.notes |= {"joint_committee": "304"}
    entity.save()

    again = declarations.prepare_again(Declaration.objects.get(pk=dimona.pk), by=made.PAYROLL, now=made.NOW)

    assert again.missing == []
    assert again.fields["JointCommissionNbr"] == "304"


def test_sent_with_its_reference_the_contract_is_declared(dimona, contract):
    declarations.mark_sent(dimona, reference="DIM-1", by=made.PAYROLL, now=made.NOW)

    assert (dimona.state, dimona.reference, dimona.sent_at) == ("sent", "DIM-1", made.NOW)
    assert Contract.objects.get().state == "declared"
    with pytest.raises(Conflict):
        declarations.mark_sent(dimona, reference="DIM-2", by=made.PAYROLL, now=made.NOW)


def test_acknowledged_with_its_receipt(dimona):
    declarations.mark_sent(dimona, reference="DIM-1", by=made.ADVISER, now=made.NOW)

    declarations.acknowledge(dimona, receipt="123456789", by=made.ADVISER, now=made.NOW)

    assert (dimona.state, dimona.receipt) == ("acknowledged", "123456789")


def test_what_was_sent_keeps_the_fingerprint_of_its_file(dimona):
    declarations.mark_sent(dimona, reference="DIM-1", by=made.PAYROLL, now=made.NOW)

    file = declaration_files.file_of(dimona, declaration_files.file_fields(dimona))
    assert (dimona.sent_by, dimona.file_sha256) == ("manual", hashlib.sha256(file.content).hexdigest())


def test_the_receipt_is_kept_in_the_vault_and_the_member_may_read_it(dimona, contract):
    declarations.mark_sent(dimona, reference="DIM-1", by=made.ADVISER, now=made.NOW)

    declarations.acknowledge(dimona, receipt="123456789", by=made.ADVISER, now=made.NOW, file=RECEIPT)
    again = declarations.keep_receipt(dimona, file=RECEIPT, by=made.ADVISER)

    kept = Document.objects.about(dimona).get()
    assert (kept.pk, kept.content_type, kept.membership_id) == (again.pk, "application/pdf", contract.membership_id)
    assert read_document(kept) == RECEIPT.content
    assert kept in Document.objects.visible_to_member(contract.membership_id)


def test_a_receipt_comes_after_the_answer(dimona):
    with pytest.raises(RuleBroken) as broken:
        declarations.keep_receipt(dimona, file=RECEIPT, by=made.ADVISER)

    assert broken.value.code == "not_acknowledged"


def test_refused_it_stays_as_it_was_and_a_new_one_names_it(dimona, contract):
    declarations.mark_sent(dimona, reference="DIM-1", by=made.ADVISER, now=made.NOW)
    declarations.refuse(dimona, reason="Unknown joint committee", by=made.ADVISER, now=made.NOW)

    new = declarations.prepare_again(dimona, by=made.ADVISER, now=made.NOW)
    same = declarations.prepare_again(dimona, by=made.ADVISER, now=made.NOW)

    old = Declaration.objects.get(pk=dimona.pk)
    assert (old.state, old.reference, old.refused_reason) == ("refused", "DIM-1", "Unknown joint committee")
    assert (new.pk, new.state, new.replaces_id, new.reference) == (same.pk, "prepared", old.pk, "")
    assert list(Declaration.objects.to_do()) == [new]
    declarations.mark_sent(new, reference="DIM-2", by=made.ADVISER, now=made.NOW)
    assert not Declaration.objects.to_do().exists()


def test_the_database_keeps_a_refused_one_refused(dimona):
    declarations.mark_sent(dimona, reference="DIM-1", by=made.ADVISER, now=made.NOW)
    declarations.refuse(dimona, reason="No", by=made.ADVISER, now=made.NOW)

    with pytest.raises(DatabaseError):
        Declaration.objects.filter(pk=dimona.pk).update(state="prepared")


def test_a_cancelled_one_is_followed_while_the_contract_lives(dimona, contract):
    declarations.cancel_declaration(dimona, reason="Wrong day", by=made.ADVISER)

    new = declarations.prepare_again(dimona, by=made.ADVISER, now=made.NOW)

    assert new.replaces_id == dimona.pk
    contracts.cancel_contract(contract, reason="Called off", by=made.ADVISER)
    with pytest.raises(Conflict):
        declarations.prepare_again(dimona, by=made.ADVISER, now=made.NOW)


def test_a_sent_one_is_not_filled_in_again(dimona):
    declarations.mark_sent(dimona, reference="DIM-1", by=made.ADVISER, now=made.NOW)

    with pytest.raises(Conflict):
        declarations.prepare_again(dimona, by=made.ADVISER, now=made.NOW)


@pytest.mark.parametrize("step", ["mark_sent", "acknowledge", "refuse"])
def test_every_step_needs_its_words(dimona, step):
    names = {"mark_sent": "reference", "acknowledge": "receipt", "refuse": "reason"}

    with pytest.raises(RuleBroken) as broken:
        getattr(declarations, step)(dimona, **{names[step]: " "}, by=made.ADVISER, now=made.NOW)

    assert broken.value.field == names[step]


def test_only_the_desk_handles_them(dimona, alice):
    for by in (as_member(alice), made.BOOKS, made.THE_CLIENT):
        with pytest.raises(NotAllowed):
            declarations.mark_sent(dimona, reference="DIM-1", by=by, now=made.NOW)
        with pytest.raises(NotAllowed):
            declarations.cancel_declaration(dimona, reason="No", by=by)
        with pytest.raises(NotAllowed):
            declarations.prepare_again(dimona, by=by, now=made.NOW)
        with pytest.raises(NotAllowed):
            declaration_files.release_file(dimona, by=by)


def test_prepared_twice_it_is_one(contract, dimona):
    declarations.prepare_declarations(contract, by=made.ADVISER, now=made.NOW)

    assert Declaration.objects.count() == 1
