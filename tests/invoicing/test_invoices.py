"""A confirmed mission becomes one invoice: numbered, taxed, booked, shared out."""

import datetime
from decimal import Decimal

import pytest
from django.db import transaction

from activities.models import Mission
from activities.signals import mission_confirmed
from countries.models import Country, LegalEntity
from invoicing import jobs as invoicing_jobs
from invoicing.models import Invoice, LedgerTransaction
from invoicing.rules import invoices, ledger
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.jobs import Job
from smart.foundation.states import history
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_activity, make_client, make_country, make_mission, member_actor, staff_actor

D = Decimal
TODAY = datetime.date(2026, 11, 10)


@pytest.fixture
def adviser():
    return staff_actor("adviser")


def test_the_invoice_of_a_belgian_mission(mission, adviser):
    invoice = invoices.invoice_mission(mission, on=TODAY, by=adviser)

    # 1 250.00 + 21 % = 1 512.50; fee 6.5 % = 81.25; no separate guarantee share in Belgium
    assert (invoice.state, invoice.number) == ("issued", "BE-2026-000001")
    assert (invoice.net, invoice.vat, invoice.total) == (D("1250.00"), D("262.50"), D("1512.50"))
    assert (invoice.fee, invoice.guarantee, invoice.credited) == (D("81.25"), D("0.00"), D("1168.75"))
    assert (invoice.issued_on, invoice.due_on) == (TODAY, datetime.date(2026, 11, 20))
    assert invoice.payment_reference == "+++012/6000/00108+++"
    assert invoice.language == "nl"
    assert invoice.vat_decision["category"] == "S"


def test_the_money_is_booked_to_whom_it_belongs(mission, adviser):
    invoices.invoice_mission(mission, on=TODAY, by=adviser)

    assert ledger.account_balance("clients.receivable") == D("1512.50")
    assert ledger.account_balance("vat.payable") == D("-262.50")
    assert ledger.account_balance("fee.income") == D("-81.25")
    assert ledger.account_balance("activity.available", mission.activity) == D("-1168.75")


def test_spain_feeds_its_guarantee_fund_on_every_invoice(clock, db):
    spain = make_country("ES")
    with enter(spain):
        mission = make_mission(make_activity(spain), client=make_client(place="ES", language="es"), place="ES")

        invoice = invoices.invoice_mission(mission, on=TODAY, by=staff_actor("adviser"))

        # 5.5 % of 1 250.00 = 68.75, 2 % = 25.00
        assert (invoice.fee, invoice.guarantee, invoice.credited) == (D("68.75"), D("25.00"), D("1156.25"))
        assert ledger.account_balance("guarantee.fund") == D("-25.00")


def test_the_parties_are_copied_as_they_were_on_the_day(mission, adviser):
    invoice = invoices.invoice_mission(mission, on=TODAY, by=adviser)
    LegalEntity.objects.update(name="Another name")

    kept = Invoice.objects.get(pk=invoice.pk)
    assert kept.seller["name"] == "SmartCoop"
    assert kept.seller["iban"] == "BE49999000000171"
    assert kept.buyer["lines"] == ["Voorbeeldstraat 3", "9000 Gent"]


def test_a_client_abroad_has_their_country_in_the_language_of_the_invoice(activity, adviser):
    client = make_client(place="FR", vat_number="FR40303265045", language="fr", city="Lille", postal_code="59000")

    invoice = invoices.invoice_mission(make_mission(activity, client=client, place="DE"), on=TODAY, by=adviser)

    assert invoice.buyer["lines"][-1] == "France"


def test_news_of_a_confirmed_mission_puts_its_invoice_on_the_work_list(mission, inside):
    mission_confirmed.send(sender=Mission, country_id=inside.pk, id=mission.pk)
    mission_confirmed.send(sender=Mission, country_id=inside.pk, id=mission.pk)

    job = Job.objects.get(kind="issue_invoice")
    for step in invoicing_jobs.issue_invoice(job):
        step()
        step()

    assert Invoice.objects.get().number == "BE-2026-000001"


def test_invoicing_a_mission_twice_gives_the_same_invoice(mission, adviser):
    first = invoices.invoice_mission(mission, on=TODAY, by=adviser)

    second = invoices.invoice_mission(mission, on=TODAY, by=adviser)

    assert second.pk == first.pk
    assert Invoice.objects.count() == LedgerTransaction.objects.count() == 1


def test_an_issued_invoice_is_put_on_the_list_of_papers_to_make(mission, adviser):
    invoice = invoices.invoice_mission(mission, on=TODAY, by=adviser)

    assert Job.objects.get(kind="render_invoice").payload == {"invoice": invoice.pk}


def test_the_issue_is_written_in_the_history_with_its_author(mission, adviser):
    invoice = invoices.invoice_mission(mission, on=TODAY, by=adviser)

    assert [(change.to_state, change.by_id) for change in history(invoice)] == [("issued", adviser.user_id)]


def test_a_mission_that_is_not_confirmed_is_not_invoiced(activity, adviser):
    mission = make_mission(activity, state="submitted")

    with pytest.raises(
        RuleBroken, match="is invoiced once the client and the cooperative have confirmed it"
    ) as refused:
        invoices.invoice_mission(mission, on=TODAY, by=adviser)

    assert refused.value.code == "mission_not_confirmed"


def test_a_member_may_not_issue(mission):
    with pytest.raises(NotAllowed):
        invoices.invoice_mission(mission, on=TODAY, by=member_actor(mission.activity))


def test_a_sleeping_country_issues_nothing(mission, adviser, inside):
    Country.objects.filter(pk=inside.pk).update(state="dormant")

    with pytest.raises(RuleBroken) as refused:
        invoices.invoice_mission(mission, on=TODAY, by=adviser)

    assert refused.value.code == "country_asleep"
    assert not Invoice.objects.exists()


def test_an_issue_that_fails_leaves_no_gap(mission, activity, adviser, monkeypatch):
    invoices.invoice_mission(mission, on=TODAY, by=adviser)
    draft = invoices.draft_invoice(make_mission(activity), on=TODAY, by=adviser)
    with monkeypatch.context() as patched:
        patched.setattr(invoices.jobs, "enqueue", _fail)
        with pytest.raises(RuntimeError, match="disk is full"), transaction.atomic():
            invoices.issue_invoice(draft, on=TODAY, by=adviser)

    assert invoices.issue_invoice(draft, on=TODAY, by=adviser).number == "BE-2026-000002"


def _fail(*args, **kwargs):
    raise RuntimeError("the disk is full")


def test_the_daily_pull_finds_what_nobody_invoiced(mission, activity, adviser):
    make_mission(activity, state="submitted")

    assert invoices.enqueue_due_invoices(on=TODAY, by=adviser) == 1
    assert Job.objects.get(kind="issue_invoice").payload == {"mission": mission.pk}
