"""The use agreement: which version is in force. The texts are templates/members/agreements/<language>.html.

A changed text is a new version: members are asked to accept it again, and the old consent row stays.
"""

from typing import Final

USE_AGREEMENT: Final = "use_agreement"
VERSION: Final = "2026-11"
LANGUAGES: Final = ("de", "en", "es", "fr", "it", "nl", "sv")


def agreement_template(language: str) -> str:
    """The template of the text in a language; English where there is none."""
    code = language[:2] if language[:2] in LANGUAGES else "en"
    return f"members/agreements/{code}.html"
