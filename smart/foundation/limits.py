"""How often one address may ask for work that costs: a count per minute in the cache, and a page that says when to return."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from smart.foundation.origin import ip_of

MINUTE: Final = 60
View = Callable[..., HttpResponse]


def limited(name: str, *, per_minute: int) -> Callable[[View], View]:
    """Answer 429 with Retry-After to an address that asks more often; each process of the server counts for itself."""

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            minute, passed = divmod(int(time.time()), MINUTE)
            key = f"limit:{name}:{ip_of(request)}:{minute}"
            cache.add(key, 0, timeout=2 * MINUTE)
            if cache.incr(key) > per_minute:
                response = render(request, "429.html", status=429)
                response["Retry-After"] = str(MINUTE - passed)
                return response
            return view(request, *args, **kwargs)

        return counted

    return decorate
