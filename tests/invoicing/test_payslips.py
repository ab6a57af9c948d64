"""The payslip's page and paper: one source of numbers, every value with its day, nobody else's eyes."""

import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client as Browser
from pypdf import PdfReader

from activities.models import Contract
from activities.rules.papers import Speaker
from countries.models import Country
from invoicing.models import Payslip, TransferFile, TransferItem
from invoicing.rules import payroll, payslip_paper, payslips
from invoicing.rules.payslip_lines import groups_of, unsure_values
from invoicing.rules.waterfall_of import waterfall_of
from members.models import Document, Membership, Notification, OutgoingMail
from members.rules.documents import read_document
from smart.foundation.tenancy import country
from tests import people
from tests.factories.invoicing import make_mission
from tests.factories.payroll import MONTH, NET, make_contract, payroll_officer
from tests.invoicing.work_list import do_jobs

D = Decimal


@pytest.fixture
def lina(be: Country) -> Membership:
    return people.make_member(be, "Lina Example", language="fr")


@pytest.fixture
def payslip(be: Country, lina: Membership) -> Payslip:
    """Approved and posted, without its paper."""
    with country(be):
        make_contract(be, lina)
        petra = payroll_officer("Petra Example")
        run = payroll.open_run(month=MONTH, by=petra)
        payroll.start_computing(run, by=petra)
        do_jobs("compute_lines")
        payroll.approve_run(run, by=payroll_officer("Paul Example"))
        do_jobs("post_lines")
        return Payslip.objects.select_related(*payslip_paper.BEHIND).get()


def test_the_groups_add_up_to_what_is_paid(be, payslip):
    groups = {group.heading: group for group in groups_of(payslips.result_of(payslip, country="BE"))}

    assert [(g.heading, g.total.amount) for g in groups.values()] == [
        ("Gross pay", D("808.44")),
        ("Your contributions", D("703.31")),  # the taxable pay
        ("Tax", D("0.00")),
        ("What the employer pays on top", D("1168.75")),
    ]
    security = groups["Your contributions"].lines[0]
    assert (security.amount, security.calculation) == (D("-105.66"), "€808.44 × 13.07% = €105.66")
    assert security.values[0].source


def test_values_nobody_verified_are_named(payslip):
    assert any(
        "Risk groups" in value or "risk groups" in value
        for value in unsure_values(payslips.result_of(payslip, country="BE"))
    )


def test_the_stairs_begin_with_the_budget_when_no_mission_is_behind(be, payslip):
    with country(be):
        fall = waterfall_of(payslip)

    assert [(row.kind, row.amount) for row in fall.rows] == [
        ("client", D("1168.75")),
        ("employer", D("-220.79")),
        ("employer", D("-139.52")),
        ("gross", D("808.44")),
        ("personal", D("-105.13")),
        ("net", NET),
    ]


def test_two_contracts_of_a_mission_do_not_show_each_others_money(be, payslip):
    with country(be):
        mission = make_mission(payslip.contract.activity)
        make_contract(be, activity=payslip.contract.activity, first=datetime.date(2026, 11, 23), mission=mission)
        Contract.objects.filter(pk=payslip.contract_id).update(mission=mission)
        found = Payslip.objects.select_related(*payslip_paper.BEHIND).get()

        assert waterfall_of(found).total == D("1168.75")


def test_the_paper_is_in_the_members_language_and_the_same_bytes_again(be, payslip):
    with country(be):
        first = payslip_paper.issue_payslip(payslip.pk)
        again = payslip_paper.issue_payslip(payslip.pk)
        text = PdfReader(BytesIO(read_document(first))).pages[0].extract_text()

    assert (first.pk, first.language, first.visible_to) == (again.pk, "fr", "member")
    assert "P-2026-000001" in text
    assert "703,31" in text
    assert "Cotisation ONSS" in text


def test_the_paper_has_the_items_the_belgian_decree_asks_for(be, payslip):
    with country(be):
        context = payslip_paper.paper_context(payslip, speaker=Speaker("fr"))

    facts = {
        row.path: row.value.text
        for pair in (*context["fact_pairs"], *context["more_pairs"])
        for section in pair
        for row in section.facts
    }
    assert (context["employer_name"], facts["employer.name"], facts["person.name"]) == (
        "SmartCoop",
        "SmartCoop",
        "Lina Example",
    )
    assert facts["inputs.period"] == "du 16 novembre 2026 au 20 novembre 2026"
    assert (facts["contract.days"], facts["contract.hours"], facts["contract.gross"]) == ("5", "38", "808,44\xa0€")
    assert [group.heading for group in context["groups"]] == ["Salaire brut", "Vos cotisations", "Impôt"]
    assert context["net_paid"] == NET
    amounts = {row.path: row.amount for section in context["amount_sections"] for row in section.amounts}
    assert (amounts["line.taxable"], amounts["total.net"], amounts["year.net"]) == (D("703.31"), NET, NET)


