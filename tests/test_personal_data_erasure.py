"""A whole life is forgotten: what may go goes at once, the rest is seen by nobody and goes on its day, to the last word."""

import datetime

import pytest
import time_machine
from django.core.cache import caches
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from invoicing.rules.invariants import broken_in_country
from members.models import (
    Consent,
    DataExport,
    Document,
    Erasure,
    ErasurePart,
    Membership,
    Notification,
    OutgoingMail,
    Profile,
)
from members.queries import profile_of
from members.rules import erasure as rules
from members.rules.documents import issue_document
from members.rules.notices import notify
from smart.foundation import jobs
from smart.foundation.actors import PORTAL
from smart.foundation.erasing import erasing as erasing_door
from smart.foundation.jobs import Job
from smart.foundation.tenancy import all_countries, country
from smart.personal_data import erasing, exports, purging
from smart.personal_data.classes import classes_about_people
from smart.personal_data.plan import LastDays, kept_until
from smart.personal_data.removing import children_first
from tests import people
from tests.forgetting import (
    find_in_database,
    find_in_files,
    forgotten,
    lina_has_left,
    make_former,
    names_of,
    pass_day,
    still_kept,
)
from tests.invoicing.work_list import do_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    """The week after Lina's last day of work."""
    with time_machine.travel(datetime.datetime(2026, 11, 27, 9, 0, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def lina(settings):
    return lina_has_left(settings)


def mails_told(where):
    with country(where):
        return OutgoingMail.objects.filter(to="lina@demo.example", key__endswith=":payslip").count()


# --- a whole life ----------------------------------------------------------------------------------------------------


def test_what_is_kept_goes_on_its_day_to_the_last_word(lina):
    """Belgium keeps pay and contracts 5 years after the last contract (RD no 5 of 23 October 1978 art. 25), which ended in

    November 2026; the papers themselves say the end of that year. Books: 10 years after the year's end (VAT Code art. 60).
    Identity: 5 years after the membership, which ends today. The person is told 90 days before pay and contracts go.
    """
    where, words = lina.country, names_of(lina)
    with country(where):
        files = set(Document.objects.filter(membership_id=lina.pk).values_list("storage_name", flat=True))
    forgotten(lina)
    with country(where):
        promised = dict(ErasurePart.objects.values_list("retention", "kept_until"))
    assert promised["payslip"] == promised["contract"] == datetime.date(2031, 12, 31)
    assert promised["identity"] == datetime.date(2031, 11, 27)
    assert promised["invoice"] == promised["accounting"] == datetime.date(2036, 12, 31)

    pass_day(where, datetime.date(2031, 10, 2))
    assert mails_told(where) == 0
    pass_day(where, datetime.date(2031, 10, 3))
    assert mails_told(where) == 1
    pass_day(where, datetime.date(2031, 11, 27))
    assert "identity" in still_kept(where)
    pass_day(where, datetime.date(2031, 11, 28))
    assert still_kept(where) == {"payslip", "contract", "invoice", "accounting"}
    pass_day(where, datetime.date(2032, 1, 1))
    assert still_kept(where) == {"invoice", "accounting"}
    pass_day(where, datetime.date(2036, 12, 31))
    assert still_kept(where) == {"invoice", "accounting"}
    pass_day(where, datetime.date(2037, 1, 1))
    pass_day(where, datetime.date(2037, 1, 2))

    assert find_in_database(words) == {}
    assert not [name for name in files if default_storage.exists(name)]
    assert find_in_files(where, words) == []
    with country(where):
        assert Erasure.objects.get().state == "purged"
        assert not Document.objects.filter(membership_id=lina.pk).exists()


def test_the_books_stay_right_without_the_name(lina):
    forgotten(lina)
    for year in range(2031, 2039):
        for month in (1, 8, 12):
            pass_day(lina.country, datetime.date(year, month, 15))

    with country(lina.country):
        # the shares were repaid by a shortcut that skips the books, so that invariant alone speaks
        assert [each for each in broken_in_country() if not each.startswith("I4: Shares")] == []
        assert still_kept(lina.country) == set()


def test_the_name_is_gone_at_once_but_for_what_a_law_keeps(lina):
    forgotten(lina)

    tables = {each.split(":")[0] for each in find_in_database([lina.user.email, "Verhaegen"])}
    assert tables <= {
        "activities_declaration",
        "activities_orderversion",
        "activities_signature",
        "members_outgoingmail",  # the word that it is done
        "members_profile",
    }


def test_nothing_is_in_the_cache(lina):
    forgotten(lina)

    kept = getattr(caches["default"], "_cache", {})
    assert lina.user.email not in str(kept)


# --- carried out -----------------------------------------------------------------------------------------------------


@pytest.fixture
def former(be):
    return make_former(be)


def test_a_crash_between_is_finished_by_the_next_run(be, former, monkeypatch):
    with country(be):
        asked = rules.request_erasure(former, words="", by=people.as_member(former), on=be.today())
        admin = people.make_staff(be, "country_admin", "Karla Admin")
        rules.confirm_erasure(asked, by=people.as_staff(admin, "country_admin"))
        job = Job.objects.get(kind="erase_person")
        first, second, *_rest = erasing.erase_person(job)
        first()
        second()

        assert do_jobs("erase_person") == 1
        assert Erasure.objects.get().state == "restricted"
        assert erasing.erase_person(job) == []
        assert ErasurePart.objects.filter(retention="identity").count() == 1


def test_a_purge_taken_over_does_no_harm(be, former):
    forgotten(former)
    with country(be):
        part = ErasurePart.objects.get(retention="identity")
        job = jobs.enqueue("purge_person", key=str(part.pk), payload={"part": part.pk})
        for _time in range(2):
            for step in purging.purge_person(job):
                step()
        assert not Profile.objects.filter(membership_id=former.pk).exists()


def test_the_account_is_closed_and_its_session_ended(be, former, browser):
    people.sign_in(browser, former.user)
    assert browser.get("/be/me/data/").status_code == 200

    forgotten(former)

    former.user.refresh_from_db()
    assert browser.get("/be/me/data/").status_code == 302
    assert (former.user.first_name, former.user.last_name, former.user.is_active) == ("", former.number, False)
    assert former.user.email == f"erased-{former.user.pk}@erased.invalid"
    assert not former.user.check_password("")


def test_with_another_country_the_account_stays_until_that_is_gone_too(be, fr, former, browser):
    french = Membership.objects.create(
        country=fr, user=former.user, state="left", number="FR-7", applied_on=be.today(), joined_on=be.today()
    )
    with country(be):
        notify(former.user, event="welcome", key="be", title="Belgian notice")
    with country(fr):
        notify(former.user, event="welcome", key="fr", title="French notice")

    forgotten(former)

    former.user.refresh_from_db()
    assert (former.user.is_active, former.user.last_name) == (True, "Former")
    with country(be):
        assert not Notification.objects.filter(user=former.user).exists()
    with country(fr):
        assert Notification.objects.filter(user=former.user).exists()
    people.sign_in(browser, former.user)
    assert browser.get("/be/documents/").status_code == 404
    assert browser.get("/fr/documents/").status_code == 200

    forgotten(Membership.objects.select_related("user", "country").get(pk=french.pk))
    former.user.refresh_from_db()
    assert former.user.is_active is False


def test_a_copy_made_before_is_deleted_with_its_file(be, former):
    with country(be):
        exports.request_export(former, by=people.as_member(former))
        do_jobs("export_my_data")
        name = DataExport.objects.get().storage_name
        assert default_storage.exists(name)

    forgotten(former)

    with country(be):
        assert not DataExport.objects.exists()
    assert not default_storage.exists(name)


def test_a_file_that_another_needs_too_stays(be, former, eve):
    with country(be):
        theirs, hers = (
            issue_document(
                subject=member,
                kind="circular",
                title="To all",
                content=b"%PDF-1.7 the same for all",
                language="en",
                visible_to="member",
                retention_class="identity",
                by=PORTAL,
                membership=member,
            )
            for member in (former, eve)
        )
        assert theirs.storage_name == hers.storage_name
    forgotten(former)

    pass_day(be, datetime.date(2050, 1, 1))

    with country(be):
        assert list(Document.objects.values_list("membership_id", flat=True)) == [eve.pk]
    assert default_storage.exists(hers.storage_name)


def test_a_paper_that_comes_after_the_erasure_waits_for_its_own_day(be, former):
    """The yearly statement is written in February: a promise of November cannot know it."""
    forgotten(former)
    with country(be):
        late = issue_document(
            subject=former,
            kind="statement",
            title="The last year",
            content=b"%PDF-1.7 the last year",
            language="en",
            retention_class="identity",
            by=PORTAL,
            membership=former,
        )
    assert late.retain_until == datetime.date(2031, 12, 31)

    pass_day(be, datetime.date(2031, 11, 28))

    assert default_storage.exists(late.storage_name)
    assert "identity" in still_kept(be)
    pass_day(be, datetime.date(2032, 1, 1))
    assert not default_storage.exists(late.storage_name)
    assert "identity" not in still_kept(be)


def test_nobody_who_is_gone_is_told_anything(be, former):
    forgotten(former)
    former.user.refresh_from_db()

    with country(be):
        notify(former.user, event="welcome", key="late", title="Late")
        assert not Notification.objects.filter(user=former.user).exists()


def test_nobody_else_loses_anything(be, former, eve):
    with country(be):
        before = profile_of(eve).iban
    forgotten(former)
    pass_day(be, datetime.date(2050, 1, 1))

    with country(be):
        assert profile_of(eve).iban == before
    assert find_in_database([eve.user.email])


def test_rows_that_are_never_changed_still_refuse_everybody_else(be, former):
    with country(be):
        consent = Consent.objects.filter(membership_id=former.pk).first()
        with pytest.raises(DatabaseError), transaction.atomic():
            Consent.objects.filter(pk=consent.pk).delete()
        with pytest.raises(DatabaseError), transaction.atomic(), all_countries(reason="test"):
            Consent.objects.filter(pk=consent.pk).delete()


def test_the_door_does_not_open_another_country(be, fr, former):
    with country(fr), erasing_door(reason="test"):
        assert Consent._base_manager.filter(membership_id=former.pk).delete()[0] == 0
    with country(be):
        assert Consent.objects.filter(membership_id=former.pk).exists()


# --- the classes -----------------------------------------------------------------------------------------------------


def test_every_class_can_be_put_in_an_order():
    every = list(classes_about_people())

    labels = [each.label for each in children_first(every)]

    assert sorted(labels) == sorted(each.label for each in every)
    for child, parent in (("members.Message", "members.Thread"), ("account.EmailConfirmation", "account.EmailAddress")):
        assert labels.index(child) < labels.index(parent)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"years": 5, "counted_from": "membership_end"}, datetime.date(2029, 2, 28)),
        ({"years": 5, "counted_from": "contract_end"}, datetime.date(2028, 6, 30)),
        ({"years": 7, "counted_from": "year_end"}, datetime.date(2031, 12, 31)),
        ({"years": 50, "counted_from": "issue"}, datetime.date(2074, 7, 15)),
        ({"years": 6, "counted_from": "last_audit"}, None),
        (None, None),
    ],
)
def test_the_law_counts_from_where_it_says(row, expected):
    """The member left on 29 February 2024, the last contract ended on 30 June 2023, shares were repaid on 15 July 2024."""
    days = LastDays(
        membership=datetime.date(2024, 2, 29), contract=datetime.date(2023, 6, 30), anything=datetime.date(2024, 7, 15)
    )

    assert kept_until(row, days) == expected
