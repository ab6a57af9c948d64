"""A contract that is called off after the authority was told: the telling is withdrawn by a notice of its own."""

from xml.etree import ElementTree

import pytest

from activities.models import Declaration
from activities.rules import contracts, declaration_files, declarations, notices
from countries.addresses import country_url
from smart.foundation.actors import PORTAL
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.tenancy import country
from tests import people
from tests.factories import activities as made
from tests.factories.papers import CASES, make_paper_contract
from tests.people import as_member, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(murals):
    return made.make_validated(murals)


@pytest.fixture
def dimona(contract):
    return Declaration.objects.select_related("contract__membership").get(contract=contract)


@pytest.fixture
def called_off(contract, dimona):
    """The IN was accepted as period 123456789012, withdrawn at the desk, then the contract was cancelled."""
    declarations.mark_sent(dimona, reference="DIM-1", by=made.ADVISER, now=made.NOW)
    declarations.acknowledge(dimona, receipt="123456789012", by=made.ADVISER, now=made.NOW)
    declarations.cancel_declaration(dimona, reason="The school closed", by=made.ADVISER)
    return contracts.cancel_contract(contract, reason="The school closed", by=made.ADVISER)


def withdrawal():
    return Declaration.objects.select_related("contract__membership").get(kind="dimona_cancel")


def test_the_dimona_is_cancelled_by_the_number_of_its_period(called_off):
    notice = withdrawal()

    assert (notice.state, notice.missing) == ("prepared", [])
    assert notice.fields["DimonaPeriodId"] == "123456789012"
    assert list(Declaration.objects.to_do()) == [notice]


def test_its_file_is_the_authoritys_own_with_the_instant_it_was_prepared(called_off):
    file = declaration_files.release_file(withdrawal(), by=made.PAYROLL)

    found = {element.tag: element.text for element in ElementTree.fromstring(file.content).iter()}
    assert (found["FormCreationDate"], found["FormCreationHour"]) == ("2026-02-23", "11:00:00.000")
    assert found["DimonaPeriodId"] == "123456789012"


def test_it_is_sent_refused_and_filled_in_anew_though_the_contract_is_cancelled(called_off):
    notice = withdrawal()
    declarations.mark_sent(notice, reference="DIM-2", by=made.ADVISER, now=made.NOW)
    declarations.refuse(notice, reason="Unknown period", by=made.ADVISER, now=made.NOW)

    new = declarations.prepare_again(notice, by=made.ADVISER, now=made.NOW)

    assert (new.kind, new.replaces_id, new.state) == ("dimona_cancel", notice.pk, "prepared")


def test_the_page_offers_to_fill_in_the_withdrawal_and_nothing_else(browser, bob, called_off, dimona):
    sign_in(browser, bob)

    def offered(row):
        page = browser.get(country_url("be", "activities:staff_declaration_detail", row.pk)).content.decode()
        return country_url("be", "activities:staff_declaration_again", row.pk) in page

    assert offered(withdrawal())
    assert not offered(dimona)


def test_the_cancelled_start_itself_is_not_prepared_again(called_off, dimona):
    with pytest.raises(Conflict):
        declarations.prepare_again(dimona, by=made.ADVISER, now=made.NOW)


def test_asked_twice_it_is_one(called_off):
    (again,) = notices.prepare_cancel_notices(called_off, by=PORTAL, now=made.NOW)

    assert again == withdrawal()


def test_what_never_went_out_needs_no_withdrawal(contract):
    contracts.cancel_contract(contract, reason="Ill", by=made.ADVISER)

    assert [row.kind for row in Declaration.objects.all()] == ["dimona_in"]


def test_what_the_authority_refused_needs_none_either(contract, dimona):
    declarations.mark_sent(dimona, reference="DIM-1", by=made.ADVISER, now=made.NOW)
    declarations.refuse(dimona, reason="Unknown employer", by=made.ADVISER, now=made.NOW)

    contracts.cancel_contract(contract, reason="Ill", by=made.ADVISER)

    assert [row.kind for row in Declaration.objects.all()] == ["dimona_in"]


def test_only_a_cancelled_contract_is_withdrawn_and_only_by_the_desk(contract, called_off, eve):
    with pytest.raises(NotAllowed):
        notices.prepare_cancel_notices(called_off, by=as_member(eve), now=made.NOW)


def test_a_living_contract_is_not_withdrawn(contract):
    with pytest.raises(RuleBroken) as refused:
        notices.prepare_cancel_notices(contract, by=made.ADVISER, now=made.NOW)

    assert refused.value.code == "not_over"


@pytest.mark.parametrize("code", ["FR", "DE", "AT", "ES"])
def test_a_country_whose_law_knows_no_such_notice_gets_none(code):
    where = people.make_country(code)
    with country(where):
        contract = make_paper_contract(where, CASES[code], state="validated")
        rows = declarations.prepare_declarations(contract, by=made.PAYROLL, now=made.NOW)
        for row in rows:
            declarations.mark_sent(row, reference="S-1", by=made.PAYROLL, now=made.NOW)
            declarations.cancel_declaration(row, reason="Called off", by=made.PAYROLL)

        contracts.cancel_contract(contract, reason="Called off", by=made.ADVISER)

        assert {row.pk for row in Declaration.objects.all()} == {row.pk for row in rows}
