"""Every setting of a country: those of the catalogue, the choices its VAT table leaves open, and what its pack asks of
the employer (`employer.<name>`)."""

from collections.abc import Mapping
from functools import cache
from typing import Final

from countries import registry
from countries.contract import InputField
from countries.data.catalogue import Kind, SettingKind, catalogue
from countries.vat_table import VatSetting

EMPLOYER: Final = "employer."
KIND_OF_INPUT: Final[Mapping[str, Kind]] = {
    "choice": "choice",
    "integer": "number",
    "decimal": "decimal",
    "rate": "rate",
    "flag": "flag",
    "text": "text",
}


@cache
def kinds_of(code: str) -> Mapping[str, SettingKind]:
    """The settings of a country by key, those of its pack last."""
    pack = registry.pack_for(code).pack
    runs_on = code.lower() if registry.has_own_pack(code) else "generic"
    shared = {key: kind for key, kind in catalogue().items() if kind.only_for_pack in {"", runs_on}}
    table = registry.vat_table(code)
    choices = {key: _choice(setting) for key, setting in table.settings.items()} if table else {}
    return {**shared, **choices, **{EMPLOYER + asked.name: _kind(asked) for asked in pack.employer_inputs}}


def required_settings(code: str) -> tuple[SettingKind, ...]:
    """The settings a country cannot work without."""
    return tuple(kind for kind in kinds_of(code).values() if kind.required_for)


def _choice(setting: VatSetting) -> SettingKind:
    return SettingKind(
        key=setting.key,
        kind="choice",
        group="invoicing",
        label=setting.label,
        required_for=(),
        choices=tuple(setting.choices),
        help=setting.help,
        choice_texts=setting.choices,
    )


def _kind(asked: InputField) -> SettingKind:
    return SettingKind(
        key=EMPLOYER + asked.name,
        kind=KIND_OF_INPUT[asked.kind],
        group="employer",
        label=asked.label,
        required_for=("payroll",) if asked.is_required else (),
        choices=tuple(code for code, _text in asked.choices),
        help=asked.help,
        choice_texts=dict(asked.choices),
    )
