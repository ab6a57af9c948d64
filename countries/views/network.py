"""The public page of the network: where it is, how it came to be, and its figures."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countries.addresses import global_url
from countries.data.network import Chapter, Network, network
from countries.models import Country
from countries.states import CountryState

TILE, PITCH = 56, 62
TILE_CLASSES = {
    CountryState.ACTIVE: "open",
    CountryState.PILOT: "pilot",
    CountryState.BUILDING: "prep",
    CountryState.FUNDING: "prep",
    CountryState.STUDY: "prep",
}


@dataclass(frozen=True, slots=True)
class Tile:
    """One country on the map; x and y in units of the drawing."""

    code: str
    name: str
    style: str
    x: int
    y: int

    @property
    def middle(self) -> int:
        return self.x + TILE // 2

    @property
    def baseline(self) -> int:
        return self.y + 36


@require_safe
def network_page(request: HttpRequest) -> HttpResponse:
    """Render without asking who reads; nothing on it belongs to a person."""
    told = network()
    rows = sorted(Country.objects.exclude(state=CountryState.CLOSED), key=_rank)
    context = {
        "countries": [_line(row, told) for row in rows],
        "tiles": _tiles(rows, told),
        "width": told.columns * PITCH,
        "height": _rows_needed(rows, told) * PITCH,
        "active_count": sum(row.state == CountryState.ACTIVE for row in rows),
        "history": [_event(chapter) for chapter in told.history],
        "figures": [{"figure": figure, "label": _said(figure.label)} for figure in told.figures],
        "passages": [{"title": _said(p.title), "text": _said(p.text)} for p in told.passages],
        "sign_in_url": global_url("account_login"),
    }
    return render(request, "countries/network.html", context)


network_page.access = "public"  # type: ignore[attr-defined]


def _rank(row: Country) -> tuple[int, int, str]:
    order = [CountryState.ACTIVE, CountryState.PILOT, CountryState.BUILDING, CountryState.DORMANT]
    began = row.began_on.year if row.began_on else 9999
    return (order.index(row.state) if row.state in order else len(order), began, str(row))


def _line(row: Country, told: Network) -> dict[str, Any]:
    found = told.countries.get(row.code.code)
    return {
        "code": row.code.code,
        "name": str(row),
        "state": row.get_state_display(),
        "tone": "ok" if row.is_open else "muted" if row.is_dormant else "pen",
        "since": row.began_on.year if row.began_on and not _is_only_known_present(found) else None,
        "note": _("by %(year)s") % {"year": row.began_on.year}
        if row.began_on and _is_only_known_present(found)
        else "",
        "url": f"/{row.slug}/" if row.is_open else "",
    }


def _is_only_known_present(found: Any) -> bool:
    """Whether the mission says only that the country was there by that year."""
    return found is not None and found.since_year == 2015


def _tiles(rows: list[Country], told: Network) -> list[Tile]:
    taken = {(found.column, found.row) for found in told.countries.values()}
    free = ((column, line) for line in range(told.rows - 1, told.rows + 40) for column in range(1, told.columns))
    spare = (cell for cell in free if cell not in taken)
    tiles = []
    for row in rows:
        found = told.countries.get(row.code.code)
        column, line = (found.column, found.row) if found else next(spare)
        style = TILE_CLASSES.get(CountryState(row.state), "")
        tiles.append(Tile(row.code.code, str(row), style, column * PITCH + 3, line * PITCH + 3))
    return tiles


def _rows_needed(rows: list[Country], told: Network) -> int:
    lowest = max((tile.y // PITCH for tile in _tiles(rows, told)), default=0)
    return max(told.rows, lowest + 1)


def _event(chapter: Chapter) -> dict[str, Any]:
    years = _("One day")
    if chapter.first is not None and chapter.last is None:
        years = _("Today")
    elif chapter.first is not None:
        years = f"{chapter.first}\N{EN DASH}{chapter.last}"
    return {
        "years": years,
        "title": _said(chapter.title),
        "text": _said(chapter.text),
        "count": len(chapter.countries) if chapter.first else 0,
        "is_now": chapter.first is not None and chapter.last is None,
    }


def _said(texts: Any) -> str:
    return str(texts.get((get_language() or "en")[:2], texts["en"]))
