"""A mission is declared in the browser: short pages, nothing lost, one mission."""

import uuid

import pytest
from django.urls import reverse

from activities.models import Mission, Order
from countries.addresses import country_url
from smart.foundation.tenancy import country as enter
from tests.activities.reading import values, words
from tests.factories import activities as made
from tests.people import sign_in

pytestmark = pytest.mark.django_db


def at(name, *args):
    return country_url("be", f"activities:{name}", *args)


@pytest.fixture
def hers(browser, alice):
    return sign_in(browser, alice.user)


def work(client, /, **changes):
    return {
        "submission_id": str(uuid.uuid4()),
        "title": "Mural in the covered playground",
        "description": "Painting a mural of 40 m2 with the pupils.",
        "work_setting": "agreed",
        "client": str(client.pk),
        "action": "continue",
        **changes,
    }


PAGES = {
    2: {
        "starts_on": "2026-03-09",
        "ends_on": "2026-03-13",
        "start_time": "09:00",
        "days": "5",
        "hours_per_day": "7.6",
        "city": "Gent",
        "place": "BE",
    },
    3: {"function": "Muralist", "service_kind": "design", "is_artistic": "yes", "has_risks": "no", "risk_note": ""},
    4: {
        "contract_kind": "fixed_term",
        "amount": "1250",
        "contact_name": "Greet Klant",
        "contact_email": "greet@school.example",
        "valid_until": "2026-03-06",
        "purchase_order": "",
    },
}


def test_the_whole_way(hers, murals):
    client = made.make_client()
    page = hers.get(at("mission_start"))
    assert page.status_code == 200

    answer = hers.post(at("mission_start"), work(client))
    mission = Mission.objects.get()
    assert answer.url == at("mission_step", mission.pk, 2)
    for step, typed in PAGES.items():
        assert hers.get(at("mission_step", mission.pk, step)).status_code == 200
        answer = hers.post(at("mission_step", mission.pk, step), typed)
        assert answer.status_code == 302, words(answer)
    assert answer.url == at("mission_check", mission.pk)
    check = hers.get(answer.url)
    assert "€1,250.00" in words(check)
    sent = hers.post(at("mission_send", mission.pk), {"submission_id": str(mission.submission_id)})

    assert sent.url == at("mission_detail", mission.pk)
    mission.refresh_from_db()
    assert (mission.state, mission.amount, mission.hours_per_day) == ("submitted", made.D("1250.00"), made.D("7.60"))


def test_sent_twice_both_see_the_same_page(hers, murals):
    mission = made.make_draft(murals)
    typed = {"submission_id": str(mission.submission_id)}

    first, second = (hers.post(at("mission_send", mission.pk), typed) for _ in range(2))

    assert first.url == second.url == at("mission_detail", mission.pk)


def test_started_twice_it_is_one_mission(hers, murals):
    typed = work(made.make_client())

    first, second = (hers.post(at("mission_start"), typed) for _ in range(2))

    assert first.url == second.url
    assert Mission.objects.count() == 1


def test_the_form_of_a_sent_mission_starts_nothing_new(hers, murals):
    mission = made.make_sent(murals)

    answer = hers.post(at("mission_start"), work(mission.client, submission_id=str(mission.submission_id)))

    assert answer.status_code == 409
    assert mission.reference in words(answer)
    assert Mission.objects.count() == 1


@pytest.mark.parametrize(
    ("step", "typed", "sentence"),
    [
        (1, {"title": ""}, "Fill in “What will you do?”."),
        (1, {"description": "Too short"}, "“Describe the work” has 9 characters; write at least 10."),
        (1, {"client": ""}, "Choose the client, or add a new one."),
        (1, {"work_setting": ""}, "Choose an answer for “Where and when do you work?”."),
        (2, {"starts_on": "31.02.2026"}, "“First day of work” must be a day that exists"),
        (2, {"ends_on": "2026-03-01"}, "is before the first day"),
        (2, {"ends_on": "2026-04-02"}, "a mission stays within one month"),
        (2, {"start_time": "soon"}, "“The work begins at” must be an hour like 09:00."),
        (2, {"days": "many"}, "“How many days do you work?” must be a number"),
        (2, {"days": "9"}, "at most 5"),
        (2, {"hours_per_day": "30"}, "“Hours a day” is 30; it can be 24 at most."),
        (2, {"city": ""}, "Fill in “Town”."),
        (3, {"function": ""}, "Fill in “Your function”."),
        (3, {"has_risks": ""}, "Choose an answer for “Does the work have particular risks?”."),
        (3, {"has_risks": "yes"}, "Describe the risks and how you protect yourself"),
        (4, {"amount": "a lot"}, "“Price agreed with the client, without VAT” must be a number"),
        (4, {"amount": "0"}, "it must be at least"),
        (4, {"contact_email": "greet"}, "“Their e-mail address” must be an address like"),
        (4, {"valid_until": "2026-02-01"}, "that day is over"),
        (4, {"contract_kind": ""}, "Choose an answer for “Kind of contract”."),
    ],
)
def test_wrong_input_gets_a_sentence_at_the_field_and_in_the_summary(hers, murals, step, typed, sentence):
    mission = made.make_draft(murals)
    page = (work(mission.client) if step == 1 else PAGES[step]) | typed

    answer = hers.post(at("mission_step", mission.pk, step), page)

    assert answer.status_code == 422
    assert words(answer).count(sentence) == 2
    for name, value in page.items():
        if value and name not in {"action", "submission_id", "client"}:
            assert value in values(answer), name


