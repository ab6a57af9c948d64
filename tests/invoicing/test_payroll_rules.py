"""A run: what it freezes, how each line ends, who may do what, and what happens the second time.

The amounts are worked out by hand in tests/scenarios/be_mural.yaml; the second contract of a month below.
"""

import datetime
from decimal import Decimal

import pytest
from django.utils import translation

from activities.models import Contract
from invoicing import payroll_jobs
from invoicing.models import LedgerEntry, PayrollRun, Payslip, RunLine
from invoicing.rules import payroll, payslips, posting
from members.models import TaxFile
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.jobs import Job
from smart.foundation.tenancy import country
from tests.factories.invoicing import make_country, make_country_without_payroll
from tests.factories.payroll import BUDGET, GROSS, MONTH, NET, make_contract, payroll_officer
from tests.invoicing.work_list import do_jobs

D = Decimal


@pytest.fixture
def petra(inside) -> Actor:
    return payroll_officer("Petra Example")


@pytest.fixture
def paul(inside) -> Actor:
    return payroll_officer("Paul Example")


@pytest.fixture
def contract(inside) -> Contract:
    return make_contract(inside)


def computed(by: Actor) -> PayrollRun:
    run = payroll.open_run(month=MONTH, by=by)
    payroll.start_computing(run, by=by)
    do_jobs("compute_lines")
    run.refresh_from_db()
    return run


def line_of(contract: Contract) -> RunLine:
    return RunLine.objects.select_related("run", "contract").get(contract=contract)


# --- opening ---------------------------------------------------------------------------------------------------------


def test_a_run_freezes_the_signed_contracts_of_its_month(inside, petra, contract):
    make_contract(inside, first=datetime.date(2026, 10, 19))
    make_contract(inside, state="validated")

    run = payroll.open_run(month=MONTH, by=petra)

    assert [line.contract for line in run.lines.all()] == [contract]
    assert (run.state, run.pack_version, run.sequence) == ("open", "2026.12", 1)


def test_a_run_is_paid_on_the_earliest_promised_day(inside, petra):
    make_contract(inside, promised_on=datetime.date(2026, 12, 1))
    make_contract(inside, promised_on=datetime.date(2026, 11, 27))

    assert payroll.open_run(month=MONTH, by=petra).pay_on == datetime.date(2026, 11, 27)


def test_a_promise_already_past_is_paid_on_the_next_working_day(inside, petra):
    # Today is Tuesday 10 November; Wednesday 11 November is a public holiday in Belgium.
    make_contract(inside, promised_on=datetime.date(2026, 11, 9))

    assert payroll.open_run(month=MONTH, by=petra).pay_on == datetime.date(2026, 11, 12)


def test_a_second_run_of_the_month_takes_late_contracts(inside, petra, contract):
    payroll.open_run(month=MONTH, by=petra)
    late = make_contract(inside)

    second = payroll.open_run(month=MONTH, by=petra)

    assert second.sequence == 2
    assert [line.contract for line in second.lines.all()] == [late]


def test_whoever_opens_second_is_told_who_was_first(inside, petra, paul, contract):
    payroll.open_run(month=MONTH, by=petra)

    with pytest.raises(Conflict, match="opened by Petra Example"):
        payroll.open_run(month=MONTH, by=paul)


def test_a_month_without_contracts_opens_nothing(inside, petra):
    with pytest.raises(RuleBroken) as refused:
        payroll.open_run(month=MONTH, by=petra)

    assert refused.value.code == "nothing_to_pay"


@pytest.mark.parametrize("role", ["adviser", "accounting"])
def test_only_payroll_opens_a_run(inside, contract, role):
    with pytest.raises(NotAllowed):
        payroll.open_run(month=MONTH, by=payroll_officer("Olga Example", role))


def test_a_country_without_payroll_says_so(clock, db):
    spain = make_country_without_payroll("ES")
    with country(spain), pytest.raises(RuleBroken) as refused:
        payroll.open_run(month=MONTH, by=payroll_officer())

    assert refused.value.code == "payroll_not_open"


