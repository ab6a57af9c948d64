"""What the law asks about the work of a contract, as staff read it: the answers given, and what is assumed without one."""

from collections.abc import Mapping
from typing import Any

from activities.models import Contract
from activities.place import pack_of
from countries.contract import InputField
from countries.models import Country
from members.forms.profile import in_language
from members.forms.questions import answer_words, is_answered, typed, usual_first


def about_work(country: Country, contract: Contract) -> list[dict[str, Any]]:
    """What the law asks about the work, with the answers or what is assumed; rare questions only when answered."""
    asked = pack_of(country).pack.engagement_inputs
    given = typed(asked, contract.engagement)
    return [
        {"label": in_language(question.label), **_answer_to(question, given)}
        for question in usual_first(asked)
        if not question.contract_kinds or contract.kind in question.contract_kinds
        if not question.is_rare or is_answered(question, given.get(question.name))
    ]


def _answer_to(question: InputField, given: Mapping[str, Any]) -> dict[str, Any]:
    value = given.get(question.name, question.default)
    is_silent = value in (None, "")
    return {
        "value": "" if is_silent else answer_words(question, value),
        "is_assumed": not is_silent and question.name not in given,
    }
