"""Every version a client saw is kept with its hash, its differences and the proof of the answer."""

import datetime

import pytest
from django.db import DatabaseError, transaction

from activities.models import Order, OrderAnswer, OrderVersion
from activities.rules import missions, order_lines, orders
from activities.rules.order_changes import version_changes
from activities.rules.order_terms import order_terms, terms_hash, terms_sha256
from countries.addresses import country_url
from tests.activities.reading import words
from tests.factories import activities as made
from tests.people import as_member, sign_in

pytestmark = pytest.mark.django_db
D = made.D
LINE = {"description": "Painting", "quantity": D("3"), "unit": "DAY", "unit_price": D("400")}


def at(name, *args, where="be"):
    return country_url(where, f"activities:{name}", *args)


@pytest.fixture
def mission(murals):
    return made.make_sent(murals)


def reject(mission):
    facts = {"name": "Greet", "ip": "192.0.2.7", "by": made.THE_CLIENT, "now": made.NOW}
    orders.reject_order(made.order_of(mission), reason="Too dear", **facts)


def send_again(mission, alice, **changes):
    """After a no: other facts, a new version."""
    missions.save_step(mission, step=4, values=made.step_values()[4] | changes, by=as_member(alice))
    missions.send_mission(mission, by=as_member(alice), now=made.NOW)


def test_a_sending_keeps_the_terms_with_their_hash(mission):
    kept = OrderVersion.objects.get()

    assert (kept.version, kept.sent_at, kept.sent_by) == (1, made.NOW, "Alice Example")
    assert kept.sha256 == terms_sha256(kept.terms) == terms_hash(made.order_of(mission))
    assert (kept.terms["amount_without_vat"], kept.terms["deposit"], kept.terms["lines"]) == ("1250", "0", [])


def test_the_database_refuses_to_rewrite_a_version_or_an_answer(mission):
    reject(mission)

    for rows in (OrderVersion.objects.all(), OrderAnswer.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(sha256="0" * 64)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()


@pytest.mark.parametrize(
    "change",
    [
        {"deposit": D("100.00")},
        {"invoice_on": datetime.date(2026, 4, 1)},
        {"valid_until": datetime.date(2026, 3, 5)},
        {"contact_name": "Somebody Else"},
        {"amount": D("1250.01")},
    ],
)
def test_any_term_changes_the_hash(murals, alice, change):
    draft = made.make_draft(murals)
    before = terms_hash(made.order_of(draft))

    missions.save_step(draft, step=4, values=made.step_values()[4] | change, by=as_member(alice))

    assert terms_hash(made.order_of(draft)) != before


def test_a_line_changes_the_hash_even_at_the_same_price(murals, alice):
    draft = made.make_draft(murals)
    by = as_member(alice)
    line = order_lines.add_line(draft, by=by, **LINE)
    before = terms_hash(made.order_of(draft))

    order_lines.change_line(line, by=by, **LINE | {"quantity": D("6"), "unit_price": D("200")})

    assert terms_hash(made.order_of(draft)) != before


def test_differences_are_said_in_words(mission, alice):
    reject(mission)
    send_again(mission, alice, amount=D("1350.00"), deposit=D("300.00"))

    new, old = OrderVersion.objects.order_by("-version")

    assert [str(change) for change in version_changes(old.terms, new.terms)] == [
        "Price: €1,250.00 → €1,350.00",
        "Deposit: nothing → €300.00",
    ]


def test_lines_are_compared_one_by_one(mission, alice):
    reject(mission)
    order_lines.add_line(mission, by=as_member(alice), **LINE)
    send_again(mission, alice)
    new, old = OrderVersion.objects.order_by("-version")

    said = [str(change) for change in version_changes(old.terms, new.terms)]

    assert said == ["Price: €1,250.00 → €1,200.00", "Line: nothing → Painting: 3 days × €400.00 = €1,200.00"]


def test_the_proof_says_who_when_from_where_and_which_text(browser, mission, alice, bob):
    token = orders.order_token(made.order_of(mission))
    typed = {"accept-name": "Greet Klant", "accept-agreed": "on", "accept-purchase_order": "PO-7"}
    browser.post(f"{at('order_answer', token, 'accept')}?language=en", typed, REMOTE_ADDR="192.0.2.44")
    sha256 = OrderVersion.objects.get().sha256

    hers = words(sign_in(browser, alice.user).get(at("mission_detail", mission.pk)))
    advisers = words(sign_in(browser, bob).get(at("staff_mission_review", mission.pk)))
    browser.logout()
    clients = words(browser.get(f"{at('order_client', token)}?language=en"))

    for page in (hers, advisers, clients):
        for fact in ("Greet Klant", "23 February 2026, 11:00:00 (CET, Europe/Brussels)", "192.0.2.44", sha256, "PO-7"):
            assert fact in page


def test_each_side_reads_an_earlier_version(browser, mission, alice, bob):
    reject(mission)
    send_again(mission, alice, amount=D("1350.00"))
    token = orders.order_token(made.order_of(mission))

    pages = [browser.get(f"{at('order_client_version', token, 1)}?language=en")]
    pages.append(sign_in(browser, alice.user).get(at("order_version", mission.pk, 1)))
    pages.append(sign_in(browser, bob).get(at("staff_order_version", mission.pk, 1)))

    for page in pages:
        assert page.status_code == 200
        assert "€1,250.00" in words(page)
        assert "Too dear" in words(page)
    assert browser.get(at("order_version", mission.pk, 9)).status_code == 404


def test_the_client_sees_what_changed(browser, mission, alice):
    reject(mission)
    send_again(mission, alice, amount=D("1350.00"))

    page = words(browser.get(f"{at('order_client', orders.order_token(made.order_of(mission)))}?language=en"))

    assert "Price: €1,250.00 → €1,350.00" in page


def test_an_old_link_opens_no_version_and_no_paper(browser, mission, alice):
    old = orders.order_token(made.order_of(mission))
    reject(mission)
    send_again(mission, alice)

    assert browser.get(at("order_client_version", old, 1)).status_code == 410
    assert browser.get(at("order_client_paper", old, 1)).status_code == 410
    assert browser.get(at("order_client_version", "forged", 1)).status_code == 404


def test_strangers_and_other_countries_find_no_version(browser, mission, eve, hugo, fr):
    assert sign_in(browser, eve.user).get(at("order_version", mission.pk, 1)).status_code == 404
    assert browser.get(at("staff_order_version", mission.pk, 1)).status_code == 404
    assert sign_in(browser, hugo).get(at("staff_order_version", mission.pk, 1, where="fr")).status_code == 404


def test_an_order_sent_before_versions_were_kept_is_still_answered(murals):
    mission = made.fast_missions(murals, 1)[0]
    order = made.order_of(mission)
    Order.objects.filter(pk=order.pk).update(terms_sha256=terms_sha256(order_terms(order)), sent_at=made.NOW)

    orders.accept_order(made.order_of(mission), name="Greet", ip="", by=made.THE_CLIENT, now=made.NOW)

    assert OrderAnswer.objects.get().version.version == 1
