"""Members, applications and roles as staff see them."""

import datetime

import pytest

from members.models import Membership, StaffRole
from members.queries import profile_of
from members.rules import shares
from members.rules.profiles import save_profile, save_tax_file
from smart.foundation.actors import PORTAL
from smart.foundation.audit import AuditEntry
from smart.foundation.tenancy import country
from tests import people
from tests.members.papers import give_all

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 24)


@pytest.fixture
def desk(bob, browser):
    return people.sign_in(browser, bob)


def as_person(browser, user):
    browser.logout()
    return people.sign_in(browser, user)


def applicant(where):
    membership = people.make_member(where, "Nora Applicant", active=False)
    with country(where):
        save_profile(membership, by=PORTAL, nationality="BE", residence="BE")
        save_tax_file(membership, since=TODAY, answers={}, by=PORTAL)
        people.accept_every_agreement(membership)
    give_all(membership, on=TODAY)
    return membership


@pytest.mark.parametrize("page", ["applications/", "members/"])
def test_lists_render_within_their_budget_however_many(be, desk, page, django_assert_max_num_queries):
    for number in range(8):
        people.make_member(be, f"Person{number} Example", active=number % 2 == 0)

    with django_assert_max_num_queries(24):
        answer = desk.get(f"/be/staff/{page}")

    assert answer.status_code == 200
    assert "Example" in answer.text


def test_the_file_renders_within_its_budget(alice, desk, django_assert_max_num_queries):
    with django_assert_max_num_queries(32):
        answer = desk.get(f"/be/staff/members/{alice.pk}/")

    assert answer.status_code == 200
    assert "Alice Example" in answer.text


@pytest.mark.parametrize("page", ["applications/", "members/", "roles/"])
def test_a_member_finds_no_staff_page(alice, browser, page):
    people.sign_in(browser, alice.user)

    assert browser.get(f"/be/staff/{page}").status_code == 404


@pytest.mark.parametrize("page", ["", "identity/"])
def test_staff_of_another_country_find_no_file(be, fr, alice, hugo, browser, page):
    people.sign_in(browser, hugo)

    assert browser.get(f"/be/staff/members/{alice.pk}/{page}").status_code == 404
    assert browser.get(f"/fr/staff/members/{alice.pk}/{page}").status_code == 404


@pytest.mark.parametrize("verb", ["numbers", "adviser", "suspend", "reactivate", "meet", "admit", "decline"])
def test_no_verb_reaches_another_country(be, fr, alice, carla, browser, verb):
    chief = people.make_staff(fr, "country_admin", "Anne Chef")
    people.sign_in(browser, chief)

    assert browser.post(f"/fr/staff/members/{alice.pk}/{verb}/").status_code == 404


@pytest.mark.parametrize("typed", ["exam", "Exa", "example alice", "alice.", "be-0"])
def test_people_are_found_by_the_beginning_of_name_mail_or_number(be, alice, eve, desk, typed):
    page = desk.get("/be/staff/members/", {"q": typed, "state": "active"}).text

    assert f"/be/staff/members/{alice.pk}/" in page


def test_accents_do_not_hide_people(be, desk):
    zoe = people.make_member(be, "Zoé Élémentaire")

    assert f"/be/staff/members/{zoe.pk}/" in desk.get("/be/staff/members/", {"q": "elem"}).text


def test_the_middle_of_a_name_finds_nobody_and_says_so(alice, desk):
    page = desk.get("/be/staff/members/", {"q": "xample"}).text

    assert "Nobody found" in page
    assert "beginning of the family name" in page


def test_members_are_filtered_by_state_and_adviser(be, alice, eve, bob, desk):
    alice.adviser = bob
    alice.save()

    mine = desk.get("/be/staff/members/", {"adviser": str(bob.pk)}).text
    others = desk.get("/be/staff/members/", {"adviser": "none"}).text

    assert f"/members/{alice.pk}/" in mine
    assert f"/members/{eve.pk}/" not in mine
    assert f"/members/{eve.pk}/" in others
    assert "Nobody found" in desk.get("/be/staff/members/", {"state": "left"}).text


