"""Shares: subscribed as the country asks, paid once or in parts, handed on, cancelled; and a register without a gap."""

import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.utils import translation
from pypdf import PdfReader

from members.models import ShareMovement, SharePayWord, ShareSubscription
from members.models.share import PaidBy
from members.rules import share_orders, share_register, shares
from members.rules.documents import read_document
from members.rules.share_schedule import is_late, parts_of
from members.states import ShareState
from smart.foundation.actors import PORTAL
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.files import digest_of
from smart.foundation.jobs import Job
from smart.foundation.tenancy import country
from tests import people

D = Decimal
DAY = datetime.date(2026, 11, 10)


@pytest.fixture
def es(db):
    return people.make_country("ES")


@pytest.fixture
def sara(es):
    return people.make_member(es, "Sara Ejemplo")


def subscribed(membership, *, on=DAY, from_pay=False):
    return shares.subscribe_shares(membership, by=people.as_member(membership), on=on, from_pay=from_pay)


def paid_by_pay(share, amount, n=1, by=PORTAL):
    return shares.record_share_payment(
        share, amount=D(amount), on=DAY, paid_by=PaidBy.PAY, event=f"test:{share.pk}:{n}", by=by
    )


# --- subscribing -----------------------------------------------------------------------------------------------------


def test_a_belgian_share_is_due_ten_days_later(be, alice):
    with country(be):
        share = subscribed(alice)

        assert (share.due_on, share.state) == (datetime.date(2026, 11, 20), ShareState.SUBSCRIBED)
        assert [(part.amount, part.due_on) for part in parts_of(share)] == [(D("30.00"), datetime.date(2026, 11, 20))]


def test_a_subscription_is_the_first_line_of_the_register(be, alice):
    with country(be):
        share = subscribed(alice)

        line = ShareMovement.objects.get()
        assert (line.number, line.kind, line.shares, line.paid) == (1, "subscription", 1, D("0.00"))
        assert (line.subscription, line.category, line.by_label) == (share, "users", "Alice Example")


def test_a_spanish_share_is_paid_in_three_yearly_parts(es, sara):
    with country(es):
        share = subscribed(sara)

        assert [(part.amount, part.due_on) for part in parts_of(share)] == [
            (D("50.00"), datetime.date(2026, 11, 10)),
            (D("50.00"), datetime.date(2027, 11, 10)),
            (D("50.00"), datetime.date(2028, 11, 10)),
        ]


def test_french_shares_without_consent_are_one_a_year_by_transfer(fr, chloe):
    with country(fr):
        share = subscribed(chloe)

        assert [part.due_on.year for part in parts_of(share)] == [2026, 2027, 2028]
        assert is_late(share, paid=D("0.00"), on=datetime.date(2026, 11, 11))
        assert not is_late(share, paid=D("30.00"), on=datetime.date(2027, 11, 10))


def test_french_shares_with_consent_have_three_years(fr, chloe):
    with country(fr):
        share = subscribed(chloe, from_pay=True)

        assert share.pay_agreed_at is not None
        assert {part.due_on for part in parts_of(share)} == {datetime.date(2029, 11, 10)}


def test_only_the_member_agrees_to_have_it_taken_out_of_pay(fr, chloe, hugo):
    with country(fr):
        by_adviser = shares.subscribe_shares(chloe, by=people.as_staff(hugo, "adviser"), on=DAY, from_pay=True)
        assert by_adviser.pay_agreed_at is None

        with pytest.raises(NotAllowed):
            shares.agree_to_pay(by_adviser, agrees=True, by=people.as_staff(hugo, "adviser"))
        agreed = shares.agree_to_pay(by_adviser, agrees=True, by=people.as_member(chloe))
        again = shares.agree_to_pay(agreed, agrees=True, by=people.as_member(chloe))
        assert again.pay_agreed_at == agreed.pay_agreed_at is not None
        assert shares.agree_to_pay(again, agrees=False, by=people.as_member(chloe)).pay_agreed_at is None


def test_a_belgian_share_is_not_taken_out_of_pay(be, alice):
    with country(be):
        share = subscribed(alice, from_pay=True)

        with pytest.raises(RuleBroken) as refused:
            shares.agree_to_pay(share, agrees=True, by=people.as_member(alice))
        assert (share.pay_agreed_at, refused.value.code) == (None, "not_by_parts")


# --- paying ----------------------------------------------------------------------------------------------------------


