"""What a member gets on paper: there, expected, late or on request; staff hand over, the member asks and is told."""

import datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from activities.models import Contract
from activities.rules import declarations, employment_confirmation
from activities.rules import expected_documents as papers
from activities.views.expected_papers import papers_shown
from countries.addresses import country_url
from members.models import Document, Message, Notification
from members.rules.documents import read_document
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.jobs import Job
from smart.foundation.uploads import make_safe
from tests.activities.reading import words
from tests.activities.test_signatures import render
from tests.activities.test_signatures import words as printed
from tests.factories import activities as made
from tests.foundation.test_uploads import pdf
from tests.people import as_member, as_staff, sign_in

pytestmark = pytest.mark.django_db
BEFORE, AFTER = datetime.date(2026, 2, 23), datetime.date(2026, 3, 20)


def at(name, *args):
    return country_url("be", f"activities:{name}", *args)


@pytest.fixture
def contract(murals):
    return made.make_validated(murals)


@pytest.fixture
def payroll(paula):
    return as_staff(paula, "payroll")


def _states(contract, on):
    return {row.document.code: row.state for row in papers.papers_of_contract(contract, on=on)}


def test_papers_are_expected_then_late_until_they_are_there(contract, payroll):
    render(contract, 1)
    assert _states(contract, BEFORE) == {
        "contract": "ready",
        "start_notice": "expected",
        "payslip": "expected",
        "c4": "expected",
        "work_certificate": "expected",
        "holiday": "expected",
        "confirmation": "request",
    }
    assert _states(contract, AFTER)["c4"] == "late"

    papers.hand_over(contract, code="c4", file=make_safe(pdf()), by=payroll, on=AFTER)

    assert _states(contract, AFTER)["c4"] == "ready"


def test_the_notice_of_the_start_shows_how_far_it_has_come(contract):
    declarations.mark_sent(contract.declarations.get(), reference="DIMONA-1", by=made.ADVISER, now=made.NOW)
    row = next(row for row in papers.papers_of_contract(contract, on=AFTER) if row.document.code == "start_notice")

    assert (row.state, row.note) == ("sent", "Sent, reference DIMONA-1; the authority has not answered yet.")


def test_what_the_portal_makes_by_itself_is_not_asked_for(contract):
    shown = {
        each["row"].document.code: each["may_ask"]
        for each in papers_shown(papers.papers_of_contract(contract, on=AFTER))
    }

    assert not shown["start_notice"]
    assert not shown["payslip"]
    assert shown["c4"]
    assert shown["confirmation"]


def test_an_a1_is_expected_when_the_work_is_in_france(murals):
    contract = made.make_validated(murals, mission=made.make_confirmed(murals, place="FR"))

    assert "a1" in _states(contract, BEFORE)


def test_a_draft_expects_nothing(murals):
    assert papers.papers_of_contract(made.make_contract(murals), on=BEFORE) == []


def test_the_member_is_told_and_nobody_else_may_open_it(contract, payroll, alice, eve, browser):
    document = papers.hand_over(contract, code="c4", file=make_safe(pdf()), by=payroll, on=AFTER)

    notice = Notification.objects.get(event="paper_ready", user=alice.user)
    assert notice.url == at("contract_detail", contract.pk)
    url = country_url("be", "members:document_open", document.pk)
    assert sign_in(browser, eve.user).get(url).status_code == 404


def test_the_same_file_twice_is_one_paper_and_one_notice(contract, payroll):
    first, again = (
        papers.hand_over(contract, code="c4", file=make_safe(pdf()), by=payroll, on=AFTER) for _ in range(2)
    )

    assert first.pk == again.pk
    assert Notification.objects.filter(event="paper_ready").count() == 1


@pytest.mark.parametrize("code", ["contract", "poem"])
def test_only_papers_people_make_are_handed_over(contract, payroll, code):
    with pytest.raises(RuleBroken) as refused:
        papers.hand_over(contract, code=code, file=make_safe(pdf()), by=payroll, on=AFTER)

    assert (refused.value.code, refused.value.field) == ("unknown_paper", "code")


def test_neither_accountants_nor_the_member_hand_over(contract, alice, rik):
    for by in (as_staff(rik, "accounting"), as_member(alice), as_staff(alice.user, "payroll")):
        with pytest.raises(NotAllowed):
            papers.hand_over(contract, code="c4", file=make_safe(pdf()), by=by, on=AFTER)


