"""Advisers validate contracts by their numbers and findings, and sign for the cooperative."""

import pytest

from activities.models import Contract, Signature
from activities.rules import contracts
from countries.addresses import country_url
from members.rules.documents import issue_document
from smart.foundation import formats
from smart.foundation.actors import PORTAL
from tests.factories import activities as made
from tests.people import make_staff, sign_in

pytestmark = pytest.mark.django_db
POSTS = ("validate", "return", "cancel", "sign")
LINE = {
    "code": "rsz",
    "label": {"en": "Social security"},
    "side": "employee",
    "base": "910.00",
    "rate": "0.1307",
    "amount": "-118.94",
}


def at(name, *args, where="be"):
    return country_url(where, f"activities:staff_contract_{name}", *args)


@pytest.fixture
def submitted(murals):
    return made.make_submitted(murals, preview={"lines": [LINE]})


@pytest.fixture
def validated(submitted):
    contracts.validate_contract(submitted, by=made.ADVISER, now=made.NOW)
    return Contract.objects.get(pk=submitted.pk)


@pytest.fixture
def paper(validated):
    return issue_document(
        subject=validated,
        kind="contract",
        title=f"Contract {validated.reference}",
        content=b"%PDF-1.7 the contract",
        language="en",
        membership=validated.membership,
        retention_class="contract",
        by=PORTAL,
    )


@pytest.fixture
def bobs(browser, bob):
    return sign_in(browser, bob)


def said(day):
    return formats.day(day, language="en", country="BE")


def state_of(contract):
    return Contract.objects.get(pk=contract.pk).state


def many(activity, count):
    first = Contract.objects.order_by("-id").first() or made.make_submitted(activity)
    facts = {
        field.attname: getattr(first, field.attname)
        for field in Contract._meta.concrete_fields
        if field.attname not in {"id", "reference"}
    }
    already = Contract.objects.count()
    Contract.objects.bulk_create([Contract(**facts, reference=f"X-{already + n}") for n in range(count)])


def test_the_queue_shows_what_waits(bobs, submitted):
    text = bobs.get(at("queue")).content.decode()

    assert "1 contract waits for validation" in text
    assert "Alice Example" in text
    assert submitted.reference in text
    assert "9 March 2026" in text


def test_an_empty_queue_says_so(bobs, inside):
    assert "Everything is validated" in bobs.get(at("queue")).content.decode()


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"q": "example"}, True),
        ({"q": "be-c-2026"}, True),
        ({"q": "voorbeeldsch"}, True),
        ({"q": "nobody"}, False),
        ({"state": "signed"}, False),
        ({"state": "all", "adviser": "none"}, True),
    ],
)
def test_the_queue_is_filtered(bobs, submitted, filters, found):
    assert (submitted.reference in bobs.get(at("queue"), filters).content.decode()) is found


def test_fifty_cost_as_much_as_five(bobs, murals, django_assert_num_queries, django_assert_max_num_queries):
    many(murals, 5)
    bobs.get(at("queue"))
    with django_assert_max_num_queries(28) as few:
        bobs.get(at("queue"))
    many(murals, 45)

    with django_assert_num_queries(len(few)):
        bobs.get(at("queue"))


def test_the_review_shows_numbers_lines_and_findings(bobs, submitted):
    text = bobs.get(at("review", submitted.pk)).content.decode()

    for expected in ("910.00", "1,168.75", "703.17", "Social security", "118.94", "Payment promised by", "Validate"):
        assert expected in text


def test_a_draft_is_nobody_elses(bobs, murals):
    draft = made.make_contract(murals)

    assert bobs.get(at("review", draft.pk)).status_code == 404


def test_validating_leads_back_to_the_contract_to_sign(bobs, submitted):
    answer = bobs.post(at("validate", submitted.pk), follow=True)

    assert answer.redirect_chain == [(at("review", submitted.pk), 302)]
    assert "is validated" in answer.content.decode()
    assert "The document is being made" in answer.content.decode()
    assert state_of(submitted) == "validated"


