"""A whole life is forgotten: what may go goes at once, the rest is seen by nobody and goes on its day, to the last word."""

import datetime

import pytest
import time_machine
from django.conf import settings
from django.core.cache import caches
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from activities.models import Activity, Contract, Declaration, Mission
from invoicing.models import Invoice, Payslip
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
from members.rules.share_register import holding_of, register
from smart.foundation import jobs
from smart.foundation.actors import PORTAL
from smart.foundation.audit import AuditEntry
from smart.foundation.erasing import erasing as erasing_door
from smart.foundation.jobs import Job
from smart.foundation.tenancy import all_countries, country
from smart.personal_data import erasing, exports, purging
from smart.personal_data.classes import classes_about_people
from smart.personal_data.plan import LastDays, kept_until
from smart.personal_data.removing import children_first
from smart.stories.player import play
from smart.stories.story import STORIES, read_story
from tests import people
from tests.invoicing.work_list import do_jobs
from tests.test_isolation import tenant_addresses

pytestmark = pytest.mark.django_db


def find_in_database(words):
    """Which tables hold one of the words, in any row of any country."""
    with all_countries(reason="test"), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        tables = [row[0] for row in cursor.fetchall()]
        found = {}
        for table in tables:
            for word in words:
                cursor.execute(f'SELECT t::text FROM "{table}" t WHERE t::text ILIKE %s LIMIT 1', [f"%{word}%"])
                row = cursor.fetchone()
                if row:
                    found[f"{table}: {word}"] = row[0][:400]
    return found


@pytest.fixture
def lina(settings):
    """Lina lived the story of the mural; she has left since, and nothing is open."""
    for _step in play(read_story(STORIES / "be_mural.yaml")):
        pass
    settings.CLEARANCE_CHECKS = settings.SHARE_BOOKINGS = ()
    with all_countries(reason="test"):
        member = Membership.objects.select_related("user", "country").get(user__email="lina@demo.example")
        Membership.objects.filter(pk=member.pk).update(state="suspended")
        Membership.objects.filter(pk=member.pk).update(state="left")
    member.refresh_from_db()
    with country(member.country):
        held, day = holding_of(member.pk), member.country.today()
        sums = {"shares": -held.shares, "paid": -held.paid}
        register(kind="repayment", event="repaid", membership=member, on=day, by=PORTAL, **sums)
    return member


def names_of(member):
    """What a search for the person would be made of."""
    with country(member.country):
        held = profile_of(member)
        return [member.user.email, "Verhaegen", held.national_number, held.iban, held.street]


def find_in_files(where, words):
    """Which papers that are still kept hold one of the words; PDFs hide them, and those about a person are gone."""
    with country(where):
        kept = list(Document.objects.values_list("title", "storage_name"))
    texts = {title: default_storage.open(name).read().decode(errors="replace") for title, name in kept}
    return [title for title, text in texts.items() if any(word in text for word in words)]


def forgotten(member):
    """Asked, confirmed and carried out."""
    with country(member.country):
        asked = rules.request_erasure(member, words="I stop", by=people.as_member(member), on=member.country.today())
        admin = people.make_staff(member.country, "country_admin", "Karla Admin")
        rules.confirm_erasure(asked, by=people.as_staff(admin, "country_admin"))
        do_jobs("erase_person", "send_mail")
        return Erasure.objects.get(pk=asked.pk)


def pass_day(where, day):
    """The daily work of a day, with all that it puts on the list."""
    noon = datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)
    with time_machine.travel(noon, tick=False), country(where):
        purging.purge_by_the_day(on=day)
        do_jobs("purge_person", "send_mail")


def still_kept(where):
    with country(where):
        return set(ErasurePart.objects.filter(gone_at=None).values_list("retention", flat=True))


# --- a whole life ----------------------------------------------------------------------------------------------------


def test_what_is_kept_goes_on_its_day_to_the_last_word(lina):
    """Belgium keeps pay and contracts 5 years after the last contract (20 November 2026), books 10 years after the year's

    end: RD no 5 of 23 October 1978 art. 25, VAT Code art. 60. The person is told 90 days before pay and contracts go.
    """
    where, words = lina.country, names_of(lina)
    with country(where):
        files = set(Document.objects.filter(membership_id=lina.pk).values_list("storage_name", flat=True))
    forgotten(lina)
    with country(where):
        promised = dict(ErasurePart.objects.values_list("retention", "kept_until"))
    assert promised["payslip"] == promised["contract"] == datetime.date(2031, 11, 20)
    assert promised["invoice"] == promised["accounting"] == datetime.date(2036, 12, 31)

    pass_day(where, datetime.date(2031, 8, 1))
    with country(where):
        assert not OutgoingMail.objects.filter(subject="Des papiers à vous seront supprimés").exists()
    pass_day(where, datetime.date(2031, 8, 25))
    with country(where):
        told = OutgoingMail.objects.filter(to="lina@demo.example", key__endswith=":payslip")
        assert told.count() == 1
    assert {"payslip", "contract"} <= still_kept(where)
    pass_day(where, datetime.date(2031, 11, 24))
    assert still_kept(where) == {"identity", "invoice", "accounting"}
    pass_day(where, datetime.date(2032, 6, 1))
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
    member = people.make_member(be, "Fritz Former")
    type(member).objects.filter(pk=member.pk).update(state="left")
    member.refresh_from_db()
    return member


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


