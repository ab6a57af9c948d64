"""What a person decides about their own account, whatever the country."""

from django.db.models import F
from django.utils.translation import gettext as _

from members.models import User
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed


def choose_language(user: User, *, language: str, by: Actor) -> User:
    """Keep the language of a person's pages and mails."""
    _require_self(user, by)
    user.language = language
    user.save(update_fields=["language"])
    return user


def end_other_sessions(user: User, *, by: Actor) -> User:
    """Sign the person out everywhere; the caller renews the session in hand."""
    _require_self(user, by)
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    return user


def _require_self(user: User, by: Actor) -> None:
    if by.user_id != user.pk:
        raise NotAllowed(_("Only the person themselves may change this."))