def test_a_filter_that_does_not_exist_is_left_out(alice, desk):
    assert desk.get("/be/staff/members/", {"adviser": "99999", "state": "nonsense"}).status_code == 200


def test_people_of_another_country_are_not_listed(be, chloe, alice, desk):
    assert "Chloe" not in desk.get("/be/staff/members/").text


def test_numbers_are_masked_until_payroll_asks_and_then_traced(be, alice, bob, paula, browser):
    with country(be):
        number = profile_of(alice).national_number
    path = f"/be/staff/members/{alice.pk}/"
    people.sign_in(browser, paula)
    assert number not in browser.get(path).text

    shown = browser.post(f"{path}numbers/")

    assert number in shown.text
    with country(be):
        assert AuditEntry.objects.filter(action="read").count() == 1
    as_person(browser, bob)
    assert "Show the numbers" not in browser.get(path).text
    assert browser.post(f"{path}numbers/").status_code == 403


def test_an_application_is_met_and_opened(be, desk):
    membership = applicant(be)
    path = f"/be/staff/members/{membership.pk}/"

    assert "We have met" in desk.get(path).text
    assert desk.post(f"{path}meet/").status_code == 302
    assert desk.post(f"{path}admit/").status_code == 302

    membership.refresh_from_db()
    assert membership.is_active
    assert "Opened" not in desk.get(path).text


def test_opening_twice_says_who_was_faster(be, desk):
    membership = applicant(be)
    desk.post(f"/be/staff/members/{membership.pk}/admit/")

    again = desk.post(f"/be/staff/members/{membership.pk}/admit/")

    assert again.status_code == 409
    assert "cannot become" in again.text


def test_an_incomplete_application_is_not_opened(be, desk):
    membership = people.make_member(be, "Nora Applicant", active=False)

    answer = desk.post(f"/be/staff/members/{membership.pk}/admit/")

    assert answer.status_code == 409
    assert "has not filled in everything" in answer.text


def test_declining_without_a_reason_says_so_at_the_field(be, desk):
    membership = applicant(be)

    answer = desk.post(f"/be/staff/members/{membership.pk}/decline/", {"decline-reason": ""})

    assert answer.status_code == 422
    assert answer.text.count("Fill in “Reason”.") == 2
    assert 'href="#id_decline-reason"' in answer.text


def test_declining_tells_the_person(be, desk):
    membership = applicant(be)

    desk.post(f"/be/staff/members/{membership.pk}/decline/", {"decline-reason": "Not yet."})

    membership.refresh_from_db()
    assert membership.state == "left"


def test_an_adviser_is_named(be, alice, bob, desk):
    path = f"/be/staff/members/{alice.pk}/adviser/"

    assert desk.post(path, {"adviser-adviser": "9999"}).status_code == 422
    assert desk.post(path, {"adviser-adviser": str(bob.pk)}).status_code == 302
    alice.refresh_from_db()
    assert alice.adviser == bob


def test_a_member_is_suspended_and_reactivated(be, alice, desk):
    path = f"/be/staff/members/{alice.pk}/"

    desk.post(f"{path}suspend/", {"suspend-reason": "Papers are missing."})
    alice.refresh_from_db()
    assert alice.state == "suspended"
    assert "Papers are missing." in desk.get(path).text
    desk.post(f"{path}reactivate/")
    alice.refresh_from_db()
    assert alice.state == "active"


def test_an_adviser_corrects_the_identity_and_keeps_the_number(be, alice, desk):
    path = f"/be/staff/members/{alice.pk}/identity/"
    assert desk.get(path).status_code == 200
    facts = {
        "legal_first_name": "Alicia",
        "legal_last_name": "Example",
        "birth_date_0": "17",
        "birth_date_1": "5",
        "birth_date_2": "1990",
        "nationality": "BE",
        "national_number": "",
    }

    assert desk.post(path, facts).status_code == 302

    with country(be):
        held = profile_of(alice)
        assert held.legal_first_name == "Alicia"
        assert held.national_number
    assert desk.post(path, facts | {"birth_date_2": "2090"}).status_code == 422