# --- computing -------------------------------------------------------------------------------------------------------


def test_a_line_becomes_the_payslip_of_the_worked_example(petra, contract):
    run = computed(petra)

    payslip = Payslip.objects.get()
    assert run.state == "computed"
    assert (payslip.gross, payslip.net, payslip.employer_cost) == (GROSS, NET, BUDGET)
    assert (payslip.employee_total, payslip.tax_total, payslip.provisions) == (D("105.13"), D("0.00"), D("139.52"))
    assert (payslip.number, payslip.is_approved, payslip.pack_version) == ("", False, "2026.12")


def test_two_contracts_of_a_month_are_taxed_on_their_total(inside, petra, contract):
    # Month's gross 1616.88: contribution 13.07 % = 211.33, first 105.66, rest 105.67. Work bonus 2.21 x 0.48 = 1.06, first
    # 0.53. Taxable 1406.61 x 12 = 16879.32, less 30 % = 11815.52, tax 26.75 % = 3160.65 less 2987.98 = 172.67, a month 14.39;
    # fiscal bonus 33.14 % of 1.06 = 0.35. Net of the month 1392.57, of which 703.31 was paid: 689.26.
    second = make_contract(inside, activity=contract.activity, first=datetime.date(2026, 11, 23))

    computed(petra)

    assert [Payslip.objects.get(contract=each).net for each in (contract, second)] == [NET, D("689.26")]
    assert Payslip.objects.get(contract=second).tax_total == D("14.04")


def test_a_payslip_can_be_computed_afresh_from_what_it_keeps(petra, contract):
    computed(petra)
    payslip = Payslip.objects.get()

    again = payslips.recompute(payslip, country="BE")

    kept = payslips.result_of(payslip, country="BE")
    assert [(line.code, line.amount) for line in again.lines] == [(line.code, line.amount) for line in kept.lines]
    assert (again.net, again.employer_cost) == (kept.net, kept.employer_cost)


def test_a_payslip_keeps_values_with_date_and_source_and_nothing_sealed(petra, contract):
    computed(petra)
    payslip = Payslip.objects.get()

    assert all(row["since"] and row["source"] and row["confidence"] for row in payslip.parameters)
    profile = contract.membership.profiles.get()
    kept = str([payslip.inputs, payslip.lines, payslip.parameters])
    assert profile.iban not in kept
    assert profile.national_number not in kept


def test_the_tax_file_in_force_at_the_end_of_the_month_counts(inside, petra, contract):
    for since, children in (
        (datetime.date(2026, 1, 1), 0),
        (datetime.date(2026, 11, 30), 2),
        (datetime.date(2026, 12, 1), 5),
    ):
        TaxFile.objects.create(
            membership=contract.membership,
            since=since,
            answers={"children": children},
            entered_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
            entered_by_id=1,
        )

    computed(petra)

    assert Payslip.objects.get().inputs["tax_file"]["children"] == 2


def test_a_line_costs_at_most_six_queries(inside, petra, contract, django_assert_max_num_queries):
    run = payroll.open_run(month=MONTH, by=petra)
    payroll.start_computing(run, by=petra)
    line = line_of(contract)
    facts = payslips.read_facts(inside, [line])

    with django_assert_max_num_queries(6):
        payroll.compute_line(line.pk, facts=facts)


def test_a_job_delivered_twice_makes_one_payslip(petra, contract):
    run = payroll.open_run(month=MONTH, by=petra)
    payroll.start_computing(run, by=petra)
    line = line_of(contract)

    assert [payroll.compute_line(line.pk), payroll.compute_line(line.pk)] == ["computed", "computed"]
    assert Payslip.objects.count() == 1


