"""What Austria asks of a contract, and what it tells the health fund before the work starts."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from countries import registry
from countries.contract import ContractFacts, DeclarationFacts, Finding, InvalidInput
from countries.packs.texts import LANGUAGES

PACK = registry.pack_for("AT")
START = datetime(2026, 12, 1, 8, tzinfo=UTC)


def facts(**changes: object) -> ContractFacts:
    known: dict[str, object] = {
        "country": "AT",
        "on": date(2026, 12, 1),
        "kind": "fixed_term",
        "starts_on": date(2026, 12, 1),
        "ends_on": date(2026, 12, 3),
        "starts_at": START,
        "declared_at": datetime(2026, 11, 24, 12, tzinfo=UTC),
        "gross": Decimal("600.00"),
        "cost": Decimal("900.00"),
        "available": Decimal("1000.00"),
        "days": Decimal(3),
        "possible_days": Decimal(23),
        "hours": Decimal(24),
        "full_time_hours": Decimal(184),
        "sector_minimum": Decimal("2300.00"),
        "birth_date": date(1990, 5, 1),
        "engagement": {"open_holiday_days": Decimal("0.26")},
    }
    return ContractFacts(**{**known, **changes})  # type: ignore[arg-type]


def findings(**changes: object) -> dict[str, Finding]:
    return {finding.code: finding for finding in PACK.contract_checks(facts(**changes))}


def test_a_contract_in_order_passes_without_a_word() -> None:
    assert findings() == {}


@pytest.mark.parametrize("kind", [kind.code for kind in PACK.pack.contract_kinds])
def test_every_kind_can_be_in_order(kind: str) -> None:
    found = findings(kind=kind)

    assert [code for code, finding in found.items() if finding.severity == "blocks"] == []


@pytest.mark.parametrize(
    ("changes", "code", "severity"),
    [
        ({"gross": Decimal("300.00")}, "below_minimum_pay", "blocks"),
        ({"sector_minimum": None}, "sector_minimum_missing", "warns"),
        ({"kind": "marginal", "gross": Decimal("643.00")}, "above_marginal_limit", "blocks"),
        ({"kind": "casual", "ends_on": date(2026, 12, 7)}, "casual_too_long", "blocks"),
        (
            {"kind": "casual", "others": (("C-1", date(2026, 11, 30), date(2026, 11, 30)),)},
            "casual_without_gap",
            "warns",
        ),
        ({"others": (("C-1", date(2026, 11, 2), date(2026, 11, 30)),)}, "successive", "warns"),
        ({"hours": Decimal("36.5")}, "too_many_hours_a_day", "blocks"),
        ({"hours": None, "engagement": {"open_holiday_days": 1}}, "working_time_missing", "blocks"),
        ({"engagement": {}}, "holidays_open", "warns"),
        ({"birth_date": date(2012, 1, 1)}, "too_young", "blocks"),
        ({"declared_at": START}, "declared_late", "blocks"),
        ({"has_right_to_work": False}, "no_right_to_work", "blocks"),
    ],
)
def test_each_fault_has_its_finding(changes: dict[str, object], code: str, severity: str) -> None:
    found = findings(**changes)

    assert code in found
    assert found[code].severity == severity
    assert "%(" not in found[code].sentence() + found[code].way_out()


def test_the_minimum_is_compared_with_the_pay_without_its_13th_and_14th_share() -> None:
    # 2,300 x 24 / 184 = 300.00: a gross of 350.00 is 300.00 and 50.00
    assert "below_minimum_pay" not in findings(gross=Decimal("350.00"), engagement={})
    assert "below_minimum_pay" in findings(gross=Decimal("349.98"), engagement={})
    assert "below_minimum_pay" not in findings(gross=Decimal("300.00"), engagement={"special_payments": "none"})


def test_the_minimum_is_compared_with_the_pay_without_the_holidays_paid_out() -> None:
    # 0.26 days of 26 are a hundredth of a month, a tenth of the pay of three days of thirty: 385.00 = 300 + 30 + 55
    assert "below_minimum_pay" not in findings(gross=Decimal("385.00"))
    assert "below_minimum_pay" in findings(gross=Decimal("384.98"))


def test_the_marginal_limit_looks_at_the_running_pay() -> None:
    # 551.10 x 7 / 6 = 642.95
    assert "above_marginal_limit" not in findings(kind="marginal", gross=Decimal("642.95"), engagement={})
    assert "above_marginal_limit" not in findings(kind="fixed_term", gross=Decimal("2000.00"))


def test_working_time_may_be_given_by_the_week() -> None:
    engagement = {"weekly_hours": Decimal("38.5"), "open_holiday_days": 1}

    assert "working_time_missing" not in findings(hours=None, engagement=engagement)


def test_a_free_service_contract_without_an_end_needs_notice_since_2026() -> None:
    free = PACK.pack.contract_kind("free_service")

    assert "free_service_notice" in free.checks
    assert "free_service_notice" in findings(kind="free_service", ends_on=None)
    assert "free_service_notice" not in findings(kind="free_service")


def declaration(**changes: object) -> DeclarationFacts:
    known: dict[str, object] = {
        "country": "AT",
        "kind": "fixed_term",
        "contract_kind": "fixed_term",
        "starts_at": START,
        "ends_on": date(2026, 12, 3),
        "planned_hours": Decimal("15.67"),
        "employer": {"contribution_account": "999999999"},
        "person": {
            "national_number": "sealed",
            "last_name": "Muster",
            "first_name": "Ada",
            "birth_date": "1990-05-01",
        },
        "work": {"place": "Wien", "days": "2"},
    }
    return DeclarationFacts(**{**known, **changes})  # type: ignore[arg-type]


def test_the_registration_names_the_working_time_in_four_digits() -> None:
    (draft,) = PACK.declarations(declaration())
    (weekly,) = PACK.declarations(declaration(work={"place": "Wien", "weekly_hours": "38.5"}))

    assert (draft.kind, draft.missing, draft.due_at) == ("elda_start", (), START)
    assert draft.fields["working_time"] == "1567"
    assert draft.fields["employment_area"] == "Angestellte"
    assert (draft.fields["marginal"], draft.fields["free_service"]) == ("no", "no")
    assert weekly.fields["working_time"] == "3850"


def test_a_person_without_an_insurance_number_asks_for_one() -> None:
    person = {"last_name": "Muster", "first_name": "Ada", "birth_date": "1990-05-01", "nationality": "FR"}

    (draft,) = PACK.declarations(declaration(person=person))

    assert draft.missing == ("sex", "address")
    assert "VSNR" not in draft.fields
    assert draft.fields["VSNR_request_for"] == "Muster"


def test_casual_work_names_the_hours_of_a_day() -> None:
    (draft,) = PACK.declarations(declaration(contract_kind="casual", planned_hours=Decimal(16)))

    assert (draft.kind, draft.fields["working_time"]) == ("elda_casual", "0800")


def test_without_working_time_the_registration_lacks_it_but_for_a_free_service_contract() -> None:
    (draft,) = PACK.declarations(declaration(planned_hours=None))
    (free,) = PACK.declarations(declaration(planned_hours=None, contract_kind="free_service"))

    assert draft.missing == ("working_time",)
    assert free.missing == ()
    assert free.fields["free_service"] == "yes"


@pytest.mark.parametrize(
    ("kind", "area", "marginal"),
    [("fixed_term_worker", "Arbeiter", "no"), ("marginal", "Angestellte", "yes")],
)
def test_the_registration_follows_the_kind_of_contract(kind: str, area: str, marginal: str) -> None:
    (draft,) = PACK.declarations(declaration(contract_kind=kind))

    assert (draft.fields["employment_area"], draft.fields["marginal"]) == (area, marginal)


def test_the_end_is_declared_within_seven_days() -> None:
    (draft,) = PACK.declarations(declaration(kind="end"))

    assert draft.kind == "elda_end"
    assert draft.due_at.date() == date(2026, 12, 10)
    assert draft.missing == ("pay_claim_end", "reason")


def test_no_file_is_invented_for_elda() -> None:
    assert PACK.pack.declaration_file is not None
    assert PACK.pack.declaration_file("elda_start", {}) is None


def test_every_word_of_the_pack_is_there_in_every_language() -> None:
    pack = PACK.pack
    fields = (*pack.tax_file, *pack.engagement_inputs, *pack.employer_inputs)
    texts = [pack.name]
    texts += [each.label for each in (*pack.contract_kinds, *pack.identifiers, *pack.required_settings, *fields)]
    texts += [field.help for field in fields if field.help]
    texts += [text for field in fields for _code, text in field.choices]

    assert all(tuple(text) == LANGUAGES for text in texts)


def test_an_engagement_is_asked_only_for_kinds_that_exist() -> None:
    for field in PACK.pack.engagement_inputs:
        for code in field.contract_kinds:
            PACK.pack.contract_kind(code)
    with pytest.raises(InvalidInput):
        PACK.pack.contract_kind("interim")
