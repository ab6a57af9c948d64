"""The living page of components: made of the parts the pages are made of, so that it cannot fall behind them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from members.access import any_staff_page
from smart import design
from smart.foundation import palette


@require_safe
@any_staff_page
def design_page(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for whoever builds or reviews a page. Asks the database nothing of its own."""
    context: dict[str, Any] = {
        "texts": _contrasts(palette.TEXT),
        "edges": _contrasts(palette.EDGE),
        "countries": design.COUNTRIES,
        "tones": design.TONES,
        "form": design.empty_form(),
        "refused": design.refused_form(),
        "fixed": design.ReadOnlyForm(prefix="fixed"),
        "falls": {
            "usual": design.usual_stairs(),
            "german": design.german_stairs(),
            "swedish": design.swedish_stairs(),
            "dutch": design.dutch_stairs(),
        },
        "tickets": design.tickets(),
        "ledger": design.ledger(),
        "checks": design.checks(),
        "tasks": design.tasks(),
        "events": design.events(),
        "places": design.places(),
        "member_places": design.member_places(),
        "pages": design.pages(),
    }
    return render(request, "smart/design.html", context)


def _contrasts(least: float) -> list[dict[str, Any]]:
    """Each pair that needs this much, with its contrast, light and dark, as it is measured in the test."""
    light, dark = palette.read_palette("light"), palette.read_palette("dark")
    return [
        {
            "ink": pair.ink,
            "ground": pair.ground,
            "least": pair.least,
            "is_text": least == palette.TEXT,
            "light": palette.contrast(light[pair.ink], light[pair.ground]),
            "dark": palette.contrast(dark[pair.ink], dark[pair.ground]),
        }
        for pair in palette.PAIRS
        if pair.least == least
    ]
