"""The door of the network pages: signed in as network administrator, and the country entered.

The second factor is asked of every administrator by the middleware of the members room.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from countries import perms
from countries.middleware import reading
from countries.models import Country
from smart.foundation import formats
from smart.foundation.actors import ADMIN, Actor
from smart.foundation.errors import NotAllowed
from smart.foundation.origin import ip_of
from smart.foundation.tenancy import country as enter

View = Callable[..., HttpResponse]


def admin_actor(request: HttpRequest) -> Actor:
    """The network administrator who makes this request."""
    user: Any = request.user
    return Actor(kinds=frozenset({ADMIN}), user_id=user.pk, label=str(user), ip=ip_of(request))


def network_admin_page(view: View) -> View:
    """Let network administrators in; everybody else signs in, or is told no. These pages belong to no country."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if getattr(request, "country", None) is not None:
            raise Http404
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not perms.may_administer_network(request.user):
            raise NotAllowed(_("These pages are for the administrators of the network."))
        return view(request, *args, **kwargs)

    checked.access = "network_admin"  # type: ignore[attr-defined]
    return checked


def country_admin_page(view: View) -> View:
    """The same for the pages of one country: `slug` becomes the country, entered around view and rendering."""

    @wraps(view)
    def inside(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponse:
        found = get_object_or_404(Country, code=slug.upper())
        token = formats.set_country(found.code.code, found.currency)
        try:
            with enter(found, by=admin_actor(request)), reading(request, found):
                return view(request, found, *args, **kwargs)
        finally:
            formats.reset_country(token)

    return network_admin_page(inside)
