"""The demo bar: sign in as any demo person with one click. It exists only when settings.DEMO is on, never in production."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from members.adapters import remember_sign_in
from members.models import User

DEMO_DOMAIN = "demo.example"


@require_POST
def sign_in_as(request: HttpRequest, user_id: int) -> HttpResponse:
    """Sign in as one of the demo people; 404 outside the demo and for anybody who is not one of them."""
    if not settings.DEMO:
        raise Http404
    person = get_object_or_404(User, pk=user_id, email__endswith=f"@{DEMO_DOMAIN}")
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    request.session["demo_person"] = True
    remember_sign_in(request, person)
    return HttpResponseRedirect("/")