def test_an_accountant_records_the_payment_of_a_share(be, alice, bob, rik, browser):
    with country(be):
        share = shares.subscribe_shares(alice, by=PORTAL, on=TODAY)
    path, field = f"/be/staff/shares/{share.pk}/paid/", f"share-{share.pk}-paid_on"
    as_person(browser, bob)
    assert browser.post(path, {field: "2026-11-24"}).status_code == 404
    as_person(browser, rik)

    assert browser.post(path, {field: "2020-01-01"}).status_code == 422
    assert browser.post(path, {field: "2026-11-24"}).status_code == 302

    with country(be):
        share.refresh_from_db()
        assert share.paid_on == TODAY


def test_the_administrator_appoints_and_ends_with_who_did_it(be, carla, browser, django_assert_max_num_queries):
    nora = people.make_user("Nora New")
    people.sign_in(browser, carla)

    assert browser.post("/be/staff/roles/", {"email": nora.email, "role": "payroll"}).status_code == 302
    with django_assert_max_num_queries(24):
        page = browser.get("/be/staff/roles/").text
    assert "Nora New" in page
    assert "Carla Admin" in page
    assert "appointed" in page
    held = StaffRole.objects.get(user=nora)
    assert browser.post(f"/be/staff/roles/{held.pk}/end/").status_code == 302
    held.refresh_from_db()
    assert held.until is not None
    assert "ended" in browser.get("/be/staff/roles/").text


FEW_KEEPERS = "Fewer than two keepers of restricted data work here"


def test_an_administrator_is_refused_as_a_keeper_by_their_own_word(be, carla, browser):
    people.sign_in(browser, carla)

    answer = browser.post("/be/staff/roles/", {"email": carla.email, "role": "legal_hold"})

    assert answer.status_code == 422
    assert "Nobody makes themselves a keeper of restricted data" in answer.text
    assert not StaffRole.objects.filter(role="legal_hold").exists()


def test_the_roles_say_when_too_few_keepers_work_here(be, fr, carla, browser):
    people.sign_in(browser, carla)
    assert FEW_KEEPERS in browser.get("/be/staff/roles/").text

    people.make_staff(be, "legal_hold", "Lou Keeper")
    people.make_staff(fr, "legal_hold", "Fleur Keeper")  # another country's
    people.make_staff(be, "legal_hold", "Max Keeper", is_active=False)  # nobody who could sign in
    assert FEW_KEEPERS in browser.get("/be/staff/roles/").text

    kim = people.make_staff(be, "legal_hold", "Kim Keeper")
    assert FEW_KEEPERS not in browser.get("/be/staff/roles/").text

    browser.post(f"/be/staff/roles/{kim.staff_roles.get().pk}/end/")
    assert FEW_KEEPERS in browser.get("/be/staff/roles/").text


def test_appointing_nobody_keeps_what_was_typed(be, carla, browser):
    people.sign_in(browser, carla)

    answer = browser.post("/be/staff/roles/", {"email": "nobody@example.org", "role": "payroll"})

    assert answer.status_code == 422
    assert 'value="nobody@example.org"' in answer.text
    assert answer.text.count("Nobody has an account with") == 2


def test_an_adviser_gives_no_roles(desk):
    assert desk.get("/be/staff/roles/").status_code == 404


def test_a_role_of_another_country_is_not_ended(be, fr, hugo, carla, browser):
    people.sign_in(browser, carla)
    held = StaffRole.objects.get(user=hugo)

    assert browser.post(f"/be/staff/roles/{held.pk}/end/").status_code == 404


def test_membership_numbers_are_unique_in_a_country(be, alice, eve):
    assert Membership.objects.filter(country=be).values("number").distinct().count() == 2
