"""What each country charges, typed by hand from the VAT reference 5.1 and 5.2: who the supplier is matters."""

import datetime
from decimal import Decimal
from typing import Any

import pytest

from countries import registry
from countries.contract import VatDecision, VatFacts

DAY = datetime.date(2026, 11, 22)
D = Decimal


def decide(country: str, service: str = "general", **facts: Any) -> VatDecision:
    """The decision for a business of the country itself, unless the facts say otherwise."""
    supply = {"on": DAY, "customer_country": country, "customer_is_business": True, **facts}
    return registry.pack_for(country).vat(VatFacts(country=country, service=service, **supply))


@pytest.mark.parametrize(
    ("country", "service", "settings", "rate"),
    [
        # Belgium: 21; copyright and performances 6, even supplied by a legal person (table A, XXIX); technique, teaching 21
        ("BE", "general", {}, "0.21"),
        ("BE", "copyright", {}, "0.06"),
        ("BE", "performance", {"performance_vat": "reduced"}, "0.06"),
        ("BE", "show_sale", {"performance_vat": "reduced"}, "0.06"),
        ("BE", "technique", {}, "0.21"),
        ("BE", "teaching", {}, "0.21"),
        ("BE", "design", {}, "0.21"),
        ("BE", "goods", {}, "0.21"),
        # France: 20; a show sold by its licensed producer 5.5, with eating and drinking 20; copyright 10
        ("FR", "general", {}, "0.20"),
        ("FR", "performance", {}, "0.20"),
        ("FR", "show_sale", {"show_sale_vat": "producer"}, "0.055"),
        ("FR", "show_sale", {"show_sale_vat": "consumption"}, "0.20"),
        ("FR", "copyright", {}, "0.10"),
        ("FR", "technique", {}, "0.20"),
        # Germany: 19 for who re-sells artists in its own name; copyright 7
        ("DE", "performance", {}, "0.19"),
        ("DE", "show_sale", {}, "0.19"),
        ("DE", "technique", {}, "0.19"),
        ("DE", "copyright", {}, "0.07"),
        # Italy: 22; performances by the adviser's answer
        ("IT", "general", {}, "0.22"),
        ("IT", "performance", {"performance_vat": "standard"}, "0.22"),
        ("IT", "performance", {"performance_vat": "reduced"}, "0.10"),
        # Spain: the 10 % of artists is for natural persons, a company charges 21
        ("ES", "performance", {}, "0.21"),
        ("ES", "copyright", {}, "0.21"),
        # Austria: the 13 % of artists is not for a legal person
        ("AT", "performance", {}, "0.20"),
        ("AT", "design", {}, "0.20"),
        # Sweden: re-sold performances 25, copyright 6
        ("SE", "performance", {}, "0.25"),
        ("SE", "copyright", {}, "0.06"),
        ("SE", "technique", {}, "0.25"),
    ],
)
def test_what_a_business_at_home_pays(country, service, settings, rate):
    decision = decide(country, service, settings=settings)

    assert (decision.category, decision.rate) == ("S", D(rate))
    assert decision.row.startswith(f"{country.lower()}.")
    assert decision.row_since is not None
    assert decision.source


@pytest.mark.parametrize(
    ("country", "service"),
    [
        ("BE", "performance"),  # 6 or exempt: the cooperative's regime
        ("BE", "admission"),
        ("FR", "show_sale"),  # 5.5 or 20: the licence
        ("FR", "teaching"),
        ("DE", "teaching"),
        ("IT", "performance"),
        ("IT", "copyright"),
        ("ES", "teaching"),
        ("AT", "copyright"),
        ("AT", "teaching"),
        ("SE", "teaching"),
    ],
)
def test_what_the_reference_leaves_open_goes_to_staff_with_its_row(country, service):
    decision = decide(country, service)

    assert decision.needs_staff
    assert decision.rate is None
    assert decision.row.startswith(f"{country.lower()}.")


def test_a_question_is_asked_in_the_readers_language():
    decision = decide("BE", "performance")

    assert "6 % or exempt" in decision.question()
    assert decision.question("nl").startswith("In België wordt een optreden belast aan 6 %")
    assert decision.question("sv").startswith("I Belgien")


