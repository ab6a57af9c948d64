"""Whoever proposed a text hears what the other person decided: a notice, and a mail unless they chose otherwise."""

from django.utils.translation import gettext as _

from countries.addresses import global_url
from countries.models import Country
from countries.states import OPEN_STATES
from members.models import Membership, StaffRole, User
from members.rules import notices
from smart.foundation.tenancy import country
from smart.translating.models import Wording
from smart.translating.states import WordingState


def tell_decided(wording: Wording) -> Wording:
    """Tell once for each text. Notices belong to a country: to one of the person's, or to the first that is open."""
    user = User.objects.filter(pk=wording.proposed_by_id).first()
    where = _country_of(user) if user is not None else None
    if user is None or where is None:
        return wording
    is_live = wording.state == WordingState.LIVE
    with country(where), notices.in_language_of(user):
        said = {"text": " / ".join(wording.texts), "reason": wording.reason, "person": wording.decided_by_label}
        title = _("Your text is shown now") if is_live else _("Your text was sent back")
        text = _("%(person)s agreed: “%(text)s”") if is_live else _("“%(text)s”. %(person)s writes: %(reason)s")
        notices.notify(
            user,
            event="wording_shown" if is_live else "wording_refused",
            key=f"wording:{wording.pk}:{wording.state}",
            title=title,
            text=text % said,
            url=global_url("translation_sentence", wording.language, wording.key),
        )
    return wording


def _country_of(user: User) -> Country | None:
    """Where the person reads notices."""
    held = Membership.objects.filter(user=user, restricted_at=None).order_by("pk").values_list("country_id", flat=True)
    works = StaffRole.objects.filter(user=user).order_by("pk").values_list("country_id", flat=True)
    wanted = held.first() or works.first()
    rows = Country.objects.filter(pk=wanted) if wanted else Country.objects.filter(state__in=OPEN_STATES)
    return rows.order_by("pk").first()
