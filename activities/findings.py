"""What a check found, kept as plain values on the contract and read again in any language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from countries.contract import Finding

Stored = Mapping[str, Any]


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
    return f"{_(found['msgid']) % found['params']} {_(found['remedy']) % found['params']}"


def checks_shown(findings: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The findings as the partial `_checks.html` wants them, what blocks first."""
    ordered = sorted(findings, key=lambda found: not is_blocking(found))
    return [
        {
            "tone": "bad" if is_blocking(found) else "warn",
            "title": _(found["msgid"]) % found["params"],
            "text": _(found["remedy"]) % found["params"],
            "key": found["code"],
        }
        for found in ordered
    ]
