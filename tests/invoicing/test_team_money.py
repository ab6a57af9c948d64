"""One invoice, three activities: what it credits is divided to the cent, each turns their own into pay, losses divide too."""

import datetime
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from activities.models import Mission, TeamShare
from activities.rules import team_parts
from countries.addresses import country_url
from invoicing.models import GuaranteeDecision, LedgerTransaction, PayPromise
from invoicing.queries.balances import activity_balance, expected_lines, ledger_lines
from invoicing.queries.client_figures import owing_clients
from invoicing.queries.exposure import client_exposure
from invoicing.queries.invoices import missions_due
from invoicing.queries.received import received
from invoicing.queries.statements import statement_of
from invoicing.rules import (
    conversion,
    conversion_answer,
    credit_notes,
    drafts,
    guarantee,
    invariants,
    invoices,
    ledger,
    payments,
    promises,
    write_offs,
)
from invoicing.rules.closing import done_missions
from invoicing.spans import Span
from smart.foundation.actors import PORTAL
from smart.foundation.errors import RuleBroken
from smart.foundation.money import split
from smart.foundation.states import move
from tests.activities.reading import words
from tests.factories.invoicing import (
    WORK,
    make_activity,
    make_client,
    make_mission,
    make_order,
    member_actor,
    staff_actor,
)

D = Decimal
TODAY = datetime.date(2026, 11, 10)
DAYS = [(WORK[0] + datetime.timedelta(days=n), D("7.6")) for n in range(2)]


@pytest.fixture
def accountant():
    return staff_actor("accounting")


@pytest.fixture
def two(inside):
    """The activities of two co-workers."""
    return [make_activity(inside), make_activity(inside)]


def make_team(activity, theirs, *, price="1000.00", shares=("333.33", "333.33"), **facts):
    """A confirmed mission led by `activity`; each co-worker has consented and has their part."""
    mission = make_mission(activity, amount=D(price))
    order = make_order(mission, answered_by="Greet Klant", answered_at=timezone.now(), **facts)
    for other, amount in zip(theirs, shares, strict=True):
        TeamShare.objects.create(
            mission=mission,
            membership=other.membership,
            activity=other,
            email=other.membership.user.email,
            role="Illustrator",
            days=D("2"),
            amount=D(amount),
            state="consented",
            asked_at=timezone.now(),
            answered_at=timezone.now(),
            terms_sha256="a" * 64,
        )
    team_parts.open_parts(mission, order)
    return mission


@pytest.fixture
def whole(activity, two):
    return make_team(activity, two)


@pytest.fixture
def invoice(whole, accountant):
    return invoices.invoice_mission(whole, on=TODAY, by=accountant)


def available(*activities):
    return [-ledger.account_balance(ledger.AVAILABLE, each) for each in activities]


def spend(activity, amount):
    """Take something out of what is available, as a contract would."""
    entries = [(ledger.AVAILABLE, activity, D(amount)), (ledger.RESERVED, activity, -D(amount))]
    facts = {"event": f"spent-{activity.pk}", "kind": "reserved", "on": TODAY, "subject": activity, "label": "Spent"}
    ledger.post(entries=entries, by=PORTAL, **facts)


def part_of(whole, activity):
    return Mission.objects.get(part_of=whole, activity=activity)


def test_the_invoice_is_divided_to_the_cent_by_the_shares(invoice, activity, two):
    # 1 000.00 less 6.5 % = 935.00; a third each, in cents 31167.59, 31166.66 and 31166.66: the odd cents to the largest rests
    assert available(activity, *two) == [D("311.67"), D("311.67"), D("311.66")]
    assert ledger.account_balance("fee.income") == D("-65.00")
    moved = LedgerTransaction.objects.get(kind="team_share")
    assert sum(moved.entries.values_list("amount", flat=True)) == 0
    assert list(invariants.broken_in_country()) == []


