"""Questions in the browser: the member's list and conversation, the staff's inbox, and the conversation on a thing's page."""

import datetime
import uuid

import pytest
import time_machine
from django.conf import settings

from activities.models import Contract
from members.models import Message, Thread
from members.rules import threads
from members.thread_subjects import subject_of
from smart.foundation.tenancy import country
from tests import people
from tests.factories import activities as work

pytestmark = pytest.mark.django_db
NOW = work.NOW
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def advised(alice, bob):
    alice.adviser = bob
    alice.save()
    return alice


def ask(where, member, text="When is it made?", *, by=None, now=NOW, title="My pay"):
    with country(where):
        return threads.ask_question(
            member, text=text, title=title, submission_id=uuid.uuid4(), by=by or people.as_member(member), now=now
        )


def answer(where, thread, user, text="On Friday."):
    with country(where):
        threads.write_message(thread, text=text, submission_id=uuid.uuid4(), by=people.as_staff(user), now=NOW)


def fields(text="Hello", **more):
    typed = {"text": text, "submission_id": str(uuid.uuid4()), **more}
    return {f"question-{name}": value for name, value in typed.items()}


def contract_of(where, member):
    with country(where):
        return work.make_validated(work.make_activity(member))


def test_nothing_asked_yet_shows_the_way(be, alice, browser):
    page = people.sign_in(browser, alice.user).get("/be/questions/").text

    assert "Ask your adviser" in page
    assert 'href="/be/questions/new/"' in page


def test_the_new_question_says_who_answers_until_when(be, advised, browser):
    people.sign_in(browser, advised.user)
    assert "Bob Adviser answers until Wednesday 25 February 2026." in browser.get("/be/questions/new/").text

    sent = browser.post("/be/questions/new/", fields("When is it made?", title="My pay"), follow=True)

    assert "Your message is sent. Bob Adviser answers until Wednesday 25 February 2026." in sent.text
    assert "When is it made?" in sent.text


def test_an_empty_message_comes_back_with_a_sentence(be, advised, browser):
    people.sign_in(browser, advised.user)

    answered = browser.post("/be/questions/new/", fields("", title="My pay"))

    assert answered.status_code == 422
    assert "Fill in “Your message”." in answered.text
    assert 'value="My pay"' in answered.text


def test_a_file_that_is_none_is_refused_at_its_field(be, advised, browser):
    from django.core.files.uploadedfile import SimpleUploadedFile

    people.sign_in(browser, advised.user)
    file = SimpleUploadedFile("note.pdf", b"not a PDF")

    answered = browser.post("/be/questions/new/", fields("Look", title="My card", file=file))

    assert answered.status_code == 422
    assert "no photo" in answered.text
    with country(be):
        assert not Message.objects.exists()


def test_the_answer_is_new_until_it_is_read(be, advised, bob, browser):
    thread = ask(be, advised)
    answer(be, thread, bob)
    people.sign_in(browser, advised.user)
    assert ">new<" in browser.get("/be/questions/").text
    assert "1 answer to read" in browser.get("/be/").text

    browser.post(f"/be/questions/{thread.pk}/read/")

    assert ">new<" not in browser.get("/be/questions/").text
    assert "answer to read" not in browser.get("/be/").text


def test_a_note_of_the_staff_is_never_on_the_members_page(be, advised, bob, browser):
    thread = ask(be, advised)
    with country(be):
        by = people.as_staff(bob)
        threads.write_note(thread, text="Secret among us.", submission_id=uuid.uuid4(), by=by, now=NOW)

    assert "Secret" not in people.sign_in(browser, advised.user).get(f"/be/questions/{thread.pk}/").text
    browser.logout()
    assert "Secret" in people.sign_in(browser, bob).get(f"/be/staff/questions/{thread.pk}/").text


@pytest.mark.parametrize("verb", ["", "close/", "read/"])
def test_a_stranger_finds_nothing(be, fr, advised, eve, chloe, browser, verb):
    thread = ask(be, advised)
    for user, place in ((eve.user, "be"), (chloe.user, "be"), (chloe.user, "fr")):
        people.sign_in(browser, user)
        assert browser.post(f"/{place}/questions/{thread.pk}/{verb}", fields()).status_code == 404
        browser.logout()


