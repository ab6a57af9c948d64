"""Who hears of a hold: the keepers, and whoever asked to be forgotten. What they are sent names neither person nor case."""

from collections.abc import Callable, Iterable

from django.utils import translation
from django.utils.translation import gettext as _

from members.models import Erasure, LegalHold, User
from members.rules import notices
from members.states import ErasureState
from smart.foundation.states import history

Words = Callable[[], tuple[str, str]]
ASKED = (ErasureState.REQUESTED, ErasureState.CONFIRMED)


def tell_placed(hold: LegalHold) -> None:
    """The person is told that something is kept, for which article, and where to complain (GDPR art. 12(4))."""

    def words() -> tuple[str, str]:
        return _("Some of your data is kept for a legal claim"), _(
            "A court case needs it, so we keep it until the case is over (GDPR art. 17(3)(e)): %(what)s. You may complain to the data protection authority of your country, or go to court."
        ) % {"what": ", ".join(hold.labels)}

    _tell_person(hold, "placed", words)


def tell_ended(hold: LegalHold) -> None:
    """The person is told before it goes (GDPR art. 18(3))."""

    def words() -> tuple[str, str]:
        return _("Your data is no longer kept for a legal claim"), _(
            "The court case is over. What we kept of you only for it is erased now; what a law asks to keep stays until its day."
        )

    _tell_person(hold, "ended", words)


def tell_end_asked(hold: LegalHold, keepers: Iterable[User]) -> None:
    for person in keepers:
        with notices.in_language_of(person):
            text = _("%(person)s says that the case is over. Another keeper must agree.") % {
                "person": hold.end_asked_by_label
            }
            title, asked = _("The end of a hold waits for you"), history(hold).count()
            _tell_keeper(hold, person, event="hold_end_asked", which=str(asked), title=title, text=text)


def tell_review(hold: LegalHold, keepers: Iterable[User]) -> None:
    for person in keepers:
        with notices.in_language_of(person):
            text = _("Say whether the case still needs the data, or let it go.")
            title, day = _("A hold is to be reviewed"), hold.review_on.isoformat()
            _tell_keeper(hold, person, event="hold_review", which=day, title=title, text=text)


def _tell_keeper(hold: LegalHold, person: User, *, event: str, which: str, title: str, text: str) -> None:
    """Once for each day of review, and for each time somebody asks for the end."""
    notices.notify(
        person,
        event=event,
        key=f"hold:{hold.pk}:{event}:{which}",
        title=title,
        text=text,
        url=f"/{hold.membership.country.slug}/staff/holds/{hold.pk}/",
    )


def _tell_person(hold: LegalHold, what: str, words: Words) -> None:
    """In the portal while they have an account, by mail to the address they had afterwards; nobody who did not ask."""
    asked = Erasure.objects.filter(membership_id=hold.membership_id).order_by("-pk").first()
    if asked is None or asked.state not in {*ASKED, ErasureState.RESTRICTED}:
        return
    user, key = hold.membership.user, f"hold:{hold.pk}:{what}"
    if asked.state in ASKED:
        with notices.in_language_of(user):
            title, text = words()
        url = f"/{hold.membership.country.slug}/me/data/erase/"
        notices.notify(user, event=f"hold_{what}", key=key, title=title, text=text, url=url)
        return
    with translation.override(asked.language or hold.membership.country.languages[0]):
        title, text = words()
    notices.mail_to(asked.contact, key=key, language=asked.language, subject=title, text=text)
