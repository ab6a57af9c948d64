"""Both sign under the same bytes; the paper then shows it."""

import io

import pypdf
import pytest

from activities.models import Contract
from activities.rules import declarations, signatures
from members.models import Document
from members.rules.documents import read_document
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.jobs import Job
from tests.factories import activities as made
from tests.people import as_member

pytestmark = pytest.mark.django_db
NOW = made.NOW


def render(contract, version):
    """Run the job's steps here, as the worker does in its own transaction."""
    from activities.jobs import render_contract

    job = Job(kind="render_contract", key="test", payload={"contract": contract.pk, "version": version})
    for step in render_contract(job):
        step()


def words(document):
    reader = pypdf.PdfReader(io.BytesIO(read_document(document)))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.fixture
def contract(murals):
    contract = made.make_validated(murals)
    render(contract, 1)
    return contract


def sign(contract, alice, **changes):
    facts = {
        "role": "worker",
        "name": "Alice Example",
        "ip": "192.0.2.9",
        "by": as_member(alice),
        "now": NOW,
        **changes,
    }
    return signatures.sign_contract(contract, **facts)


def test_the_paper_says_what_the_contract_says(contract):
    document = Document.objects.get(kind="contract")

    text = words(document)
    assert contract.reference in text
    assert "910" in text
    assert "Alice Example" in text
    assert document.visible_to == "member"


def test_rendered_again_it_is_the_same_bytes(contract):
    render(contract, 1)

    assert Document.objects.filter(kind="contract").count() == 1


def test_the_signature_carries_name_time_place_and_the_documents_hash(contract, alice):
    signature = sign(contract, alice, name=" alice  EXAMPLE ")

    assert signature.document_sha256 == Document.objects.get(version=1).sha256
    assert (signature.name, signature.ip, signature.signed_at) == ("alice EXAMPLE", "192.0.2.9", NOW)


def test_another_name_is_refused_at_the_field(contract, alice):
    with pytest.raises(RuleBroken) as broken:
        sign(contract, alice, name="Alice Exampel")

    assert (broken.value.code, broken.value.field) == ("other_name", "name")


def test_without_the_paper_nobody_signs(murals, alice):
    with pytest.raises(RuleBroken) as broken:
        sign(made.make_validated(murals), alice)

    assert broken.value.code == "document_not_ready"


def test_a_side_signs_once(contract, alice):
    sign(contract, alice)

    with pytest.raises(Conflict):
        sign(contract, alice)


def test_each_signs_only_their_own_side(contract, alice, eve, bob, rik):
    with pytest.raises(NotAllowed):
        sign(contract, alice, by=as_member(eve))
    with pytest.raises(NotAllowed):
        sign(contract, alice, role="employer")
    with pytest.raises(NotAllowed):
        sign(contract, alice, role="employer", by=made.BOOKS)
    with pytest.raises(NotAllowed):
        sign(contract, alice, by=made.adviser(bob))


def test_an_adviser_does_not_sign_under_their_own_contract(contract, alice):
    with pytest.raises(NotAllowed):
        sign(contract, alice, role="employer", by=made.adviser(alice.user))


def test_an_unvalidated_contract_is_not_signed(murals, alice):
    with pytest.raises(RuleBroken) as broken:
        sign(made.make_submitted(murals), alice)

    assert broken.value.code == "not_signable"


def test_both_signed_and_declared_it_is_signed_and_printed_with_both_names(contract, alice, bob):
    sign(contract, alice)
    declarations.mark_sent(contract.declarations.get(), reference="DIM-1", by=made.ADVISER, now=NOW)

    sign(contract, alice, role="employer", name="Bob Adviser", by=made.adviser(bob))

    assert Contract.objects.get().state == "signed"
    assert Job.objects.filter(kind="render_contract", key=f"{contract.pk}:2").exists()
    render(contract, 2)
    text = words(Document.objects.get(version=2))
    assert "Bob Adviser" in text
    assert "192.0.2.9" in text


def test_signed_first_and_declared_later_it_is_signed_too(contract, alice, bob):
    sign(contract, alice)
    sign(contract, alice, role="employer", name="Bob Adviser", by=made.adviser(bob))
    assert Contract.objects.get().state == "validated"

    declarations.mark_sent(contract.declarations.get(), reference="DIM-1", by=made.ADVISER, now=NOW)

    assert Contract.objects.get().state == "signed"