def test_an_applicant_may_ask_too(be, bob, browser):
    nora = people.make_member(be, "Nora Applicant", active=False)
    people.sign_in(browser, nora.user)

    sent = browser.post("/be/questions/new/", fields("Which papers?", title="Joining"), follow=True)

    assert sent.status_code == 200
    assert "Which papers?" in sent.text


def test_asking_on_a_contract_comes_back_to_it(be, advised, bob, browser):
    contract = contract_of(be, advised)
    people.sign_in(browser, advised.user)
    path = f"/be/contracts/{contract.pk}/"
    page = browser.get(path).text
    assert "Ask about this" in page
    assert "Bob Adviser answers until" in page

    sent = browser.post(f"/be/questions/about/activities_contract/{contract.pk}/", fields("Why five days?", back="yes"))

    assert sent.url == f"{path}#questions"
    page = browser.get(path).text
    assert "Why five days?" in page
    assert "Questions and answers" in page
    with country(be):
        assert Thread.objects.get().title == f"Contract {contract.reference}"


def test_the_adviser_answers_on_the_page_of_the_contract(be, advised, bob, browser):
    contract = contract_of(be, advised)
    people.sign_in(browser, advised.user)
    browser.post(f"/be/questions/about/activities_contract/{contract.pk}/", fields("Why five days?"))
    browser.logout()
    people.sign_in(browser, bob)
    with country(be):
        thread = Thread.objects.get()
    assert "Why five days?" in browser.get(f"/be/staff/contracts/{contract.pk}/").text

    sent = browser.post(f"/be/staff/questions/{thread.pk}/", {**fields("The client asked for it."), "back": "yes"})

    assert sent.url == f"/be/staff/contracts/{contract.pk}/#questions"
    browser.logout()
    assert "The client asked for it." in people.sign_in(browser, advised.user).get(f"/be/contracts/{contract.pk}/").text


def test_nobody_asks_about_a_thing_of_somebody_else(be, advised, eve, browser):
    contract = contract_of(be, advised)
    people.sign_in(browser, eve.user)
    path = f"/be/questions/about/activities_contract/{contract.pk}/"

    assert browser.get(path).status_code == 404
    assert browser.post(path, fields()).status_code == 404
    assert browser.get("/be/questions/about/members_user/1/").status_code == 404


def test_staff_write_first_about_a_member(be, advised, bob, browser):
    people.sign_in(browser, bob)

    sent = browser.post(f"/be/staff/questions/about/members_membership/{advised.pk}/", fields("Send your card."))

    assert sent.url == f"/be/staff/members/{advised.pk}/#questions"
    assert "Send your card." in browser.get(f"/be/staff/members/{advised.pk}/").text


def test_the_inbox_is_sorted_by_its_clock_and_filtered(be, advised, eve, bob, browser):
    ask(be, eve, title="Younger")
    ask(be, advised, title="Older", now=NOW - 7 * DAY)
    people.sign_in(browser, bob)

    everything = browser.get("/be/staff/questions/").text
    assert everything.index("Older") < everything.index("Younger")
    mine = browser.get("/be/staff/questions/", {"show": "mine"}).text
    assert "Older" in mine
    assert "Younger" not in mine
    assert "Older" not in browser.get("/be/staff/questions/", {"show": "nobody"}).text
    late = browser.get("/be/staff/questions/", {"show": "late"}).text
    assert "Past the promise" in late
    assert "Younger" not in late
    found = browser.get("/be/staff/questions/", {"q": "stran"}).text
    assert "Younger" in found
    assert "Older" not in found


def test_another_team_finds_only_its_own(be, advised, bob, paula, browser):
    thread = ask(be, advised)
    people.sign_in(browser, paula)
    assert "My pay" not in browser.get("/be/staff/questions/").text
    assert browser.get(f"/be/staff/questions/{thread.pk}/").status_code == 404

    with country(be):
        threads.assign_thread(thread, to=paula, note="", by=people.as_staff(bob), now=NOW)

    assert "My pay" in browser.get("/be/staff/questions/").text
    assert browser.get(f"/be/staff/questions/{thread.pk}/").status_code == 200


