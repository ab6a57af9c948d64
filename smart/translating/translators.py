"""Name translators: an administrator of the network gives a language to a person and takes it back."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import User
from smart.foundation.actors import Actor
from smart.foundation.errors import Conflict, NotAllowed, RuleBroken
from smart.translating import perms
from smart.translating.models import Translator


@transaction.atomic
def name_translator(*, email: str, language: str, by: Actor) -> Translator:
    """Let somebody who has an account propose and agree texts in a language, and nothing else."""
    _require_admin(by)
    if language not in dict(settings.LANGUAGES):
        raise RuleBroken("unknown_language", _("Choose one of the languages of the portal."), field="language")
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        raise RuleBroken("unknown_person", _("Nobody with an account has this address."), field="email")
    try:
        with transaction.atomic():
            return Translator.objects.create(
                user=user, language=language, given_by_id=by.user_id, given_by_label=by.label, given_at=timezone.now()
            )
    except IntegrityError as error:  # smart_translator_once
        raise Conflict("translator_already", _("This person translates this language already.")) from error


@transaction.atomic
def end_translator(translator: Translator, *, by: Actor) -> Translator:
    """From now on the person proposes and agrees nothing in this language; ending again changes nothing."""
    _require_admin(by)
    locked: Translator = Translator.objects.select_for_update(of=("self",), no_key=True).get(pk=translator.pk)
    if locked.ended_at is None:
        locked.ended_at = timezone.now()
        locked.save(update_fields=["ended_at"])
    return locked


def _require_admin(by: Actor) -> None:
    if not perms.may_name_translators(by):
        raise NotAllowed(_("Only an administrator of the network may name translators."))
