"""The portal as in production, each request on the clock of the tests."""

from collections.abc import Callable, Iterable
from typing import Any

from smart.wsgi import application as portal
from tests.e2e.clock import travel


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    with travel():
        return portal(environ, start_response)