def test_three_payments_of_one_share_make_it_paid(fr, chloe):
    with country(fr):
        share = subscribed(chloe, from_pay=True)
        states = []
        for n in (1, 2, 3):
            paid_by_pay(share, "30.00", n)
            share.refresh_from_db()
            states.append(share.state)

        assert states == ["partly_paid", "partly_paid", "paid"]
        assert share_register.holding_of(chloe.pk) == share_register.Holding(3, D("90.00"))
        assert list(ShareMovement.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]


def test_more_than_is_open_is_refused(fr, chloe):
    with country(fr):
        share = subscribed(chloe)

        with pytest.raises(RuleBroken) as refused:
            paid_by_pay(share, "90.01")
        assert refused.value.code == "more_than_open"


def test_the_register_says_of_each_payment_how_it_came(be, alice, rik):
    with country(be):
        share = subscribed(alice)

        shares.confirm_share_payment(share, on=DAY, by=people.as_staff(rik, "accounting"))

        line = ShareMovement.objects.get(kind="payment")
        assert (line.paid, line.paid_by, line.by_label) == (D("30.00"), "bank", "Rik Books")


# --- cancelling ------------------------------------------------------------------------------------------------------


def test_what_was_never_paid_is_cancelled_and_can_be_subscribed_anew(be, alice, rik, bob):
    with country(be):
        share = subscribed(alice)
        books = people.as_staff(rik, "accounting")

        with pytest.raises(NotAllowed):
            shares.cancel_share(share, reason="Never paid", on=DAY, by=people.as_staff(bob, "adviser"))
        with pytest.raises(RuleBroken, match="Say why"):
            shares.cancel_share(share, reason=" ", on=DAY, by=books)
        shares.cancel_share(share, reason="Never paid", on=DAY, by=books)
        with pytest.raises(RuleBroken) as twice:
            shares.cancel_share(share, reason="Never paid", on=DAY, by=books)

        assert twice.value.code == "not_cancellable"
        assert share_register.holding_of(alice.pk) == share_register.Holding(0, D("0.00"))
        assert subscribed(alice).reference == f"{share.reference}-2"


def test_a_paid_share_is_not_cancelled(be, alice, rik):
    with country(be):
        share = shares.confirm_share_payment(subscribed(alice), on=DAY, by=PORTAL)

        with pytest.raises(RuleBroken) as refused:
            shares.cancel_share(share, reason="x", on=DAY, by=people.as_staff(rik, "accounting"))
        assert refused.value.code == "not_cancellable"


# --- handing on and categories ---------------------------------------------------------------------------------------


def test_paid_shares_are_handed_on_to_another_member(be, alice, eve, rik):
    with country(be):
        share = shares.confirm_share_payment(subscribed(alice), on=DAY, by=PORTAL)

        taken = share_register.transfer_shares(
            share, to=eve, count=1, on=DAY, reason="Sold", by=people.as_staff(rik, "accounting")
        )

        share.refresh_from_db()
        assert (share.state, taken.state, taken.membership) == (ShareState.ENDED, ShareState.PAID, eve)
        assert share_register.holding_of(alice.pk) == share_register.Holding(0, D("0.00"))
        assert share_register.holding_of(eve.pk) == share_register.Holding(1, D("30.00"))
        given, got = ShareMovement.objects.filter(kind="transfer").order_by("number")
        assert (given.other, got.other, given.note) == (eve, alice, "Sold")


@pytest.mark.parametrize(
    ("facts", "code"),
    [({"count": 2}, "more_than_held"), ({"count": 0}, "more_than_held"), ({"reason": ""}, "reason_missing")],
)
def test_a_transfer_that_does_not_fit_is_refused(be, alice, eve, rik, facts, code):
    with country(be):
        share = shares.confirm_share_payment(subscribed(alice), on=DAY, by=PORTAL)
        wanted = {"to": eve, "count": 1, "on": DAY, "reason": "Sold"} | facts

        with pytest.raises(RuleBroken) as refused:
            share_register.transfer_shares(share, by=people.as_staff(rik, "accounting"), **wanted)
        assert refused.value.code == code


def test_unpaid_shares_and_members_of_other_countries_stay_where_they_are(be, alice, eve, chloe, rik):
    with country(be):
        share, books = subscribed(alice), people.as_staff(rik, "accounting")
        with pytest.raises(RuleBroken) as unpaid:
            share_register.transfer_shares(share, to=eve, count=1, on=DAY, reason="Sold", by=books)
        paid = shares.confirm_share_payment(share, on=DAY, by=PORTAL)
        with pytest.raises(RuleBroken) as abroad:
            share_register.transfer_shares(paid, to=chloe, count=1, on=DAY, reason="Sold", by=books)
        with pytest.raises(NotAllowed):
            share_register.transfer_shares(paid, to=eve, count=1, on=DAY, reason="Sold", by=people.as_member(alice))

        assert (unpaid.value.code, abroad.value.code) == ("not_paid", "other_country")