def test_invoiced_twice_it_is_divided_once(invoice, whole, activity, two, accountant):
    invoices.invoice_mission(whole, on=TODAY, by=accountant)
    invoices.issue_invoice(invoice, on=TODAY, by=accountant)

    assert LedgerTransaction.objects.filter(kind="team_share").count() == 1
    assert available(activity, *two) == [D("311.67"), D("311.67"), D("311.66")]


def test_a_lone_mission_is_divided_among_nobody(mission, activity, accountant):
    invoices.invoice_mission(mission, on=TODAY, by=accountant)

    assert not LedgerTransaction.objects.filter(kind="team_share").exists()
    assert available(activity) == [D("1168.75")]


def test_a_deposit_and_the_rest_come_to_the_same_cents(activity, two, accountant):
    whole = make_team(activity, two, deposit=D("333.34"))

    invoices.follow_plan(whole, on=TODAY, by=accountant)
    invoices.follow_plan(whole, on=WORK[1], by=accountant)

    assert LedgerTransaction.objects.filter(kind="team_share").count() == 2
    assert available(activity, *two) == [D("311.67"), D("311.67"), D("311.66")]


def test_a_part_is_invoiced_by_nobody(whole, two, accountant):
    part = part_of(whole, two[0])

    assert list(missions_due(on=TODAY, lead_days=7)) == [whole]
    with pytest.raises(RuleBroken) as refused:
        invoices.draft_invoice(part, on=TODAY, by=accountant)
    assert refused.value.code == "is_part"
    assert drafts.order_of(part).sent_at is None


def test_work_to_come_is_counted_once_and_expected_by_each(whole, activity, two):
    # 333.34 and 333.33 less 6.5 %
    assert [amount for _mission, amount in expected_lines(activity)] == [D("311.67")]
    assert [amount for _mission, amount in expected_lines(two[0])] == [D("311.66")]
    assert client_exposure(whole.client, on=TODAY).coming == D("1000.00")
    assert [row.exposure.coming for row in owing_clients(on=TODAY)] == [D("1000.00")]
    assert list(guarantee.at_risk()) == [whole]


def test_nothing_more_is_expected_once_the_whole_is_invoiced(invoice, activity, two):
    assert expected_lines(activity) == []
    assert expected_lines(two[0]) == []


def test_each_turns_their_own_share_into_a_contract(invoice, whole, activity, two):
    part = part_of(whole, two[0])
    assert conversion_answer.usable_budget(part) == D("311.67")
    assert conversion_answer.usable_budget(whole) == D("311.67")

    contract = conversion.convert_income(
        two[0],
        mission=part,
        kind="fixed_term",
        days=DAYS,
        budget=D("311.67"),
        start_time=datetime.time(9, 0),
        function="Illustrator",
        place="Gent",
        now=timezone.now(),
        by=member_actor(two[0]),
    )

    assert (contract.state, contract.activity, contract.mission) == ("submitted", two[0], part)
    balance = activity_balance(two[0])
    assert (balance.credited, balance.moved, balance.reserved) == (D("0.00"), D("311.67"), contract.budget)
    assert activity_balance(activity).moved == D("-623.33")
    assert list(invariants.broken_in_country()) == []


def test_nobody_converts_the_share_of_another(invoice, whole, activity, two):
    with pytest.raises(RuleBroken) as refused:
        conversion.convert_income(
            two[0],
            mission=whole,
            kind="fixed_term",
            days=DAYS,
            budget=D("100.00"),
            start_time=datetime.time(9, 0),
            function="Illustrator",
            place="Gent",
            now=timezone.now(),
            by=member_actor(two[0]),
        )

    assert refused.value.code == "mission_not_confirmed"


def test_a_credit_note_takes_from_each_what_it_gave(invoice, activity, two, accountant):
    credit_notes.credit_invoice(invoice, reason="Nothing was done", on=TODAY, by=accountant)

    assert available(activity, *two) == [D("0.00"), D("0.00"), D("0.00")]
    assert ledger.account_balance("guarantee.fund") == 0
    assert list(invariants.broken_in_country()) == []