def test_the_member_is_told_once_and_without_amounts(be, payslip):
    with country(be):
        payslip_paper.issue_payslip(payslip.pk)
        payslip_paper.issue_payslip(payslip.pk)
        mail, notice = OutgoingMail.objects.get(), Notification.objects.get()

    assert notice.url == f"/be/payslips/{payslip.pk}/"
    assert "703" not in mail.text + mail.subject + notice.text + notice.title


def test_the_job_makes_only_papers_that_are_missing(inside, payslip):
    do_jobs("render_payslips")
    before = Document.objects.filter(kind="payslip").count()
    do_jobs("render_payslips")

    assert (before, Document.objects.filter(kind="payslip").count()) == (1, 1)


def test_the_account_is_shown_by_its_end_only():
    assert payslip_paper.masked_iban("BE49999000000171") == "BE•• •••• •••• 0171"


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def as_lina(lina: Membership, client: Browser) -> Browser:
    return people.sign_in(client, lina.user)


def test_the_list_shows_my_payslips(be, payslip, as_lina, django_assert_max_num_queries):
    with django_assert_max_num_queries(28):
        page = as_lina.get("/be/payslips/", headers={"accept-language": "en"})

    assert page.status_code == 200
    assert "P-2026-000001" in page.content.decode()


def test_a_member_without_pay_is_told_when_it_comes(be, as_lina):
    page = as_lina.get("/be/payslips/")

    assert page.status_code == 200
    assert "P-2026" not in page.content.decode()


def test_the_page_shows_net_promise_stairs_and_sources(be, payslip, as_lina, django_assert_max_num_queries):
    with country(be):
        payslip_paper.issue_payslip(payslip.pk)
    with django_assert_max_num_queries(28):
        page = as_lina.get(f"/be/payslips/{payslip.pk}/")

    text = page.content.decode()
    assert page.status_code == 200
    assert "808,44" in text
    assert "1er décembre 2026" in text or "1 décembre 2026" in text
    assert "Annexe III" in text or "AR" in text
    assert "••••" in text


def test_a_paid_payslip_says_when(be, payslip, as_lina):
    with country(be):
        transfer = TransferFile.objects.create(
            run=payslip.line.run,
            account=payslip.contract.entity.bank_accounts.first(),
            message_id="T1",
            execute_on=datetime.date(2026, 12, 1),
            count=1,
            total=NET,
            currency="EUR",
            sha256="",
            state="executed",
            executed_on=datetime.date(2026, 12, 1),
            prepared_by_id=1,
            prepared_at=datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC),
        )
        TransferItem.objects.create(transfer=transfer, payslip=payslip, amount=NET)

    assert "stamp ok" in as_lina.get(f"/be/payslips/{payslip.pk}/").content.decode()


def test_another_member_gets_404(be, payslip, client):
    stranger = people.make_member(be, "Eve Stranger")

    assert people.sign_in(client, stranger.user).get(f"/be/payslips/{payslip.pk}/").status_code == 404


def test_a_payslip_that_is_not_approved_does_not_exist_for_its_member(be, lina, as_lina):
    with country(be):
        make_contract(be, lina)
        petra = payroll_officer("Petra Example")
        run = payroll.open_run(month=MONTH, by=petra)
        payroll.start_computing(run, by=petra)
        do_jobs("compute_lines")
        pk = Payslip.objects.get().pk

    assert as_lina.get(f"/be/payslips/{pk}/").status_code == 404


# --- staff -----------------------------------------------------------------------------------------------------------


def test_payroll_officers_see_what_is_not_verified_and_what_is_missing(
    be, payslip, client, django_assert_max_num_queries
):
    people.sign_in(client, people.make_staff(be, "payroll", "Petra Payroll"))

    with django_assert_max_num_queries(40):
        page = client.get(f"/be/staff/payroll/payslips/{payslip.pk}/").content.decode()

    assert "What the law wants on it" in page
    assert "missing: Joint committee, required by" in page
    assert "not verified" in page
    assert "confirm it before real pay" in page or "From a second hand" in page
    assert "AR 27/9/1966 art. 1, item 1" in page


def test_only_payroll_and_accounting_check_payslips(be, payslip, client, hugo):
    at = f"/be/staff/payroll/payslips/{payslip.pk}/"
    for user in (people.make_staff(be, "adviser", "Anna Adviser"), hugo, payslip.membership.user):
        people.sign_in(client, user)
        assert client.get(at).status_code == 404


def test_the_members_page_opens_each_line_with_its_law(be, payslip, as_lina):
    page = as_lina.get(f"/be/payslips/{payslip.pk}/", headers={"accept-language": "en"}).content.decode()

    assert "loi 29/06/1981 art. 38" in page
    assert "social_security.worker_rate" in page or "<code>" in page
    assert "confirm it before real pay" not in page
