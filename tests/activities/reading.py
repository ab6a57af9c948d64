"""What tests read out of a page."""

import re
from html import unescape

TAGS = re.compile(r"<[^>]+>")


def words(response) -> str:
    """The text of a page, without tags and with single spaces."""
    return " ".join(unescape(TAGS.sub(" ", response.content.decode())).split())


def values(response) -> str:
    """The page as it is, entities undone: for what stands in attributes."""
    return unescape(response.content.decode())
