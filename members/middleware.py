"""Staff without a second factor reach only the page where they enrol one; idle sessions end."""

import time
from collections.abc import Callable
from typing import Final

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.http import urlencode

from countries.addresses import global_url
from members.adapters import needs_second_factor
from members.models import User
from members.rules.sign_ins import note_seen

GetResponse = Callable[[HttpRequest], HttpResponse]

STAFF_IDLE: Final = 30 * 60
STAFF_LONGEST: Final = 10 * 3600
MEMBER_IDLE: Final = 60 * 60
MEMBER_LONGEST: Final = 7 * 24 * 3600
REFRESH: Final = 60
OPEN_PATHS: Final = ("/accounts/", "/i18n/", "/static/", "/health/", "/demo/")


class MemberAccess:
    """Checked on every request of a signed-in person: one query for a member, two for staff; the roles read stay with them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User):
            return self.get_response(request)
        _speak(request, user)
        prefetch_related_objects([user], "staff_roles")
        if request.path_info.startswith(OPEN_PATHS):
            return self.get_response(request)
        is_staff = needs_second_factor(user)
        if self._has_ended(request, is_staff=is_staff):
            logout(request)
            query = urlencode({"next": request.get_full_path()})
            return HttpResponseRedirect(f"{global_url('account_login')}?{query}")
        is_demo = settings.DEMO and request.session.get("demo_person")
        if is_staff and not is_demo and not is_mfa_enabled(user):
            return HttpResponseRedirect(global_url("mfa_activate_totp"))
        return self.get_response(request)

    @staticmethod
    def _has_ended(request: HttpRequest, *, is_staff: bool) -> bool:
        """Whether the session was idle or open for too long; remembers at most once a minute that it was used."""
        now = int(time.time())
        idle, longest = (STAFF_IDLE, STAFF_LONGEST) if is_staff else (MEMBER_IDLE, MEMBER_LONGEST)
        began = request.session.setdefault("began", now)
        seen = request.session.get("seen", now)
        if now - seen > idle or now - began > longest:
            return True
        if now - seen > REFRESH or "seen" not in request.session:
            request.session["seen"] = now
            if "sign_in" in request.session:
                note_seen(request.session["sign_in"], session_key=request.session.session_key or "")
        return False


def _speak(request: HttpRequest, user: User) -> None:
    """The person's own language, unless this browser was told another one."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(user.language)
        request.LANGUAGE_CODE = translation.get_language()
