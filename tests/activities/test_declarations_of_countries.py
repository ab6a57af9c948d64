"""Every country's declarations, from a contract as it is made: prepared, written as a file, shown at the desk."""

import pytest

from activities.models import Contract, Declaration
from activities.rules import declaration_files, declarations
from activities.rules.declaration_facts import SEALED
from countries.addresses import country_url
from members.models import Profile
from smart.foundation.tenancy import country
from tests import people
from tests.factories import activities as made
from tests.factories.papers import CASES, make_paper_contract

pytestmark = pytest.mark.django_db


def prepared(where, code):
    contract = make_paper_contract(where, CASES[code], state="validated")
    return declarations.prepare_declarations(contract, by=made.PAYROLL, now=made.NOW)


@pytest.mark.parametrize("code", CASES)
def test_every_declaration_is_shown_and_taken_as_a_file(client, code):
    """With the facts a new member has: what is missing is named, and no page breaks because of it."""
    where = people.make_country(code)
    with country(where):
        rows = prepared(where, code)
    people.sign_in(client, people.make_staff(where, "payroll", "Paula Payroll"))

    for row in rows:
        at = country_url(where.slug, "activities:staff_declaration_detail", row.pk)
        assert client.get(at).status_code == 200, row.kind
        for how in ("file", "csv", "json"):
            taken = client.post(f"{at}export/", {"format": how})
            assert taken.status_code in {200, 422}, (row.kind, how)
            if taken.status_code == 200:
                assert taken["Content-Disposition"].startswith("attachment")
                assert not any(mark in taken.content.decode("utf-8", "replace") for mark in SEALED)


@pytest.mark.parametrize("code", CASES)
def test_a_file_with_every_number_in_place_has_its_fingerprint_when_sent(code):
    where = people.make_country(code)
    with country(where):
        rows = prepared(where, code)
        profile = Profile.objects.get(membership=rows[0].contract.membership) if rows else None
        for row in rows:
            sent = declarations.mark_sent(
                Declaration.objects.select_related("contract__membership").get(pk=row.pk),
                reference="R-1",
                by=made.PAYROLL,
                now=made.NOW,
            )
            assert len(sent.file_sha256) == 64
            assert sent.file_sha256 == declaration_files.fingerprint(sent)
        assert profile is None or profile.legal_name


def test_what_is_due_after_the_work_holds_no_contract_back():
    """Spain: the registration is due before the work, the end of work and the certificate after it."""
    where = people.make_country("ES")
    with country(where):
        rows = {row.kind: row for row in prepared(where, "ES")}
        for kind in ("alta_red", "contrata"):
            declarations.mark_sent(rows[kind], reference=kind, by=made.PAYROLL, now=made.NOW)

        assert Contract.objects.get().state == "declared"
        assert {row.kind for row in Declaration.objects.to_do()} == {"baja_red", "certificado"}