def test_asking_twice_a_day_asks_once(contract, alice):
    for _ in range(2):
        papers.ask_for(contract, code="c4", by=as_member(alice), now=made.NOW)

    message = Message.objects.get(side="member")
    assert "C4" in message.text


def test_a_stranger_asks_for_nothing(contract, eve):
    with pytest.raises(NotAllowed):
        papers.ask_for(contract, code="c4", by=as_member(eve), now=made.NOW)


def test_the_portal_confirms_only_what_is_signed(contract, alice):
    with pytest.raises(RuleBroken, match="not signed by both"):
        employment_confirmation.ask_confirmation(contract, by=as_member(alice))

    Contract.objects.filter(pk=contract.pk).update(state="declared")
    Contract.objects.filter(pk=contract.pk).update(state="signed")
    contract.refresh_from_db()
    employment_confirmation.ask_confirmation(contract, by=as_member(alice))
    from activities.jobs import render_confirmation

    for step in render_confirmation(Job(kind="render_confirmation", key="x", payload={"contract": contract.pk})):
        step()
    text = printed(Document.objects.get(kind="confirmation"))
    assert "Alice Example" in text
    assert "910" in text
    assert "takes the place of no official form" in text


def test_a_year_has_its_tax_slip(inside, alice, payroll):
    rows = papers.papers_of_year(alice, 2025, on=BEFORE)
    assert [(row.document.code, row.state, row.due_on) for row in rows] == [
        ("tax_281_10", "expected", datetime.date(2026, 3, 1)),
        ("individual_account", "expected", datetime.date(2026, 3, 1)),
    ]

    document = papers.hand_over_year(alice, year=2025, code="tax_281_10", file=make_safe(pdf()), by=payroll, on=BEFORE)

    assert read_document(document) == pdf()
    assert papers.papers_of_year(alice, 2025, on=BEFORE)[0].state == "ready"
    assert papers.papers_of_year(alice, 2024, on=BEFORE)[0].state == "late"


# --- pages -----------------------------------------------------------------------------------------------------------


def test_the_contract_page_says_what_comes_and_asks(contract, alice, browser):
    hers = sign_in(browser, alice.user)
    page = words(hers.get(at("contract_detail", contract.pk)))
    assert "What you get on paper" in page
    assert "Certificate for unemployment benefit (C4)" in page

    with time_machine.travel(datetime.datetime(2026, 3, 20, 9, tzinfo=datetime.UTC), tick=False):
        hers = sign_in(browser, alice.user)
        answer = hers.post(at("contract_paper_ask", contract.pk, "c4"), follow=True)

    assert "Your question is with the cooperative." in words(answer)
    assert "Please send me: Certificate for unemployment benefit (C4)." in words(answer)


def test_staff_hand_over_on_their_page(contract, paula, browser):
    hers = sign_in(browser, paula)
    url = at("staff_contract_papers", contract.pk)
    assert "What the member expects" in words(hers.get(url)) or "Hand over a paper" in words(hers.get(url))

    empty = hers.post(url, {"code": "c4"})
    assert empty.status_code == 422
    answer = hers.post(url, {"code": "c4", "file": SimpleUploadedFile("c4.pdf", pdf())}, follow=True)

    assert "It is in the member’s documents" in words(answer)


def test_staff_hand_over_the_papers_of_a_year(alice, paula, browser):
    hers = sign_in(browser, paula)
    url = at("staff_year_papers", alice.pk, 2025)
    answer = hers.post(url, {"code": "tax_281_10", "file": SimpleUploadedFile("slip.pdf", pdf())}, follow=True)

    assert "It is in the member’s documents" in words(answer)
    assert hers.get(at("staff_year_papers", alice.pk, 2031)).status_code == 404


def test_people_of_another_country_find_no_page(contract, alice, hugo, chloe, browser):
    staff = sign_in(browser, hugo)
    assert staff.get(at("staff_contract_papers", contract.pk)).status_code == 404
    assert staff.get(at("staff_year_papers", alice.pk, 2025)).status_code == 404
    assert sign_in(browser, chloe.user).post(at("contract_paper_ask", contract.pk, "c4")).status_code == 404