def test_the_exempt_regime_of_belgium_prints_its_article_in_each_language():
    decision = decide("BE", "performance", settings={"performance_vat": "exempt"})

    assert (decision.category, decision.rate, decision.exemption_code) == ("E", D(0), "VATEX-EU-132-1N")
    assert decision.mention["nl"] == "Vrijgesteld van btw, art. 44 § 2, 8° btw-wetboek"
    assert "art. 44 § 2, 8°" in decision.mention["es"]


@pytest.mark.parametrize(
    ("country", "on", "service", "rate"),
    [
        # UStG § 28: 16 and 5 in the second half of 2020
        ("DE", datetime.date(2020, 6, 30), "general", "0.19"),
        ("DE", datetime.date(2020, 7, 1), "general", "0.16"),
        ("DE", datetime.date(2020, 12, 31), "copyright", "0.05"),
        ("DE", datetime.date(2021, 1, 1), "copyright", "0.07"),
    ],
)
def test_a_rate_follows_the_day(country, on, service, rate):
    assert decide(country, service, on=on).rate == D(rate)


def test_a_rate_nobody_has_looked_at_again_is_not_used():
    """The Belgian reduced rate is to be looked at again by the end of 2026, for a rise was announced and withdrawn."""
    assert decide("BE", "copyright", on=datetime.date(2026, 12, 31)).rate == D("0.06")

    late = decide("BE", "copyright", on=datetime.date(2027, 1, 1))

    assert (late.needs_staff, late.row) == (True, "be.copyright")
    assert "“vat.reduced” of BE cannot be used on 2027-01-01" in late.question()


def test_a_day_before_the_table_is_not_guessed():
    decision = decide("DE", on=datetime.date(2009, 12, 31))

    assert decision.needs_staff
    assert "begin on 2010-01-01" in decision.question()


@pytest.mark.parametrize(
    ("country", "words"),
    [
        # the words art. 226 (11a) of the directive prescribes, in the tenant's own languages
        ("BE", {"fr": "Autoliquidation", "nl": "Btw verlegd", "de": "Steuerschuldnerschaft des Leistungsempfängers"}),
        ("FR", {"fr": "Autoliquidation"}),
        ("DE", {"de": "Steuerschuldnerschaft des Leistungsempfängers"}),
        ("IT", {"it": "Inversione contabile"}),
        ("ES", {"es": "Inversión del sujeto pasivo"}),
        ("AT", {"de": "Übergang der Steuerschuld auf den Leistungsempfänger"}),
        ("SE", {"sv": "Omvänd betalningsskyldighet"}),
    ],
)
def test_reverse_charge_says_so_in_the_languages_of_the_tenant(country, words):
    decision = decide(country, "design", customer_country="NL", customer_vat_number="NL000099998B57")

    assert (decision.category, decision.exemption_code) == ("AE", "VATEX-EU-AE")
    assert decision.mention["en"].startswith("Reverse charge")
    for language, word in words.items():
        assert decision.mention[language].startswith(word)
    assert set(decision.mention) == {"en", "fr", "nl", "de", "es", "it", "sv"}


def test_a_business_outside_the_union_is_outside_the_scope():
    decision = decide("BE", "technique", customer_country="CA")

    assert (decision.category, decision.rate, decision.exemption_code) == ("O", D(0), "VATEX-EU-O")
    assert decision.mention["fr"].startswith("Service non soumis à la TVA belge")


@pytest.mark.parametrize(
    ("number", "category"),
    [("EL094014201", "AE"), ("GR094014201", ""), ("DE136695976", ""), ("", "")],
)
def test_a_greek_number_begins_with_el(number, category):
    decision = decide("FR", customer_country="GR", customer_vat_number=number)

    assert decision.category == category
    assert decision.needs_staff == (not category)


def test_a_number_of_another_country_is_named_in_the_question():
    decision = decide("FR", customer_country="GR", customer_vat_number="DE136695976")

    assert decision.row == "fr.eu_business.other_number"
    assert "Greece writes EL" in decision.question()


