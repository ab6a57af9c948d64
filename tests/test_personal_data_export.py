"""A copy of my data: asked for, gathered by a job, fetched by its owner only, gone after a week; nothing of other people."""

import datetime
import io
import json
import zipfile

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.files.storage import default_storage

from members.models import DataExport, Notification, OutgoingMail, Thread
from members.models.document import Visibility
from members.queries import profile_of
from members.rules.documents import issue_document
from members.rules.notices import notify
from members.rules.profiles import save_profile
from smart.foundation.actors import PORTAL
from smart.foundation.audit import AuditEntry
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.jobs import Job
from smart.foundation.tenancy import all_countries, country
from smart.personal_data import exports
from smart.personal_data.classes import classes_about_people
from smart.personal_data.names import NAMES
from smart.stories.player import play
from smart.stories.story import STORIES, read_story
from tests import people
from tests.invoicing.work_list import do_jobs

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 11, 24, 11, 0, tzinfo=datetime.UTC)


def paper(membership, title, content, **more):
    return issue_document(
        subject=membership,
        kind=title.lower(),
        title=title,
        content=content,
        language="en",
        retention_class="contract",
        by=PORTAL,
        membership=membership,
        **({"visible_to": Visibility.MEMBER} | more),
    )


def gathered(where, membership):
    """Ask and let the worker work; return the request."""
    with country(where):
        exports.request_export(membership, by=people.as_member(membership))
        assert do_jobs("export_my_data") == 1
        return DataExport.objects.latest("id")


def fetched(browser, where, export):
    answer = browser.post(f"/{where.slug}/me/data/{export.pk}/")
    assert answer.status_code == 200, answer.headers.get("Location")
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def everything(archive):
    return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def read(archive, name):
    return json.loads(archive.read(name))


# --- works -----------------------------------------------------------------------------------------------------------


def test_one_file_holds_identity_papers_and_a_guide(be, alice, browser):
    with country(be):
        held = profile_of(alice)
        paper(alice, "Welcome", b"%PDF-1.7 the welcome")
    people.sign_in(browser, alice.user)

    archive = fetched(browser, be, gathered(be, alice))

    (identity,) = read(archive, "data/identity.json")
    assert (identity["legal last name"], identity["birth date"]) == ("Example", "1990-05-17")
    assert read(archive, "numbers-kept-encrypted.json")["national number"] == held.national_number
    assert [archive.read(n) for n in archive.namelist() if n.startswith("papers/")] == [b"%PDF-1.7 the welcome"]
    guide = archive.read("README.txt").decode()
    assert "data/identity.json: Identity (1 entry)" in guide


def test_the_kept_file_holds_no_number_in_clear(be, alice):
    export = gathered(be, alice)
    with country(be):
        held = profile_of(alice)

    with default_storage.open(export.storage_name) as stored:
        words = everything(zipfile.ZipFile(io.BytesIO(stored.read())))

    assert held.national_number not in words
    assert held.iban not in words


def test_the_guide_is_in_the_member_s_language(fr, browser):
    member = people.make_member(fr, "Celine Invente", language="fr")
    people.sign_in(browser, member.user)

    guide = fetched(browser, fr, gathered(fr, member)).read("README.txt").decode()

    assert "24 novembre" in guide or datetime.date.today().strftime("%Y") in guide
    assert member.user.full_name in guide


def test_a_whole_life_is_in_it(browser):
    for _step in play(read_story(STORIES / "be_mural.yaml")):
        pass
    with all_countries(reason="test"):
        from invoicing.models import Payslip

        slip = Payslip.objects.select_related("membership__country", "membership__user").latest("id")
    member, where = slip.membership, slip.membership.country
    people.sign_in(browser, member.user)

    archive = fetched(browser, where, gathered(where, member))

    assert read(archive, "data/payslips.json")[-1]["net"] == f"{slip.net:f}"
    for name in ("missions", "contracts", "invoices", "entries-in-the-books", "working-days"):
        assert read(archive, f"data/{name}.json"), name
    assert any(name.startswith("papers/") for name in archive.namelist())


def test_i_am_told_when_it_is_ready_and_see_how_far_it_is(be, alice, browser):
    people.sign_in(browser, alice.user)
    browser.post("/be/me/data/export/")
    assert "We are gathering your data" in browser.get("/be/me/data/").text

    with country(be):
        do_jobs("export_my_data")
        export = DataExport.objects.get()
        assert Notification.objects.filter(user=alice.user, event="data_export_ready").count() == 1
    assert export.done == export.total > 3
    assert f"/be/me/data/{export.pk}/" in browser.get("/be/me/data/").text


# --- nothing of other people -----------------------------------------------------------------------------------------


def test_it_holds_nothing_of_another_member_or_country(be, fr, alice, eve, chloe, bob, browser):
    for where, other in ((be, eve), (fr, chloe)):
        with country(where):
            save_profile(other, by=PORTAL, street="Canary lane 1", phone="+32 2 555 00 99")
            paper(other, "Canary paper", b"%PDF-1.7 canary")
            notify(other.user, event="welcome", key="canary", title="Canary notice")
            Thread.objects.create(membership=other, title="Canary question", opened_at=NOON, last_at=NOON)
    with country(be):
        paper(alice, "Canary kept for staff", b"%PDF-1.7 canary", visible_to=Visibility.STAFF)
    people.sign_in(browser, alice.user)

    archive = fetched(browser, be, gathered(be, alice))

    words = everything(archive) + " ".join(archive.namelist())
    for canary in ("anary", "Eve Stranger", "Chloe", "555 00 99", eve.user.email, chloe.user.email, bob.email):
        assert canary not in words, canary