def test_the_second_decision_is_told_who_was_first(bobs, submitted):
    bobs.post(at("validate", submitted.pk))

    again = bobs.post(at("validate", submitted.pk))

    assert again.status_code == 409
    assert "Bob Adviser was first, on 23 February 2026" in again.content.decode()


def test_what_blocks_is_a_sentence_and_the_button_says_why(bobs, submitted):
    Contract.objects.filter(pk=submitted.pk).update(gross=made.D("1.00"))

    assert "Something blocks" in bobs.get(at("review", submitted.pk)).content.decode()
    answer = bobs.post(at("validate", submitted.pk))

    assert answer.status_code == 422
    assert "<title>Error" in answer.content.decode()
    assert Contract.objects.get(pk=submitted.pk).findings
    assert state_of(submitted) == "submitted"


def test_a_return_needs_a_reason(bobs, submitted):
    answer = bobs.post(at("return", submitted.pk), {"return-reason": ""})

    assert answer.status_code == 422
    assert answer.content.decode().count("Fill in “What must the member change?”.") == 2
    assert bobs.post(at("return", submitted.pk), {"return-reason": "Two days are missing."}).status_code == 302
    assert state_of(submitted) == "returned"
    assert bobs.post(at("return", submitted.pk), {"return-reason": "Again"}).status_code == 409


def test_a_cancelled_contract_needs_a_reason(bobs, submitted):
    assert bobs.post(at("cancel", submitted.pk), {}).status_code == 422
    assert bobs.post(at("cancel", submitted.pk), {"cancel-reason": "The client went bankrupt."}).status_code == 302
    assert state_of(submitted) == "cancelled"


def test_the_cooperative_signs_by_a_name_typed(bobs, bob, paper, validated):
    page = bobs.get(at("review", validated.pk)).content.decode()
    assert country_url("be", "members:document_open", paper.pk) in page

    answer = bobs.post(at("sign", validated.pk), {"sign-name": "bob adviser", "sign-agreed": "on"}, follow=True)

    assert "You have signed" in answer.content.decode()
    signature = Signature.objects.get(contract=validated)
    assert (signature.role, signature.user_id, signature.document_sha256) == ("employer", bob.pk, paper.sha256)
    twice = bobs.post(at("sign", validated.pk), {"sign-name": "Bob Adviser", "sign-agreed": "on"})
    assert twice.status_code == 409


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"sign-name": "Somebody Else", "sign-agreed": "on"}, "Type your name as it stands"),
        ({"sign-name": "", "sign-agreed": "on"}, "Fill in “Type your name”."),
        ({"sign-name": "Bob Adviser"}, "Tick “I have read the contract and I sign it” to go on."),
    ],
)
def test_a_signature_that_is_not_one_is_refused(bobs, paper, validated, typed, sentence):
    answer = bobs.post(at("sign", validated.pk), typed)

    assert answer.status_code == 422
    assert answer.content.decode().count(sentence) == 2
    assert not Signature.objects.exists()


def test_without_the_document_nobody_signs(bobs, validated):
    answer = bobs.post(at("sign", validated.pk), {"sign-name": "Bob Adviser", "sign-agreed": "on"})

    assert answer.status_code == 422
    assert "The document is being made" in answer.content.decode()


def test_other_people_find_nothing(browser, be, submitted, alice):
    assert browser.get(at("review", submitted.pk)).status_code == 302
    for user in (make_staff(be, "payroll"), make_staff(be, "accounting"), alice.user):
        sign_in(browser, user)
        assert browser.get(at("queue")).status_code == 404
        assert browser.get(at("review", submitted.pk)).status_code == 404
        assert [browser.post(at(name, submitted.pk)).status_code for name in POSTS] == [404] * 4


def test_staff_of_another_country_gets_404(browser, hugo, submitted):
    sign_in(browser, hugo)

    assert browser.get(at("review", submitted.pk)).status_code == 404
    assert browser.get(at("review", submitted.pk, where="fr")).status_code == 404
    assert [browser.post(at(name, submitted.pk, where="fr")).status_code for name in POSTS] == [404] * 4