# --- seen by nobody --------------------------------------------------------------------------------------------------


@pytest.fixture
def hidden(be, former):
    with country(be):
        issue_document(
            subject=former,
            kind="payslip",
            title="Pay of May",
            content=b"%PDF-1.7 pay",
            language="en",
            visible_to="member",
            retention_class="payslip",
            by=PORTAL,
            membership=former,
        )
    return forgotten(former)


def test_no_page_of_the_staff_shows_who_it_was(lina, browser):
    """Every list, and every page of a row with the numbers that rows of hers have, as an administrator who opens all."""
    forgotten(lina)
    where = lina.country
    with country(where):
        kinds = (Mission, Contract, Payslip, Invoice, Declaration, Activity)
        numbers = {row.pk for kind in kinds for row in kind.objects.all()} | {lina.pk}
    people.sign_in(browser, people.make_staff(where, "country_admin", "Karla Admin"))
    routes = [route for _name, route, view in tenant_addresses() if getattr(view, "access", "") == "staff"]
    paths = {route.replace("<int:pk>", str(pk)) for route in routes for pk in numbers}

    shown, opened = [], 0
    for path in sorted(path for path in paths if "<" not in path):
        response = browser.get(f"/be/{path}")
        is_for_the_bank = path.startswith("staff/transfers/") and path.endswith(
            "/file/"
        )  # as it was sent: the books keep it
        if response.status_code == 200 and not is_for_the_bank:
            opened += 1
            body = response.content.decode(errors="replace")
            shown += [f"{path}: {word}" for word in ("Verhaegen", lina.user.email) if word in body]
    assert shown == []
    assert opened > 50


@pytest.mark.parametrize("role", ["adviser", "payroll", "accounting", "country_admin"])
def test_no_staff_finds_or_opens_what_is_restricted(be, hidden, former, browser, role):
    people.sign_in(browser, people.make_staff(be, role, "Sam Staff"))
    with country(be):
        paper = Document.objects.get(membership_id=former.pk)

    page = browser.get("/be/staff/members/?q=Former").text
    assert "Fritz" not in page
    assert former.number not in page
    for path in (f"staff/members/{former.pk}/", f"documents/{paper.pk}/", f"staff/restricted/{hidden.pk}/"):
        assert browser.get(f"/be/{path}").status_code == 404, path
    assert browser.get("/be/staff/restricted/").status_code == 404


def test_a_keeper_opens_it_and_each_look_is_written_down(be, hidden, former, browser):
    keeper = people.make_staff(be, "legal_hold", "Lou Keeper")
    people.sign_in(browser, keeper)
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    with country(be):
        paper = Document.objects.get(membership_id=former.pk)

    assert former.number in browser.get("/be/staff/restricted/").text
    assert "Fritz Former" not in browser.get(f"/be/staff/restricted/{hidden.pk}/").text
    page = browser.post(f"/be/staff/restricted/{hidden.pk}/").text

    assert "Fritz Former" in page
    assert "Pay of May" in page
    assert browser.get(f"/be/documents/{paper.pk}/").status_code == 200
    with country(be):
        looks = AuditEntry.objects.filter(table="members_erasure", object_id=hidden.pk, action="read")
        assert [look.by_id for look in looks] == [keeper.pk]


def test_the_list_of_the_restricted_asks_the_same_for_many(be, browser, django_assert_num_queries):
    people.sign_in(browser, people.make_staff(be, "legal_hold", "Lou Keeper"))
    asked = []
    for names in (["Una One"], ["Duo Two", "Tri Three", "Quad Four"]):
        for name in names:
            member = people.make_member(be, name, active=False)
            with country(be):
                Erasure.objects.create(
                    membership=member,
                    state="restricted",
                    asked_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
                    restricted_at=datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC),
                    answer_by=datetime.date(2026, 2, 1),
                )
        browser.get("/be/staff/restricted/")
        with CaptureQueriesContext(connection) as queries:
            browser.get("/be/staff/restricted/")
        asked.append(len(queries))
    assert asked[0] == asked[1]


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