def test_back_and_later_keep_what_is_typed_even_half(hers, murals):
    mission = made.make_draft(murals)

    back = hers.post(
        at("mission_step", mission.pk, 3), PAGES[3] | {"function": "Painter", "has_risks": "", "action": "back"}
    )
    later = hers.post(at("mission_step", mission.pk, 2), PAGES[2] | {"city": "Aalst", "days": "", "action": "later"})

    assert back.url == at("mission_step", mission.pk, 2)
    assert later.url == at("mission_list")
    mission.refresh_from_db()
    assert (mission.function, mission.city) == ("Painter", "Aalst")


def test_change_comes_back_to_the_check_page(hers, murals):
    mission = made.make_draft(murals)

    answer = hers.post(f"{at('mission_step', mission.pk, 2)}?to=check", PAGES[2])

    assert answer.url == at("mission_check", mission.pk)


def test_a_draft_is_offered_again(hers, murals):
    made.make_draft(murals)

    assert "You have a draft: “Mural in the covered playground”" in words(hers.get(at("mission_start")))


def test_search_shows_known_clients_and_keeps_what_is_typed(hers, murals):
    made.make_client(name="Muziekschool Nergens")

    answer = hers.post(
        at("mission_start"), work(made.make_client(), client="", q="muzi", title="Half", action="search")
    )

    assert answer.status_code == 200
    assert "Muziekschool Nergens" in words(answer)
    assert 'value="Half"' in values(answer)
    assert not Mission.objects.exists()


def test_a_new_client_is_added_on_the_way(hers, murals):
    away = hers.post(
        at("mission_start"),
        {"submission_id": str(uuid.uuid4()), "title": "Half", "q": "Nieuw", "action": "new_client"},
    )
    mission = Mission.objects.get()
    assert away.url == f"{at('client_add')}?mission={mission.pk}&name=Nieuw"
    assert 'value="Nieuw"' in values(hers.get(away.url))

    back = hers.post(
        away.url,
        {
            "kind": "person",
            "name": "Nieuwe Klant",
            "street": "Straat 1",
            "postal_code": "9000",
            "city": "Gent",
            "place": "BE",
            "email": "nieuw@klant.example",
            "language": "nl",
        },
    )

    assert back.url == at("mission_step", mission.pk, 1)
    mission.refresh_from_db()
    assert (mission.title, mission.client.name) == ("Half", "Nieuwe Klant")


def test_too_late_says_what_can_be_done_and_where(browser, alice, murals, clock):
    mission = made.make_draft(murals, valid_until=made.ENDS_ON)
    clock.move_to("2026-03-09T08:00:00Z")

    answer = sign_in(browser, alice.user).post(
        at("mission_send", mission.pk), {"submission_id": str(mission.submission_id)}
    )

    assert answer.url == at("mission_late", mission.pk)
    page = browser.get(answer.url)
    assert "Never give a false date" in words(page)
    assert f"{at('mission_step', mission.pk, 2)}?to=check" in values(page)
    assert Mission.objects.get().state == "draft"


def test_a_sent_mission_has_no_wizard_any_more(hers, murals):
    mission = made.make_sent(murals)

    assert hers.get(at("mission_step", mission.pk, 2)).status_code == 409
    assert hers.get(at("mission_check", mission.pk)).status_code == 409


def test_an_unknown_step_is_not_found(hers, murals):
    assert hers.get(at("mission_step", made.make_draft(murals).pk, 9)).status_code == 404


def test_without_an_activity_one_is_opened_first(hers, inside):
    assert hers.get(at("mission_start")).url == at("activity_open")


def test_a_stranger_finds_no_draft(browser, eve, murals):
    mission = made.make_draft(murals)
    theirs = sign_in(browser, eve.user)

    for name, args in (("mission_step", (mission.pk, 2)), ("mission_check", (mission.pk,))):
        assert theirs.get(at(name, *args)).status_code == 404
    assert theirs.post(at("mission_send", mission.pk), {"submission_id": str(mission.submission_id)}).status_code == 404


def test_a_draft_is_thrown_away_after_one_question(hers, murals):
    mission = made.make_draft(murals)

    assert "Throw “Mural in the covered playground” away?" in words(hers.get(at("mission_delete", mission.pk)))
    assert hers.post(at("mission_delete", mission.pk)).url == at("mission_list")

    assert not Order.objects.exists()


def test_repeated_it_asks_for_the_dates(hers, murals):
    mission = made.make_sent(murals)
    key = str(uuid.uuid4())

    first, second = (hers.post(at("mission_repeat", mission.pk), {"submission_id": key}) for _ in range(2))

    again = Mission.objects.latest("id")
    assert first.url == second.url == at("mission_step", again.pk, 2)


def test_every_page_of_a_draft_costs_few_queries(hers, murals, django_assert_max_num_queries):
    mission = made.make_draft(murals)

    for step in PAGES:
        with django_assert_max_num_queries(20):
            hers.get(at("mission_step", mission.pk, step))
    with django_assert_max_num_queries(20):
        hers.get(at("mission_check", mission.pk))


def test_an_applicant_in_another_country_has_no_wizard(browser, chloe, murals, fr):
    theirs = sign_in(browser, chloe.user)

    assert theirs.get(at("mission_start")).status_code == 404
    with enter(fr):
        assert reverse("activities:mission_start")
