"""What every page knows: where one can go, and in which country one is."""

from typing import Any

from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    return {"country": getattr(request, "country", None)}
