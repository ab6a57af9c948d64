"""People who are forgotten in tests: how they get there, how days pass, and where a word of them might still be."""

import datetime

import time_machine
from django.core.files.storage import default_storage
from django.db import connection

from members.models import Document, Erasure, ErasurePart, Membership
from members.queries import profile_of
from members.rules import erasure as rules
from members.rules.share_register import holding_of, register
from smart.foundation.actors import PORTAL
from smart.foundation.tenancy import all_countries, country
from smart.personal_data import purging
from smart.stories.player import play
from smart.stories.story import STORIES, read_story
from tests import people
from tests.invoicing.work_list import do_jobs


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


def lina_has_left(settings):
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


def make_former(where, name="Fritz Former"):
    """Somebody whose membership has ended."""
    member = people.make_member(where, name)
    Membership.objects.filter(pk=member.pk).update(state="left")
    member.refresh_from_db()
    return member
