"""“What is left for me?” on a phone: an answer as one types, another kind of contract, what-if, and a price too low.

The amounts of five days are those of tests/scenarios/be_mural.yaml, which says how each was worked out by hand.
"""

import re

import pytest

from tests.e2e.browsing import Visitor
from tests.e2e.conftest import Visit

PAGE = "/be/simulator/"
WITHOUT_SCRIPTS = {"java_script_enabled": False}


def test_the_answer_comes_as_one_types(on_phone: Visit) -> None:
    with on_phone() as visitor:
        visitor.open(PAGE).look("simulator-01-empty")
        visitor.page.evaluate("() => { window.isTheSamePage = true; }")

        visitor.fill(amount="1250")
        visitor.page.wait_for_load_state("networkidle")
        assert not visitor.page.get_by_text("to correct").count(), "what is still empty is no mistake"
        visitor.fill(days="5")

        wait_for(visitor, "€703.31").look("simulator-02-answer").sees("The client pays", "€81.25", "Become a member")
        assert visitor.page.evaluate("() => window.isTheSamePage"), "the page was loaded again"
        assert visitor.page.evaluate("() => document.activeElement.name") == "days", "the focus was taken away"


def test_another_kind_of_contract_brings_its_questions(on_phone: Visit) -> None:
    with on_phone() as visitor:
        visitor.open(PAGE).fill(amount="1250", days="5")
        wait_for(visitor, "€703.31")

        visitor.fill(kind="student")

        wait_for(visitor, "Hours left in your student quota").look("simulator-03-student")
        assert not visitor.page.get_by_text("Why another fixed term?").count()


def test_what_if_changes_the_net_and_nothing_is_kept(on_phone: Visit) -> None:
    with on_phone() as visitor:
        visitor.open(PAGE).fill(amount="3800", days="15")
        wait_for(visitor, "Computed for a single person")
        before = net_of(visitor)
        opened(visitor, "My situation")

        visitor.fill(**{"tax-family": "partner_without_income"})

        wait_for(visitor, "with these answers").look("simulator-04-what-if")
        assert net_of(visitor) > before
        visitor.open(PAGE).fill(amount="3800", days="15")
        wait_for(visitor, "Computed for a single person")
        assert net_of(visitor) == before


def test_a_price_too_low_offers_what_would_pass(on_phone: Visit) -> None:
    with on_phone() as visitor:
        visitor.expects(422).open(PAGE).fill(amount="400", days="5")
        wait_for(visitor, "What would pass").look("simulator-05-refused").sees("€822.29", "Declare 2 days")

        visitor.follow("Ask the client for", shot="simulator-06-alternative")

        visitor.sees("The client pays", "€822.29", "Estimate, not a contract")


def test_pressing_the_button_brings_the_answer_into_sight(on_phone: Visit) -> None:
    with on_phone() as visitor:
        visitor.open(PAGE).fill(amount="1250", days="5")
        wait_for(visitor, "€703.31")
        visitor.page.evaluate("() => window.scrollTo(0, 0)")

        visitor.press_here("Calculate")

        visitor.page.wait_for_function("() => document.querySelector('#answer').getBoundingClientRect().top < 200")


def test_without_scripts_every_answer_is_a_page(on_phone: Visit) -> None:
    with on_phone(**WITHOUT_SCRIPTS) as visitor:
        visitor.open(PAGE).fill(amount="1250", days="5").press("Calculate", shot="simulator-07-without-scripts")
        visitor.sees("€703.31", "The client pays", "€81.25")

        visitor.fill(kind="student").press("Calculate").sees("Hours left in your student quota")


def test_without_scripts_what_if_and_a_low_price_work_too(on_phone: Visit) -> None:
    with on_phone(**WITHOUT_SCRIPTS) as visitor:
        visitor.open(PAGE).fill(amount="3800", days="15").press("Calculate")
        before = net_of(visitor)
        opened(visitor, "My situation").fill(**{"tax-family": "partner_without_income"}).press("Calculate")
        visitor.sees("with these answers")
        assert net_of(visitor) > before

        visitor.expects(422).open(PAGE).fill(amount="400", days="5").press("Calculate", shot="simulator-08-refused")
        visitor.sees("What would pass", "Declare 2 days").follow("Declare 2 days")
        visitor.sees("Estimate, not a contract", "€400.00")


@pytest.mark.parametrize("code", ["at", "de", "es", "fr", "it", "se"])
def test_every_country_answers_on_a_phone(on_phone: Visit, code: str) -> None:
    with on_phone() as visitor:
        visitor.open(f"/{code}/simulator/").fill(amount="25000" if code == "se" else "2500", days="10")

        wait_for(visitor, "Estimate, not a contract").look(f"simulator-{code}")

        opened(visitor, "My situation").look(f"simulator-{code}-situation")


def wait_for(visitor: Visitor, words: str) -> Visitor:
    visitor.page.locator("main").get_by_text(words).first.wait_for()
    return visitor


def opened(visitor: Visitor, summary: str) -> Visitor:
    visitor.page.locator("summary", has_text=summary).click()
    return visitor


def net_of(visitor: Visitor) -> float:
    """The big sum of the answer."""
    return float(re.sub(r"[^\d.]", "", visitor.page.locator("#answer .sum").first.inner_text()))
