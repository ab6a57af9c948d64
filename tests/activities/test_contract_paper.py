"""The contract's paper: in a language of the law with a translation beside it; staff see what is missing and what counsel must read."""

import pytest
from django.utils import translation

from activities.contract_paper import contract_context, read_contract, speaker_of
from activities.models import Contract
from activities.rules.papers import Speaker
from countries.addresses import country_url
from countries.models import LegalEntity
from members.models import Profile
from tests.factories import activities as made
from tests.people import make_staff, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(murals):
    found = made.make_validated(murals)
    return Contract.objects.select_related("membership__user", "entity", "mission__client", "country").get(pk=found.pk)


def context_of(contract, where):
    speaker = speaker_of(contract, where)
    with translation.override(speaker.first):
        return contract_context(contract, country=where, speaker=speaker, with_signatures=False)


@pytest.mark.parametrize(
    ("spoken", "expected"), [("nl", Speaker("nl")), ("en", Speaker("fr", "en")), ("sv", Speaker("fr", "sv"))]
)
def test_it_is_written_in_a_language_of_the_law(inside, contract, spoken, expected):
    contract.membership.user.language = spoken

    assert speaker_of(contract, inside) == expected


def test_every_clause_cites_its_law_and_is_translated_beside(inside, contract):
    contract.membership.user.language = "it"

    clauses = context_of(contract, inside)["clauses"]

    assert len(clauses) >= 8
    assert all(clause.source and clause.value.text and clause.value.also for clause in clauses)
    pay = next(clause for clause in clauses if "910,00" in clause.value.text)
    assert "910,00" in pay.value.also
    assert pay.value.language == "it"


def test_a_student_contract_has_the_clauses_of_students(inside, contract):
    contract.kind = "student"

    read = read_contract(contract, country=inside, speaker=Speaker("en"))

    said = " ".join(clause.value.text for section in read.sections for clause in section.clauses)
    assert "first three days" in said
    assert "No trial period" not in said


def test_what_is_missing_is_named_with_the_law_until_it_is_given(inside, contract):
    missing = {fact.path for fact in read_contract(contract, country=inside, speaker=Speaker("en")).missing}
    assert "employer.joint_committee" in missing

    LegalEntity.objects.filter(pk=contract.entity_id).update(notes={"joint_committee": "304"})
    found = Contract.objects.select_related("membership__user", "entity", "mission__client").get(pk=contract.pk)

    assert read_contract(found, country=inside, speaker=Speaker("en")).missing == []


def test_staff_see_what_is_missing_and_that_counsel_must_confirm(browser, bob, contract):
    Profile.objects.update(street="", postal_code="", city="")
    sign_in(browser, bob)
    at = country_url("be", "activities:staff_contract_paper", contract.pk)

    page = browser.get(at).content.decode()

    assert at in browser.get(country_url("be", "activities:staff_contract_review", contract.pk)).content.decode()
    assert "missing: Joint committee, required by" in page
    assert "missing: Address, required by loi du 7/10/2022" in page
    assert "to be confirmed by counsel" in page


def test_the_paper_itself_does_not_speak_of_counsel(inside, contract):
    assert "counsel" not in str(context_of(contract, inside)).lower()


def test_who_may_see_it(browser, be, contract, hugo, alice):
    at = country_url("be", "activities:staff_contract_paper", contract.pk)
    answers = []
    for user in (make_staff(be, "payroll"), make_staff(be, "accounting"), hugo, alice.user):
        sign_in(browser, user)
        answers.append(browser.get(at).status_code)

    assert answers == [200, 404, 404, 404]