def test_one_failing_line_never_stops_the_others(inside, petra, contract):
    dear = make_contract(inside, budget=D("1168.74"))
    odd = make_contract(inside, kind="amateur_arts")

    run = computed(petra)

    assert run.state == "computed"
    assert {line.contract: (line.state, line.error_code) for line in RunLine.objects.all()} == {
        contract: ("computed", ""),
        dear: ("failed", "cost_over_budget"),
        odd: ("failed", "contract_kind_without_payroll"),
    }
    assert "€1,168.75" in line_of(dear).error_message


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Die Amateurkunstvergütung (amateur_arts) ist für "),
        ("fr", "L’indemnité des arts en amateur (amateur_arts) n’est pas prise en charge au "),
        ("nl", "De amateurkunstenvergoeding (amateur_arts) wordt op "),
    ],
)
def test_why_the_law_refused_a_pay_is_read_in_the_language_of_the_officer(inside, petra, language, words):
    odd = make_contract(inside, kind="amateur_arts")
    computed(petra)

    with translation.override(language):
        assert line_of(odd).why.startswith(words)


def test_a_fault_in_one_computation_is_kept_on_its_line(inside, petra, contract, monkeypatch):
    other = make_contract(inside)
    honest = payslips.compute_payslip

    def broken(line, facts, **rest):
        if line.contract_id == other.pk:
            raise KeyError("missing")
        return honest(line, facts, **rest)

    monkeypatch.setattr(payslips, "compute_payslip", broken)

    computed(petra)

    assert line_of(contract).state == "computed"
    assert (line_of(other).state, line_of(other).error_code) == ("failed", "unexpected")


def test_rules_that_changed_under_a_run_are_refused_and_can_be_computed_afresh(petra, contract):
    run = payroll.open_run(month=MONTH, by=petra)
    PayrollRun.objects.filter(pk=run.pk).update(pack_version="2026.07")
    payroll.start_computing(run, by=petra)
    do_jobs("compute_lines")
    assert line_of(contract).error_code == "pack_changed"

    run.refresh_from_db()
    payroll.start_computing(run, by=petra)
    do_jobs("compute_lines")

    run.refresh_from_db()
    assert (run.state, run.pack_version, line_of(contract).state) == ("computed", "2026.12", "computed")


def test_starting_twice_is_refused(petra, contract):
    run = payroll.open_run(month=MONTH, by=petra)
    payroll.start_computing(run, by=petra)

    with pytest.raises(RuleBroken):
        payroll.start_computing(run, by=petra)
    assert Job.objects.filter(kind="compute_lines").count() == 1


def test_contracts_of_one_person_stay_in_one_chunk(inside, monkeypatch, petra):
    monkeypatch.setattr(payroll, "CHUNK", 2)
    first = make_contract(inside)
    rest = [
        make_contract(inside, activity=first.activity, first=day)
        for day in (datetime.date(2026, 11, 2), datetime.date(2026, 11, 23))
    ]
    other = make_contract(inside)
    lines = list(payroll.open_run(month=MONTH, by=petra).lines.select_related("contract"))

    groups = [[line.contract for line in chunk] for chunk in payroll.chunks(lines)]

    assert groups == [[first, *rest], [other]]  # in the order they were made, as their conversions counted


# --- in another country ----------------------------------------------------------------------------------------------


def test_a_run_of_another_country_is_not_found(petra, contract, clock):
    run = payroll.open_run(month=MONTH, by=petra)
    line = line_of(contract)
    france = make_country("FR")

    with country(france):
        for rule in (
            lambda: payroll.start_computing(run, by=petra),
            lambda: payroll.compute_line(line.pk),
            lambda: payroll.exclude_line(line, reason="x", by=petra),
            lambda: payroll.approve_run(run, by=petra),
            lambda: posting.post_line(line.pk),
        ):
            with pytest.raises((PayrollRun.DoesNotExist, RunLine.DoesNotExist, StopIteration)):
                rule()
        assert LedgerEntry.objects.count() == 0


@pytest.mark.parametrize(
    ("attempts", "order"), [(0, [1, 2, 3]), (1, [1, 2, 3]), (2, [2, 3, 1]), (3, [3, 1, 2]), (9, [1, 2, 3])]
)
def test_the_line_at_which_a_worker_died_goes_behind_the_others(attempts, order):
    assert payroll_jobs.suspects_last([1, 2, 3], attempts=attempts) == order
