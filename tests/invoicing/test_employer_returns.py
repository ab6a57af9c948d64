"""The employer's return of a month: Sweden's AGI from the run's payslips, kept, sent, answered, followed by a later one."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from countries.models import CountrySetting, LegalEntity
from countries.states import SettingState
from invoicing.models import EmployerReturn, PayrollRun
from invoicing.rules import employer_returns
from members.models import Document, Profile
from members.rules.documents import read_document
from smart.foundation.audit import AuditEntry
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.tenancy import country
from tests import people
from tests.factories.papers import CASES, make_payslip

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 12, 2, 9, 0, tzinfo=datetime.UTC)
OFFICER = people.as_staff
PERSONAL_NUMBER = "199005172382"
"""An invented number of the reserved kind, with its check digit (Luhn)."""


@pytest.fixture
def se(db):
    where = people.make_country("SE")
    with country(where):
        CountrySetting.objects.create(
            key="papers.registrations",
            since=datetime.date(2026, 1, 1),
            value=[
                {"name": "contact_name", "value": "Sara Exempel"},
                {"name": "contact_phone", "value": "+46 8 000 00 00"},
                {"name": "contact_email", "value": "lon@example.org"},
            ],
            source="test",
            state=SettingState.APPROVED,
            entered_by_id=-1,
            entered_by_label="A",
            entered_at=NOW,
            decided_by_id=-2,
            decided_by_label="B",
            decided_at=NOW,
        )
    return where


@pytest.fixture
def officer(se):
    return people.make_staff(se, "payroll", "Petra Payroll")


@pytest.fixture
def inside(se):
    with country(se):
        yield se


@pytest.fixture
def run(inside):
    payslip = make_payslip(inside, CASES["SE"])
    for profile in Profile.objects.all():
        profile.national_number = PERSONAL_NUMBER
        profile.save()
    return PayrollRun.objects.get(pk=payslip.line.run_id)


@pytest.fixture
def entity(inside):
    return LegalEntity.objects.get(is_default=True)


def prepare(run, entity, officer):
    return employer_returns.prepare_return(run, entity=entity, by=OFFICER(officer, "payroll"), now=NOW)


def test_it_is_made_from_the_payslips_and_kept_for_staff_only(run, entity, officer):
    made = prepare(run, entity, officer)

    kept = Document.objects.about(made).get()
    text = read_document(kept).decode()
    assert (made.state, made.payslip_count, kept.visible_to, kept.sha256) == ("prepared", 1, "staff", made.file_sha256)
    assert PERSONAL_NUMBER in text
    assert ">12000<" in text  # the month's pay of the one payslip, in whole kronor
    assert ">3600<" in text  # 30 % of it: nobody said that this is the main income
    assert AuditEntry.objects.filter(action="read", object_id=made.pk, table="invoicing_employerreturn").exists()


def test_made_twice_it_is_one(run, entity, officer):
    assert prepare(run, entity, officer).pk == prepare(run, entity, officer).pk
    assert EmployerReturn.objects.count() == 1


def test_a_second_run_of_the_month_follows_the_first_return(run, entity, officer):
    first = prepare(run, entity, officer)
    employer_returns.mark_return_sent(first, reference="AGI-1", by=OFFICER(officer, "payroll"), now=NOW)
    more = make_payslip(run.country, CASES["SE"])
    profile = Profile.objects.get(membership=more.membership)
    profile.national_number = "199201102384"
    profile.save()

    second = prepare(run, entity, officer)

    assert (second.replaces_id, second.payslip_count) == (first.pk, 2)
    assert EmployerReturn.objects.get(pk=first.pk).state == "sent"


def test_who_has_no_personal_number_stops_it_and_the_earlier_one_stays(run, entity, officer):
    first = prepare(run, entity, officer)
    make_payslip(run.country, CASES["SE"])

    with pytest.raises(RuleBroken) as broken:
        prepare(run, entity, officer)

    assert broken.value.code == "return_incomplete"
    assert EmployerReturn.objects.get(pk=first.pk).state == "prepared"


def test_wrong_role_wrong_state_and_other_country(run, entity, officer, be):
    with pytest.raises(NotAllowed):
        employer_returns.prepare_return(run, entity=entity, by=OFFICER(officer, "adviser"), now=NOW)
    run.state = "computed"
    with pytest.raises(RuleBroken) as broken:
        prepare(run, entity, officer)
    assert broken.value.code == "run_not_approved"
    assert not employer_returns.is_offered(be)


def test_the_whole_way_in_the_browser(client, run, entity, officer):
    people.sign_in(client, officer)
    page = client.get(f"/se/staff/payroll/{run.pk}/")
    assert "Make the return" in page.content.decode()

    made = client.post(f"/se/staff/payroll/{run.pk}/return/", {"entity": entity.pk})
    found = EmployerReturn.objects.get()
    assert made.url == f"/se/staff/payroll/returns/{found.pk}/"
    assert "Record as sent" in client.get(made.url).content.decode()
    assert client.post(f"{made.url}send/", {"send-reference": ""}).status_code == 422
    client.post(f"{made.url}send/", {"send-reference": "AGI-2026-11"})
    receipt = SimpleUploadedFile("kvitto.pdf", b"%PDF-1.7 kvittens", content_type="application/pdf")
    client.post(f"{made.url}acknowledge/", {"acknowledge-receipt": "K-1", "acknowledge-file": receipt})

    found.refresh_from_db()
    assert (found.state, found.reference, found.receipt) == ("acknowledged", "AGI-2026-11", "K-1")
    assert Document.objects.about(found).count() == 2


def test_a_refusal_is_kept_with_its_words(client, run, entity, officer):
    people.sign_in(client, officer)
    found = prepare(run, entity, officer)
    at = f"/se/staff/payroll/returns/{found.pk}/"
    client.post(f"{at}send/", {"send-reference": "AGI-1"})
    client.post(f"{at}refuse/", {"refuse-reason": "Fel i fält 215"})

    assert "Fel i fält 215" in client.get(at).content.decode()
    assert prepare(run, entity, officer).replaces_id == found.pk


def test_others_find_nothing(client, run, entity, officer, hugo):
    found = prepare(run, entity, officer)
    for user in (people.make_staff(run.country, "adviser", "Anna Adviser"), hugo):
        people.sign_in(client, user)
        assert client.get(f"/se/staff/payroll/returns/{found.pk}/").status_code == 404
        assert client.post(f"/se/staff/payroll/{run.pk}/return/", {"entity": entity.pk}).status_code == 404
