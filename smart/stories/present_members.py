"""What waits in the demo about members: somebody who leaves, and a share that is not paid."""

import datetime

from smart.stories.story import Story
from smart.stories.telling import OMAR, Day, begins, step, story

NINA = {"is": "member", "email": "nina@demo.example", "language": "fr"}
OTTO = {"is": "member", "email": "otto@demo.example", "language": "nl", "shares": "open"}


def member_stories(today: Day) -> list[Story]:
    """A request to leave that an adviser settles, and a member whose share is late."""
    nina, otto, began = "Nina Exemple", "Otto Voorbeeld", today - datetime.timedelta(days=12)
    late = datetime.datetime.combine(today - datetime.timedelta(days=1), datetime.time(8))
    steps = [
        *begins(began, nina, "Marionnettes d’ombre"),
        step(otto, "opens an activity", name="Fanfare"),
        step("the portal", "looks for late shares", at=late),
        step(
            nina,
            "asks to leave",
            at=late + datetime.timedelta(hours=2),
            reason="other_work",
            words="J’ai trouvé un emploi dans un théâtre. Merci pour tout.",
            days=14,
        ),
        step("Omar Claes", "notes the exit interview", words="Elle reviendra peut-être. Rien à améliorer, dit-elle."),
    ]
    people = {nina: NINA, otto: OTTO, "Omar Claes": OMAR}
    return [story("present_leaving", "This month: somebody leaves, and a share to pay", steps, people)]
