"""What the people of a team are told, in the portal and by mail, without amounts."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from activities.models import Mission, TeamShare
from activities.states import ShareState
from countries.addresses import country_url
from members.rules.notices import in_language_of, notify
from smart.foundation import formats
from smart.foundation.states import history


def tell_asked(share: TeamShare, *, now: datetime) -> None:
    """Ask the co-worker for their word; on one day they are asked once, however often the leader does."""
    mission = share.mission
    if share.membership is None or mission.starts_on is None:
        return
    user, leader = share.membership.user, mission.activity.membership.user
    facts = {"leader": leader.full_name, "title": mission.title, "day": formats.day(mission.starts_on)}
    with in_language_of(user):
        title = _("%(leader)s asks you to share the work “%(title)s”") % facts
        facts["day"] = formats.day(mission.starts_on)
        text = _(
            "Read what you would do and get. Say yes, no, or what should change, before the work starts on %(day)s:"
            " without your word it cannot be sent."
        )
        text %= facts
    key = f"team_asked:{share.pk}:{history(share).count()}:{share.country.local(now).date().isoformat()}"
    url = country_url(share.country, "activities:team_share", share.pk)
    notify(user, event="team_asked", key=key, title=title, text=text, url=url)


def tell_answered(share: TeamShare) -> None:
    """Tell the leader what a co-worker has said."""
    assert share.membership is not None
    leader = share.mission.activity.membership.user
    facts = {"who": share.membership.user.full_name, "title": share.mission.title, "words": share.answer}
    with in_language_of(leader):
        match share.state:
            case ShareState.CONSENTED:
                title = _("%(who)s consents to their share of “%(title)s”")
                text = _("Their share is agreed. Once everybody has consented you can send the mission.")
            case ShareState.REFUSED:
                title = _("%(who)s refuses their share of “%(title)s”")
                text = _("They write: %(words)s Ask somebody else, or do the work yourself: take the share out.")
            case _:
                title = _("%(who)s wants a change of their share of “%(title)s”")
                text = _("They write: %(words)s Change the share and they are asked again.")
        title, text = title % facts, text % facts
    key = f"team_answered:{share.pk}:{history(share).count()}"
    url = country_url(share.country, "activities:mission_team", share.mission_id)
    notify(leader, event="team_answered", key=key, title=title, text=text, url=url)


def tell_taken_back(share: TeamShare) -> None:
    """Tell a co-worker that the leader does not ask for them any more."""

    def words() -> tuple[str, str]:
        facts = {"leader": share.mission.activity.membership.user.full_name, "title": share.mission.title}
        return (
            _("%(leader)s has taken back your share of “%(title)s”") % facts,
            _("Nothing more is expected of you, and nothing is agreed any more."),
        )

    _tell_member(share, event="team_over", words=words)


def tell_over(mission: Mission) -> None:
    """Tell everybody who was asked that the work does not take place. One query, and a notice each."""
    people = ("country", "membership__user")
    asked = TeamShare.objects.standing().filter(mission_id=mission.pk, membership__isnull=False)
    for share in asked.select_related(*people):
        share.mission = mission

        def words() -> tuple[str, str]:
            return (
                _("“%(title)s” does not take place") % {"title": mission.title},
                _("The mission that you were to share was given up. Nothing more is expected of you."),
            )

        _tell_member(share, event="team_over", words=words)


def _tell_member(share: TeamShare, *, event: str, words: Callable[[], tuple[str, str]]) -> None:
    if share.membership is None:
        return
    with in_language_of(share.membership.user):
        title, text = words()
    key = f"{event}:{share.pk}:{history(share).count()}"
    url = country_url(share.country, "activities:team_share", share.pk)
    notify(share.membership.user, event=event, key=key, title=title, text=text, url=url)
