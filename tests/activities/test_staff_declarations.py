"""The desk records what was told to the authorities, and gives out files that no spreadsheet runs."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from activities.models import Contract, Declaration
from countries.addresses import country_url
from members.models import Document
from smart.foundation.audit import AuditEntry
from tests.factories import activities as made
from tests.people import make_staff, sign_in

pytestmark = pytest.mark.django_db
POSTS = ("send", "dispatch", "acknowledge", "receipt", "refuse", "cancel", "again", "export")


def at(name, *args, where="be"):
    return country_url(where, f"activities:staff_declaration_{name}", *args)


@pytest.fixture
def prepared(murals):
    contract = made.make_validated(murals)
    return Declaration.objects.get(contract=contract)


@pytest.fixture
def bobs(browser, bob):
    return sign_in(browser, bob)


def state_of(declaration):
    return Declaration.objects.get(pk=declaration.pk).state


def many(declaration, count):
    base = declaration.contract
    facts = {
        f.attname: getattr(base, f.attname)
        for f in Contract._meta.concrete_fields
        if f.attname not in {"id", "reference"}
    }
    already = Contract.objects.count()
    others = Contract.objects.bulk_create([Contract(**facts, reference=f"X-{already + n}") for n in range(count)])
    told = {f.attname: getattr(declaration, f.attname) for f in Declaration._meta.concrete_fields}
    del told["id"], told["contract_id"]
    Declaration.objects.bulk_create([Declaration(**told, contract=other) for other in others])


def test_the_desk_shows_what_is_due_first(bobs, prepared):
    text = bobs.get(at("desk")).content.decode()

    assert "1 declaration to send" in text
    assert "Dimona IN" in text
    assert "9 March 2026, 09:00" in text  # the deadline, on Belgium's clock
    assert prepared.contract.reference in text


def test_an_empty_desk_says_so(bobs, inside):
    assert "Everything is declared" in bobs.get(at("desk")).content.decode()


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"q": "example"}, True),
        ({"q": "be-c"}, True),
        ({"q": "nobody"}, False),
        ({"state": "sent"}, False),
        ({"state": "prepared"}, True),
        ({"state": "all"}, True),
        ({"due": "late"}, False),
        ({"due": "today"}, False),
        ({"due": "week"}, False),
    ],
)
def test_the_desk_is_filtered(bobs, prepared, filters, found):
    assert (prepared.contract.reference in bobs.get(at("desk"), filters).content.decode()) is found


def test_fifty_cost_as_much_as_five(bobs, prepared, django_assert_num_queries, django_assert_max_num_queries):
    many(prepared, 4)
    bobs.get(at("desk"))
    with django_assert_max_num_queries(26) as few:
        bobs.get(at("desk"))
    many(prepared, 45)

    with django_assert_num_queries(len(few)):
        page = bobs.get(at("desk"))

    assert "50 declarations to send" in page.content.decode()


def test_late_is_said(bobs, prepared, clock):
    clock.move_to("2026-03-09T09:00:00Z")
    sign_in(bobs, make_staff(prepared.country, "payroll"))

    assert "1 late" in bobs.get(at("desk")).content.decode()
    assert prepared.contract.reference in bobs.get(at("desk"), {"due": "late"}).content.decode()
    assert "The deadline has passed" in bobs.get(at("detail", prepared.pk)).content.decode()


def test_the_page_hides_the_sealed_number(bobs, prepared):
    page = bobs.get(at("detail", prepared.pk)).content.decode()

    assert "StartingDate" in page
    assert "sealed; it is in the complete file only" in page
    assert "Complete file" in page


def test_from_sent_to_the_receipt(bobs, prepared):
    assert bobs.post(at("send", prepared.pk), {"send-reference": ""}).status_code == 422
    assert bobs.post(at("send", prepared.pk), {"send-reference": "D-778"}).status_code == 302
    assert state_of(prepared) == "sent"
    assert Contract.objects.get(pk=prepared.contract_id).state == "declared"

    again = bobs.post(at("send", prepared.pk), {"send-reference": "D-779"})
    assert again.status_code == 409
    assert "already “Sent”" in again.content.decode()

    assert bobs.post(at("acknowledge", prepared.pk), {"acknowledge-receipt": "R-1"}).status_code == 302
    assert Declaration.objects.get(pk=prepared.pk).receipt == "R-1"
    twice = bobs.post(at("acknowledge", prepared.pk), {"acknowledge-receipt": "R-2"})
    assert twice.status_code in {409, 422}
    assert Declaration.objects.get(pk=prepared.pk).receipt == "R-1"


def test_a_refusal_needs_words_and_is_filled_in_again(bobs, prepared):
    bobs.post(at("send", prepared.pk), {"send-reference": "D-778"})

    without = bobs.post(at("refuse", prepared.pk), {"refuse-reason": " "})
    assert without.status_code == 422
    assert without.content.decode().count("Fill in “What did the authority answer?”.") == 2

    bobs.post(at("refuse", prepared.pk), {"refuse-reason": "Unknown employer number"})
    assert "Unknown employer number" in bobs.get(at("detail", prepared.pk)).content.decode()
    assert "Prepare a new declaration" in bobs.get(at("detail", prepared.pk)).content.decode()
    answer = bobs.post(at("again", prepared.pk))
    new = Declaration.objects.get(replaces=prepared)
    assert answer.url == at("detail", new.pk)
    assert (state_of(prepared), state_of(new)) == ("refused", "prepared")
    assert "Takes the place of" in bobs.get(at("detail", new.pk)).content.decode()
    assert "This one stays as it was" in bobs.get(at("detail", prepared.pk)).content.decode()


def test_the_receipt_is_uploaded_with_its_number_and_downloaded_again(bobs, prepared):
    bobs.post(at("send", prepared.pk), {"send-reference": "D-778"})
    receipt = SimpleUploadedFile("answer.pdf", b"%PDF-1.7 accepted", content_type="application/pdf")

    bobs.post(at("acknowledge", prepared.pk), {"acknowledge-receipt": "R-1", "acknowledge-file": receipt})

    kept = Document.objects.about(prepared).get()
    page = bobs.get(at("detail", prepared.pk)).content.decode()
    assert kept.sha256 in page
    answer = bobs.get(country_url("be", "members:document_open", kept.pk))
    assert (answer.content, answer["Content-Disposition"][:11]) == (b"%PDF-1.7 accepted", "attachment;")


@pytest.mark.parametrize("name", ["answer.exe", "answer.html", "answer"])
def test_only_a_receipt_is_kept(bobs, prepared, name):
    bobs.post(at("send", prepared.pk), {"send-reference": "D-778"})
    bobs.post(at("acknowledge", prepared.pk), {"acknowledge-receipt": "R-1"})

    answer = bobs.post(at("receipt", prepared.pk), {"receipt-file": SimpleUploadedFile(name, b"x")})

    assert answer.status_code == 422
    assert "is no receipt we can keep" in answer.content.decode()
    assert not Document.objects.about(prepared).exists()


def test_a_declaration_is_cancelled_with_a_reason(bobs, prepared):
    assert bobs.post(at("cancel", prepared.pk), {}).status_code == 422
    assert bobs.post(at("cancel", prepared.pk), {"cancel-reason": "The work was called off."}).status_code == 302
    assert state_of(prepared) == "cancelled"


def test_a_file_by_link_keeps_the_number_sealed(bobs, prepared):
    answer = bobs.get(at("export", prepared.pk), {"format": "json"})

    assert answer["Content-Disposition"].startswith("attachment;")
    facts = json.loads(answer.content)
    assert facts["kind"] == "dimona_in"
    assert facts["fields"]["INSS"] == "(national number)"
    assert not AuditEntry.objects.filter(action="read").exists()


def test_the_complete_file_holds_the_number_and_leaves_a_trace(bobs, bob, prepared):
    answer = bobs.post(at("export", prepared.pk), {"format": "json"})

    assert len(json.loads(answer.content)["fields"]["INSS"]) == 11
    trace = AuditEntry.objects.get(action="read", object_id=prepared.pk, table="activities_declaration")
    assert (trace.by_id, trace.changed) == (bob.pk, {"INSS": "shown"})


@pytest.mark.parametrize("value", ["=1+1", "+32", "-2", "@cmd", "\tx", "\r=x"])
def test_no_field_becomes_a_formula(bobs, prepared, value):
    Declaration.objects.filter(pk=prepared.pk).update(fields={"Name": value, "=Key": "plain"})

    text = bobs.get(at("export", prepared.pk), {"format": "csv"}).content.decode()

    assert f'"Name","\'{value}"' in text
    assert '"\'=Key","plain"' in text


def test_payroll_works_at_the_desk_and_others_find_nothing(browser, be, prepared, paula, alice):
    sign_in(browser, paula)
    assert browser.get(at("desk")).status_code == 200
    assert browser.get(at("detail", prepared.pk)).status_code == 200
    assert browser.post(at("send", prepared.pk), {"send-reference": "D-1"}).status_code == 302

    for user in (make_staff(be, "accounting"), alice.user):
        sign_in(browser, user)
        assert browser.get(at("desk")).status_code == 404
        assert browser.get(at("export", prepared.pk)).status_code == 404
        assert [browser.post(at(name, prepared.pk)).status_code for name in POSTS] == [404] * len(POSTS)


def test_staff_of_another_country_gets_404(browser, hugo, prepared):
    sign_in(browser, hugo)

    assert browser.get(at("detail", prepared.pk)).status_code == 404
    assert browser.get(at("export", prepared.pk, where="fr")).status_code == 404
    assert browser.get(at("detail", prepared.pk, where="fr")).status_code == 404
    assert [browser.post(at(name, prepared.pk, where="fr")).status_code for name in POSTS] == [404] * len(POSTS)