# Public bodies: they act as a business once they have a VAT number (2006/112/EC art. 43)


@pytest.mark.parametrize("country", registry.codes())
def test_a_public_body_of_the_country_pays_like_everybody(country):
    decision = decide(country, customer_is_public=True, customer_is_business=False)

    assert (decision.category, decision.row) == ("S", f"{country.lower()}.standard.home")


def test_a_public_body_without_number_is_taxed_where_the_event_is():
    asked = {"customer_is_public": True, "customer_is_business": False}

    assert decide("BE", "technique", place_country="BE", **asked).rate == D("0.21")
    assert decide("BE", "technique", place_country="FR", **asked).row == "be.event.elsewhere"
    assert decide("BE", "technique", **asked).row == "be.event.unknown_place"


def test_a_public_body_with_a_number_is_taxed_where_it_is():
    decision = decide(
        "BE", "technique", customer_is_public=True, customer_vat_number="BE0999900013", place_country="FR"
    )

    assert (decision.rate, decision.row) == (D("0.21"), "be.technique_teaching.public")


def test_a_private_client_is_taxed_where_the_event_is():
    asked = {"customer_is_business": False, "settings": {"performance_vat": "reduced"}}

    assert decide("BE", "performance", place_country="BE", **asked).rate == D("0.06")
    assert decide("BE", "performance", place_country="FR", **asked).needs_staff
    assert decide("BE", "performance", **asked).needs_staff


def test_design_for_a_private_client_outside_the_union_may_be_taxed_there():
    decision = decide("SE", "design", customer_country="NO", customer_is_business=False)

    assert decision.row == "se.art59.outside_consumer"
    assert decision.needs_staff


# Territories outside the VAT area (2006/112/EC art. 6 and 7), by the beginning of the postal code


@pytest.mark.parametrize(
    ("country", "postal_code", "row"),
    [
        ("ES", "35001", "territory.es_canary"),
        ("ES", "38 670", "territory.es_canary"),
        ("ES", "51001", "territory.es_ceuta"),
        ("ES", "52001", "territory.es_melilla"),
        ("FI", "FI-22100", "territory.fi_aland"),
        ("FR", "97400", "territory.fr_overseas"),
        ("FR", "98800", "territory.fr_overseas"),
        ("DE", "78266", "territory.de_buesingen"),
        ("DE", "27498", "territory.de_heligoland"),
        ("IT", "23041", "territory.it_livigno"),
        ("IT", "22061", "territory.it_campione"),
        ("GR", "630 86", "territory.gr_athos"),
        ("MC", "98000", "territory.mc_monaco"),
    ],
)
def test_a_client_outside_the_vat_area_goes_to_staff(country, postal_code, row):
    number = "EL094014201" if country == "GR" else f"{country}1"
    decision = decide("BE", customer_country=country, customer_postal_code=postal_code, customer_vat_number=number)

    assert decision.needs_staff
    assert decision.row == row
    assert "%(" not in decision.question("fr")


@pytest.mark.parametrize(
    ("country", "postal_code"), [("ES", "28001"), ("FI", "00100"), ("FR", "75001"), ("DE", "78224"), ("GR", "10431")]
)
def test_the_rest_of_the_country_is_inside(country, postal_code):
    number = "EL094014201" if country == "GR" else f"{country}1"
    decision = decide("BE", customer_country=country, customer_postal_code=postal_code, customer_vat_number=number)

    assert decision.category == "AE"


def test_the_canary_islands_are_outside_for_the_spanish_tenant_too():
    assert decide("ES", customer_postal_code="35001").row == "territory.es_canary"
    assert decide("ES", customer_postal_code="28001").rate == D("0.21")


def test_northern_ireland_is_the_union_for_goods_only():
    belfast = {"customer_country": "GB", "customer_postal_code": "BT1 5GS", "customer_vat_number": "XI110305878"}

    assert decide("BE", "goods", **belfast).row == "territory.gb_northern_ireland"
    assert decide("BE", "design", **belfast).category == "O"
    assert (
        decide("BE", "goods", **{**belfast, "customer_postal_code": "M1 1AA"}).row
        == "be.abroad.goods_digital_admission"
    )
