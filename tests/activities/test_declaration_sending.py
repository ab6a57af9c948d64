"""A declaration that goes by an adapter: asked for at the desk, carried by a worker, once, and shown when it fails."""

import pytest

from activities.declaration_adapters import Directory, Parcel, way_of
from activities.models import Contract, Declaration
from activities.rules import declaration_sending, declarations
from countries.addresses import country_url
from countries.contract import DeclarationFile
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.foundation.jobs import Job, run_job
from tests.factories import activities as made
from tests.people import as_member, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def outbox(settings, tmp_path):
    settings.DECLARATION_ADAPTERS = {"BE": "directory"}
    settings.DECLARATION_DIRECTORY = str(tmp_path)
    return tmp_path / "be"


@pytest.fixture
def dimona(murals):
    contract = made.make_validated(murals)
    Declaration.objects.filter(contract=contract).update(missing=[])
    return Declaration.objects.select_related("contract__membership").get(contract=contract)


def test_by_hand_unless_the_settings_say_otherwise(settings):
    settings.DECLARATION_ADAPTERS = {"FR:dpae": "directory"}

    assert (way_of("BE", "dimona_in"), way_of("FR", "dpae"), way_of("FR", "aem")) == ("manual", "directory", "manual")


def test_what_goes_by_hand_is_not_sent_by_a_worker(dimona):
    with pytest.raises(RuleBroken) as broken:
        declaration_sending.ask_to_send(dimona, by=made.ADVISER)

    assert broken.value.code == "goes_by_hand"


def test_it_is_laid_in_the_directory_and_recorded_with_its_reference(outbox, dimona):
    declaration_sending.ask_to_send(dimona, by=made.ADVISER)

    sent = declaration_sending.send_now(dimona.pk, by=made.ADVISER, now=made.NOW)

    (file,) = outbox.iterdir()
    assert file.name.startswith(dimona.contract.reference)
    assert (sent.state, sent.reference, sent.sent_by) == ("sent", file.name[:80], "directory")
    assert Contract.objects.get(pk=dimona.contract_id).state == "declared"


def test_carried_twice_it_is_sent_once(outbox, dimona):
    declaration_sending.send_now(dimona.pk, by=made.ADVISER, now=made.NOW)
    declaration_sending.send_now(dimona.pk, by=made.ADVISER, now=made.NOW)

    assert len(list(outbox.iterdir())) == 1
    with pytest.raises(Conflict):
        declaration_sending.ask_to_send(Declaration.objects.get(pk=dimona.pk), by=made.ADVISER)


def test_facts_the_law_asks_for_hold_it_back(outbox, dimona):
    dimona.missing = ["JointCommissionNbr"]

    with pytest.raises(RuleBroken) as broken:
        declaration_sending.ask_to_send(dimona, by=made.ADVISER)

    assert "JointCommissionNbr" in broken.value.message


def test_only_the_desk_sends(outbox, dimona, alice):
    for by in (as_member(alice), made.BOOKS):
        with pytest.raises(NotAllowed):
            declaration_sending.ask_to_send(dimona, by=by)


def test_a_parcel_appears_whole_and_under_the_same_name_again(outbox):
    parcel = Parcel(
        "BE", "dimona_in", "BE-C-1", DeclarationFile(name="../x.xml", media_type="", content=b"<a/>", format="")
    )

    names = {Directory().send(parcel), Directory().send(parcel)}

    assert names == {"BE-C-1-x.xml"}
    assert [(each.name, each.read_bytes()) for each in outbox.iterdir()] == [("BE-C-1-x.xml", b"<a/>")]


def test_the_page_offers_it_and_says_when_it_was_given_up(browser, bob, outbox, dimona):
    sign_in(browser, bob)
    at = {name: country_url("be", f"activities:staff_declaration_{name}", dimona.pk) for name in ("detail", "dispatch")}
    assert "Send the declaration" in browser.get(at["detail"]).content.decode()

    assert browser.post(at["dispatch"]).status_code == 302
    assert "It is on its way" in browser.get(at["detail"]).content.decode()

    Job.objects.filter(kind="send_declaration").update(state="parked")
    assert "It could not be sent" in browser.get(at["detail"]).content.decode()


def test_the_worker_does_it_with_the_sealed_number_in_its_place(transactional_db, be, alice, outbox, monkeypatch):
    from smart.foundation.tenancy import country

    with country(be):
        contract = made.make_validated(made.make_activity(alice))
        Declaration.objects.update(missing=[])
        row = Declaration.objects.select_related("contract__membership").get(contract=contract)
        job = declaration_sending.ask_to_send(row, by=made.ADVISER)

    assert run_job(be.pk, job.pk)

    with country(be):
        told = Declaration.objects.get(pk=row.pk)
        (file,) = outbox.iterdir()
        assert (told.state, "(national number)" in file.read_text()) == ("sent", False)


def test_other_steps_stay_possible_by_hand(outbox, dimona):
    sent = declarations.mark_sent(dimona, reference="DIM-1", by=made.ADVISER, now=made.NOW)

    assert sent.sent_by == "manual"
