"""What a check found, kept as plain values on the contract and read again in any language."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from countries.contract import Finding
from smart.foundation import formats

Stored = Mapping[str, Any]
A_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
A_MOMENT: Final = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}")


def to_stored(finding: Finding) -> dict[str, Any]:
    """The finding as JSON: the sentence stays a msgid with its facts, so that each reader gets their own language."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "msgid": finding.msgid,
        "params": {name: str(value) for name, value in finding.params.items()},
        "remedy": finding.remedy,
    }


def is_blocking(found: Stored) -> bool:
    return bool(found["severity"] == "blocks")


def sentence(found: Stored) -> str:
    """The finding and its way out, in the active language."""
    facts = _readable(found["params"])
    return f"{_(found['msgid']) % facts} {_(found['remedy']) % facts}"


def _readable(params: Mapping[str, str]) -> dict[str, str]:
    """Stored days become days as people write them, in the active language."""
    return {name: _as_written(value) for name, value in params.items()}


def _as_written(value: str) -> str:
    if A_MOMENT.fullmatch(value):
        at = datetime.fromisoformat(value)
        return f"{formats.day(at.date())}, {at:%H:%M}"
    return formats.day(date.fromisoformat(value)) if A_DAY.fullmatch(value) else value


def without_what_is_done(findings: list[dict[str, Any]], *, is_signed: bool) -> list[dict[str, Any]]:
    """The findings that still matter: once both have signed in time, nobody is told to sign."""
    return [found for found in findings if not (is_signed and found["code"] == "not_written_before_start")]


def checks_shown(findings: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The findings as the partial `_checks.html` wants them, what blocks first."""
    ordered = sorted(findings, key=lambda found: not is_blocking(found))
    return [
        {
            "tone": "bad" if is_blocking(found) else "warn",
            "title": _(found["msgid"]) % _readable(found["params"]),
            "text": _(found["remedy"]) % _readable(found["params"]),
        }
        for found in ordered
    ]
