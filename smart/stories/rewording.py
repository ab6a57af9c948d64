"""What two administrators of the network did to the words of the portal, so that its pages show something."""

from typing import Final

from members.models import User
from smart.foundation.actors import ADMIN, Actor
from smart.translating import rules
from smart.translating.catalogue import find, key_of
from smart.translating.translators import name_translator

SHOWN: Final = ("fr", "Ask your adviser", "Poser une question à votre conseiller·ère", "“Interroger” fait peur")
WAITING: Final = ("fr", "In short", "L’essentiel", "Comme sur nos contrats de papier")
DOUBTED: Final = ("nl", "Together", "Bij een tabel zou “Totaal” duidelijker zijn.")

TRANSLATORS: Final = (
    ("tove@demo.example", "Tove", "Tolk"),
    ("ture@demo.example", "Ture", "Tolk"),
)


def tell_rewording(first: User, second: User) -> None:
    """One text approved and shown, one that waits, one doubt. What the portal no longer says is left out."""
    language, source, text, note = SHOWN
    if find(language, key_of("", source)):
        key, by = key_of("", source), _admin(first)
        proposed = rules.propose_text(language=language, key=key, texts=[text], note=note, by=by)
        rules.approve_text(proposed, by=_admin(second))
    language, source, text, note = WAITING
    if find(language, key_of("", source)):
        rules.propose_text(language=language, key=key_of("", source), texts=[text], note=note, by=_admin(second))
    language, source, note = DOUBTED
    if find(language, key_of("", source)):
        rules.doubt_text(language=language, key=key_of("", source), note=note, by=_admin(first))


def name_translators(admin: User) -> None:
    """Two people who only translate: each agrees what the other proposes."""
    for email, first, last in TRANSLATORS:
        User.objects.create_user(email, first_name=first, last_name=last, language="sv")
        name_translator(email=email, language="sv", by=_admin(admin))


def _admin(user: User) -> Actor:
    return Actor(kinds=frozenset({ADMIN}), user_id=user.pk, label=user.full_name)
