"""Second factors as people use them: a passkey that opens the portal alone, and an app that shows codes.

Chromium's own virtual authenticator stands for the phone's or the computer's; the code of the app is computed here.
"""

import base64
import hashlib
import hmac
import re
import struct
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession

from tests.e2e.browsing import PHONE, Visitor, visiting
from tests.e2e.conftest import Visit
from tests.e2e.portal import Portal

PASSWORD = "three blue paint pots"
STEP = 30
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def at_home(browser: Browser, portal: Portal, shots: Path) -> Visit:
    """The portal by its name: a passkey belongs to a domain, and an address of four numbers is none."""
    return partial(visiting, browser, url=portal.url.replace("127.0.0.1", "localhost"), shots=shots, **PHONE)


def registered(visitor: Visitor, portal: Portal, email: str) -> Visitor:
    visitor.open("/accounts/signup/").fill(email=email, password1=PASSWORD).press("Create my account")
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", portal.wait_for_mail(email))
    assert code
    return visitor.fill(code=code[0]).press("Confirm")


def proven(visitor: Visitor) -> Visitor:
    """Whoever changes how they sign in proves first that it is them."""
    if "/reauthenticate/" in visitor.page.url:
        visitor.fill(password=PASSWORD).press("Continue")
    return visitor


def authenticator(visitor: Visitor) -> tuple[CDPSession, str]:
    wire = visitor.page.context.new_cdp_session(visitor.page)
    wire.send("WebAuthn.enable")
    return wire, wire.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]


def sign_out(visitor: Visitor) -> Visitor:
    visitor.page.context.clear_cookies()
    return visitor.open("/accounts/login/")


def code_of(secret: str, at: float) -> str:
    """What an app shows at this instant for the secret: RFC 6238 with SHA-1, six digits, steps of 30 seconds."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at) // STEP), hashlib.sha1).digest()
    place = digest[-1] & 0x0F
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def next_code(portal: Portal, secret: str) -> str:
    """What the app shows next, at the beginning of its half minute: a code is used once, and no later."""
    now = time.time() + float((portal.folder / "clock").read_text())
    begins = (int(now) // STEP + 1) * STEP + 1
    portal.set_clock(datetime.fromtimestamp(begins, tz=UTC))
    return code_of(secret, begins)


def test_a_passkey_is_added_and_opens_the_portal_without_a_password(portal: Portal, at_home: Visit) -> None:
    with at_home() as kim:
        wire, key = authenticator(kim)
        registered(kim, portal, "kim@demo.example").open("/accounts/2fa/").look("keys-01-none")
        proven(kim.follow("Passkeys and security keys")).look("keys-02-add").fill(name="My phone", passwordless=True)
        kim.press("Add", shot="keys-03-added")
        found = wire.send("WebAuthn.getCredentials", {"authenticatorId": key})
        assert [each["isResidentCredential"] for each in found["credentials"]] == [True]

        sign_out(kim).look("keys-04-sign-in").press("Sign in with a passkey", shot="keys-05-signed-in")

        assert "/accounts/login/" not in kim.page.url
        kim.open("/accounts/2fa/").sees("Passkeys and security keys")


def test_an_app_with_codes_is_asked_for_and_a_wrong_code_is_refused(portal: Portal, at_home: Visit) -> None:
    with at_home() as uma:
        registered(uma, portal, "uma@demo.example").open("/accounts/2fa/")
        proven(uma.follow("App with codes")).look("keys-11-app")
        secret = uma.page.locator("main code").inner_text().strip()
        uma.expects(422).fill(code="000000").press("Activate", shot="keys-12-wrong-at-first")
        uma.sees("One thing to correct")
        uma.fill(code=next_code(portal, secret)).press("Activate", shot="keys-13-active")

        sign_out(uma).fill(login="uma@demo.example", password=PASSWORD).press("Sign in", shot="keys-14-code")
        uma.fill(code="000000").press("Sign in", shot="keys-15-refused").sees("One thing to correct")
        assert "/accounts/2fa/authenticate/" in uma.page.url
        uma.fill(code=next_code(portal, secret)).press("Sign in", shot="keys-16-signed-in")

        uma.open("/accounts/2fa/").sees("Active")
