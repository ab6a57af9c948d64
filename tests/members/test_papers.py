"""Papers that people hand in: asked by the country, given, accepted, sent back, and what ends soon."""

import datetime

import pytest

from countries.rules.settings import setting_values
from members.models import Document, MemberPaper, Notification
from members.papers import asked_papers
from members.queries import profile_of
from members.rules import papers
from members.rules.profiles import save_profile
from smart.foundation.actors import PORTAL
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.tenancy import country
from tests import people
from tests.members.papers import LONG_VALID, photo, safe_photo

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 24)


def give(membership, kind="identity", *, colour="white", ends=LONG_VALID, by=None):
    by = by or people.as_member(membership)
    return papers.give_paper(membership, kind=kind, files=[safe_photo(colour)], expires_on=ends, by=by, on=TODAY)


@pytest.mark.parametrize(("nationality", "asked"), [("FR", False), ("CH", False), ("CA", True), ("", False)])
def test_a_permit_is_asked_of_people_from_outside_the_union(be, alice, nationality, asked):
    with country(be):
        save_profile(alice, by=PORTAL, nationality=nationality)
        kinds = [each.kind.code for each in asked_papers(setting_values(be, on=TODAY), profile_of(alice))]

    assert ("right_to_work" in kinds) is asked
    assert kinds[:2] == ["identity", "account"]


def test_a_paper_is_kept_for_its_owner_and_the_staff(be, alice):
    with country(be):
        paper = give(alice)

        document = Document.objects.about(paper).get()
        assert (document.kind, document.visible_to, document.retention_class) == ("paper_front", "member", "identity")
        assert document.membership_id == alice.pk
        assert paper.state == "given"


def test_only_the_person_or_an_adviser_hands_in(be, alice, eve, rik):
    with country(be):
        for by in (people.as_member(eve), people.as_staff(rik, "accounting")):
            with pytest.raises(NotAllowed):
                give(alice, by=by)


def test_a_newer_photo_takes_the_place_of_the_one_that_waits(be, alice):
    with country(be):
        first, second = give(alice), give(alice, colour="red")

        first.refresh_from_db()
        assert (first.state, second.state) == ("replaced", "given")
        assert MemberPaper.objects.to_read().count() == 1


@pytest.mark.parametrize(("ends", "code"), [(None, "end_missing"), (datetime.date(2026, 11, 23), "paper_over")])
def test_a_card_needs_a_day_that_is_still_to_come(be, alice, ends, code):
    with country(be), pytest.raises(RuleBroken) as refused:
        give(alice, ends=ends)

    assert (refused.value.code, refused.value.field) == (code, "expires_on")


def test_one_file_is_enough_for_a_proof_of_account(be, alice):
    with country(be), pytest.raises(RuleBroken) as refused:
        papers.give_paper(
            alice, kind="account", files=[safe_photo(), safe_photo("red")], by=people.as_member(alice), on=TODAY
        )

    assert refused.value.code == "too_many_files"


def test_an_accepted_paper_counts_until_the_newer_one_is_accepted(be, alice, bob):
    by = people.as_staff(bob)
    with country(be):
        first = papers.accept_paper(give(alice), by=by)
        second = give(alice, colour="red")
        card = papers.read_checklist(alice, on=TODAY).papers[0]
        assert (card.is_accepted, card.newest) == (True, second)

        papers.accept_paper(second, by=by)
        first.refresh_from_db()
        assert first.state == "replaced"


def test_an_accepted_card_that_has_ended_counts_no_more(be, alice, bob):
    with country(be):
        papers.accept_paper(give(alice, ends=datetime.date(2026, 12, 1)), by=people.as_staff(bob))

        assert papers.read_checklist(alice, on=datetime.date(2026, 12, 1)).papers[0].is_accepted
        assert not papers.read_checklist(alice, on=datetime.date(2026, 12, 2)).papers[0].is_accepted


def test_an_accepted_permit_is_the_right_to_work_until_its_day(be, alice, bob):
    with country(be):
        papers.accept_paper(give(alice, "right_to_work"), by=people.as_staff(bob))

        assert profile_of(alice).may_work_until == LONG_VALID


def test_sending_back_needs_a_reason_and_the_person_reads_it(be, alice, bob):
    by = people.as_staff(bob)
    with country(be):
        paper = give(alice)
        with pytest.raises(RuleBroken) as refused:
            papers.return_paper(paper, reason=" ", by=by)
        assert refused.value.field == "reason"

        papers.return_paper(paper, reason="The photo is blurred.", by=by)

        assert Notification.objects.get(event="paper_returned").text == "The photo is blurred."
        assert not papers.read_checklist(alice, on=TODAY).is_given
        with pytest.raises(RuleBroken) as again:
            papers.accept_paper(paper, by=by)
        assert again.value.code == "paper_decided"


