"""What waits in the demo about members: somebody who leaves, a share that is not paid, a wish to be forgotten."""

import datetime

from smart.stories.story import Step, Story
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
    return [
        story("present_leaving", "This month: somebody leaves, and a share to pay", steps, people),
        _forgetting(today),
    ]


def _forgetting(today: Day) -> Story:
    """Two who left some days ago: one is forgotten by now, the other waits for the answer of an administrator."""
    ugo, iris, began = "Ugo Passato", "Iris Vroeger", today - datetime.timedelta(days=9)
    noon = datetime.datetime.combine(today - datetime.timedelta(days=2), datetime.time(12))
    steps = [
        *begins(began, ugo, "Poésie sonore"),
        step(iris, "opens an activity", name="Papierkunst"),
        *_leaves(ugo),
        *_leaves(iris),
        step(ugo, "asks to be forgotten", at=noon),
        step("Anke Jacobs", "lets the person be forgotten"),
        step(iris, "asks to be forgotten", words="Ik woon nu in Canada."),
        step(
            "Kato Bewaarder",
            "holds data for a court case",
            of=iris,
            classes="contract correspondence",
            case="AR 26/1234",
            words="Een opdrachtgever betwist voor de rechtbank dat het werk geleverd is.",
        ),
    ]
    people = {
        ugo: {"is": "member", "email": "ugo@demo.example", "language": "fr", "shares": "open"},
        iris: {"is": "member", "email": "iris@demo.example", "language": "nl", "shares": "open"},
        "Anke Jacobs": {"is": "administrator", "email": "anke@demo.example", "language": "en"},
        "Kato Bewaarder": {"is": "keeper", "email": "kato@demo.example", "language": "nl"},
        "Kees Waker": {"is": "keeper", "email": "kees@demo.example", "language": "nl"},
    }
    return story(
        "present_forgetting", "This month: somebody wants to be forgotten", steps, people | {"Omar Claes": OMAR}
    )


def _leaves(who: str) -> list[Step]:
    return [
        step(who, "asks to leave", reason="moving", days=0),
        step("Omar Claes", "notes the exit interview", words="No interview wanted."),
        step("Omar Claes", "ends the membership"),
    ]
