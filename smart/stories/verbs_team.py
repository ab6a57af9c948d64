"""Work done by several: the leader shares it out, a co-worker says their word."""

from typing import Any

from django.utils import timezone

from activities.models import Activity, TeamShare
from activities.rules import team, team_consent
from smart.foundation.actors import Actor
from smart.stories.world import World

Facts = dict[str, Any]


def share_work(world: World, by: Actor, facts: Facts) -> None:
    team.invite_coworker(world.need("mission"), by=by, now=timezone.now(), **facts)


def consent(world: World, by: Actor, facts: Facts) -> None:
    """Yes to the share as it stands, for the activity the person opened last."""
    share = TeamShare.objects.get(mission=world.need("mission"), membership=world.cast.memberships[by.label])
    own = Activity.objects.filter(membership=share.membership, entity=share.mission.activity.entity)
    team_consent.consent_to_share(
        share, activity=own.latest("pk"), seen=team_consent.seen_of(share), by=by, now=timezone.now()
    )