def test_neither_a_member_nor_payroll_nor_oneself_accepts(be, alice, eve, paula, bob):
    own = people.as_staff(alice.user)
    with country(be):
        paper = give(alice)
        for by in (people.as_member(eve), people.as_staff(paula, "payroll"), own):
            with pytest.raises(NotAllowed):
                papers.accept_paper(paper, by=by)


def test_a_paper_that_ends_is_asked_for_twice_and_never_again(be, alice, bob):
    with country(be):
        papers.accept_paper(give(alice, ends=datetime.date(2027, 1, 31)), by=people.as_staff(bob))

        for day in (datetime.date(2026, 12, 1), datetime.date(2026, 12, 2), datetime.date(2026, 12, 3)):
            papers.remind_of_ends(on=day)
        assert Notification.objects.filter(event="paper_ends").count() == 1  # 60 days before is 2 December
        papers.remind_of_ends(on=datetime.date(2027, 1, 17))
        papers.remind_of_ends(on=datetime.date(2027, 1, 18))
        assert Notification.objects.filter(event="paper_ends").count() == 2

        give(alice, colour="red")
        assert papers.remind_of_ends(on=datetime.date(2027, 1, 20)) == 0


# the pages


def test_a_photo_from_the_phone_is_handed_in(be, alice, browser):
    people.sign_in(browser, alice.user)

    assert "Take a photo of each" in browser.get("/be/papers/").text
    sent = {"front": photo(), "back": photo("b.jpg", colour="red")}
    sent |= {"expires_on_0": "1", "expires_on_1": "2", "expires_on_2": "2031"}
    assert browser.post("/be/papers/identity/", sent).status_code == 302

    page = browser.get("/be/papers/").text
    assert "Valid until" in page
    with country(be):
        assert Document.objects.filter(kind__startswith="paper_").count() == 2


@pytest.mark.parametrize(("name", "content"), [("card.svg", b"<svg/>"), ("card.jpg", b""), ("card.zip", b"PK\x03\x04")])
def test_a_file_that_is_no_photo_is_refused_at_its_field(alice, browser, name, content):
    from django.core.files.uploadedfile import SimpleUploadedFile

    people.sign_in(browser, alice.user)

    answer = browser.post("/be/papers/account/", {"front": SimpleUploadedFile(name, content)})

    assert answer.status_code == 422
    assert 'href="#id_front"' in answer.text


def test_a_paper_that_is_not_asked_has_no_page(alice, browser):
    people.sign_in(browser, alice.user)

    assert browser.get("/be/papers/right_to_work/").status_code == 404
    assert browser.get("/be/papers/nonsense/").status_code == 404


def test_an_adviser_reads_it_beside_what_was_said(be, alice, bob, browser):
    with country(be):
        paper = give(alice)
        document = Document.objects.about(paper).get()
    people.sign_in(browser, bob)

    assert f"/be/staff/papers/{paper.pk}/" in browser.get("/be/staff/papers/").text
    page = browser.get(f"/be/staff/papers/{paper.pk}/").text
    picture = browser.get(f"/be/staff/papers/{paper.pk}/{document.pk}/")
    assert "Alice Example" in page
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/jpeg")
    assert picture["Content-Disposition"].startswith("inline")

    assert browser.post(f"/be/staff/papers/{paper.pk}/return/", {"reason": ""}).status_code == 422
    assert browser.post(f"/be/staff/papers/{paper.pk}/accept/").status_code == 302
    with country(be):
        paper.refresh_from_db()
    assert paper.state == "accepted"


def test_accountants_and_other_countries_do_not_see_identity_papers(be, fr, alice, rik, hugo, eve, browser):
    with country(be):
        paper = give(alice)
        document = Document.objects.about(paper).get()

    for person, prefix in ((rik, "be"), (hugo, "fr"), (eve.user, "be")):
        browser.logout()
        people.sign_in(browser, person)
        assert browser.get(f"/{prefix}/staff/papers/{paper.pk}/").status_code == 404
        assert browser.get(f"/{prefix}/documents/{document.pk}/").status_code == 404


def test_the_queue_asks_the_database_as_often_for_many(be, bob, browser, django_assert_max_num_queries):
    with country(be):
        for number in range(8):
            give(people.make_member(be, f"Person{number} Example"))
    people.sign_in(browser, bob)

    with django_assert_max_num_queries(22):
        assert browser.get("/be/staff/papers/").status_code == 200
