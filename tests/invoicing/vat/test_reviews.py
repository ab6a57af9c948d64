"""Two accountants read a row of the VAT table; a row that changed is to be read again, and may wait until it was."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest

from countries import vat_book
from countries.rules.settings import approve_setting, enter_setting
from invoicing.models import VatRowReview
from invoicing.queries import vat_rules
from invoicing.rules import invoices, vat, vat_reviews
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_country, make_mission, staff_actor

D = Decimal
TODAY = datetime.date(2026, 11, 10)
ROW = "be.standard.home"


@pytest.fixture
def rik():
    return staff_actor("accounting")


@pytest.fixture
def dora():
    return staff_actor("accounting")


@pytest.fixture
def rule():
    return vat_book.find_rule("BE", ROW)


@pytest.fixture
def review(inside, rule, rik):
    return vat_reviews.review_row(rule, country=inside, note="AR 20 read on 2026-11-10", by=rik)


def standing(country, row=ROW):
    rows = {each.rule.id: each.standing for each in vat_rules.book(country, entered=(), on=TODAY)}
    return rows[row]


def test_one_reads_it_and_another_agrees(inside, review, dora):
    assert standing(inside) == "waiting"

    done = vat_reviews.confirm_review(review, country=inside, by=dora)

    assert (done.state, done.second_by_label) == ("done", dora.label)
    assert standing(inside) == "reviewed"
    assert vat_reviews.is_reviewed(ROW, country=inside, entered=())


def test_nobody_agrees_with_themselves(inside, review, rik):
    with pytest.raises(NotAllowed, match="Another accountant must agree"):
        vat_reviews.confirm_review(review, country=inside, by=rik)


@pytest.mark.parametrize("role", ["adviser", "payroll"])
def test_only_accountants_review(inside, rule, review, role):
    stranger = staff_actor(role)

    with pytest.raises(NotAllowed):
        vat_reviews.review_row(rule, country=inside, note="", by=stranger)
    with pytest.raises(NotAllowed):
        vat_reviews.confirm_review(review, country=inside, by=stranger)
    with pytest.raises(NotAllowed):
        vat_reviews.refuse_review(review, country=inside, reason="no", by=stranger)


def test_a_row_is_reviewed_once_as_it_reads(inside, rule, review, dora):
    with pytest.raises(Conflict, match="was reviewed meanwhile"):
        vat_reviews.review_row(rule, country=inside, note="", by=dora)


def test_a_review_is_decided_once(inside, review, dora):
    vat_reviews.confirm_review(review, country=inside, by=dora)

    with pytest.raises(Conflict, match="decided meanwhile"):
        vat_reviews.confirm_review(review, country=inside, by=dora)
    with pytest.raises(Conflict, match="decided meanwhile"):
        vat_reviews.refuse_review(review, country=inside, reason="too late", by=dora)


def test_a_refused_review_says_why_and_the_row_is_open_again(inside, rule, review, dora, rik):
    with pytest.raises(RuleBroken) as refused:
        vat_reviews.refuse_review(review, country=inside, reason=" ", by=dora)
    assert refused.value.field == "reason"

    vat_reviews.refuse_review(review, country=inside, reason="The article says something else", by=dora)

    assert standing(inside) == "open"
    assert vat_reviews.review_row(rule, country=inside, note="again", by=rik).state == "proposed"


def test_who_reviewed_may_take_it_back(inside, review, rik):
    assert vat_reviews.refuse_review(review, country=inside, reason="Wrong page", by=rik).state == "refused"


def test_a_row_whose_content_changed_is_to_be_reviewed_again(inside, review, dora):
    """The file changed since: the review is of a row that reads otherwise now."""
    vat_reviews.confirm_review(review, country=inside, by=dora)
    VatRowReview.objects.update(content_hash="0" * 64)

    assert standing(inside) == "changed"
    assert not vat_reviews.is_reviewed(ROW, country=inside, entered=())


def test_nobody_agrees_to_a_row_that_changed(inside, review, dora):
    VatRowReview.objects.update(content_hash="0" * 64)

    with pytest.raises(RuleBroken, match="has changed since"):
        vat_reviews.confirm_review(VatRowReview.objects.get(), country=inside, by=dora)


@pytest.mark.parametrize(
    "change",
    [
        {"source": "another article"},
        {"rate_key": "vat.reduced"},
        {"until": datetime.date(2026, 12, 31)},
        {"services": ("general",)},
        {"mention": {"en": "other words"}},
        {"confidence": "memory"},
    ],
)
def test_any_change_of_a_row_changes_its_hash(rule, change):
    assert vat_book.content_hash("BE", replace(rule, **change)) != vat_book.content_hash("BE", rule)


def test_a_review_of_one_country_says_nothing_in_another(inside, review, dora):
    vat_reviews.confirm_review(review, country=inside, by=dora)
    france = make_country("FR")
    with enter(france):
        assert VatRowReview.objects.count() == 0
        territory = vat_book.find_rule("FR", "territory.es_canary")
        assert vat_reviews.review_row(territory, country=france, note="", by=staff_actor("accounting"))
    assert standing(inside, "territory.es_canary") == "open"


# vat.only_reviewed: off unless the cooperative says so


@pytest.fixture
def only_reviewed(inside):
    carla, dan = staff_actor("country_admin"), staff_actor("country_admin")
    made = enter_setting(inside, key="vat.only_reviewed", value="yes", since=TODAY, source="Board", by=carla)
    approve_setting(made, by=dan)


def test_by_default_a_row_nobody_reviewed_decides(inside, mission):
    assert vat.decide_vat(mission, country=inside, on=TODAY).rate == D("0.21")


def test_where_only_reviewed_rows_decide_the_others_go_to_staff(inside, only_reviewed, activity, rik):
    invoice = invoices.invoice_mission(make_mission(activity), on=TODAY, by=rik)

    assert invoice.state == "draft"
    assert "The VAT rule be.standard.home has not been reviewed" in vat.question_of(invoice.vat_decision)
    assert invoice.vat_decision["row"] == ROW


def test_once_reviewed_the_draft_goes_out(inside, only_reviewed, activity, rule, rik, dora):
    invoice = invoices.invoice_mission(make_mission(activity), on=TODAY, by=rik)
    made = vat_reviews.review_row(rule, country=inside, note="", by=rik)
    vat_reviews.confirm_review(made, country=inside, by=dora)

    issued = invoices.issue_invoice(invoice, on=TODAY, by=rik)

    assert (issued.state, issued.vat) == ("issued", D("262.50"))
    assert issued.vat_decision["row_since"] == "2010-01-01"


# the choices of the law, entered by two people


def test_two_people_enter_the_belgian_regime_and_performances_are_decided(inside, activity, rik):
    carla, dan = staff_actor("country_admin"), staff_actor("country_admin")
    made = enter_setting(
        inside, key="performance_vat", value="reduced", since=TODAY, source="Our adviser, 2026-11-03", by=carla
    )
    mission = make_mission(activity, service_kind="performance")
    assert vat.decide_vat(mission, country=inside, on=TODAY).needs_staff

    approve_setting(made, by=dan)
    invoice = invoices.invoice_mission(mission, on=TODAY, by=rik)

    assert (invoice.vat, invoice.total) == (D("75.00"), D("1325.00"))
    assert invoice.vat_decision["row"] == "be.performance.reduced.business"


def test_a_choice_the_law_does_not_know_is_refused(inside):
    with pytest.raises(RuleBroken, match="expected one of reduced, exempt"):
        enter_setting(
            inside, key="performance_vat", value="none", since=TODAY, source="x", by=staff_actor("country_admin")
        )


def test_a_country_without_a_pack_has_its_own_rows_in_the_same_table(db):
    nl = make_country("NL")
    with enter(nl):
        entered = vat.entered_rows({"vat.rows": [
            {"service": "general", "customer": "domestic", "category": "S", "rate": D("0.21"), "since": TODAY,
             "source": "Wet OB art. 9", "exemption_code": "", "mention": ""},
        ]})  # fmt: skip
        found = {each.rule.id: each for each in vat_rules.book(nl, entered=entered, on=TODAY)}

    assert found["entered.general.domestic.2026-11-10"].rate == D("0.21")
    assert found["territory.es_canary"].rule.is_ask


def test_an_actor_without_account_reviews_nothing(inside, rule):
    nobody = Actor(kinds=frozenset({"staff"}), label="Nobody", roles=frozenset({"accounting"}))

    with pytest.raises(NotAllowed):
        vat_reviews.review_row(rule, country=inside, note="", by=nobody)