def test_a_person_of_two_countries_gets_each_apart(be, fr, alice, browser):
    with country(fr):
        notify(alice.user, event="welcome", key="bienvenue", title="Bienvenue")

    people.sign_in(browser, alice.user)

    assert "Bienvenue" not in everything(fetched(browser, be, gathered(be, alice)))


def test_no_secret_of_the_account_is_told(be, alice, browser):
    people.give_second_factor(alice.user)
    export = gathered(be, alice)
    Authenticator.objects.all().delete()
    people.sign_in(browser, alice.user)

    words = everything(fetched(browser, be, export))

    assert alice.user.password not in words
    assert "secret" not in words


# --- who may ---------------------------------------------------------------------------------------------------------


def test_applicants_and_those_who_left_get_theirs(be, browser):
    applicant = people.make_member(be, "Anna Applicant", active=False)
    people.sign_in(browser, applicant.user)
    assert "data/identity.json" in fetched(browser, be, gathered(be, applicant)).namelist()

    former = people.make_member(be, "Fritz Former")
    type(former).objects.filter(pk=former.pk).update(state="left")
    people.sign_in(browser, former.user)
    assert "data/membership.json" in fetched(browser, be, gathered(be, former)).namelist()


def test_the_file_of_another_is_not_found(be, alice, eve, bob, browser):
    export = gathered(be, alice)

    for stranger in (eve.user, bob):
        people.sign_in(browser, stranger)
        assert browser.post(f"/be/me/data/{export.pk}/").status_code == 404


def test_nobody_asks_for_somebody_else(be, alice, eve):
    with country(be), pytest.raises(NotAllowed):
        exports.request_export(alice, by=people.as_member(eve))


def test_it_is_fetched_only_shortly_after_signing_in(be, alice, browser):
    alice.user.set_password("three long words")
    alice.user.save()
    export = gathered(be, alice)
    people.sign_in(browser, alice.user)
    later = datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(minutes=40)

    with time_machine.travel(later, tick=False):
        answer = browser.post(f"/be/me/data/{export.pk}/")

    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")


def test_fetching_leaves_a_trace(be, alice, browser):
    export = gathered(be, alice)
    people.sign_in(browser, alice.user)
    fetched(browser, be, export)

    with country(be):
        assert AuditEntry.objects.filter(table="members_dataexport", object_id=export.pk, action="read").count() == 1


# --- again, failed, over ---------------------------------------------------------------------------------------------


def test_asking_twice_gathers_once(be, alice):
    with country(be):
        exports.request_export(alice, by=people.as_member(alice))
        with pytest.raises(RuleBroken) as refused:
            exports.request_export(alice, by=people.as_member(alice))

        assert refused.value.code == "export_waiting"
        assert do_jobs("export_my_data") == 1


def test_a_fourth_copy_of_a_day_waits_for_tomorrow(be, alice):
    for _time in range(3):
        gathered(be, alice)

    with country(be), pytest.raises(RuleBroken) as refused:
        exports.request_export(alice, by=people.as_member(alice))

    assert refused.value.code == "export_too_often"


def test_what_failed_is_said_and_tried_again(be, alice, browser):
    people.sign_in(browser, alice.user)
    browser.post("/be/me/data/export/")
    with country(be):
        Job.objects.filter(kind="export_my_data").update(state="parked", attempts=3)
    assert "We could not gather your data" in browser.get("/be/me/data/").text

    browser.post("/be/me/data/export/")

    with country(be):
        assert do_jobs("export_my_data") == 1
        assert DataExport.objects.get().ready_at is not None


def test_a_lost_paper_is_named_and_the_others_come(be, alice, browser):
    with country(be):
        lost = paper(alice, "Lost", b"%PDF-1.7 lost")
        paper(alice, "Found", b"%PDF-1.7 found")
        default_storage.delete(lost.storage_name)
    people.sign_in(browser, alice.user)

    archive = fetched(browser, be, gathered(be, alice))

    assert "- Lost" in archive.read("README.txt").decode()
    assert b"%PDF-1.7 found" in [archive.read(n) for n in archive.namelist() if n.startswith("papers/")]


def test_after_seven_days_the_file_is_gone(be, alice, browser):
    export = gathered(be, alice)
    name = export.storage_name
    almost = export.ready_at + datetime.timedelta(days=6, hours=23)
    over = export.ready_at + datetime.timedelta(days=7)

    with country(be):
        assert exports.remove_old_exports(now=almost) == 0
        assert default_storage.exists(name)
        assert exports.remove_old_exports(now=over) == 1
        assert exports.remove_old_exports(now=over) == 0
    assert not default_storage.exists(name)
    people.sign_in(browser, alice.user)
    assert browser.post(f"/be/me/data/{export.pk}/").headers["Location"] == "/be/me/data/"


def test_mails_carry_no_file_and_no_number(be, alice):
    gathered(be, alice)

    with country(be):
        mail = OutgoingMail.objects.get(to=alice.user.email)
        assert mail.attachments == []
        assert profile_of(alice).iban not in mail.text


def test_every_kind_of_data_has_a_name_for_people():
    assert set(NAMES) == {each.label for each in classes_about_people()}