def test_credited_in_parts_nobody_loses_a_cent(invoice, activity, two, accountant):
    for amount in (D("333.33"), D("333.33"), D("333.34")):
        credit_notes.credit_invoice(invoice, amount=amount, reason="Less work", on=TODAY, by=accountant)

    assert available(activity, *two) == [D("0.00"), D("0.00"), D("0.00")]
    assert ledger.account_balance("guarantee.fund") == 0


def test_what_one_has_turned_into_pay_is_taken_from_none_of_the_others(invoice, activity, two, accountant):
    spend(two[0], "300.00")

    effects = credit_notes.preview_credit(invoice)
    credit_notes.credit_invoice(invoice, reason="Nothing was done", on=TODAY, by=accountant)

    # of 311.67 one has 11.67 left; the fund bears the 300.00 (decision 0007)
    assert (effects.from_available, effects.from_fund) == (D("635.00"), D("300.00"))
    assert available(activity, *two) == [D("0.00"), D("0.00"), D("0.00")]
    assert ledger.account_balance("guarantee.fund") == D("300.00")


def test_a_loss_without_guarantee_divides_and_comes_back_the_same_way(activity, two, accountant):
    # 100.00: 93.50 is credited, of which 46.75, 28.05 and 18.70
    whole = make_team(activity, two, price="100.00", shares=("30.00", "20.00"))
    invoice = invoices.invoice_mission(whole, on=TODAY, by=accountant)
    move(invoice, to="sent", by=PORTAL)
    decision = {"is_guaranteed": False, "conditions": [], "on": TODAY, "at": timezone.now(), "because": "asked"}
    GuaranteeDecision.objects.create(mission=whole, **decision)
    assert available(activity, *two) == [D("46.75"), D("28.05"), D("18.70")]
    spend(two[1], "10.00")

    lost = write_offs.propose_write_off(
        invoice, reason="Bankrupt", reclaims_vat=False, proof="", on=TODAY, by=accountant
    )
    assert lost.from_activity == D("83.50")
    assert available(activity, *two) == [D("0.00"), D("0.00"), D("0.00")]
    invoice.refresh_from_db()
    payments.record_payment(invoice, amount=invoice.total, on=TODAY, key="late", by=accountant)

    assert available(activity, *two) == [D("46.75"), D("28.05"), D("8.70")]


def test_a_guaranteed_loss_takes_nothing_from_anybody(activity, two, accountant):
    whole = make_team(activity, two, price="100.00", shares=("30.00", "20.00"))
    invoice = invoices.invoice_mission(whole, on=TODAY, by=accountant)
    move(invoice, to="sent", by=PORTAL)
    decision = {"is_guaranteed": True, "conditions": [], "on": TODAY, "at": timezone.now(), "because": "asked"}
    GuaranteeDecision.objects.create(mission=whole, **decision)

    write_offs.propose_write_off(invoice, reason="Bankrupt", reclaims_vat=False, proof="", on=TODAY, by=accountant)

    assert available(activity, *two) == [D("46.75"), D("28.05"), D("18.70")]


def test_for_purchases_only_what_has_arrived_counts_for_each(invoice, activity, two, accountant):
    assert [received(each).spendable for each in (activity, *two)] == [D("0.00")] * 3

    payments.record_payment(invoice, amount=invoice.total, on=TODAY, key="paid", by=accountant)

    assert [received(each).spendable for each in (activity, *two)] == [D("311.67"), D("311.67"), D("311.66")]


def test_a_statement_of_each_comes_to_its_balance(invoice, activity, two):
    span = Span("2026-11", datetime.date(2026, 11, 1), datetime.date(2026, 11, 30))

    theirs = statement_of([two[0]], span, currency="EUR")

    assert (theirs.closing, [section.name for section in theirs.sections]) == (D("311.67"), ["moves"])
    assert theirs.section("moves").items[0].parts == {}
    assert statement_of([activity], span, currency="EUR").closing == D("311.67")
    assert [line.amount for line in ledger_lines(two[0], "moved")] == [D("311.67")]


