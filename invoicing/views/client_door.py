"""The door of a client's space: ask for the link, come in by it, choose a language, leave.

The link is used once to come in; the session then remembers it, so that no address of the space carries a secret.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activities.models import ClientAccess
from activities.rules import client_access
from invoicing.forms_clients import LinkForm
from members.access import unlisted_page
from smart.foundation.limits import limited

KEY: Final = "client_spaces"
LANGUAGE: Final = "client_language"
LANGUAGES: Final = tuple(code for code, _name in settings.LANGUAGES)
View = Callable[..., HttpResponse]


def client_page(view: View) -> View:
    """For a client who came in by their link: sets `request.client_access`, in their language. Others go to the door."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        access = access_of(request)
        if access is None:
            return redirect("invoicing:client_link")
        request.client_access = access  # type: ignore[attr-defined]
        with translation.override(language_of(request, access)):
            return view(request, *args, **kwargs)

    return unlisted_page(guarded)


def access_of(request: HttpRequest) -> ClientAccess | None:
    """The access the session came in by, in this country, if it is still alive. One query when there is one."""
    country = request.country  # type: ignore[attr-defined]
    if country is None:
        raise Http404
    came_by = request.session.get(KEY, {}).get(str(country.pk))
    if not came_by:
        return None
    return client_access.living_access(came_by[0], key=came_by[1], on=country.today())


def language_of(request: HttpRequest, access: ClientAccess) -> str:
    """The language the reader chose, otherwise the client's own."""
    return str(request.session.get(LANGUAGE) or access.client.language)


@require_http_methods(["GET", "POST"])
@unlisted_page
@limited("client-link", per_minute=6)
def client_link(request: HttpRequest) -> HttpResponse:
    """Ask for the link by mail. The answer is the same whether or not the address is known."""
    form = LinkForm(request.POST or None)
    is_asked = request.method == "POST" and form.is_valid()
    if is_asked:
        client_access.send_links(
            form.cleaned_data["email"],
            on=request.country.today(),  # type: ignore[attr-defined]
            now=timezone.now(),
        )
    context = {"form": form, "is_asked": is_asked}
    return render(request, "invoicing/client_link.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@unlisted_page
def client_door(request: HttpRequest, token: str) -> HttpResponse:
    """Whose space the link opens; the button comes in. A mail program that looks at links opens nothing."""
    access = client_access.access_of_token(token, on=request.country.today())  # type: ignore[attr-defined]
    if access is None:
        return render(request, "invoicing/client_door_shut.html", status=410)
    if request.method == "POST":
        client_access.enter_space(access, now=timezone.now())
        spaces = dict(request.session.get(KEY, {}))
        spaces[str(access.country_id)] = [access.pk, access.key.hex]
        request.session.cycle_key()
        request.session[KEY] = spaces
        return redirect("invoicing:client_space")
    with translation.override(access.client.language):
        return render(
            request, "invoicing/client_door.html", {"access": access, "client": access.client, "token": token}
        )


@require_POST
@unlisted_page
def client_language(request: HttpRequest) -> HttpResponse:
    """Read the space in another language, until leaving."""
    if access_of(request) is None:
        raise Http404
    wanted = str(request.POST.get("language", ""))
    if wanted in LANGUAGES:
        request.session[LANGUAGE] = wanted
    return redirect("invoicing:client_space")


@require_POST
@unlisted_page
def client_leave(request: HttpRequest) -> HttpResponse:
    """Close the space on this device; the link in the mail opens it again."""
    request.session.pop(KEY, None)
    request.session.pop(LANGUAGE, None)
    messages.success(request, _("You have left. The link in the mail opens the space again."))
    return redirect("invoicing:client_link")
