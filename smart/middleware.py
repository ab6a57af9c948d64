"""Middleware of the roof: private pages are never stored, and a rule's refusal becomes a page with its sentence."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from smart.foundation.errors import NotAllowed, RuleBroken

GetResponse = Callable[[HttpRequest], HttpResponse]


class PrivatePages:
    """Pages of a signed-in person carry no-store, so a shared computer keeps nothing."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class RuleSentences:
    """A RuleBroken or NotAllowed that no view caught is shown as 409 or 403, with its own sentence."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, RuleBroken):
            return render(request, "409.html", {"message": exception.message}, status=409)
        if isinstance(exception, NotAllowed):
            return render(request, "403.html", {"message": exception.message}, status=403)
        return None
