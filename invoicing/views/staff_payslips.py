"""One payslip as payroll officers check it: every line with its law and how sure we are, and what the paper still lacks."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.rules.papers import ReadRow, ReadSection
from invoicing.models import Payslip
from invoicing.rules import payslip_paper
from invoicing.rules.payslip_lines import figures_of, groups_of, unsure_values
from invoicing.rules.payslips import result_of
from invoicing.views.payslips import page_speaker
from members.access import staff_page
from members.models import Profile
from members.rules.documents import latest_document


@require_safe
@staff_page("payroll", "accounting")
def staff_payslip(request: HttpRequest, pk: int) -> HttpResponse:
    """The payslip, approved or not, beside what its country's law wants on it."""
    payslip = get_object_or_404(Payslip.objects.select_related(*payslip_paper.BEHIND), pk=pk)
    result, speaker = result_of(payslip, country=request.country.code.code), page_speaker(payslip)
    profile = Profile.objects.filter(membership_id=payslip.membership_id).first()
    paper = payslip_paper.read_paper(payslip, result, profile=profile, speaker=speaker)
    context = {
        "payslip": payslip,
        "groups": groups_of(result, speaker=speaker),
        "figures": figures_of(result, counts=payslip_paper.counted_lines(result.country), speaker=speaker),
        "unsure": unsure_values(result),
        "missing": paper.missing,
        "sections": [shown_section(section) for section in paper.sections],
        "notes": [note.sentence(_) for note in result.notes],
        "paper": latest_document(payslip, payslip_paper.KIND),
        "language": payslip_paper.speaker_of(payslip),
    }
    return render(request, "invoicing/payslip_check.html", context)


def shown_section(section: ReadSection) -> dict[str, Any]:
    """A section of a paper on a screen: sealed values are named, not shown."""
    return {
        "heading": section.heading,
        "rows": [_shown(row) for row in (*section.facts, *section.amounts, *section.clauses)],
    }


def _shown(row: ReadRow) -> dict[str, Any]:
    return {
        "label": row.label,
        "value": _("on file, sealed; it is on the paper itself") if row.is_sealed else row.value.text,
        "source": row.source,
        "is_clause": row.is_clause,
    }
