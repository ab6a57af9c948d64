"""Questions of a pack: what is asked, of whom, and what stands until somebody answers."""

from decimal import Decimal

import pytest

from countries.packs.asking import SELDOM, Questions

TEXTS = {
    "field.land": {"en": "Land"},
    "field.work_land": {"en": "Land of the work"},
    "field.children": {"en": "Children"},
    "field.children.help": {"en": "Those who live with you."},
    "field.premium": {"en": "Premium"},
    "field.seldom": {"en": "Seldom asked"},
    "choice.land.north": {"en": "North"},
    "choice.land.south": {"en": "South"},
}
ask = Questions(TEXTS, most_amount=Decimal("900.50"))


def test_the_first_of_the_choices_stands_until_another_is_taken() -> None:
    assert ask.choice("land", "north", "south").default == "north"
    assert ask.choice("land", "north", "south", default="south").default == "south"


def test_a_choice_without_a_default_stays_open() -> None:
    assert ask.choice("land", "north", "south", default=None).default is None


def test_two_questions_share_the_words_of_their_choices() -> None:
    question = ask.choice("work_land", "south", words="land")

    assert question.label == {"en": "Land of the work"}
    assert question.choices == (("south", {"en": "South"}),)


def test_there_are_none_unless_told_and_never_more_than_twenty() -> None:
    question = ask.count("children")

    assert (question.default, question.minimum, question.maximum) == (0, Decimal(0), Decimal(20))
    assert question.help == {"en": "Those who live with you."}


def test_an_amount_is_unknown_until_entered_and_keeps_to_the_packs_limit() -> None:
    question = ask.amount("premium")

    assert (question.default, question.minimum, question.maximum) == (None, Decimal(0), Decimal("900.50"))


def test_a_rate_is_a_fraction_of_one_so_that_twelve_per_cent_is_not_typed_as_twelve() -> None:
    assert ask.rate("premium").maximum == Decimal(1)


def test_a_seldom_question_is_kept_back_and_asked_of_staff() -> None:
    question = ask.flag("seldom", **SELDOM)

    assert (question.is_rare, question.asked_of, question.default) == (True, "staff", False)


def test_a_question_without_a_text_cannot_be_written() -> None:
    with pytest.raises(KeyError, match="unheard_of"):
        ask.text("unheard_of")
