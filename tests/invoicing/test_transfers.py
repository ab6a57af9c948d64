"""The file for the bank: written by one, released by another, booked once; nobody is left out in silence."""

import datetime
from decimal import Decimal

import pytest
from django.conf import settings
from lxml import etree

from countries.addresses import country_url
from invoicing.models import LedgerEntry, PayrollRun, Payslip, TransferFile
from invoicing.pain001 import NAMESPACE, bank_text, check_transfer
from invoicing.queries.under_way import changed_accounts, payments_under_way
from invoicing.rules import transfers
from members.models import Membership, Profile
from members.rules.documents import read_document
from members.rules.profiles import change_account
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.tenancy import country
from tests import people

pytestmark = pytest.mark.django_db
PAID_ON = datetime.date(2026, 11, 24)


@pytest.fixture
def posted(mural_posted, be) -> PayrollRun:
    with country(be):
        return PayrollRun.objects.get()


@pytest.fixture
def first(paula):
    return people.as_staff(paula, "payroll")


@pytest.fixture
def second(piet):
    return people.as_staff(piet, "payroll")


def test_the_file_is_valid_and_says_who_is_paid_how_much(be, posted, first):
    with country(be):
        transfer = transfers.prepare_transfer(posted, by=first)
        content = read_document(transfers.transfer_paper(transfer))

    check_transfer(content)
    names = {"p": NAMESPACE}
    document = etree.fromstring(content)
    assert document.findtext(".//p:GrpHdr/p:CtrlSum", namespaces=names) == "703.31"
    assert document.findtext(".//p:CtgyPurp/p:Cd", namespaces=names) == "SALA"
    assert document.findtext(".//p:CdtTrfTxInf/p:Cdtr/p:Nm", namespaces=names) == "Lina Verhaegen"
    assert (transfer.count, transfer.total) == (1, Decimal("703.31"))


def test_the_same_person_cannot_write_and_release(be, posted, first):
    with country(be):
        transfer = transfers.prepare_transfer(posted, by=first)

        with pytest.raises(RuleBroken, match="another person must release it"):
            transfers.release_transfer(transfer, by=first)


def test_an_executed_file_is_booked_once_and_the_run_is_paid(be, posted, first, second):
    with country(be):
        transfer = transfers.prepare_transfer(posted, by=first)
        transfers.release_transfer(transfer, by=second)
        transfers.mark_executed(transfer, on=PAID_ON, by=second)

        with pytest.raises(RuleBroken):
            transfers.mark_executed(transfer, on=PAID_ON, by=second)
        bank = LedgerEntry.objects.filter(account__code="bank", transaction__kind="transfer").values_list(
            "amount", flat=True
        )
        assert list(bank) == [Decimal("-703.31")]
        posted.refresh_from_db()
        assert posted.state == "paid"


def test_a_run_has_one_live_file_and_a_withdrawn_one_makes_room(be, posted, first):
    with country(be):
        transfer = transfers.prepare_transfer(posted, by=first)
        with pytest.raises(RuleBroken, match="already has a file"):
            transfers.prepare_transfer(posted, by=first)

        transfers.cancel_transfer(transfer, reason="Wrong day", by=first)

        assert transfers.prepare_transfer(posted, by=first).message_id != transfer.message_id
        assert TransferFile.objects.count() == 2


def test_a_member_without_an_account_stops_the_file_and_is_named(be, posted, first):
    with country(be):
        Profile.objects.update(iban="")

        assert transfers.missing_accounts(posted) == ["Lina Verhaegen"]
        with pytest.raises(RuleBroken, match="no usable bank account"):
            transfers.prepare_transfer(posted, by=first)
        assert TransferFile.objects.count() == 0


def test_an_adviser_may_not_touch_files_for_the_bank(be, posted, bob):
    with country(be), pytest.raises(NotAllowed):
        transfers.prepare_transfer(posted, by=people.as_staff(bob, "adviser"))


def test_nothing_unreleased_can_be_downloaded(be, posted, first, second, paula, client):
    people.sign_in(client, paula)
    with country(be):
        transfer = transfers.prepare_transfer(posted, by=first)

    assert client.get(country_url(be, "invoicing:transfer_download", transfer.pk)).status_code == 404
    with country(be):
        transfers.release_transfer(transfer, by=second)
    response = client.get(country_url(be, "invoicing:transfer_download", transfer.pk))
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="{transfer.message_id}.xml"'


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("Zoë Müller-Łódź", "Zoe Muller-Lodz"),
        ("Straße & Søn", "Strasse Son"),
        ("=cmd()", "cmd()"),
    ],
)
def test_text_for_the_bank_uses_the_characters_every_bank_takes(typed, sent):
    assert bank_text(typed, longest=70) == sent


def test_an_account_changed_before_the_file_is_shown_to_who_releases_it(be, posted, first, piet, browser):
    with country(be):
        member = Membership.objects.get(pk=Payslip.objects.get().membership_id)
        change_account(member, iban=people.belgian_iban(4711), by=people.as_member(member))
        transfer = transfers.prepare_transfer(posted, by=first)
    people.sign_in(browser, piet)

    page = browser.get(country_url(be, "invoicing:transfer_detail", transfer.pk)).text

    assert "Accounts changed shortly before this file" in page
    assert f"→ •••• {people.belgian_iban(4711)[-4:]}" in page
    assert people.belgian_iban(4711) not in page


def test_a_change_of_long_ago_is_not_shown(be, posted, first):
    with country(be):
        member = Membership.objects.get(pk=Payslip.objects.get().membership_id)
        change_account(member, iban=people.belgian_iban(4711), by=people.as_member(member))
        transfer = transfers.prepare_transfer(posted, by=first)
        transfer.prepared_at += datetime.timedelta(days=15)

        assert list(changed_accounts(transfer)) == []


def test_a_payment_under_way_goes_to_the_account_before(be, posted, first, browser):
    with country(be):
        member = Membership.objects.select_related("user", "country").get(pk=Payslip.objects.get().membership_id)
        before = Profile.objects.get(membership=member).iban
        transfer = transfers.prepare_transfer(posted, by=first)
        assert payments_under_way(member) == []
        change_account(member, iban=people.belgian_iban(4711), by=people.as_member(member))

        (payment,) = payments_under_way(member)

    assert (payment.account_end, payment.execute_on) == (before[-4:], transfer.execute_on)
    people.sign_in(browser, member.user)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert f"still goes to •••• {before[-4:]}" in browser.get("/be/me/account/").text
