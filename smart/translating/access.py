"""The door of the translators' pages: administrators and whoever was given a language; the pages belong to no country."""

import datetime
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from countries.addresses import global_url
from countries.perms import COUNTRY_ADMIN
from members.models import StaffRole
from smart.foundation.actors import ADMIN, STAFF, Actor
from smart.foundation.errors import NotAllowed
from smart.foundation.origin import ip_of
from smart.translating import perms
from smart.translating.models import Translator

View = Callable[..., HttpResponse]


def translator(request: HttpRequest) -> Actor:
    """Who changes a text, in every capacity that counts here."""
    user: Any = request.user
    kinds, roles = set(), set()
    if user.is_network_admin:
        kinds.add(ADMIN)
    if is_country_admin(user):
        kinds.add(STAFF)
        roles.add(COUNTRY_ADMIN)
    if ADMIN not in kinds:
        given = Translator.objects.working().filter(user=user).values_list("language", flat=True)
        roles.update(perms.role_for(language) for language in given)
    return Actor(frozenset(kinds), user_id=user.pk, label=str(user), ip=ip_of(request), roles=frozenset(roles))


def is_country_admin(user: Any) -> bool:
    """Whether the person administers any country today; one query."""
    today = datetime.datetime.now(tz=datetime.UTC).date()
    held = StaffRole.objects.filter(user=user, role=COUNTRY_ADMIN, since__lte=today)
    return held.filter(Q(until__isnull=True) | Q(until__gte=today)).exists()


def translator_page(view: View) -> View:
    """Let those in who may propose a text; everybody else signs in, or is told no. Passes the actor as `by`.

    What a translator writes everybody reads: as staff, they have a second factor, and set it up first.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request, "country", None) is not None:
            raise Http404
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        by = translator(request)
        if not perms.may_enter(by):
            raise NotAllowed(_("These pages are for administrators and translators."))
        if not (settings.DEMO and request.session.get("demo_person")) and not is_mfa_enabled(request.user):
            return HttpResponseRedirect(global_url("mfa_activate_totp"))
        return view(request, *args, by=by, **kwargs)

    checked.access = "network_admin"  # type: ignore[attr-defined]
    return checked
