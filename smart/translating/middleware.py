"""The texts changed here, fresh before a page is made."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

from smart.translating.overlay import refresh_if_due

GetResponse = Callable[[HttpRequest], HttpResponse]
WITHOUT_DATABASE: Final = "/health/"


class FreshWordings:
    """Outside every transaction, and never on the pages that must answer without a database."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(WITHOUT_DATABASE):
            refresh_if_due()
        return self.get_response(request)
