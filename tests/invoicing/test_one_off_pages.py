"""The pages of one-off pay, corrections and pay that is owed back. Figures: test_one_off_runs.py, test_corrections.py."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client as Browser

from activities.models import Contract
from countries.models import Country
from invoicing.models import PayrollRun, Payslip
from invoicing.models.payroll import RunKind
from invoicing.rules import correction_runs, one_off_runs, pay_recovery, payroll, payslip_paper
from invoicing.rules.correction_runs import Correction
from members.models import User
from smart.foundation.tenancy import country
from tests import people
from tests.factories.payroll import MONTH, make_contract, payroll_officer
from tests.invoicing.work_list import do_jobs

D = Decimal
LATER, CLAIMS = "/be/staff/payroll/later-pay/", "/be/staff/payroll/claims/"


@pytest.fixture
def as_paula(be: Country, client: Browser) -> Browser:
    return people.sign_in(client, people.make_staff(be, "payroll", "Paula Payroll"))


@pytest.fixture
def contract(be: Country) -> Contract:
    """A contract whose ordinary pay is posted."""
    with country(be):
        made = make_contract(be)
        finish(payroll.open_run(month=MONTH, by=payroll_officer("Petra Example")))
        return made


@pytest.fixture
def first(be: Country, contract: Contract) -> Payslip:
    with country(be):
        return Payslip.objects.select_related("line", "contract", "membership__user").get(contract=contract)


@pytest.fixture
def delta(be: Country, first: Payslip) -> Payslip:
    """The first pay corrected to 708.44: 59.32 net less."""
    with country(be):
        wanted = [Correction(first, "The fee agreed was another", {"gross": "708.44"})]
        finish(correction_runs.open_correction_run(MONTH, wanted=wanted, by=payroll_officer("Petra Example")))
        return Payslip.objects.get(line__corrects=first)


def finish(run: PayrollRun) -> PayrollRun:
    payroll.start_computing(run, by=payroll_officer("Pia Example"))
    do_jobs("compute_lines")
    payroll.approve_run(run, by=payroll_officer("Paul Example"))
    do_jobs("post_lines")
    return run


def of_member(payslip: Payslip) -> Browser:
    user: User = payslip.membership.user
    return people.sign_in(Browser(), user)


# --- later pay -------------------------------------------------------------------------------------------------------


def test_what_is_due_is_shown_beside_what_was_set_aside(contract, as_paula, django_assert_max_num_queries):
    with django_assert_max_num_queries(32):
        page = as_paula.get(LATER)

    text = page.content.decode()
    assert page.status_code == 200
    for shown in (
        "Holiday pay on departure",
        "€124.01",
        "€62.64",
        "€139.51",
        "€139.52",
        "€0.01",
        "AR 30/03/1967 art. 46",
    ):
        assert shown in text
    assert "checked" in text


def test_what_is_chosen_becomes_a_run(be, contract, as_paula):
    answer = as_paula.post(LATER, {"chosen": f"{contract.pk}:departure_holiday_pay"})

    with country(be):
        run = PayrollRun.objects.get(kind=RunKind.ONE_OFF)
        do_jobs("compute_lines")
    assert answer.url == f"/be/staff/payroll/{run.pk}/"
    text = as_paula.get(answer.url).content.decode()
    assert "One-off pay" in text
    assert "Given back to the activity" in text
    assert "One-off pay" in as_paula.get("/be/staff/payroll/").content.decode()


def test_nothing_chosen_is_said(contract, as_paula):
    answer = as_paula.post(LATER, {})

    assert answer.status_code == 422
    assert "Choose at least one" in answer.content.decode()


def test_nothing_due_says_so(be, as_paula):
    assert "Nothing is due" in as_paula.get(LATER).content.decode()


def test_the_member_reads_holiday_pay_on_departure(be, contract):
    with country(be):
        key = f"{contract.pk}:departure_holiday_pay"
        run = finish(one_off_runs.open_one_off_run(MONTH, chosen=[key], by=payroll_officer("Petra Example")))
        slip = Payslip.objects.select_related("membership__user").get(line__run=run)
        do_jobs("render_payslips")
    member = of_member(slip)

    assert "Holiday pay on departure" in member.get("/be/payslips/").content.decode()
    page = member.get(f"/be/payslips/{slip.pk}/").content.decode()
    assert "Holiday pay on departure" in page
    assert "the law wants holiday pay on departure paid with its end" in page


# --- corrections -----------------------------------------------------------------------------------------------------


def test_what_would_change_is_shown_before_it_is_opened(first, as_paula):
    page = as_paula.post(
        f"/be/staff/payroll/payslips/{first.pk}/correct/", {"gross": "708.44", "reason": "Another fee", "show": "1"}
    )

    text = page.content.decode()
    assert page.status_code == 200
    assert "€59.32" in text
    assert "owe this back" in text


def test_a_correction_is_opened_as_a_run(be, first, as_paula):
    address = f"/be/staff/payroll/payslips/{first.pk}/correct/"

    answer = as_paula.post(address, {"gross": "708.44", "reason": "Another fee", "open": "1"})

    with country(be):
        run = PayrollRun.objects.get(kind=RunKind.CORRECTION)
        do_jobs("compute_lines")
    assert answer.url == f"/be/staff/payroll/{run.pk}/"
    text = as_paula.get(answer.url).content.decode()
    assert f"Corrects {first.number}" in text
    assert "Another fee" in text


def test_a_correction_without_a_reason_is_refused(first, as_paula):
    answer = as_paula.post(f"/be/staff/payroll/payslips/{first.pk}/correct/", {"gross": "708.44", "open": "1"})

    assert answer.status_code == 422


def test_with_the_facts_of_today_nothing_changes(first, as_paula):
    text = as_paula.get(f"/be/staff/payroll/payslips/{first.pk}/correct/").content.decode()

    assert "nothing changes" in text


def test_the_staff_see_what_was_what_is_and_who_corrects_whom(first, delta, as_paula):
    text = as_paula.get(f"/be/staff/payroll/payslips/{delta.pk}/").content.decode()

    assert f"Correction of {first.number}" in text
    assert "−€13.07" in text or "€13.07" in text
    assert f"Corrected by {delta.number}" in as_paula.get(f"/be/staff/payroll/payslips/{first.pk}/").content.decode()


def test_the_member_sees_the_correction_and_that_nothing_is_taken(first, delta):
    member = of_member(first)

    listed = member.get("/be/payslips/").content.decode()
    page = member.get(f"/be/payslips/{delta.pk}/").content.decode()

    assert f"Correction of {first.number}" in listed
    assert "Paid too much before" in listed
    assert "You were paid €59.32 too much" in page
    assert "Nothing is taken from your pay by itself" in page
    assert f"Corrected by {delta.number}" in member.get(f"/be/payslips/{first.pk}/").content.decode()


def test_the_papers_of_both_are_made(be, delta):
    with country(be):
        do_jobs("render_payslips")
        made = Payslip.objects.select_related(*payslip_paper.BEHIND).get(pk=delta.pk)
        context = payslip_paper.paper_context(made, speaker=payslip_paper.speaker_of(made))

    assert context["waterfall"] is None
    assert context["reason"] == "The fee agreed was another"
    assert any(change.difference == D("-100.00") for change in context["changes"])


# --- claims ----------------------------------------------------------------------------------------------------------


def test_claims_are_listed_and_withheld_from_a_pay_that_waits(be, contract, delta, as_paula):
    with country(be):
        later = make_contract(be, first=datetime.date(2026, 12, 7), activity=contract.activity)
        finish(payroll.open_run(month=datetime.date(2026, 12, 1), by=payroll_officer("Petra Example")))
        source = Payslip.objects.get(contract=later)

    assert "€59.32" in as_paula.get(CLAIMS).content.decode()
    assert "of which €140.55 may be withheld" in as_paula.get(f"{CLAIMS}{delta.pk}/").content.decode()
    answer = as_paula.post(
        f"{CLAIMS}{delta.pk}/",
        {
            "taken_from": source.pk,
            "amount": "59.32",
            "agreed_on_0": "9",
            "agreed_on_1": "11",
            "agreed_on_2": "2026",
            "agreed_on": "2026-11-09",
            "reason": "Agreed in writing",
        },
    )

    assert answer.status_code == 302
    with country(be):
        assert pay_recovery.open_claims() == []
    assert "All of it came back" in as_paula.get(f"{CLAIMS}{delta.pk}/").content.decode()


def test_no_claims_says_so(be, as_paula):
    assert "Nobody owes anything back" in as_paula.get(CLAIMS).content.decode()


# --- strangers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [LATER, CLAIMS, "/be/staff/payroll/payslips/{pk}/correct/", CLAIMS + "{pk}/"])
def test_strangers_and_other_staff_get_nothing(be, delta, first, address):
    pk = delta.pk if address.startswith(CLAIMS) else first.pk
    adviser = people.sign_in(Browser(), people.make_staff(be, "adviser", "Ada Adviser"))

    for browser in (adviser, of_member(first)):
        assert browser.get(address.format(pk=pk)).status_code in {403, 404}


def test_another_members_correction_is_not_found(be, delta):
    with country(be):
        stranger = people.make_member(be, "Sam Stranger")

    assert people.sign_in(Browser(), stranger.user).get(f"/be/payslips/{delta.pk}/").status_code == 404
