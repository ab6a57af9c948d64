"""The monthly return (AGI) as XML: one form of the employer, one of each person, whole kronor."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from countries import registry
from countries.contract import (
    DeclarationFile,
    InvalidInput,
    PayInputs,
    PayResult,
    PeriodFacts,
    PersonPeriod,
    month_so_far,
)
from countries.packs.se.identities import organisation_id, person_id

PACK = registry.pack_for("SE")
PAID = date(2026, 9, 25)
EMPLOYER = {
    "company_number": "769999-0003",
    "contact_name": "Alva Ek",
    "contact_phone": "08-1234567",
    "contact_email": "lon@example.org",
}
COMPONENT = "{http://xmls.skatteverket.se/se/skatteverket/da/komponent/schema/1.1}"
ROOT = "{http://xmls.skatteverket.se/se/skatteverket/da/instans/schema/1.1}Skatteverket"


def _pay(gross: str, *, born: int = 1990, **changes: object) -> PayResult:
    inputs = PayInputs(
        country="SE",
        on=PAID,
        kind="fixed_term",
        gross=Decimal(gross),
        birth_date=date(born, 5, 1),
        tax_file={"tax_basis": "secondary"},
    )
    return PACK.payslip(replace(inputs, **changes))  # type: ignore[arg-type]


def _person(number: str, *results: PayResult) -> PersonPeriod:
    return PersonPeriod(person={"national_number": number}, tax_file={}, results=results)


def _file(*people: PersonPeriod, employer: Mapping[str, str] = EMPLOYER) -> DeclarationFile:
    facts = PeriodFacts(month=date(2026, 9, 1), paid_on=PAID, employer=employer, people=people)
    made = PACK.pack.period_file
    assert made is not None
    return made(facts, PACK.law(PAID))


def _forms(file: DeclarationFile) -> list[dict[str, str]]:
    """Every form of the file as {field code: text}."""
    root = ElementTree.fromstring(file.content)
    assert root.tag == ROOT
    return [
        {str(field.get("faltkod")): str(field.text) for field in form.iter() if field.get("faltkod")}
        for form in root.iter(f"{COMPONENT}Blankett")
    ]


def test_one_person_of_working_age() -> None:
    file = _file(_person("19900501-1234", _pay("30000.99")))

    employer, person = _forms(file)
    assert file.name == "agi-167699990003-202609.xml"
    assert file.format == "Arbetsgivardeklaration 1.1"
    # 30,000 x 31.42 % = 9,426; 30 % of 30,000.99 is 9,000.297
    assert employer == {"201": "167699990003", "006": "202609", "487": "9426", "497": "9000"}
    assert person == {
        "201": "167699990003",
        "215": "199005011234",
        "006": "202609",
        "570": "1",
        "011": "30000",
        "001": "9000",
    }


def test_box_487_is_cut_once_for_each_rate() -> None:
    file = _file(
        _person("199005011234", _pay("10001.90")),
        _person("199105011234", _pay("10001.90")),
        _person("195805011234", _pay("20003.00", born=1958)),
        _person("200505011234", _pay("30000.00", born=2005)),
    )

    # 31.42 %: 10,001 + 10,001 + 5,000 = 25,002 -> 7,855.62; 10.21 %: 20,003 -> 2,042.30; 20.81 %: 25,000 -> 5,202.50
    assert _forms(file)[0]["487"] == str(7855 + 2042 + 5202)


def test_several_contracts_of_a_month_are_one_person() -> None:
    first = _pay("18000.50", born=2005)
    second = _pay("12000.60", born=2005, so_far=month_so_far([first]))

    employer, person = _forms(_file(_person("200505011234", first, second)))

    assert person["011"] == "30001"
    assert person["001"] == "9000"
    assert employer["487"] == str(5202 + 1571)  # 25,000 at 20.81 %; 5,001 x 31.42 % = 1,571.31


def test_pay_too_small_for_contributions_stands_apart_and_is_settled_later() -> None:
    small = _pay("900.00")
    later = _pay("600.00", year_so_far={"contribution_base": Decimal("900.00")})

    employer, person = _forms(_file(_person("199005011234", small)))
    later_employer, later_person = _forms(_file(_person("199005011234", later)))

    assert ("011" in person, person["131"], employer["487"]) == (False, "900", "0")
    assert (later_person["011"], later_person["010"]) == ("1500", "900")
    assert later_employer["487"] == "471"  # 1,500 x 31.42 % = 471.30


def test_tax_of_people_who_live_abroad_has_its_own_box() -> None:
    result = _pay("30000.00", tax_file={"tax_basis": "sink"})

    employer, person = _forms(_file(_person("199005011234", result)))

    assert ("001" in person, person["274"], employer["497"]) == (False, "6750", "6750")  # 22.5 %


def test_benefits_have_their_own_box() -> None:
    result = _pay("40000.00", engagement={"benefits": "4000"})

    employer, person = _forms(_file(_person("199005011234", result)))

    assert (person["011"], person["012"], employer["487"]) == ("40000", "4000", "13824")


def test_people_born_1937_stay_in_box_011_without_contributions() -> None:
    employer, person = _forms(_file(_person("193705011234", _pay("10000.00", born=1937))))

    assert (person["011"], employer["487"]) == ("10000", "0")


def test_nobody_paid_is_the_zero_return() -> None:
    (employer,) = _forms(_file())

    assert (employer["487"], employer["497"]) == ("0", "0")


@pytest.mark.parametrize("missing", EMPLOYER)
def test_what_lacks_is_named(missing: str) -> None:
    with pytest.raises(InvalidInput, match=missing):
        _file(employer={**EMPLOYER, missing: ""})


def test_numbers_get_twelve_digits() -> None:
    assert organisation_id("769999-0003") == "167699990003"
    assert organisation_id("16769999-0003") == "167699990003"
    assert person_id("900501-1234", on=PAID) == "199005011234"
    assert person_id("050501-1234", on=PAID) == "200505011234"
    assert person_id("200501+1234", on=PAID) == "192005011234"
    assert person_id("12", on=PAID) == ""
