"""The use agreement: its versions by country and the day each is in force.

The text in force is templates/members/agreements/<language>.html; older texts are in a folder of their version beside it.
A changed text is a new version: members are asked to accept it again, and the old consent row stays.
"""

import datetime
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

USE_AGREEMENT: Final = "use_agreement"
LANGUAGES: Final = ("de", "en", "es", "fr", "it", "nl", "sv")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementVersion:
    """One text. `countries` is empty for a text of all; `changes` says in plain words what is new."""

    code: str
    since: datetime.date
    folder: str = ""
    countries: frozenset[str] = frozenset()
    changes: tuple[Promise, ...] = ()


VERSIONS: tuple[AgreementVersion, ...] = (
    AgreementVersion(code="2026-11", since=datetime.date(2026, 11, 1), folder="2026-11/"),
    AgreementVersion(
        code="2026-11-20",
        since=datetime.date(2026, 11, 20),
        changes=(
            gettext_lazy("New: you keep your papers up to date. We tell you before one of them ends."),
            gettext_lazy("New: when this agreement changes, you are told what is new and have time to accept it."),
        ),
    ),
)
"""By day, the oldest first."""


def version_in_force(country_code: str, *, on: datetime.date) -> AgreementVersion:
    """The newest version of a country in force on a day; before the first one, the first."""
    versions = versions_of(country_code)
    return next((each for each in reversed(versions) if each.since <= on), versions[0])


def versions_of(country_code: str) -> list[AgreementVersion]:
    """The versions of a country, the oldest first."""
    return [each for each in VERSIONS if not each.countries or country_code in each.countries]


def version_called(country_code: str, code: str) -> AgreementVersion | None:
    """The version of a name, None when the country never had it."""
    return next((each for each in versions_of(country_code) if each.code == code), None)


def agreement_template(version: AgreementVersion, language: str) -> str:
    """The template of a version's text in a language; English where there is none."""
    code = language[:2] if language[:2] in LANGUAGES else "en"
    return f"members/agreements/{version.folder}{code}.html"
