"""What a member reads of a contract before its PDF: the guarantee and why, what is different, the legal text, the papers."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from activities.contract_paper import read_contract, speaker_of
from activities.models import Contract
from activities.rules import contract_compared
from activities.rules.expected_documents import papers_of_contract
from activities.views.expected_papers import papers_shown


def reading_of(request: HttpRequest, contract: Contract) -> dict[str, Any]:
    """Everything of the page that only reads; nothing of the text before the contract is agreed."""
    before = contract_compared.last_similar(contract)
    country = request.country
    return {
        "guarantee": _guarantee(contract),
        "before": before,
        "differences": contract_compared.differences(contract, before, currency=country.currency) if before else [],
        "text": _text(request, contract) if contract.validated_at else None,
        "papers": papers_shown(papers_of_contract(contract, on=country.today())),
    }


def _guarantee(contract: Contract) -> Any:
    """Whether the mission's pay is guaranteed and why, from the room that decides it; None without a mission."""
    if contract.mission is None:
        return None
    return import_string(settings.MISSION_GUARANTEE)(contract.mission)


def _text(request: HttpRequest, contract: Contract) -> dict[str, Any]:
    """The contract as it is written, in its legal language and beside it in the member's where that is another one."""
    speaker = speaker_of(contract, request.country)
    read = read_contract(contract, country=request.country, speaker=speaker)
    return {
        "language": speaker.first,
        "also": speaker.second,
        "sections": [section for section in read.sections if section.facts],
        "clauses": [row for section in read.sections for row in section.clauses],
    }
