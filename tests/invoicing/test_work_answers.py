"""Advisers answer what the law asks about the work before a contract is validated; the pay follows within the budget."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client as Browser
from django.utils import timezone

from activities.models import Contract
from activities.rules import contracts
from invoicing.models import LedgerEntry
from invoicing.rules import conversion, invoices, work_answers
from invoicing.rules.conversion_answer import questions_about_work, questions_for_member
from members.models import Notification
from smart.foundation.actors import PORTAL
from smart.foundation.audit import AuditEntry
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import (
    make_activity,
    make_client,
    make_country,
    make_mission,
    member_actor,
    staff_actor,
)
from tests.people import make_member, make_staff, sign_in

D = Decimal
TODAY = datetime.date(2026, 11, 10)
DAYS = [datetime.date(2026, 11, day) for day in range(16, 21)]


@pytest.fixture
def spain(db, clock):
    return make_country("ES")


@pytest.fixture
def carla(spain):
    return make_member(spain, "Carla Ejemplo")


@pytest.fixture
def contract(spain, carla):
    with enter(spain):
        activity = make_activity(spain, carla)
        mission = make_mission(activity, client=make_client(place="ES", language="es"), place="ES")
        invoices.invoice_mission(mission, on=TODAY, by=PORTAL)
        return conversion.convert_income(
            activity,
            mission=mission,
            kind="fixed_term",
            days=[(day, D(8)) for day in DAYS],
            budget=D("1150.00"),
            start_time=datetime.time(9, 0),
            function="Muralist",
            place="Madrid",
            engagement={},
            now=timezone.now(),
            by=member_actor(activity),
        )


@pytest.fixture
def hugo(spain):
    return make_staff(spain, "adviser", "Hugo Asesor")


@pytest.fixture
def desk(hugo):
    return sign_in(Browser(), hugo)


def _address(contract, where="es"):
    return f"/{where}/staff/contracts/{contract.pk}/work/"


def _answers(**changed):
    """What the page of a Spanish fixed term sends."""
    return {
        "work-shown": "fixed_term",
        "work-contribution_group": "5",
        "work-production_cause": "unforeseeable",
        "work-accident_occupation": "activity",
        "work-extra_payments": "included",
        "work-one_off_kind": "bonus",
        "work-contract_ends": "on",
        **{f"work-{name}": value for name, value in changed.items()},
    }


def test_a_member_is_not_asked_what_only_an_adviser_knows(spain):
    asked = {question.name for question in questions_for_member(spain, "fixed_term")}
    every = {question.name for question in questions_about_work(spain, "fixed_term")}

    assert "contribution_group" in every - asked
    assert "expected_contract_pay" in asked


def test_the_member_s_page_leaves_it_out_and_the_adviser_s_has_it(spain, carla, hugo):
    with enter(spain):
        activity = make_activity(spain, carla)
        mission = make_mission(activity, client=make_client(place="ES", language="es"), place="ES")
        invoices.invoice_mission(mission, on=TODAY, by=PORTAL)

    member = sign_in(Browser(), carla.user).get(f"/es/activities/{activity.pk}/convert/").content.decode()
    adviser = sign_in(Browser(), hugo).get(f"/es/staff/activities/{activity.pk}/convert/").content.decode()

    assert "Contribution group" not in member
    assert "Contribution group" in adviser


def test_answers_change_the_pay_within_the_same_budget(spain, contract):
    before, budget = contract.gross, contract.budget
    with enter(spain):
        held = LedgerEntry.objects.count()

        kept = work_answers.answer_about_work(
            contract,
            engagement={"accident_occupation": "building", "cause": "A rush of orders"},
            by=staff_actor("adviser"),
            now=timezone.now(),
        )

        assert kept.engagement == {"accident_occupation": "building", "cause": "A rush of orders"}
        assert kept.gross < before  # the accident insurance of building trades costs more
        assert kept.budget == budget
        assert D(kept.preview["employer_cost"]) <= budget
        assert LedgerEntry.objects.count() == held
        assert "cause_missing" not in [found["code"] for found in kept.findings]


def test_the_database_keeps_who_answered_and_the_member_is_told(spain, carla, contract):
    adviser = staff_actor("adviser")
    with enter(spain):
        work_answers.answer_about_work(
            contract, engagement={"accident_occupation": "building"}, by=adviser, now=timezone.now()
        )

        changes = AuditEntry.objects.filter(table="activities_contract", object_id=contract.pk, action="update")
        assert any("engagement" in entry.changed for entry in changes)
        told = Notification.objects.get(user=carla.user, event="contract_recomputed")
        assert contract.reference in told.title


def test_the_same_answers_twice_change_nothing(spain, contract):
    adviser, answers = staff_actor("adviser"), {"accident_occupation": "building"}
    with enter(spain):
        once = work_answers.answer_about_work(contract, engagement=answers, by=adviser, now=timezone.now())
        entries = AuditEntry.objects.filter(table="activities_contract", object_id=contract.pk).count()

        again = work_answers.answer_about_work(contract, engagement=answers, by=adviser, now=timezone.now())

        assert (again.gross, again.preview) == (once.gross, once.preview)
        assert AuditEntry.objects.filter(table="activities_contract", object_id=contract.pk).count() == entries


@pytest.mark.parametrize("role", ["accounting", "payroll"])
def test_other_roles_may_not_answer(spain, contract, role):
    with enter(spain), pytest.raises(NotAllowed):
        work_answers.answer_about_work(contract, engagement={}, by=staff_actor(role), now=timezone.now())


def test_the_member_may_not_answer_for_the_cooperative(spain, contract):
    with enter(spain), pytest.raises(NotAllowed):
        work_answers.answer_about_work(contract, engagement={}, by=member_actor(contract.activity), now=timezone.now())


def test_once_decided_nothing_changes(spain, contract):
    adviser = staff_actor("adviser")
    with enter(spain):
        contracts.return_contract(contract, reason="Other days.", by=adviser)

        with pytest.raises(Conflict):
            work_answers.answer_about_work(contract, engagement={"cause": "Late"}, by=adviser, now=timezone.now())

        assert Contract.objects.get(pk=contract.pk).engagement == {}


def test_answers_that_cost_more_than_is_reserved_are_refused(spain, contract):
    with enter(spain):
        Contract.objects.filter(pk=contract.pk).update(budget=D("300.00"), gross=D("200.00"))

        with pytest.raises(RuleBroken) as refused:
            work_answers.answer_about_work(
                contract, engagement={"contribution_group": "1"}, by=staff_actor("adviser"), now=timezone.now()
            )

    assert refused.value.code == "costs_more_than_reserved"
    assert "€300.00 reserved" in refused.value.message


def test_the_page_shows_the_pay_first_and_writes_nothing(spain, contract, desk):
    page = desk.post(_address(contract), {**_answers(accident_occupation="building"), "preview": "yes"})

    html = page.content.decode()
    assert page.status_code == 200
    assert "With these answers" in html
    with enter(spain):
        assert Contract.objects.get(pk=contract.pk).engagement == {}


def test_with_scripts_only_the_pay_comes_back(contract, desk):
    page = desk.post(_address(contract), _answers(), headers={"HX-Request": "true"}).content.decode()

    assert "With these answers" in page
    assert "<html" not in page


def test_the_page_saves_and_returns_to_the_review(spain, contract, desk):
    page = desk.post(_address(contract), {**_answers(cause="A rush of orders"), "save": "yes"}, follow=True)

    assert page.redirect_chain == [(f"/es/staff/contracts/{contract.pk}/", 302)]
    assert "A rush of orders" in page.content.decode()


def test_the_review_shows_what_is_assumed_and_the_way_to_answer(contract, desk):
    page = desk.get(f"/es/staff/contracts/{contract.pk}/").content.decode()

    assert "About the work" in page
    assert "5 – Administrative officers" in page
    assert "assumed" in page
    assert _address(contract) in page


def test_a_wrong_answer_is_refused_with_its_sentence(contract, desk):
    page = desk.post(_address(contract), {**_answers(contract_days="many"), "save": "yes"})

    assert page.status_code == 422
    assert "must be a whole number" in page.content.decode()


def test_after_the_decision_the_page_only_says_so(spain, contract, desk):
    with enter(spain):
        contracts.return_contract(contract, reason="Other days.", by=staff_actor("adviser"))

    page = desk.get(_address(contract)).content.decode()

    assert "only while the contract waits" in page
    assert "Save the answers" not in page
    assert desk.post(_address(contract), {**_answers(cause="Late"), "save": "yes"}).status_code == 409


def test_other_roles_and_strangers_do_not_find_it(spain, contract):
    books = sign_in(Browser(), make_staff(spain, "accounting", "Berta Libros"))
    elsewhere = sign_in(Browser(), make_staff(make_country("BE"), "adviser", "Omar Elders"))

    assert books.get(_address(contract)).status_code == 404
    assert elsewhere.get(_address(contract)).status_code in {403, 404}
    assert elsewhere.get(_address(contract, where="be")).status_code == 404


def test_the_page_asks_the_database_little(contract, desk, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        desk.get(_address(contract))
