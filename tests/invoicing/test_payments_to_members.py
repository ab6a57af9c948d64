"""From the client's euro to mine: one page for each payment, every figure with its document, all sums held against the books.

The amounts are those of tests/scenarios/be_mural.yaml and fr_share_from_pay.yaml, worked out there by hand.
"""

from decimal import Decimal

import pytest
from django.test import Client as Browser

from countries.models import Country
from invoicing.models import Invoice, LedgerEntry, Payslip, TransferItem
from invoicing.rules import payments_to_members as payments
from invoicing.rules.credit_notes import credit_invoice
from invoicing.rules.payslip_paper import BEHIND
from invoicing.rules.reconciliation import Figure, Reconciliation, Stage, Unreconciled, reconcile_pay
from members.models import Membership, Profile
from smart.foundation.tenancy import country as enter
from smart.stories.player import play
from smart.stories.story import STORIES, read_story
from smart.today import member_day
from tests import people

pytestmark = pytest.mark.django_db
D = Decimal


def _told(name: str) -> None:
    for _step in play(read_story(STORIES / f"{name}.yaml")):
        pass


@pytest.fixture
def mural(mural_paid: None, be: Country) -> Payslip:
    """Lina's mural, told to its end: paid on 24 November."""
    with enter(be):
        return Payslip.objects.select_related(*BEHIND, "contract__activity").get()


def _stages(told: Reconciliation) -> list[tuple[str, list[Decimal], Decimal]]:
    return [(s.heading, [figure.amount for figure in s.figures], s.total.amount) for s in told.stages]


def test_every_stage_begins_with_what_the_one_before_came_to(be, mural):
    with enter(be):
        told = reconcile_pay(mural)

    assert _stages(told) == [
        ("What the client is invoiced", [D("1250.00")], D("1250.00")),
        ("What the cooperative does for it", [D("1250.00"), D("-81.25"), D("0.00")], D("1168.75")),
        ("What becomes the contract", [D("1168.75")], D("1168.75")),
        ("What the contract costs", [D("1168.75")], D("1168.75")),
        ("What the employer pays on top", [D("1168.75"), D("-220.79"), D("-139.52")], D("808.44")),
        ("What is taken from the gross", [D("808.44"), D("-105.13"), D("0.00")], D("703.31")),
        ("What goes to the account", [D("703.31")], D("703.31")),
    ]
    assert (told.owed, told.paid) == (D("703.31"), D("703.31"))


def test_a_credit_that_came_after_the_pay_is_borne_by_the_guarantee_fund(be, mural):
    """250.00 go back to the client: 16.25 of the fee, and 233.75 that have long been pay (decision 0007)."""
    accountant = people.as_staff(people.make_staff(be, "accounting", "Rik Example"), "accounting")
    with enter(be):
        invoice = Invoice.objects.get()
        credit_invoice(invoice, amount=D("250.00"), reason="Less was printed", on=mural.line.run.pay_on, by=accountant)
        told = reconcile_pay(mural)

    assert _stages(told)[:3] == [
        ("What the client is invoiced", [D("1250.00"), D("-250.00")], D("1000.00")),
        ("What the cooperative does for it", [D("1000.00"), D("-65.00"), D("0.00"), D("233.75")], D("1168.75")),
        ("What becomes the contract", [D("1168.75")], D("1168.75")),
    ]


def test_the_account_is_the_one_in_the_file_even_when_the_member_has_another_by_now(be, mural):
    with enter(be):
        item = TransferItem.objects.get()
        before = payments.account_paid_to(item)
        profile = Profile.objects.get(membership=mural.membership)
        profile.iban = people.belgian_iban(4242)
        profile.save()

        assert payments.account_paid_to(item) == before
        assert before != profile.iban
        assert before.startswith("BE")


def test_a_share_taken_out_of_pay_stands_before_the_account(db):
    _told("fr_share_from_pay")
    with enter(Country.objects.get(code="FR")):
        payslip = Payslip.objects.select_related(*BEHIND, "contract__activity").get()
        told = reconcile_pay(payslip)

    assert _stages(told)[-1] == ("What goes to the account", [D("756.06"), D("-30.00")], D("726.06"))


def test_sums_that_do_not_meet_are_refused():
    with pytest.raises(Unreconciled):
        Stage("A stage", (Figure("one", D("1.00")),), Figure("two", D("1.01")))


def test_a_payslip_that_differs_from_the_books_is_refused(be, mural):
    mural.net += D("0.01")
    mural.gross += D("0.01")
    mural.employer_total -= D("0.01")
    with enter(be), pytest.raises(Unreconciled, match=r"the books owe 703\.31"):
        reconcile_pay(mural)


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def as_lina(mural: Payslip, client: Browser) -> Browser:
    user = mural.membership.user
    user.language = "en"
    user.save(update_fields=["language"])
    return people.sign_in(client, user)


def test_the_page_opens_every_document(be, mural, as_lina, django_assert_max_num_queries):
    with django_assert_max_num_queries(45):
        page = as_lina.get(f"/be/payments/pay/{mural.pk}/")

    text = page.content.decode()
    assert page.status_code == 200
    for words in ("€1,250.00", "€81.25", "€808.44", "€703.31", "paid on Tuesday", "••••"):
        assert words in text
    with enter(be):
        invoice = mural.contract.mission.invoices.get().pk
    for url in (f"invoices/{invoice}/", f"contracts/{mural.contract_id}/", f"payslips/{mural.pk}/"):
        assert f'href="/be/{url}"' in text


def test_payslip_and_today_lead_to_it(be, mural, as_lina):
    for page in (f"/be/payslips/{mural.pk}/", "/be/payments/", "/be/promises/", "/be/"):
        assert f'href="/be/payments/pay/{mural.pk}/"' in as_lina.get(page).content.decode()


def test_today_shows_what_the_books_owe_to_the_cent(be, mural, client):
    with enter(be):
        day = member_day(mural.membership)
        owed = LedgerEntry.objects.get(
            transaction__event=f"payroll:{mural.line_id}", account__code="pay.net_payable"
        ).amount

    assert day.payment is not None
    assert day.payment.amount == -owed == D("703.31")
    assert {paper.kind for paper in day.papers} <= {"payslip", "contract", "invoice", "quote", "use-agreement"}


def test_the_list_shows_what_reached_the_account(be, mural, as_lina):
    text = as_lina.get("/be/payments/").content.decode()

    assert "703" in text
    assert "Paid" in text


def test_a_stranger_and_another_country_see_nothing(be, fr, mural, eve, client):
    stranger = people.sign_in(client, eve.user)

    assert stranger.get(f"/be/payments/pay/{mural.pk}/").status_code == 404
    assert stranger.get(f"/fr/payments/pay/{mural.pk}/").status_code == 404


def test_somebody_who_left_still_reads_it_without_doors_that_are_shut(be, mural, as_lina):
    Membership.objects.filter(pk=mural.membership_id).update(state="left")
    text = as_lina.get(f"/be/payments/pay/{mural.pk}/").content.decode()

    assert "€703.31" in text
    assert f'href="/be/contracts/{mural.contract_id}/"' not in text


def test_staff_open_their_own_pages_from_it(be, mural, paula, client):
    text = people.sign_in(client, paula).get(f"/be/staff/payments/pay/{mural.pk}/").content.decode()

    assert f'href="/be/staff/payroll/payslips/{mural.pk}/"' in text
