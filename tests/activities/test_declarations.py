"""What the authorities are told: prepared with its deadline, sent by hand, answered, without copying sealed numbers."""

import pytest

from activities.models import Contract, Declaration
from activities.models.declaration import SEALED_NUMBER
from activities.rules import declarations
from countries.models import LegalEntity
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from tests.factories import activities as made
from tests.people import as_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(murals):
    return made.make_validated(murals)


@pytest.fixture
def dimona(contract):
    return Declaration.objects.get(contract=contract)


def test_the_national_number_is_marked_and_only_the_file_has_it(dimona):
    assert dimona.fields["INSS"] == SEALED_NUMBER

    written = declarations.file_fields(dimona)

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


def test_refused_it_is_prepared_and_sent_again(dimona):
    declarations.mark_sent(dimona, reference="DIM-1", by=made.ADVISER, now=made.NOW)
    declarations.refuse(dimona, reason="Unknown joint committee", by=made.ADVISER, now=made.NOW)

    again = declarations.prepare_again(dimona, by=made.ADVISER, now=made.NOW)

    assert (again.state, again.refused_reason) == ("prepared", "")
    declarations.mark_sent(again, reference="DIM-2", by=made.ADVISER, now=made.NOW)


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


def test_prepared_twice_it_is_one(contract, dimona):
    declarations.prepare_declarations(contract, by=made.ADVISER, now=made.NOW)

    assert Declaration.objects.count() == 1
