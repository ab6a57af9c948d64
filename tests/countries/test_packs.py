"""Every pack through the same interface: what it declares is complete, what it answers is honest."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module

import pytest

from countries import registry
from countries.contract import (
    ContractFacts,
    DeclarationFacts,
    InvalidInput,
    NotCovered,
    PayInputs,
    VatFacts,
)

DAY = date(2026, 11, 24)
START = datetime(2026, 12, 1, 8, tzinfo=UTC)
ALL = (*registry.codes(), "PT")


def _facts(country: str, **changes: object) -> ContractFacts:
    facts: dict[str, object] = {
        "country": country,
        "on": date(2026, 12, 1),
        "kind": registry.pack_for(country).pack.contract_kinds[0].code,
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
        "full_time_hours": Decimal(160),
        "sector_minimum": Decimal("2000.00"),
        "birth_date": date(1990, 5, 1),
        "signed_at": datetime(2026, 11, 25, tzinfo=UTC),
    }
    return ContractFacts(**{**facts, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("country", ALL)
def test_a_pack_declares_itself_completely(country: str) -> None:
    pack = registry.pack_for(country, on=DAY).pack

    assert pack.contract_kinds
    assert pack.version
    assert "en" in pack.name
    for kind in pack.contract_kinds:
        assert kind.source
        assert {"en", *pack.languages[:1]} <= kind.label.keys()
    for identifier in pack.identifiers:
        if identifier.module:
            assert hasattr(import_module(f"stdnum.{identifier.module}"), "validate")


@pytest.mark.parametrize("country", registry.codes())
def test_every_check_a_kind_names_exists(country: str) -> None:
    for kind in registry.pack_for(country).pack.contract_kinds:
        registry.pack_for(country).contract_checks(_facts(country, kind=kind.code, student_hours_left=Decimal(100)))


@pytest.mark.parametrize("country", ALL)
def test_a_contract_in_order_has_no_blocking_finding(country: str) -> None:
    findings = registry.pack_for(country).contract_checks(_facts(country))

    assert [f.sentence() for f in findings if f.severity == "blocks"] == []


@pytest.mark.parametrize("country", ALL)
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"declared_at": START}, "declared_late"),
        ({"declared_at": None}, "declared_late"),
        ({"others": (("C-1", date(2026, 12, 3), date(2026, 12, 5)),)}, "overlap"),
        ({"available": Decimal("899.99")}, "budget_too_small"),
        ({"ends_on": date(2026, 11, 30)}, "ends_before_start"),
        ({"ends_on": None}, "end_missing"),
        ({"days": Decimal(4)}, "days_out_of_range"),
        ({"hours": Decimal(73)}, "hours_out_of_range"),
        ({"has_right_to_work": False}, "no_right_to_work"),
        ({"gross": Decimal("100.00")}, "below_minimum_pay"),
    ],
)
def test_each_fault_blocks_with_a_sentence_and_a_remedy(country: str, changes: dict[str, object], code: str) -> None:
    findings = registry.pack_for(country).contract_checks(_facts(country, **changes))

    found = {finding.code: finding for finding in findings}
    assert code in found
    assert found[code].severity == "blocks"
    assert "%(" not in found[code].sentence() + found[code].way_out()


def test_an_unknown_contract_kind_is_refused_by_name() -> None:
    with pytest.raises(InvalidInput, match=r"“zero_hours”.*fixed_term"):
        registry.pack_for("BE").contract_checks(_facts("BE", kind="zero_hours"))


def test_belgium_keeps_a_contract_within_one_month() -> None:
    findings = registry.pack_for("BE").contract_checks(_facts("BE", ends_on=date(2027, 1, 2), days=Decimal(3)))

    assert "spans_months" in [finding.code for finding in findings]


def test_a_late_signature_blocks_a_fixed_term_and_an_early_one_does_not() -> None:
    pack = registry.pack_for("BE")

    late = pack.contract_checks(_facts("BE", signed_at=datetime(2026, 12, 1, 9, tzinfo=UTC)))
    open_still = pack.contract_checks(_facts("BE", signed_at=None, checked_at=datetime(2026, 11, 24, tzinfo=UTC)))

    assert [(f.code, f.severity) for f in late] == [("not_written_before_start", "blocks")]
    assert [(f.code, f.severity) for f in open_still] == [("not_written_before_start", "warns")]


def test_italy_wants_the_declaration_the_day_before() -> None:
    findings = registry.pack_for("IT").contract_checks(_facts("IT", declared_at=datetime(2026, 12, 1, 6, tzinfo=UTC)))

    assert [finding.code for finding in findings] == ["declared_on_the_day"]


def test_an_article_1bis_contract_needs_the_attestation() -> None:
    findings = registry.pack_for("BE").contract_checks(_facts("BE", kind="artist_1bis"))

    assert [finding.code for finding in findings] == ["attestation_missing"]


def test_payroll_not_open_yet_says_so() -> None:
    pack = registry.pack_for("FR")
    closed = replace(pack, pack=replace(pack.pack, payslip=None))

    with pytest.raises(NotCovered, match="not open yet"):
        closed.payslip(PayInputs(country="FR", on=DAY, kind="fixed_term", gross=Decimal("1000.00")))


@pytest.mark.parametrize(
    ("country", "rate"),
    [("BE", "0.21"), ("FR", "0.20"), ("DE", "0.19"), ("IT", "0.22"), ("ES", "0.21"), ("AT", "0.20"), ("SE", "0.25")],
)
def test_the_standard_rate_at_home(country: str, rate: str) -> None:
    decision = registry.pack_for(country).vat(
        VatFacts(country=country, on=DAY, service="general", customer_country=country, customer_is_business=True)
    )

    assert (decision.category, decision.rate) == ("S", Decimal(rate))
    assert decision.source


@pytest.mark.parametrize("country", registry.codes())
@pytest.mark.parametrize(
    ("customer", "number", "category", "code"),
    [("NL", "NL000099998B57", "AE", "VATEX-EU-AE"), ("CA", "", "O", "VATEX-EU-O")],
)
def test_businesses_abroad(country: str, customer: str, number: str, category: str, code: str) -> None:
    decision = registry.pack_for(country).vat(
        VatFacts(
            country=country,
            on=DAY,
            service="design",
            customer_country=customer,
            customer_is_business=True,
            customer_vat_number=number,
        )
    )

    assert (decision.category, decision.rate, decision.exemption_code) == (category, Decimal(0), code)
    assert "en" in decision.mention


@pytest.mark.parametrize(
    ("country", "changes"),
    [
        ("BE", {"service": "performance"}),
        ("IT", {"service": "performance"}),
        ("BE", {"customer_country": "NL"}),
        ("BE", {"service": "performance", "customer_is_business": False, "place_country": "FR"}),
        ("DE", {"service": "admission", "customer_country": "AT"}),
        ("DE", {"service": "unheard_of"}),
        ("PT", {}),
    ],
)
def test_what_is_not_clear_goes_to_staff_and_is_never_decided(country: str, changes: dict[str, object]) -> None:
    facts = {"country": country, "on": DAY, "service": "general", "customer_country": country}
    decision = registry.pack_for(country).vat(
        VatFacts(**{**facts, "customer_is_business": True, **changes})  # type: ignore[arg-type]
    )

    assert decision.needs_staff
    assert decision.rate is None
    assert "%(" not in decision.question()


@pytest.mark.parametrize(("choice", "category", "rate"), [("reduced", "S", "0.06"), ("exempt", "E", "0")])
def test_the_belgian_performance_follows_the_regime_the_cooperative_chose(
    choice: str, category: str, rate: str
) -> None:
    decision = registry.pack_for("BE").vat(
        VatFacts(
            country="BE",
            on=DAY,
            service="performance",
            customer_country="BE",
            customer_is_business=True,
            settings={"performance_vat": choice},
        )
    )

    assert (decision.category, decision.rate) == (category, Decimal(rate))


def test_german_rates_of_the_second_half_of_2020() -> None:
    decision = registry.pack_for("DE").vat(
        VatFacts(
            country="DE",
            on=date(2020, 10, 1),
            service="general",
            customer_country="DE",
            customer_is_business=True,
        )
    )

    assert decision.rate == Decimal("0.16")


@pytest.mark.parametrize("country", ALL)
def test_a_declaration_names_what_is_missing_and_when_it_is_due(country: str) -> None:
    facts = DeclarationFacts(
        country=country,
        kind="start",
        contract_kind=registry.pack_for(country).pack.contract_kinds[0].code,
        starts_at=START,
        ends_on=date(2026, 12, 3),
    )

    drafts = registry.pack_for(country).declarations(facts)

    assert drafts
    for draft in drafts:
        assert draft.missing
        assert draft.due_at.tzinfo is not None


def test_dimona_carries_the_worker_type_and_a_students_hours() -> None:
    facts = DeclarationFacts(
        country="BE",
        kind="start",
        contract_kind="student",
        starts_at=START,
        ends_on=date(2026, 12, 3),
        planned_hours=Decimal(24),
        employer={"company_number": "0999990024", "joint_committee": "200"},
        person={"last_name": "Sample", "first_name": "Ada", "birth_date": "2004-02-29"},
    )

    (draft,) = registry.pack_for("BE").declarations(facts)

    assert draft.missing == ()
    assert (draft.fields["WorkerType"], draft.fields["PlannedHoursNbr"]) == ("STU", "24")
    assert draft.due_at == START
