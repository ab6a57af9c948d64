"""The public doors, and the demo bar that exists in a demo only."""

import subprocess
import sys

from smart.local.places import ROOT
from tests.e2e.conftest import Visit
from tests.e2e.portal import Portal, free_port, supervised, wait_for_answer, web

PUBLIC = ("/", "/costs/", "/network/", "/help/", "/accessibility/", "/accounts/login/", "/accounts/signup/")


def test_public_pages_are_sound_on_every_screen(on_phone: Visit) -> None:
    with on_phone() as visitor:
        for path in PUBLIC:
            visitor.open(path)
            visitor.look(f"public{path.replace('/', '-').rstrip('-')}")


def test_the_demo_bar_signs_in_with_one_click(on_phone: Visit) -> None:
    with on_phone() as visitor:
        visitor.open("/").sign_in_as("Rik Boeken")

        assert visitor.page.url.endswith("/be/staff/")


def test_without_the_demo_there_is_neither_bar_nor_sign_in(portal: Portal, on_phone: Visit) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    environ = {name: value for name, value in portal.environ.items() if name != "SMART_DEMO"}

    with supervised(environ, portal.folder / "logs") as processes, on_phone(url=url) as visitor:
        processes.start(web(url, "web-without-demo"))
        wait_for_answer(url, portal.folder)
        visitor.open("/")

        assert not visitor.page.locator("details.demo").count()
        assert visitor.page.request.post(f"{url}/demo/sign-in/1/").status == 404


def test_production_refuses_to_start_as_a_demo(portal: Portal) -> None:
    environ = {**portal.environ, "SMART_ENV": "production", "SMART_DEMO": "1"}

    tried = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )

    assert tried.returncode != 0
    assert "SMART_DEMO is on while SMART_ENV is production" in tried.stderr