def test_each_has_a_promise_of_their_own(activity, two, accountant):
    whole = make_team(activity, two, price="3000.00", shares=("1000.00", "500.00"))
    for mission in (whole, part_of(whole, two[0])):
        promises.record_promise(mission, on=TODAY, by=accountant)

    leader, coworker = PayPromise.objects.order_by("pk")
    assert leader.promised_on == coworker.promised_on
    # of 1 500.00 and 1 000.00 each less 6.5 %, never of the whole 3 000.00
    assert D("0.00") < leader.gross_estimate < D("1402.50")
    assert D("0.00") < coworker.gross_estimate < D("935.00")


def test_a_part_closes_with_the_invoice_of_the_whole_and_its_own_contracts(invoice, whole, two):
    part = part_of(whole, two[0])

    assert list(done_missions(on=datetime.date(2026, 12, 1))) == []
    assert guarantee.evaluate_guarantee(part, on=TODAY) == guarantee.evaluate_guarantee(whole, on=TODAY)


def test_an_order_with_two_rates_divides_what_it_credits_as_a_whole(activity, two, accountant):
    mission = make_mission(activity, amount=D("500.00"), client=make_client())
    order = make_order(mission, ("general", "300.00"), ("general", "200.00"))
    share = {"email": "x@example.org", "role": "Sound", "days": D("1"), "amount": D("200.00")}
    TeamShare.objects.create(
        mission=mission,
        membership=two[0].membership,
        activity=two[0],
        state="consented",
        asked_at=timezone.now(),
        answered_at=timezone.now(),
        terms_sha256="a" * 64,
        **share,
    )
    team_parts.open_parts(mission, order)

    invoices.invoice_mission(mission, on=TODAY, by=accountant)

    # 500.00 less 6.5 % = 467.50, of which two fifths
    assert available(activity, two[0]) == [D("280.50"), D("187.00")]


def test_the_invoices_page_says_what_went_to_the_team(browser, be, invoice, activity):
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    browser.force_login(activity.membership.user)

    page = words(browser.get(country_url("be", "invoicing:invoice_detail", invoice.pk)))

    assert "Shares of the team €623.33" in page
    assert "Murals €311.67" in page


def test_a_coworker_sees_their_money_but_not_the_leaders_invoice(browser, be, invoice, two):
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    browser.force_login(two[0].membership.user)

    lines = browser.get(country_url("be", "invoicing:activity_lines", two[0].pk, "moved"))
    balance = words(browser.get(country_url("be", "invoicing:activity_balance", two[0].pk)))
    statement = browser.get(country_url("be", "invoicing:statement"))

    assert "Shared among a team" in words(lines)
    assert invoice.number not in words(lines)
    assert "311.67" in balance
    assert invoice.number not in words(statement)
    assert browser.get(country_url("be", "invoicing:invoice_detail", invoice.pk)).status_code == 404


@settings_of_hypothesis(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    price=st.integers(3, 5_000),
    weights=st.tuples(st.integers(1, 99), st.integers(1, 99), st.integers(1, 99)),
    cuts=st.lists(st.integers(1, 99), min_size=1, max_size=4),
)
def test_whatever_is_shared_and_credited_no_cent_is_lost(inside, price, weights, cuts):
    """Any price in cents of at least 3.00, any three shares, credited in any pieces: all that was given is taken back."""
    activity, theirs = make_activity(inside), [make_activity(inside), make_activity(inside)]
    accountant = staff_actor("accounting")
    whole = D(price)
    _own, *shares = split(whole, weights)
    mission = make_team(activity, theirs, price=str(whole), shares=[str(max(share, D("0.01"))) for share in shares])
    invoice = invoices.invoice_mission(mission, on=TODAY, by=accountant)
    assert sum(available(activity, *theirs)) == invoice.credited
    assert min(available(activity, *theirs)) >= 0

    pieces = [piece for piece in split(whole, cuts) if piece]
    for piece in pieces:
        credit_notes.credit_invoice(invoice, amount=piece, reason="Less work", on=TODAY, by=accountant)

    assert available(activity, *theirs) == [D("0.00")] * 3
