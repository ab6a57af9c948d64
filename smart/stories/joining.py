"""People of the demo who are on their way in: a session booked, a card sent back, an agreement not accepted yet.

Told around the day on which the demo is made, through the same rules as the pages.
"""

import datetime
import io
from typing import Final

from django.utils import timezone
from PIL import Image, ImageDraw

from countries.models import Country
from members import agreements as texts
from members.models import Membership, User
from members.queries import staff_of
from members.rules import advisers, agreements, bookings, meetings, papers, profiles
from members.rules.join import activate_membership, apply_for_membership
from members.states import MembershipState
from smart.foundation.actors import MEMBER, PORTAL, STAFF, Actor
from smart.foundation.tenancy import country
from smart.foundation.uploads import SafeFile, make_safe
from smart.stories import invented

DOMAIN: Final = "demo.example"
CARD_ENDS: Final = datetime.timedelta(days=900)
THURSDAY: Final = 3


def tell_joining() -> None:
    """Make the people; needs the staff that the golden stories made in Belgium and Germany."""
    for where in Country.objects.filter(code__in=["BE", "DE"]):
        with country(where, by=PORTAL):
            if where.code.code == "DE":
                _sessions_and_an_applicant(where)
            else:
                _a_card_that_was_sent_back(where)
                _somebody_who_has_not_accepted(where)


def settle_members() -> None:
    """Everybody has an adviser and has accepted the use agreement in force, but for whom the demo is about that."""
    for where in Country.objects.all():
        with country(where, by=PORTAL):
            today = where.today()
            advisers.fill_gaps(where, on=today)
            version = texts.version_in_force(where.code.code, on=today).code
            for membership in agreements.not_accepted(where, on=today).exclude(user__email=f"rosa@{DOMAIN}"):
                membership.country = where
                agreements.accept_agreement(membership, version=version, by=_as_member(membership), on=today)


def _sessions_and_an_applicant(where: Country) -> None:
    adviser = staff_of(where, "adviser")[0]
    today = where.today()
    plan = meetings.MeetingPlan(
        day=today + datetime.timedelta(days=(THURSDAY - today.weekday() - 1) % 7 + 1),
        time=datetime.time(11),
        minutes=60,
        language="de",
        adviser=adviser,
        place="Musterstraße 1, Berlin",
        link="https://room.example/smart-berlin",
    )
    planned = meetings.plan_sessions(where, plan, weeks=4, by=_as_adviser(adviser), now=timezone.now())
    anton = _applicant(where, "Anton Beispiel", "de")
    bookings.book_session(planned[0], membership=anton, by=_as_member(anton), now=timezone.now())
    mia = _applicant(where, "Mia Beispiel", "de")
    words = "Montags nach 16 Uhr. Ich male Bühnenbilder und habe eine Frage zur Krankenkasse."
    bookings.ask_appointment(mia, words=words, language="de", by=_as_member(mia), now=timezone.now())


def _a_card_that_was_sent_back(where: Country) -> None:
    amina = _applicant(where, "Amina Voorbeeld", "nl")
    today, adviser = where.today(), staff_of(where, "adviser")[0]
    card = papers.give_paper(
        amina,
        kind="identity",
        files=[_photo("KAART", "grey"), _photo("ACHTERKANT", "grey")],
        expires_on=today + CARD_ENDS,
        by=_as_member(amina),
        on=today,
    )
    papers.return_paper(card, reason="De foto is onscherp: uw naam is niet te lezen.", by=_as_adviser(adviser))
    papers.give_paper(amina, kind="account", files=[_photo("BANK", "white")], by=_as_member(amina), on=today)


def _somebody_who_has_not_accepted(where: Country) -> None:
    first = texts.versions_of(where.code.code)[0]
    rosa = _applicant(where, "Rosa Exemple", "fr")
    activate_membership(rosa, by=PORTAL, on=first.since)
    agreements.accept_agreement(rosa, version=first.code, by=_as_member(rosa), on=first.since)


def _applicant(where: Country, name: str, language: str) -> Membership:
    """Somebody with address and identity, whose papers are still to come."""
    first_name, _space, last_name = name.partition(" ")
    user = User.objects.create_user(
        f"{first_name.lower()}@{DOMAIN}", first_name=first_name, last_name=last_name, language=language
    )
    membership = apply_for_membership(user, where=where, by=PORTAL, on=where.today())
    profiles.save_profile(membership, by=PORTAL, **invented.papers(where, user))
    assert membership.state == MembershipState.APPLIED
    return membership


def _photo(words: str, colour: str) -> SafeFile:
    """A card that nobody holds."""
    picture = Image.new("RGB", (640, 400), colour)
    ImageDraw.Draw(picture).multiline_text((40, 40), f"{words}\nSPECIMEN", fill="black", font_size=64)
    written = io.BytesIO()
    picture.save(written, "JPEG")
    return make_safe(written.getvalue(), name="photo.jpg")


def _as_member(membership: Membership) -> Actor:
    user = membership.user
    return Actor(frozenset({MEMBER}), user_id=user.pk, label=user.full_name, ip="192.0.2.1")


def _as_adviser(user: User) -> Actor:
    return Actor(frozenset({STAFF}), user_id=user.pk, label=user.full_name, roles=frozenset({"adviser"}))
