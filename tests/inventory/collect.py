"""Visit the whole portal and lay what came into a folder: `python -m tests.inventory.collect`.

Runs in an environment of its own (tests/inventory/conftest.py): a fresh database, the world of the demo on a fixed day.
`inventory.json` then holds every visit, `pages/` the HTML of those that are looked at closely.
"""

import gc
import json
import logging
import os
import time
import zlib
from pathlib import Path
from typing import Any

import django

django.setup()

import time_machine  # noqa: E402
from django.conf import settings  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from countries.models import Country  # noqa: E402
from smart.foundation import pdf  # noqa: E402
from tests import kept_papers  # noqa: E402
from tests.inventory.addresses import all_addresses  # noqa: E402
from tests.inventory.choosing import chosen  # noqa: E402
from tests.inventory.crawling import Visit, Walk, Walker  # noqa: E402
from tests.inventory.multiplying import multiply  # noqa: E402
from tests.inventory.reading import file_name  # noqa: E402
from tests.inventory.recording import recording, untranslated  # noqa: E402
from tests.inventory.scenes import doors, set_scenes  # noqa: E402
from tests.inventory.world import AT, MAIN, Person, make_world, visitors  # noqa: E402

LANGUAGES = ("fr", "de")
"""In which every look is laid down beside English; of the other languages each address gets one, in turn."""
OTHERS = ("nl", "es", "it", "sv")


def collect(folder: Path) -> dict[str, Any]:
    (folder / "pages").mkdir(exist_ok=True)
    pdf.write_pdf = kept_papers.blank  # nobody looks at papers here; the demo's start lays the same ones out
    links = make_world()
    with time_machine.travel(AT, tick=False):
        walk, where = Walk(), Country.objects.get(code=MAIN)
        set_scenes(where)
        walkers = {person.key: Walker(person, walk) for person in visitors(links)}
        for door in doors(where):
            browser, starts = door.open()
            person = Person(door.role, None, MAIN, tuple(starts), door=door.name)
            walkers[person.key] = Walker(person, walk, browser)
        for walker in walkers.values():
            walker.walk()
        for walker in walkers.values():
            walker.guess()
        close = chosen(walk.visits)
        seen: set[str] = set()
        pages = [_lay_down(folder, walkers[visit.person], visit, seen) for visit in close]
        refused = multiply(os.environ["DATABASE_OWNER_URL"], Country.objects.get(code=MAIN).pk)
        for page, visit in zip(pages, close, strict=True):
            if f" {MAIN} " in f"{visit.person} ":
                again = walkers[visit.person].look(visit.path)
                page |= {"many": {"status": again.status, "queries": again.queries, "nodes": again.nodes}}
    return {
        "missing": [f"{each.name} ({each.route})" for each in walk.missing()],
        "broken": [f"{each.person} {each.path}" for each in walk.visits if each.kind == "broken"],
        "addresses": len(all_addresses()),
        "visits": len(walk.visits),
        "not_multiplied": refused,
        "pages": pages,
    }


def _languages(visit: Visit, seen: set[str]) -> tuple[str, ...]:
    """English always; French and German for each look; one of the others for each address."""
    others = (OTHERS[zlib.crc32(visit.name.encode()) % len(OTHERS)],) if visit.name not in seen else ()
    more = LANGUAGES if visit.look not in seen else ()
    seen |= {visit.name, visit.look}
    return ("en", *more, *others)


def _lay_down(folder: Path, walker: Walker, visit: Visit, seen: set[str]) -> dict[str, Any]:
    """Keep a page in its languages, with what it asked gettext for and its answer's headers."""
    told = visit.told() | {"files": {}}
    for language in _languages(visit, seen):
        if language == "en":
            with recording() as recorder:
                said = walker.look(visit.path, language)
                told["untranslated"] = untranslated(recorder.asked)
        else:
            said = walker.look(visit.path, language)
        if said.kind != "page" and language != "en":
            continue
        name = file_name(visit.person, visit.path, language)
        (folder / "pages" / name).write_text(said.html or visit.html)
        told["files"][language] = name
    return told


def main() -> None:
    folder = Path(os.environ["MEDIA_ROOT"]).parent
    logging.disable(logging.CRITICAL)
    setup_test_environment()
    settings.ALLOWED_HOSTS = ["*"]
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    began = time.monotonic()
    inventory = collect(folder) | {"seconds": round(time.monotonic() - began, 1)}
    (folder / "inventory.json").write_text(json.dumps(inventory, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
