"""A contract's paper as advisers check it: what its country's law wants in it, what is missing, and what counsel must read."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from activities import perms, queries
from activities.contract_paper import read_contract, speaker_of
from activities.rules.papers import ReadRow, Speaker
from activities.views.answers import kind_label
from members.access import actor_of, staff_page
from members.rules.documents import latest_document


@require_GET
@staff_page("adviser", "payroll")
def staff_contract_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The contents of one contract in the reader's language, with the words of the paper beside them."""
    contract = get_object_or_404(queries.contracts_for_staff(), pk=pk)
    paper, reader = speaker_of(contract, request.country), get_language() or "en"
    speaker = Speaker(reader, "" if paper.first == reader else paper.first)
    read = read_contract(contract, country=request.country, speaker=speaker)
    context = {
        "contract": contract,
        "kind": kind_label(request.country, contract.kind),
        "paper": paper,
        "may_review": perms.is_adviser(actor_of(request)),
        "missing": read.missing,
        "sections": [
            {"heading": section.heading, "rows": [_shown(row) for row in section.facts]}
            for section in read.sections
            if section.facts
        ],
        "clauses": [row for section in read.sections for row in section.clauses],
        "document": latest_document(contract, "contract"),
    }
    return render(request, "activities/staff_contract_paper.html", context)


def _shown(row: ReadRow) -> dict[str, Any]:
    value = _("on file, sealed; it is on the paper itself") if row.is_sealed else row.value.text
    return {"label": row.label, "value": value, "source": row.source}
