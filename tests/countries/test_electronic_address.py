"""Electronic addresses: read, refused with a sentence, made of a firm's numbers, loaded with the tenants."""

import pytest

from countries.electronic_address import AddressRefused, ElectronicAddress, address_of_numbers, checked_address
from countries.models import LegalEntity
from countries.rules.load import load_countries
from smart.foundation.tenancy import country as enter

OWN = {
    "BE": ("0208", "0999990024"),
    "FR": ("0225", "999999006"),
    "DE": ("9930", "DE999999000"),
    "IT": ("0211", "IT99999990908"),
    "ES": ("9920", "ESF99999906"),
    "AT": ("9914", "ATU99999902"),
    "SE": ("0007", "7699990003"),
}


@pytest.mark.parametrize(
    ("scheme", "typed", "kept"),
    [
        ("0208", "0999.990.024", "0999990024"),
        ("0225", "999999006", "999999006"),
        ("0225", "999999006_99999900600011", "999999006_99999900600011"),
        ("9930", "de 999999000", "DE999999000"),
        ("0204", "04011000-1234512345-06", "04011000-1234512345-06"),
        ("0211", "99999990908", "IT99999990908"),
        ("0201", "abc123", "ABC123"),
        ("0007", "769999-0003", "7699990003"),
        ("9915", "b", "b"),
        ("0244", "AB-12.3", "AB-12.3"),
        ("", "", ""),
    ],
)
def test_an_address_is_kept_compact(scheme, typed, kept):
    assert checked_address(scheme, typed) == ElectronicAddress(scheme, kept)


@pytest.mark.parametrize(
    ("scheme", "typed", "field"),
    [
        ("0208", "0999990025", "value"),
        ("0225", "999999007", "value"),
        ("0225", "999999006 or so!", "value"),
        ("0204", "04011000-1234512345-07", "value"),
        ("0201", "ABC12", "value"),
        ("0208", "", "value"),
        ("", "0999990024", "scheme"),
        ("9906", "IT99999990908", "scheme"),
        ("0202", "someone@pec.example", "scheme"),
        ("0244", "two words <b>", "value"),
    ],
)
def test_what_cannot_be_an_address_is_refused_at_its_field(scheme, typed, field):
    with pytest.raises(AddressRefused) as refused:
        checked_address(scheme, typed)

    assert refused.value.field == field


def test_no_address_is_made_of_numbers_that_do_not_hold():
    assert not address_of_numbers("BE", vat_number="BE0999990025", company_number="")
    assert not address_of_numbers("CL", vat_number="X1", company_number="2")
    assert address_of_numbers("BE", vat_number="BE0999990024", company_number="").value == "0999990024"


@pytest.mark.django_db
@pytest.mark.parametrize("code", sorted(OWN))
def test_the_entities_of_the_files_have_an_address_a_telephone_and_a_mail(code):
    (country,) = load_countries([code])
    with enter(country):
        entity = LegalEntity.objects.get(is_default=True)

    assert (entity.endpoint_scheme, entity.endpoint_id) == OWN[code]
    assert entity.phone.startswith("+")
    assert entity.email.endswith(".example")


@pytest.mark.django_db
def test_loading_again_keeps_what_an_administrator_wrote():
    (country,) = load_countries(["BE"])
    with enter(country):
        LegalEntity.objects.update(endpoint_scheme="0088", endpoint_id="5412345000013", phone="+32 2 000 00 99")

    load_countries(["BE"])

    with enter(country):
        entity = LegalEntity.objects.get(is_default=True)
    assert (entity.endpoint_scheme, entity.phone) == ("0088", "+32 2 000 00 99")
