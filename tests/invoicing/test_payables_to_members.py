"""What is paid beside salaries, followed to the account: a claim for expenses, as tests/scenarios/be_expenses.yaml works it out by hand."""

import itertools
from decimal import Decimal

import pytest

from activities.models import ExpenseClaim
from countries.models import Country
from invoicing.models import Payable
from invoicing.rules.reconciliation_of_payables import reconcile_payable
from smart.foundation.tenancy import country as enter
from smart.stories.player import play
from tests import people
from tests.lived import told_until

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def expenses(db):
    for _step in play(told_until("be_expenses")):
        pass


def test_an_approved_claim_is_followed_from_its_receipts_to_the_account(expenses, client):
    where = Country.objects.get(code="BE")
    with enter(where):
        payable = Payable.objects.get(kind="expense")
        claim = ExpenseClaim.objects.select_related("activity__membership__user").get(pk=payable.subject_id)
        told = reconcile_payable(payable)

    assert (told.owed, told.paid) == (D("115.86"), D("115.86"))
    assert [stage.heading for stage in told.stages] == ["What you spent", "Who bears it", "What goes to the account"]
    assert [figure.amount for figure in told.stages[1].figures] == [D("12.60"), D("103.26")]
    user = claim.activity.membership.user
    page = people.sign_in(client, user).get(f"/be/payments/other/{payable.pk}/")
    assert page.status_code == 200
    assert f'href="/be/expenses/claims/{claim.pk}/"' in page.content.decode()


def test_somebody_elses_claim_is_not_found(expenses, client, monkeypatch):
    monkeypatch.setattr(people, "_counter", itertools.count(900_001))  # a member number that the story did not give
    where = Country.objects.get(code="BE")
    with enter(where):
        pk = Payable.objects.get(kind="expense").pk
        eve = people.make_member(where, "Eve Example")

    assert people.sign_in(client, eve.user).get(f"/be/payments/other/{pk}/").status_code == 404
