"""Refused, disputed, suspended: the supplier hears why by mail, in France through their platform's statuses."""

import datetime

import pytest

from invoicing.models import SupplierStatus
from invoicing.rules.supplier_deciding import turn_down
from invoicing.rules.supplier_routing import route_invoice
from invoicing.rules.supplier_tellings import send_back
from members.models import Notification, OutgoingMail
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.states import history
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_activity, make_country, staff_actor
from tests.invoicing.conftest import NOON
from tests.invoicing.suppliers.world import D, accountant, approve, earn, receive, route, seller, xml

LATER = NOON + datetime.timedelta(hours=2)


def decide(invoice, to, *, code="TX_TVA_ERR", words="", by=None, now=NOON):
    return turn_down(invoice, to=to, reason_code=code, words=words, by=by or accountant(), now=now)


def test_the_supplier_is_told_by_mail_why_it_is_refused(activity):
    refused = decide(route(receive(), (activity, "121.00")), "refused", words="It must be 6 %.")

    assert refused.state == "refused"
    mail = OutgoingMail.objects.get(to="facturen@drukkerij.example")
    assert "DV-2026-17" in mail.subject
    assert "It must be 6 %." in mail.text
    change = history(refused).last()
    assert (change.to_state, change.reason) == ("refused", "The VAT rate is wrong: It must be 6 %.")
    assert Notification.objects.filter(user=activity.membership.user, title__contains="Refused").exists()


def test_what_is_disputed_goes_on_once_it_is_settled_and_may_be_disputed_again(activity):
    routed = route(receive(), (activity, "121.00"))
    decide(routed, "disputed")
    route(routed, (activity, "121.00"))
    routed.refresh_from_db()
    assert routed.state == "routed"

    decide(routed, "disputed", code="QTE_ERR", now=LATER)

    assert OutgoingMail.objects.filter(to="facturen@drukkerij.example").count() == 2


def test_what_is_suspended_is_kept_quiet(activity):
    suspended = decide(receive(), "suspended", code="JUSTIF_ABS")

    assert suspended.reason_code == "JUSTIF_ABS"
    assert OutgoingMail.objects.count() == 0


def test_without_an_address_nobody_is_mailed(activity):
    decide(receive(xml(seller=seller(contact=None), syntax="ubl")), "refused")

    assert OutgoingMail.objects.count() == 0


def test_a_reason_is_needed(activity):
    with pytest.raises(RuleBroken) as missing:
        decide(receive(), "refused", code="")
    assert missing.value.code == "reason_missing"


def test_refusing_twice_is_refused(activity):
    refused = decide(receive(), "refused")

    with pytest.raises(RuleBroken) as again:
        decide(refused, "refused")

    assert again.value.code == "no_such_move"


def test_what_is_booked_is_not_turned_down(activity):
    earn(activity)
    booked = approve(route(receive(), (activity, "121.00")))

    with pytest.raises(RuleBroken) as refused:
        decide(booked, "refused")

    assert refused.value.code == "no_such_move"


def test_payroll_decides_nothing(activity):
    with pytest.raises(NotAllowed):
        decide(receive(), "refused", by=staff_actor("payroll"))


def test_in_france_the_platform_is_told_each_step_and_no_mail_goes_out(be):
    france = make_country("FR")
    with enter(france):
        activity, by = make_activity(france), accountant()
        invoice = receive(xml(syntax="ubl"))
        route_invoice(invoice, parts=[(activity, D("121.00"))], by=by, now=NOON)
        decide(invoice, "disputed", by=by)
        decide(invoice, "suspended", code="JUSTIF_ABS", by=by)
        decide(invoice, "refused", by=by)

        told = list(SupplierStatus.objects.order_by("pk").values_list("code", "reason_code"))
        assert told == [("204", ""), ("207", "TX_TVA_ERR"), ("208", "JUSTIF_ABS"), ("210", "TX_TVA_ERR")]
        assert OutgoingMail.objects.filter(to="facturen@drukkerij.example").count() == 0


def test_statuses_are_sent_back_once(be):
    france = make_country("FR")
    with enter(france):
        by = accountant()
        decide(receive(xml(syntax="ubl")), "refused", words="=1+1", by=by)
        ids = [status.pk for status in SupplierStatus.objects.all()]

        content = send_back(ids, by=by, now=NOON)

        assert "DV-2026-17;2026-11-03" in content
        assert ";210;TX_TVA_ERR;'=1+1;" in content
        assert SupplierStatus.objects.get().sent_at == NOON
        with pytest.raises(RuleBroken) as again:
            send_back(ids, by=by, now=LATER)
        assert again.value.code == "nothing_chosen"
        with pytest.raises(NotAllowed):
            send_back(ids, by=staff_actor("payroll"), now=LATER)


def test_belgium_has_no_statuses(activity):
    decide(receive(), "refused")

    assert SupplierStatus.objects.count() == 0
