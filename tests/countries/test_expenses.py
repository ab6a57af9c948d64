"""Tariffs and VAT shares of the seven countries: worked examples by hand, from the page each file cites."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from countries import expense_data, expense_words, law_book, registry
from countries.contract import InvalidInput, ParameterUnknown
from countries.expenses import allowed_amount, categories_of, category_of, questions_of, tariff_for

D = Decimal
NOVEMBER = date(2026, 11, 10)
ALL_GIVEN = ["breakfast", "lunch", "dinner"]


def allowed(code: str, category: str, quantity: str, *, on: date = NOVEMBER, **facts) -> str:
    return str(allowed_amount(code, category, on=on, quantity=D(quantity), facts=facts))


def test_belgium_pays_kilometres_by_quarter() -> None:
    # ucm.be: 0.4320 until June, 0.4309 from July, 0.4312 from October 2025; 137 km
    assert allowed("BE", "mileage", "137", on=date(2025, 6, 30)) == "59.18"  # 59.184
    assert allowed("BE", "mileage", "137", on=date(2025, 7, 1)) == "59.03"  # 59.0333
    assert allowed("BE", "mileage", "137", on=date(2025, 9, 30)) == "59.03"
    assert allowed("BE", "mileage", "137", on=date(2025, 10, 1)) == "59.07"  # 59.0744


def test_belgium_pays_meals_of_a_long_day_and_knows_the_months_nobody_saw() -> None:
    assert allowed("BE", "per_diem", "3", on=date(2025, 2, 28)) == "62.40"  # 20.80
    assert allowed("BE", "per_diem", "3", on=date(2025, 3, 1)) == "63.66"  # 21.22
    with pytest.raises(ParameterUnknown, match=r"tariff.per_diem\) is not known on 2024-02-01"):
        allowed("BE", "per_diem", "1", on=date(2024, 2, 1))


def test_a_value_carried_on_says_so() -> None:
    tariff = tariff_for("BE", "mileage", on=NOVEMBER, facts={})

    assert (tariff.amount, tariff.unit, tariff.since) == (D("0.4326"), "km", date(2026, 4, 1))
    assert (tariff.confidence, tariff.review_by) == ("memory", date(2026, 12, 31))
    assert "not seen" in tariff.source


@pytest.mark.parametrize(
    ("so_far", "km", "expected"),
    [
        ("0", "100", "63.60"),  # 5 CV up to 5,000 km: 0.636
        ("4500", "1000", "496.50"),  # 500 × 0.636 + 500 × 0.357: the scale is continuous at 5,000
        ("19900", "200", "83.40"),  # 0.427 × 20,100 = 8,582.70 less 0.357 × 19,900 + 1,395 = 8,499.30
    ],
)
def test_france_pays_a_trip_what_it_adds_to_the_scale_of_the_year(so_far: str, km: str, expected: str) -> None:
    found = allowed("FR", "mileage", km, vehicle="car", car_power="cv_5", energy="other", km_so_far=D(so_far))

    assert found == expected


def test_france_adds_a_fifth_for_an_electric_car() -> None:
    # 4 CV: 0.606 × 100 × 1.2
    assert allowed("FR", "mileage", "100", vehicle="car", car_power="cv_4", energy="electric", km_so_far=0) == "72.72"


def test_france_knows_motorcycles_and_mopeds() -> None:
    facts = {"energy": "other", "km_so_far": 0}
    assert allowed("FR", "mileage", "100", vehicle="motorcycle", motorcycle_power="cv_3_5", **facts) == "46.80"
    assert allowed("FR", "mileage", "100", vehicle="moped", **facts) == "31.50"


def test_france_pays_meals_by_place_and_the_limits_rose_in_2026() -> None:
    assert allowed("FR", "meal", "2", meal_place="restaurant") == "42.80"
    assert allowed("FR", "meal", "2", meal_place="restaurant", on=date(2025, 12, 31)) == "42.20"
    assert allowed("FR", "meal", "1", meal_place="away") == "10.40"
    assert allowed("FR", "meal", "1", meal_place="long_journey", assignment_length="later") == "18.20"


def test_france_pays_nights_by_place() -> None:
    assert allowed("FR", "night", "2", night_place="paris", assignment_length="first_months") == "153.20"
    assert allowed("FR", "night", "1", night_place="elsewhere", assignment_length="first_months") == "56.80"
    assert "night" not in {category.code for category in categories_of("FR", date(2025, 6, 1))}


@pytest.mark.parametrize(
    ("day_part", "given", "expected"),
    [
        ("full", [], "28.00"),
        ("part", [], "14.00"),
        ("full", ["breakfast"], "22.40"),  # 20 % of 28.00
        ("part", ["breakfast"], "8.40"),  # 20 % of the full day also here
        ("part", ["breakfast", "dinner"], "0.00"),  # 14.00 − 5.60 − 11.20, never below zero
        ("full", ALL_GIVEN, "0.00"),
    ],
)
def test_germany_takes_meals_given_off_the_day(day_part: str, given: list[str], expected: str) -> None:
    assert allowed("DE", "per_diem", "1", day_part=day_part, meals_provided=given) == expected


def test_germany_pays_thirty_cents_and_twenty_for_a_motorcycle() -> None:
    assert allowed("DE", "mileage", "212.5", vehicle="car") == "63.75"
    assert allowed("DE", "mileage", "100", vehicle="motorcycle") == "20.00"
    assert allowed("DE", "night", "2") == "40.00"


@pytest.mark.parametrize(
    ("hours", "given", "expected"),
    [
        ("3", [], "0.00"),  # not longer than three hours
        ("3.5", [], "10.00"),  # four started hours
        ("8", [], "20.00"),
        ("11.25", [], "30.00"),  # the twelfth hour has started
        ("16", [], "30.00"),
        ("16", ["lunch"], "15.00"),
        ("16", ["breakfast"], "30.00"),  # the law subtracts lunch and dinner only
    ],
)
def test_austria_counts_started_hours(hours: str, given: list[str], expected: str) -> None:
    assert allowed("AT", "per_diem", "1", hours=D(hours), meals_provided=given) == expected


def test_austria_halved_two_wheels_in_july_2025() -> None:
    facts = {"vehicle": "bicycle", "km_so_far": 0}
    assert allowed("AT", "mileage", "100", on=date(2024, 12, 31), **facts) == "38.00"
    assert allowed("AT", "mileage", "100", on=date(2025, 6, 30), **facts) == "50.00"
    assert allowed("AT", "mileage", "100", on=date(2025, 7, 1), **facts) == "25.00"
    assert allowed("AT", "mileage", "100", on=date(2025, 7, 1), vehicle="car", km_so_far=0) == "50.00"


def test_austria_stops_at_the_kilometres_of_the_year() -> None:
    assert allowed("AT", "mileage", "100", vehicle="bicycle", km_so_far=2950) == "12.50"  # 50 km are left of 3,000
    assert allowed("AT", "mileage", "100", vehicle="car", km_so_far=30000) == "0.00"


def test_spain_raised_kilometres_in_july_2023() -> None:
    assert allowed("ES", "mileage", "250", on=date(2023, 7, 16)) == "47.50"  # 0.19
    assert allowed("ES", "mileage", "250", on=date(2023, 7, 17)) == "65.00"  # 0.26
    assert allowed("ES", "per_diem", "2", overnight="with_night") == "106.68"
    assert allowed("ES", "per_diem", "1", overnight="without_night") == "26.67"


def test_italy_lowers_the_allowance_by_what_is_paid_apart_and_takes_kilometres_by_receipt() -> None:
    found = [allowed("IT", "per_diem", "1", paid_apart=apart) for apart in ("nothing", "one", "both")]
    mileage = category_of("IT", "mileage", on=NOVEMBER)

    assert found == ["46.48", "30.99", "15.49"]
    assert (mileage.kind, mileage.needs_receipt, mileage.unit, mileage.vat_recovery) == ("receipt", True, "", D(0))
    assert "ACI" in mileage.vat_note


def test_sweden_pays_two_fifty_and_the_day_rose_in_2026() -> None:
    first = {"assignment_length": "first_months"}
    assert allowed("SE", "mileage", "100", vehicle="car") == "250.00"  # 25 kr a mil
    assert allowed("SE", "mileage", "100", vehicle="company_electric", on=date(2023, 12, 31)) == "60.00"
    assert allowed("SE", "mileage", "100", vehicle="company_electric", on=date(2024, 1, 1)) == "95.00"
    assert allowed("SE", "per_diem", "1", day_part="full", on=date(2025, 12, 31), **first) == "290.00"
    assert allowed("SE", "per_diem", "2", day_part="full", meals_provided=["breakfast"], **first) == "480.00"
    assert allowed("SE", "per_diem", "1", day_part="half", **first) == "150.00"
    assert allowed("SE", "per_diem", "1", day_part="full", meals_provided=ALL_GIVEN, **first) == "30.00"  # 10 %
    assert allowed("SE", "per_diem", "1", assignment_length="later") == "210.00"
    assert allowed("SE", "night", "1") == "150.00"


@pytest.mark.parametrize(
    ("code", "shares"),
    [
        # public transport, lodging, restaurant, hospitality, hired car
        ("BE", "1 0 0 0 0.5"),
        ("FR", "0 0 1 1 0"),
        ("DE", "1 1 1 1 1"),
        ("AT", "1 1 1 0 0"),
        ("ES", "1 1 1 0 0.5"),
        ("IT", "0 1 1 0 0.4"),
        ("SE", "1 1 1 0 0.5"),
    ],
)
def test_every_country_gets_back_another_share_of_vat(code: str, shares: str) -> None:
    names = ("public_transport", "lodging", "restaurant", "hospitality", "car_hire")
    found = [category_of(code, name, on=NOVEMBER) for name in names]

    assert [str(category.vat_recovery) for category in found] == shares.split()
    assert all(category.vat_source for category in found)


@pytest.mark.parametrize("code", registry.codes())
def test_every_tariff_of_every_country_answers_once_its_questions_are_answered(code: str) -> None:
    for category in categories_of(code, NOVEMBER):
        facts: dict[str, object] = {}
        for question in questions_of(code, category.code, on=NOVEMBER):
            if all(facts.get(key) == answer for key, answer in question.when):
                facts[question.key] = next(iter(question.choices)) if question.kind == "choice" else 9
                if question.kind == "several":
                    facts[question.key] = []
        if category.unit:
            tariff = tariff_for(code, category.code, on=NOVEMBER, facts=facts)
            assert tariff.amount > 0
            assert tariff.source
            assert tariff.options
            assert allowed_amount(code, category.code, on=NOVEMBER, quantity=D(10), facts=facts) > 0


@pytest.mark.parametrize("code", ["NL", "HU", "XX"])
def test_a_country_without_data_has_receipts_only_and_gets_no_vat_back(code: str) -> None:
    found = categories_of(code, NOVEMBER)

    assert {category.kind for category in found} == {"receipt"}
    assert {category.vat_recovery for category in found} == {D(0)}
    assert all(category.needs_receipt and "accountant" in category.vat_source for category in found)
    with pytest.raises(ParameterUnknown, match=f"{code} has no statutory value “tariff.mileage” .*2026-11-10.*Add it"):
        tariff_for(code, "mileage", on=NOVEMBER, facts={})


def test_receipts_are_there_before_any_share_is_known() -> None:
    found = category_of("SE", "materials", on=date(2023, 6, 30))

    assert (found.kind, found.vat_recovery) == ("receipt", D(0))
    assert category_of("SE", "materials", on=date(2023, 7, 1)).vat_recovery == D(1)


def test_a_tariff_is_refused_the_day_after_its_review_day() -> None:
    assert allowed("ES", "mileage", "10", on=date(2026, 12, 31)) == "2.60"
    with pytest.raises(ParameterUnknown) as refused:
        allowed("ES", "mileage", "10", on=date(2027, 1, 1))

    assert refused.value.code == "tariff_to_review"
    assert str(refused.value) == (
        "ES: “Kilometres with an own vehicle (gastos de locomoción)” (tariff.mileage) was to be checked by 2026-12-31, so "
        "nothing can be claimed by it on 2027-01-01. Once the value of that day is entered with its source, it can; until "
        "then claim with receipts."
    )


def test_a_day_before_the_first_value_names_the_days_known() -> None:
    with pytest.raises(ParameterUnknown, match=r"not known on 2022-12-31. Known days: from 2023-01-01"):
        allowed("ES", "mileage", "10", on=date(2022, 12, 31))


@pytest.mark.parametrize(
    ("code", "category", "facts", "sentence"),
    [
        ("DE", "mileage", {}, "needs “vehicle” as one of car, motorcycle, moped; found “”"),
        ("DE", "mileage", {"vehicle": "tank"}, "found “tank”"),
        ("AT", "per_diem", {}, "needs “hours” as a number, zero or more; found “”"),
        ("AT", "per_diem", {"hours": D("-1")}, "found “-1”"),
        ("AT", "per_diem", {"hours": True}, "found “True”"),
        ("DE", "per_diem", {"day_part": "full", "meals_provided": ["brunch"]}, "found “brunch”"),
    ],
)
def test_a_missing_or_unknown_fact_is_named(code: str, category: str, facts: dict, sentence: str) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        allowed(code, category, "1", **facts)


@pytest.mark.parametrize("quantity", ["0", "-3"])
def test_nothing_is_allowed_for_nothing(quantity: str) -> None:
    with pytest.raises(InvalidInput, match="above zero"):
        allowed("ES", "mileage", quantity)


def test_an_unknown_category_is_refused() -> None:
    with pytest.raises(InvalidInput, match="BE has no expense category “yacht” on 2026-11-10"):
        category_of("BE", "yacht", on=NOVEMBER)


def test_half_a_cent_is_rounded_away_from_zero() -> None:
    assert allowed("ES", "mileage", "0.25") == "0.07"  # 0.065


def test_questions_come_with_their_answers_and_say_when_they_come_up() -> None:
    found = {question.key: question for question in questions_of("FR", "mileage", on=NOVEMBER)}

    assert list(found) == ["vehicle", "km_so_far", "car_power", "motorcycle_power", "energy"]
    assert found["car_power"].when == (("vehicle", "car"),)
    assert found["km_so_far"].kind == "running"
    assert found["vehicle"].choices_in("fr") == (("car", "Voiture"), ("motorcycle", "Moto"), ("moped", "Cyclomoteur"))
    assert questions_of("FR", "materials", on=NOVEMBER) == ()


def test_labels_are_in_seven_languages() -> None:
    for category in expense_data.categories():
        assert set(category.label) == {"en", "fr", "nl", "de", "es", "it", "sv"}
    assert category_of("SE", "per_diem", on=NOVEMBER).label_in("sv") == "Traktamente"
    assert category_of("SE", "per_diem", on=NOVEMBER).label_in("pl") == "Daily allowance on a journey"


def test_a_tariff_is_read_line_by_line_in_the_readers_language() -> None:
    lines = {row.key: row.value.lines for row in law_book.rows("FR", on=NOVEMBER) if row.value is not None}
    with translation.override("fr"):
        french = next(iter(expense_words.lines_of({"vehicle": {"car": D("0.30")}})))

    assert (
        "Car › 5 CV: up to 5,000 km a year 0.636 · up to 20,000 km a year 0.357 + 1,395 · beyond 0.427"
        in (lines["tariff.mileage"])
    )
    assert lines["tariff.mileage"][-1] == "Electricity only: times 1.2"
    assert "At the workplace, because of its hours: 7.50" in lines["tariff.meal"]
    assert french == "Voiture: 0,30"
