"""Advisers compare new clients with a register, correct them and block them."""

import pytest

from activities.models import Client
from countries.addresses import country_url
from tests.factories import activities as made
from tests.people import make_staff, sign_in

pytestmark = pytest.mark.django_db
POSTS = ("detail", "review", "block", "unblock")
FACTS = {
    "kind": "exempt",
    "name": "École du Canal",
    "vat_number": "",
    "company_number": "",
    "street": "Voorbeeldstraat 3",
    "postal_code": "9000",
    "city": "Gent",
    "place": "BE",
    "email": "facturen@school.example",
    "language": "fr",
}


def at(name, *args, where="be"):
    return country_url(where, f"activities:staff_client_{name}", *args)


@pytest.fixture
def school(inside):
    return made.make_client(name="Voorbeeldschool", reviewed_at=None)


@pytest.fixture
def bobs(browser, bob):
    return sign_in(browser, bob)


def test_the_list_counts_what_is_new(bobs, school):
    text = bobs.get(at("list")).content.decode()

    assert "1 new client to review" in text
    assert "Voorbeeldschool" in text


def test_a_country_without_clients_says_so(bobs, inside):
    assert "No client yet" in bobs.get(at("list")).content.decode()


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"q": "VOORBEELD"}, True),
        ({"q": "school"}, False),
        ({"state": "new"}, True),
        ({"state": "reviewed"}, False),
        ({"state": "blocked"}, False),
        ({"state": "nonsense"}, True),
    ],
)
def test_the_list_is_filtered(bobs, school, filters, found):
    assert ("Voorbeeldschool" in bobs.get(at("list"), filters).content.decode()) is found


def test_fifty_cost_as_much_as_five(bobs, inside, django_assert_num_queries, django_assert_max_num_queries):
    for _ in range(5):
        made.make_client()
    bobs.get(at("list"))
    with django_assert_max_num_queries(22) as few:
        bobs.get(at("list"))
    for _ in range(45):
        made.make_client()

    with django_assert_num_queries(len(few)):
        page = bobs.get(at("list"))

    assert "50 clients" in page.content.decode()


def test_the_page_shows_facts_and_last_missions(bobs, murals, school):
    made.make_sent(murals, school)

    text = bobs.get(at("detail", school.pk)).content.decode()

    assert "Mark as reviewed" in text
    assert "Mural in the covered playground" in text
    assert "Voorbeeldstraat 3" in text


def test_a_review_happens_once(bobs, bob, school):
    assert bobs.post(at("review", school.pk)).status_code == 302
    assert Client.objects.get(pk=school.pk).reviewed_by_id == bob.pk

    again = bobs.post(at("review", school.pk))

    assert again.status_code == 409
    assert "already reviewed" in again.content.decode()


def test_corrected_facts_are_saved(bobs, school):
    assert bobs.post(at("detail", school.pk), FACTS).status_code == 302

    saved = Client.objects.get(pk=school.pk)
    assert (saved.name, saved.folded_name, saved.language) == ("École du Canal", "ecole du canal", "fr")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Fill in “Name”."),
        ({"email": "nobody"}, "must be an address like name@example.org"),
        ({"kind": "company"}, "needs that number here"),
        ({"kind": "company", "vat_number": "BE0123456700"}, "BE"),
    ],
)
def test_wrong_facts_get_a_sentence_and_nothing_typed_is_lost(bobs, school, wrong, sentence):
    answer = bobs.post(at("detail", school.pk), FACTS | {"street": "Kanaalstraat 7"} | wrong)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Kanaalstraat 7" in text
    assert text.count(sentence) >= 2
    assert Client.objects.get(pk=school.pk).street == "Voorbeeldstraat 3"


def test_a_client_is_blocked_with_a_reason_and_allowed_again(bobs, school):
    without = bobs.post(at("block", school.pk), {"block-reason": ""})
    assert without.status_code == 422
    assert without.content.decode().count("Fill in “Why is the client blocked?”.") == 2

    bobs.post(at("block", school.pk), {"block-reason": "Two invoices are unpaid."})
    assert "Two invoices are unpaid." in bobs.get(at("detail", school.pk)).content.decode()

    bobs.post(at("unblock", school.pk))
    assert Client.objects.get(pk=school.pk).blocked_reason == ""


def test_other_people_find_nothing(browser, be, school, alice):
    assert browser.get(at("detail", school.pk)).status_code == 302
    for user in (make_staff(be, "payroll"), make_staff(be, "accounting"), alice.user):
        sign_in(browser, user)
        assert browser.get(at("list")).status_code == 404
        assert browser.get(at("detail", school.pk)).status_code == 404
        assert [browser.post(at(name, school.pk)).status_code for name in POSTS] == [404] * 4


def test_staff_of_another_country_gets_404(browser, hugo, school):
    sign_in(browser, hugo)

    assert browser.get(at("detail", school.pk)).status_code == 404
    assert browser.get(at("detail", school.pk, where="fr")).status_code == 404
    assert [browser.post(at(name, school.pk, where="fr")).status_code for name in POSTS] == [404] * 4