def test_staff_hand_on_note_take_and_close(be, advised, bob, carla, browser):
    thread = ask(be, advised)
    path = f"/be/staff/questions/{thread.pk}/"
    people.sign_in(browser, bob)

    assert browser.post(f"{path}assign/", {"assign-to": ""}).status_code == 422
    given = browser.post(f"{path}assign/", {"assign-to": carla.pk, "assign-note": "Yours"}, follow=True)
    assert "Carla Admin answers now." in given.text
    note = {"note-text": "Look at June.", "note-submission_id": str(uuid.uuid4())}
    assert "Look at June." in browser.post(f"{path}note/", note, follow=True).text
    assert browser.post(f"{path}note/", {**note, "note-text": ""}).status_code == 422
    assert "This question is yours now." in browser.post(f"{path}take/", follow=True).text
    assert "The question is closed." in browser.post(f"{path}close/", follow=True).text


def test_staff_of_another_country_find_nothing(be, fr, advised, hugo, browser):
    thread = ask(be, advised)
    people.sign_in(browser, hugo)

    for place in ("be", "fr"):
        assert browser.get(f"/{place}/staff/questions/{thread.pk}/").status_code == 404


def test_a_question_of_ones_own_is_not_found_as_staff(be, bob, browser):
    mine = people.make_member(be, "Omar Both")
    from members.models import StaffRole

    StaffRole.objects.create(country=be, user=mine.user, role="adviser", since=people.LONG_AGO)
    people.give_second_factor(mine.user)
    thread = ask(be, mine)
    people.sign_in(browser, mine.user)

    assert browser.get(f"/be/staff/questions/{thread.pk}/").status_code == 404
    assert browser.get(f"/be/questions/{thread.pk}/").status_code == 200


def test_the_desk_counts_what_waits_and_what_is_late(be, advised, eve, bob, browser):
    ask(be, eve)
    ask(be, advised, now=NOW - 7 * DAY)

    page = people.sign_in(browser, bob).get("/be/staff/").text

    assert "Questions to answer" in page
    assert "Questions past their promise" in page


@pytest.mark.parametrize("rows", [5, 30])
def test_lists_cost_the_same_for_few_and_many(be, advised, bob, browser, django_assert_max_num_queries, rows):
    for number in range(rows):
        ask(be, advised, title=f"Question {number}")
    people.sign_in(browser, advised.user)
    with django_assert_max_num_queries(24):
        assert browser.get("/be/questions/").text.count("Question ") >= 5
    browser.logout()
    people.sign_in(browser, bob)
    with django_assert_max_num_queries(24):
        assert browser.get("/be/staff/questions/").text.count("Question ") >= 5


def test_the_conversation_adds_two_queries_to_a_page(be, advised, browser, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    contract = contract_of(be, advised)
    people.sign_in(browser, advised.user)
    path = f"/be/contracts/{contract.pk}/"
    for text in ("", "One", "Two"):
        if text:
            browser.post(f"/be/questions/about/activities_contract/{contract.pk}/", fields(text))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser.get(path)
        about = [q for q in asked.captured_queries if "members_thread" in q["sql"] or "members_message" in q["sql"]]
        assert len(about) == (2 if text else 1)
    with country(be):
        assert Contract.objects.count() == 1


def test_help_leads_a_member_to_their_adviser_and_a_visitor_to_a_mail(be, advised, browser):
    assert "mailto:" in browser.get("/be/help/").text

    page = people.sign_in(browser, advised.user).get("/be/help/").text

    assert 'href="/be/questions/"' in page
    assert "mailto:" not in page


def test_everything_that_is_talked_about_can_be_found(be, advised):
    """Every name of the list leads to a function, and a number that does not exist to nothing."""
    with country(be):
        assert [table for table in settings.THREAD_SUBJECTS if subject_of(table, 999_999) is not None] == []


def test_an_expense_claim_is_asked_about_and_goes_to_the_accountants(be, advised, rik, browser):
    from activities.models import ExpenseClaim

    with country(be):
        claim = ExpenseClaim.objects.create(
            activity=work.make_activity(advised), reference="N-1", month=NOW.date().replace(day=1), created_at=NOW
        )
    people.sign_in(browser, advised.user)

    sent = browser.post(
        f"/be/questions/about/activities_expenseclaim/{claim.pk}/", fields("Why so little?", back="yes")
    )

    assert sent.url == f"/be/expenses/claims/{claim.pk}/#questions"
    assert "Why so little?" in browser.get(f"/be/expenses/claims/{claim.pk}/").text
    with country(be):
        assert Thread.objects.get().role == "accounting"
