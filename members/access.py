"""Who is asking, and may they see this page? Every view begins with one of these decorators."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

from members.adapters import needs_second_factor
from members.models import Membership, User
from members.queries import membership_of, roles_of
from members.states import MembershipState
from smart.foundation import actors
from smart.foundation.actors import Actor
from smart.foundation.origin import ip_of
from smart.foundation.tenancy import set_actor

View = Callable[..., HttpResponse]


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in person in the capacities they have in the request's country; two queries the first time."""
    known = getattr(request, "_actor", None)
    if known is None:
        known = _read_actor(request)
        request._actor = known  # type: ignore[attr-defined]
    actor: Actor = known
    return actor


def client_actor(request: HttpRequest, name: str) -> Actor:
    """A client who answers by a signed link: no account, the name they typed and where they came from."""
    return Actor(kinds=frozenset({actors.CLIENT}), label=name, ip=ip_of(request))


def public_page(view: View) -> View:
    """Anybody may open it, signed in or not."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def unlisted_page(view: View) -> View:
    """Anybody with a client's link may open it; neither search engines nor caches keep anything of it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return public_page(guarded)


def member_page(view: View) -> View:
    """For members of the request's country: sets `request.membership`; others see 404, strangers sign in first."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refused = _sign_in_first(request)
        if refused is not None:
            return refused
        membership = membership_here(request)
        if membership is None or membership.state not in {MembershipState.ACTIVE, MembershipState.SUSPENDED}:
            raise Http404
        request.membership = membership  # type: ignore[attr-defined]
        _name_actor(request)
        return view(request, *args, **kwargs)

    guarded.access = "member"  # type: ignore[attr-defined]
    return guarded


def records_page(view: View) -> View:
    """To read, for members of the request's country and for those who were: what was theirs stays open to them.

    Sets `request.membership`; whoever never was a member sees 404.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refused = _sign_in_first(request)
        if refused is not None:
            return refused
        membership = membership_here(request)
        kept = {MembershipState.ACTIVE, MembershipState.SUSPENDED, MembershipState.LEFT}
        if membership is None or membership.state not in kept or not membership.number:
            raise Http404
        request.membership = membership  # type: ignore[attr-defined]
        _name_actor(request)
        return view(request, *args, **kwargs)

    guarded.access = "records"  # type: ignore[attr-defined]
    return guarded


def applicant_page(view: View) -> View:
    """For signed-in people of any standing in the request's country: `request.membership` may be None."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refused = _sign_in_first(request)
        if refused is not None:
            return refused
        request.membership = membership_here(request)  # type: ignore[attr-defined]
        _name_actor(request)
        return view(request, *args, **kwargs)

    guarded.access = "applicant"  # type: ignore[attr-defined]
    return guarded


def staff_page(*roles: str) -> Callable[[View], View]:
    """For staff of the request's country with one of the roles (any role when none is named); others see 404.

    A country administrator has every role. Sets `request.roles`.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            refused = _sign_in_first(request)
            if refused is not None:
                return refused
            held = actor_of(request).roles
            if not held or (roles and not held & {*roles, "country_admin"}):
                raise Http404
            request.roles = held  # type: ignore[attr-defined]
            _name_actor(request)
            return view(request, *args, **kwargs)

        guarded.access = "staff"  # type: ignore[attr-defined]
        guarded.roles = frozenset(roles)  # type: ignore[attr-defined]
        return guarded

    return decorate


def any_staff_page(view: View) -> View:
    """For staff of any country and administrators of the network; the page belongs to no country. Others see 404."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.country is not None:  # type: ignore[attr-defined]
            raise Http404
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        assert isinstance(request.user, User)
        if not needs_second_factor(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    guarded.access = "any_staff"  # type: ignore[attr-defined]
    return guarded


def _sign_in_first(request: HttpRequest) -> HttpResponse | None:
    if request.country is None:  # type: ignore[attr-defined]
        raise Http404
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return None


def membership_here(request: HttpRequest) -> Membership | None:
    """The person's membership in the request's country, asked once a request."""
    if not hasattr(request, "_membership"):
        assert isinstance(request.user, User)
        request._membership = membership_of(request.user, request.country)  # type: ignore[attr-defined]
    found: Membership | None = request._membership  # type: ignore[attr-defined]
    return found


def _name_actor(request: HttpRequest) -> None:
    set_actor(actor_of(request))


def _read_actor(request: HttpRequest) -> Actor:
    user, where = request.user, getattr(request, "country", None)
    if not user.is_authenticated:
        return Actor(kinds=frozenset(), ip=ip_of(request))
    assert isinstance(user, User)
    kinds: set[str] = {actors.ADMIN} if user.is_network_admin else set()
    roles: frozenset[str] = frozenset()
    if where is not None:
        roles = roles_of(user, where)
        membership = membership_here(request)
        kinds |= {actors.STAFF} if roles else set()
        kinds |= {actors.MEMBER} if membership is not None and membership.state != MembershipState.LEFT else set()
    return Actor(kinds=frozenset(kinds), user_id=user.pk, label=user.full_name, ip=ip_of(request), roles=roles)