def test_a_category_is_changed_with_its_history(be, alice, rik):
    with country(be):
        subscribed(alice)
        books = people.as_staff(rik, "accounting")

        with pytest.raises(RuleBroken) as unknown:
            share_register.convert_category(alice, category="occasional", on=DAY, reason="x", by=books)
        share_register.convert_category(alice, category="staff", on=DAY, reason="Hired by the cooperative", by=books)
        with pytest.raises(RuleBroken) as same:
            share_register.convert_category(alice, category="staff", on=DAY, reason="x", by=books)

        assert (unknown.value.code, same.value.code) == ("unknown_category", "same_category")
        assert share_register.category_of(alice) == "staff"
        assert list(ShareMovement.objects.order_by("number").values_list("category", flat=True)) == ["users", "staff"]


# --- the register ----------------------------------------------------------------------------------------------------


def test_each_country_counts_its_own_register_and_sees_only_that(be, fr, alice, chloe):
    with country(be):
        subscribed(alice)
    with country(fr):
        subscribed(chloe)
        assert list(ShareMovement.objects.values_list("number", "membership")) == [(1, chloe.pk)]
        assert ShareSubscription.objects.count() == 1


def test_a_line_of_the_register_is_never_changed(be, alice):
    with country(be):
        subscribed(alice)

        with pytest.raises(Exception, match=r"(?i)permission denied|append"):
            ShareMovement.objects.update(paid=D("1.00"))


# --- the written order -----------------------------------------------------------------------------------------------


def words_about(share):
    return list(SharePayWord.objects.filter(subscription=share).order_by("pk").values_list("is_order", flat=True))


def test_the_order_is_kept_with_its_day_its_text_and_where_it_came_from(fr, chloe):
    with country(fr):
        share = subscribed(chloe, from_pay=True)

        word = SharePayWord.objects.get()
        assert (word.subscription, word.is_order, word.version) == (share, True, share_orders.VERSION)
        assert (word.at, word.ip) == (share.pay_agreed_at, people.as_member(chloe).ip)


def test_a_changed_text_is_a_new_version():
    """Members are held to the words they read: whoever changes them adds a version to share_orders.TEXTS."""
    template = Path(get_template("members/_share_order.html").origin.name)

    assert digest_of(template.read_bytes()).startswith(share_orders.TEXTS[share_orders.VERSION])
    assert list(share_orders.TEXTS) == sorted(share_orders.TEXTS)


def test_given_twice_it_is_one_order_and_one_paper(fr, chloe):
    with country(fr):
        share = subscribed(chloe, from_pay=True)
        shares.agree_to_pay(share, agrees=True, by=people.as_member(chloe))

        assert words_about(share) == [True]
        assert Job.objects.filter(kind="render_share_order").count() == 1


def test_taken_back_and_given_again_each_word_is_kept(fr, chloe):
    with country(fr):
        share = subscribed(chloe, from_pay=True)
        for agrees in (False, False, True):
            shares.agree_to_pay(share, agrees=agrees, by=people.as_member(chloe))

        assert words_about(share) == [True, False, True]
        assert ShareSubscription.objects.out_of_pay().get() == share


def test_refused_on_joining_the_refusal_is_kept_and_nothing_comes_out_of_pay(fr, chloe):
    with country(fr):
        share = subscribed(chloe, from_pay=False)

        assert (words_about(share), share.pay_agreed_at) == ([False], None)
        assert not ShareSubscription.objects.out_of_pay().exists()


def test_no_order_is_kept_where_shares_are_paid_by_transfer(be, alice):
    with country(be):
        subscribed(alice, from_pay=True)

        assert not SharePayWord.objects.exists()


def test_the_paper_says_what_was_ordered_in_the_language_it_was_read_in(fr, chloe):
    with country(fr), translation.override("fr"):
        subscribed(chloe, from_pay=True)

    with country(fr):
        word = SharePayWord.objects.get()
        paper = share_orders.print_order(word.pk)
        again = share_orders.print_order(word.pk)

        assert paper.pk == again.pk
        assert (paper.language, paper.membership, paper.visible_to) == ("fr", chloe, "member")
        reader = PdfReader(BytesIO(read_document(paper)))
        text = " ".join(page.extract_text() for page in reader.pages)
        for expected in ("30,00", "100,00", "3"):  # smartfr.fr/etre-societaire; staff handbook, January 2024
            assert expected in text
