"""What the portal itself says is read in the reader's language: a French member, an adviser who reads German, one sentence."""

import datetime
import uuid

import pytest
from django.utils import translation
from django.utils.translation import gettext

from activities import queries
from activities.models import LateWay, Receipt
from activities.rules import draft_expiry, expense_checks, late_leaving
from activities.rules import expected_documents as papers
from activities.rules import missions as work
from activities.rules.leaving import close_activities
from activities.thread_subjects import contract as contract_subject
from countries.addresses import country_url
from members.models import Document, Leaving, Message, Notification, Thread
from members.rules import threads
from members.views.threads_shown import rows_of, words_of
from smart.foundation import formats
from smart.foundation.actors import PORTAL
from smart.foundation.said import Said, month_of, stored, worded
from smart.foundation.states import StateChange
from smart.foundation.uploads import make_safe
from tests.activities.reading import words
from tests.factories import activities as made
from tests.factories import expenses
from tests.foundation.test_uploads import pdf
from tests.people import as_member, as_staff, sign_in

pytestmark = pytest.mark.django_db
AFTER = datetime.date(2026, 3, 20)
WEDNESDAY = datetime.datetime(2026, 3, 11, 9, 0, tzinfo=datetime.UTC)


@pytest.fixture
def francine(alice):
    alice.user.language = "fr"
    alice.user.save()
    return alice


@pytest.fixture
def gerda(bob, francine):
    """The member's adviser, who reads German."""
    bob.language = "de"
    bob.save()
    francine.adviser = bob
    francine.save()
    return bob


def ask(member, subject, text="Pourquoi cinq jours ?"):
    with translation.override("fr"):
        return threads.ask_question(
            member, text=text, subject=subject(), submission_id=uuid.uuid4(), by=as_member(member), now=made.NOW
        )


def test_the_title_of_a_conversation_is_each_readers_own(murals, francine, gerda, be, browser):
    contract = made.make_validated(murals)
    ask(francine, lambda: contract_subject(contract.pk))

    own = words(sign_in(browser, francine.user).get(country_url("be", "members:thread_list")))
    desk = words(sign_in(browser, gerda).get(country_url("be", "members:staff_thread_list")))

    assert f"Contrat {contract.reference}" in own
    assert f"Vertrag {contract.reference}" in desk
    assert "Contrat" not in desk
    assert (
        Notification.objects.get(user=gerda, event="thread").title
        == f"Alice Example fragt: Vertrag {contract.reference}"
    )


def test_a_title_from_before_keeps_the_words_it_has(murals, francine, gerda):
    contract = made.make_validated(murals)
    thread = ask(francine, lambda: contract_subject(contract.pk))
    Thread.objects.filter(pk=thread.pk).update(said={})

    with translation.override("de"):
        assert Thread.objects.get().heading == f"Contrat {contract.reference}"


def test_what_the_member_does_is_told_to_the_adviser_in_german(murals, francine, gerda, be):
    mission = made.make_sent(murals)
    with translation.override("fr"):
        work.cancel_mission(mission, reason="Le mur est tombé.", by=as_member(francine))

    thread = Thread.objects.get()
    heard = {}
    for language in ("fr", "de"):
        with translation.override(language):
            heard[language] = words_of(thread, viewer_id=None, is_staff=True)[0].text
            listed = rows_of([thread], where=be, now=made.NOW, is_staff=True)[0]["begins"]
            assert listed.split() == heard[language].split()
    assert heard == {
        "fr": "La mission est annulée\u00a0: Le mur est tombé.",
        "de": "Der Auftrag ist abgesagt: Le mur est tombé.",
    }
    assert Notification.objects.get(user=gerda, event="thread").text == heard["de"]


def test_a_reason_of_the_portal_is_read_in_the_language_of_the_history(murals, francine, clock):
    mission = made.make_draft(murals)
    for day in (84, 91):
        on = datetime.date(2026, 2, 23) + datetime.timedelta(days=day)
        clock.move_to(datetime.datetime(on.year, on.month, on.day, 12, 0, tzinfo=datetime.UTC))
        draft_expiry.announce_expiring_drafts(on=on)
        draft_expiry.expire_drafts(on=on, by=PORTAL)

    notes = {}
    for language in ("fr", "de"):
        with translation.override(language):
            notes[language] = queries.events_of(mission)[0]["note"]
    assert notes == {
        "fr": "Personne n’a touché au brouillon pendant 90 jours.",
        "de": "Am Entwurf wurde 90 Tage lang nicht gearbeitet.",
    }


def read_in(row, *languages):
    """The note of the last thing that happened to a row, in each language."""
    notes = {}
    for language in languages:
        with translation.override(language):
            notes[language] = queries.events_of(row)[0]["note"]
    return notes


