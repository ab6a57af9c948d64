"""The payroll officers' pages: preview, live progress, failures with their reason, approval by another person."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client as Browser

from countries.models import Country
from invoicing.models import PayrollRun, RunLine
from invoicing.rules import payroll
from members.models import User
from smart.foundation.jobs import Job, JobState
from smart.foundation.tenancy import country
from tests import people
from tests.factories.invoicing import make_country_without_payroll
from tests.factories.payroll import MONTH, make_contract, payroll_officer
from tests.invoicing.work_list import do_jobs

RUNS = "/be/staff/payroll/"


@pytest.fixture
def paula(be: Country) -> User:
    return people.make_staff(be, "payroll", "Paula Payroll")


@pytest.fixture
def as_paula(paula: User, client: Browser) -> Browser:
    return people.sign_in(client, paula)


@pytest.fixture
def as_piet(be: Country) -> Browser:
    return people.sign_in(Browser(), people.make_staff(be, "accounting", "Piet Books"))


@pytest.fixture
def run(be: Country) -> PayrollRun:
    """Opened by Petra: one line computed, one failed."""
    with country(be):
        make_contract(be)
        make_contract(be, people.make_member(be, "Mona Example"), kind="amateur_arts")
        petra = payroll_officer("Petra Example")
        opened = payroll.open_run(month=MONTH, by=petra)
        payroll.start_computing(opened, by=petra)
        do_jobs("compute_lines")
        return opened


def failed(be: Country) -> RunLine:
    with country(be):
        return RunLine.objects.failed().get()


def state_of(run: PayrollRun) -> str:
    with country(run.country_id):
        return str(PayrollRun.objects.get(pk=run.pk).state)


def leave_out_failed(be: Country) -> None:
    with country(be):
        payroll.exclude_line(failed(be), reason="Not covered", by=payroll_officer("Pia Example"))


def test_the_list_names_runs_and_months_that_wait(be, run, as_paula, django_assert_max_num_queries):
    with country(be):
        make_contract(be)
    with django_assert_max_num_queries(24):
        page = as_paula.get(RUNS)

    text = page.content.decode()
    assert page.status_code == 200
    assert f"{RUNS}{run.pk}/" in text
    assert "?month=2026-11-01" in text


def test_the_preview_says_what_will_be_paid_and_who_lacks_what(be, as_paula):
    with country(be):
        contract = make_contract(be)
        contract.membership.profiles.update(iban="")

    text = as_paula.get(f"{RUNS}open/?month=2026-11-01").content.decode()

    assert "no bank account" in text
    assert "no tax file" in text
    assert "€808.44" in text
    assert "1 December 2026" in text


def test_opening_computes_and_shows_the_run(be, as_paula):
    with country(be):
        make_contract(be)

    answer = as_paula.post(f"{RUNS}open/", {"month": "2026-11-01"})

    with country(be):
        opened = PayrollRun.objects.get()
        assert Job.objects.filter(kind="compute_lines").count() == 1
    assert (answer.status_code, answer.url, opened.state) == (302, f"{RUNS}{opened.pk}/", "computing")


def test_a_month_that_does_not_wait_is_refused_beside_the_field(be, as_paula):
    with country(be):
        make_contract(be)

    answer = as_paula.post(f"{RUNS}open/", {"month": "2026-10-01"})

    assert answer.status_code == 422
    assert "Error" in answer.content.decode()


def test_the_run_page_shows_failures_with_reason_and_way_out(be, run, as_paula, django_assert_max_num_queries):
    with django_assert_max_num_queries(32):
        page = as_paula.get(f"{RUNS}{run.pk}/")

    text = page.content.decode()
    line = failed(be)
    assert page.status_code == 200
    assert "amateur_arts" in text
    assert f"{RUNS}lines/{line.pk}/retry/" in text
    assert f"{RUNS}lines/{line.pk}/leave-out/" in text
    assert "Approve the run" not in text


def test_lines_can_be_shown_by_state(be, run, as_paula):
    text = as_paula.get(f"{RUNS}{run.pk}/?state=failed").content.decode()

    assert "Mona Example" in text
    assert "Lina Example" not in text


def test_the_change_against_last_month_is_shown(be, run, as_paula):
    with country(be):
        line = RunLine.objects.computed().select_related("contract__activity").get()
        before = make_contract(be, activity=line.contract.activity, first=datetime.date(2026, 10, 19))
        petra = payroll_officer()
        october = payroll.open_run(month=datetime.date(2026, 10, 1), by=petra)
        payroll.start_computing(october, by=petra)
        do_jobs("compute_lines")
        payroll.approve_run(october, by=payroll_officer("Paul Example"))
        net = before.payslips.get().net
        assert net > Decimal(0)

    text = as_paula.get(f"{RUNS}{run.pk}/").content.decode()

    assert f"€{net}" in text
    assert "%" in text


def test_progress_polls_while_there_is_work_and_then_ends_itself(be, as_paula):
    with country(be):
        make_contract(be)
        petra = payroll_officer("Petra Example")
        run = payroll.open_run(month=MONTH, by=petra)
        payroll.start_computing(run, by=petra)
    during = as_paula.get(f"{RUNS}{run.pk}/progress/", headers={"hx-request": "true"})
    with country(be):
        do_jobs("compute_lines")
    after = as_paula.get(f"{RUNS}{run.pk}/progress/", headers={"hx-request": "true"})

    assert 'hx-trigger="every 2s"' in during.content.decode()
    assert "HX-Refresh" not in during.headers
    assert "hx-trigger" not in after.content.decode()
    assert after.headers["HX-Refresh"] == "true"


def test_work_that_was_given_up_is_shown_and_can_be_put_back(be, as_paula):
    with country(be):
        make_contract(be)
        petra = payroll_officer("Petra Example")
        run = payroll.open_run(month=MONTH, by=petra)
        payroll.start_computing(run, by=petra)
        Job.objects.update(state=JobState.PARKED, last_error="The worker died 3 times while it did this.")

    assert "died 3 times" in as_paula.get(f"{RUNS}{run.pk}/").content.decode()
    assert as_paula.post(f"{RUNS}{run.pk}/retry/").status_code == 302
    with country(be):
        assert Job.objects.get().state == JobState.QUEUED


def test_a_failed_line_is_tried_again(be, run, as_paula):
    line = failed(be)

    assert as_paula.post(f"{RUNS}lines/{line.pk}/retry/").status_code == 302
    assert state_of(run) == "computing"


def test_a_line_is_left_out_with_a_reason(be, run, as_paula):
    line = failed(be)

    empty = as_paula.post(f"{RUNS}lines/{line.pk}/leave-out/", {"reason": ""})
    done = as_paula.post(f"{RUNS}lines/{line.pk}/leave-out/", {"reason": "Paid outside the portal"})

    assert (empty.status_code, done.status_code) == (422, 302)
    assert "Paid outside the portal" in as_paula.get(f"{RUNS}{run.pk}/").content.decode()


def test_another_person_approves(be, run, as_piet):
    leave_out_failed(be)

    answer = as_piet.post(f"{RUNS}{run.pk}/approve/")

    assert answer.status_code == 302
    assert state_of(run) == "approved"


def test_the_opener_is_told_to_ask_a_colleague(be, paula, as_paula):
    with country(be):
        make_contract(be)
    as_paula.post(f"{RUNS}open/", {"month": "2026-11-01"})
    with country(be):
        do_jobs("compute_lines")
        run = PayrollRun.objects.get()

    answer = as_paula.post(f"{RUNS}{run.pk}/approve/")

    assert answer.status_code == 409
    assert "another person must approve it" in answer.content.decode()
    assert "Approve the run" not in answer.content.decode()


def test_the_second_approval_is_409_with_who_and_when(be, run, as_piet, as_paula):
    leave_out_failed(be)
    as_piet.post(f"{RUNS}{run.pk}/approve/")

    answer = as_paula.post(f"{RUNS}{run.pk}/approve/")

    assert answer.status_code == 409
    assert "Piet Books" in answer.content.decode()


def test_a_posted_run_offers_the_transfer(be, run, as_piet):
    leave_out_failed(be)
    as_piet.post(f"{RUNS}{run.pk}/approve/")
    with country(be):
        do_jobs("post_lines")

    assert f"{RUNS}{run.pk}/transfer/" in as_piet.get(f"{RUNS}{run.pk}/").content.decode()


@pytest.mark.parametrize("role", ["adviser", None])
def test_others_find_nothing_here(be, run, client, role):
    user = people.make_staff(be, role, "Ada Adviser") if role else people.make_member(be, "Alice Example").user
    browser = people.sign_in(client, user)

    for path in (RUNS, f"{RUNS}{run.pk}/", f"{RUNS}{run.pk}/progress/", f"{RUNS}open/"):
        assert browser.get(path).status_code == 404


def test_accountants_look_and_approve_but_do_not_run(be, run, as_piet):
    assert as_piet.get(f"{RUNS}{run.pk}/").status_code == 200
    assert as_piet.get(f"{RUNS}open/").status_code == 404
    assert as_piet.post(f"{RUNS}lines/{failed(be).pk}/retry/").status_code == 404


def test_the_run_of_another_country_is_not_found(be, run, client):
    spain = people.make_country("ES")
    browser = people.sign_in(client, people.make_staff(spain, "payroll", "Pilar Example"))

    assert browser.get(f"/es/staff/payroll/{run.pk}/").status_code == 404


def test_where_payroll_is_not_open_the_queue_says_so_honestly(clock, db, client):
    spain = make_country_without_payroll("ES")
    with country(spain):
        contract = make_contract(spain, people.make_member(spain, "Nuria Example"), state="validated")
    browser = people.sign_in(client, people.make_staff(spain, "payroll", "Pilar Example"))

    listing = browser.get("/es/staff/payroll/")
    page = browser.get("/es/staff/payroll/waiting/")

    assert (listing.status_code, listing.url) == (302, "/es/staff/payroll/waiting/")
    text = page.content.decode()
    assert contract.reference in text
    assert "does not compute pay" in text
