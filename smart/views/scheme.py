"""Light, dark, or as the device has it: a choice kept in a cookie of this browser, without an account or a script."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from countries.addresses import global_url
from members.access import public_page

COOKIE: Final = "scheme"
SCHEMES: Final = frozenset({"light", "dark"})
A_YEAR: Final = 365 * 24 * 60 * 60


@require_POST
@public_page
def set_scheme(request: HttpRequest) -> HttpResponse:
    """Keep the choice and go back to the page; any other answer than light or dark forgets it."""
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    answer = HttpResponseRedirect(back if is_ours else global_url("home"))
    chosen = request.POST.get("scheme", "")
    if chosen in SCHEMES:
        answer.set_cookie(
            COOKIE, chosen, max_age=A_YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    else:
        answer.delete_cookie(COOKIE, samesite="Lax")
    return answer


def scheme_of(request: HttpRequest) -> str:
    """What this browser chose: light, dark, or nothing."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in SCHEMES else ""
