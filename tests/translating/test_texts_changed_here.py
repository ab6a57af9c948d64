"""A text is proposed by one person, approved by another, shown, and taken back."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.translating import overlay, rules
from smart.translating.catalogue import key_of
from smart.translating.models import Wording
from smart.translating.states import WordingState
from tests import people
from tests.translating.conftest import admin, country_admin

pytestmark = pytest.mark.django_db
DAY = key_of("", "Day")
FILLED = key_of("", "Legal basis: %(source)s.")


def propose(by, text="Journée", *, language="fr", key=DAY, **more):
    return rules.propose_text(language=language, key=key, texts=[text], by=by, **more)


def shown(sentence, language="fr"):
    with translation.override(language):
        return gettext(sentence)


def test_a_text_is_shown_once_another_person_approved_it(dan, nora):
    wording = propose(admin(dan))
    overlay.refresh()
    assert shown("Day") == "Jour"

    rules.approve_text(wording, by=admin(nora))
    overlay.refresh()

    assert shown("Day") == "Journée"
    assert shown("Day", "nl") == "Dag"


def test_nobody_approves_their_own_text(dan):
    wording = propose(admin(dan))

    with pytest.raises(NotAllowed, match="Another person must decide"):
        rules.approve_text(wording, by=admin(dan))


def test_an_administrator_of_a_country_proposes_and_does_not_decide(carla, dan, nora):
    by = country_admin(carla)
    wording = propose(by)
    other = propose(admin(dan), "Texte", key=key_of("", "Hours"))

    with pytest.raises(NotAllowed, match="may decide on a text"):
        rules.approve_text(other, by=by)
    rules.approve_text(wording, by=admin(nora))


def test_an_adviser_proposes_nothing(bob):
    with pytest.raises(NotAllowed):
        propose(people.as_staff(bob))


def test_a_second_proposal_waits_for_the_first(dan, nora):
    propose(admin(dan))

    with pytest.raises(Conflict, match="already waits"):
        propose(admin(nora), "Le jour")


def test_a_text_is_approved_once(dan, nora):
    wording = propose(admin(dan))
    rules.approve_text(wording, by=admin(nora))

    with pytest.raises(Conflict, match="Nora Network"):
        rules.approve_text(wording, by=admin(nora))


def test_a_newer_text_replaces_the_older(dan, nora):
    first = propose(admin(dan))
    rules.approve_text(first, by=admin(nora))
    second = propose(admin(nora), "Le jour")
    rules.approve_text(second, by=admin(dan))

    first.refresh_from_db()
    overlay.refresh()

    assert (first.state, first.closed_by_label) == (WordingState.REPLACED, "Dan Network")
    assert shown("Day") == "Le jour"


def test_a_text_that_says_the_same_is_no_proposal(dan):
    with pytest.raises(RuleBroken, match="shown already"):
        propose(admin(dan), "Jour")


def test_a_sentence_the_portal_does_not_have_takes_no_text(dan):
    with pytest.raises(RuleBroken, match="no longer has this sentence"):
        propose(admin(dan), key="0000000000000000")


def test_a_refusal_has_a_reason_and_changes_nothing(dan, nora):
    wording = propose(admin(dan))
    with pytest.raises(RuleBroken, match="Say why"):
        rules.refuse_text(wording, by=admin(nora), reason=" ")

    rules.refuse_text(wording, by=admin(nora), reason="Too long for the phone")
    overlay.refresh()

    assert shown("Day") == "Jour"
    assert propose(admin(dan), "Le jour").state == WordingState.PROPOSED


def test_the_person_who_proposed_withdraws(dan, nora):
    wording = propose(admin(dan))
    with pytest.raises(NotAllowed):
        rules.withdraw_text(wording, by=admin(nora))

    assert rules.withdraw_text(wording, by=admin(dan)).state == WordingState.WITHDRAWN


def test_the_shipped_text_comes_back_at_once(carla, dan, nora):
    wording = propose(admin(dan))
    rules.approve_text(wording, by=admin(nora))
    overlay.refresh()
    with pytest.raises(NotAllowed):
        rules.take_back_text(wording, by=country_admin(carla))

    rules.take_back_text(wording, by=admin(dan))
    overlay.refresh()

    assert shown("Day") == "Jour"
    with pytest.raises(Conflict):
        rules.take_back_text(wording, by=admin(nora))


def test_a_doubt_changes_nothing_and_is_settled(carla, dan, nora):
    with pytest.raises(RuleBroken, match="Say what is doubtful"):
        rules.doubt_text(language="fr", key=DAY, by=country_admin(carla), note="")
    doubt = rules.doubt_text(language="fr", key=DAY, by=country_admin(carla), note="Jour or journée?")
    overlay.refresh()
    assert shown("Day") == "Jour"

    rules.approve_text(propose(admin(dan)), by=admin(nora))

    doubt.refresh_from_db()
    assert doubt.state == WordingState.SETTLED


def test_each_plural_form_has_its_text(dan, nora):
    source = "A legal value used here has not been verified by us yet."
    key = key_of("", source)
    texts = ["Une valeur reste à vérifier.", "%(number)s valeurs restent à vérifier."]
    plural = "%(number)s legal values used here have not been verified by us yet."
    wording = rules.propose_text(language="fr", key=key, texts=texts, by=admin(dan))
    rules.approve_text(wording, by=admin(nora))
    overlay.refresh()

    with translation.override("fr"):
        assert ngettext(source, plural, 1) == "Une valeur reste à vérifier."
        assert ngettext(source, plural, 3) == "%(number)s valeurs restent à vérifier."


def test_english_itself_can_be_changed(dan, nora):
    rules.approve_text(propose(admin(dan), "Working day", language="en"), by=admin(nora))
    overlay.refresh()

    assert shown("Day", "en") == "Working day"
    assert shown("Day", "fr") == "Jour"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Base légale.", "%(source)s must stand in the text"),
        ("Base légale : %(sources)s.", "%(source)s must stand in the text and is missing; %(sources)s"),
        ("Base %(source)s %(source)s.", "%(source)s is not in the original"),
        ("<b>Base</b> : %(source)s.", "is not in the original"),
        ('Base "légale" : %(source)s.', "quotation marks of the language"),
        ("Base < %(source)s.", "as code"),
        ("Base à 100 % : %(source)s.", "percent sign twice"),
        ("   ", "Write the text"),
    ],
)
def test_a_text_keeps_what_is_filled_in(dan, text, said):
    with pytest.raises(RuleBroken) as refused:
        propose(admin(dan), text, key=FILLED)

    assert said in refused.value.message
    assert refused.value.field == "text_0"


def test_tags_stay_those_of_the_original(dan):
    key = key_of("", 'about <b class="num">%(rate)s</b> of the turnover')
    propose(admin(dan), 'à peu près <b class="num">%(rate)s</b> du chiffre d’affaires', key=key)

    for wrong in (
        "environ %(rate)s du chiffre",
        'environ <b class="num" onclick="x()">%(rate)s</b> du chiffre',
        'environ </b>%(rate)s<b class="num"> du chiffre',
        'environ <b class="num">%(rate)s</b><script>x</script>',
    ):
        with pytest.raises(RuleBroken):
            propose(admin(dan), wrong, key=key, language="it")


def test_the_database_refuses_a_text_shown_without_a_second_person(dan):
    facts = {"language": "fr", "key": DAY, "source": "Day", "texts": ["X"], "proposed_by_id": dan.pk}
    facts |= {"proposed_by_label": "Dan", "proposed_at": timezone.now(), "state": WordingState.LIVE}
    with pytest.raises(IntegrityError), transaction.atomic():
        Wording.objects.create(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Wording.objects.create(**facts, decided_by_id=dan.pk)


def test_a_row_that_would_break_a_page_is_left_out(dan, nora):
    """Whoever writes into the table past the rules writes no code into pages."""
    facts = {"language": "fr", "key": DAY, "source": "Day", "texts": ["<script>x</script>"], "proposed_by_id": dan.pk}
    facts |= {"proposed_by_label": "Dan", "proposed_at": timezone.now(), "decided_by_id": nora.pk}
    Wording.objects.create(**facts, state=WordingState.LIVE)

    overlay.refresh()

    assert shown("Day") == "Jour"