def catalogued(msgid, *languages, **facts):
    """What the catalogues say of a sentence, which differs by language."""
    said = {}
    for language in languages:
        with translation.override(language):
            said[language] = gettext(msgid) % {name: words() for name, words in facts.items()}
    assert len(set(said.values())) == len(languages)
    return said


def leave_outside(mission, member, now):
    with translation.override("fr"):
        late_leaving.leave_with_mission(
            mission, way=LateWay.OWN_INVOICE, words="Deux jours.", by=as_member(member), now=now
        )


def test_why_a_draft_was_thrown_away_is_read_in_the_language_of_the_history(murals, francine, clock):
    mission = made.make_draft(murals)
    clock.move_to(WEDNESDAY)
    leave_outside(mission, francine, WEDNESDAY)

    assert read_in(mission, "fr", "de") == catalogued("Thrown away by the member.", "fr", "de")


def test_work_billed_outside_is_told_to_the_adviser_in_german(murals, francine, gerda, clock):
    mission = made.make_sent(murals)
    work.return_mission(mission, reason="Welche Schule?", by=as_staff(gerda))
    clock.move_to(WEDNESDAY)
    leave_outside(mission, francine, WEDNESDAY)

    ways = read_in(mission, "fr", "de")
    assert ways == catalogued("Cancel here and invoice the work myself", "fr", "de")
    for language, way in ways.items():
        with translation.override(language):
            assert way in Message.objects.latest("id").words
    assert ways["de"] in Notification.objects.filter(user=gerda, event="thread").latest("id").text


def test_why_an_activity_was_closed_is_read_in_the_language_of_the_history(murals, francine):
    leaves = Leaving(membership=francine, leaves_on=datetime.date(2026, 4, 1))
    with translation.override("fr"):
        close_activities(leaves, by=PORTAL)

    day = datetime.date(2026, 4, 1)
    assert read_in(murals, "fr", "de") == catalogued("leaving on %(day)s", "fr", "de", day=lambda: formats.day(day))


def test_a_reason_a_person_wrote_stays_as_they_wrote_it(murals, francine, gerda):
    mission = made.make_sent(murals)
    work.return_mission(mission, reason="100 % sicher?", by=as_staff(gerda))

    with translation.override("fr"):
        assert queries.events_of(mission)[0]["note"] == "100 % sicher?"
    assert StateChange.objects.filter(to_state="returned").get().said == {}


def test_a_paper_that_staff_hand_over_is_called_as_the_member_calls_it(murals, francine, paula):
    contract = made.make_validated(murals)
    with translation.override("de"):
        papers.hand_over(
            contract, code="work_certificate", file=make_safe(pdf()), by=as_staff(paula, "payroll"), on=AFTER
        )

    title = Document.objects.get(kind="paper-work_certificate").title
    with translation.override("fr"):
        wanted = next(
            row for row in papers.papers_of_contract(contract, on=AFTER) if row.document.code == "work_certificate"
        )
        assert title == f"{wanted.document.label}, {contract.reference}"


def test_the_paper_a_member_asks_for_is_named_to_the_staff_in_german(murals, francine, gerda):
    contract = made.make_validated(murals)
    with translation.override("fr"):
        papers.ask_for(contract, code="work_certificate", by=as_member(francine), now=made.NOW)

    with translation.override("de"):
        wanted = next(
            row for row in papers.papers_of_contract(contract, on=AFTER) if row.document.code == "work_certificate"
        )
        assert Message.objects.get().words == f"Bitte senden Sie mir: {wanted.document.label}."


def test_a_tariff_is_called_by_its_category_in_the_language_of_whoever_checks(murals, francine, be, clock):
    clock.move_to(expenses.NOW)
    facts = {"category": "mileage", "quantity": made.D("100"), "gross": None, "vat": made.D("0"), "file": None}
    expenses.make_receipt(murals, supplier="", facts={"start": "Gent", "end": "Brugge"}, **facts)
    row = Receipt.objects.get()

    said = {}
    for language in ("fr", "de"):
        with translation.override(language):
            said[language] = expense_checks._tariff(row)[0]["text"]
    # countries/data/expenses/categories.yaml
    assert said["fr"].startswith("Kilomètres avec mon véhicule. ")
    assert said["de"].startswith("Kilometer mit dem eigenen Fahrzeug. ")
    assert "label" not in row.tariff


@pytest.mark.parametrize(
    ("language", "sentence"), [("fr", "Fiche de paie\u00a0: mars 2026"), ("de", "Lohnzettel für März 2026")]
)
def test_a_month_is_written_as_the_reader_writes_it(language, sentence):
    kept = stored(Said("Payslip of %(month)s", {"month": month_of(datetime.date(2026, 3, 1))}))

    with translation.override(language):
        assert worded(kept, otherwise="") == sentence
