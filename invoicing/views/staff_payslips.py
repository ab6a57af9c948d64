"""One payslip as payroll officers check it: every line with its law and how sure we are, and what the paper still lacks."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.rules.papers import ReadRow, ReadSection
from invoicing import perms
from invoicing.models import Payslip
from invoicing.models.payroll import RunKind
from invoicing.rules import pay_recovery, payslip_paper
from invoicing.rules.pay_words import pay_name
from invoicing.rules.payslip_lines import figures_of, groups_of, unsure_values
from invoicing.rules.payslips import result_of
from invoicing.views.payslips import changes_shown, page_speaker, share_taken
from members.access import actor_of, staff_page
from members.models import Profile
from members.rules.documents import latest_document
from smart.foundation.actors import Actor


@require_safe
@staff_page("payroll", "accounting")
def staff_payslip(request: HttpRequest, pk: int) -> HttpResponse:
    """The payslip, approved or not, beside what its country's law wants on it."""
    shown = Payslip.objects.filter(membership__restricted_at=None).select_related(*payslip_paper.BEHIND)
    payslip = get_object_or_404(shown, pk=pk)
    result, speaker = result_of(payslip, country=request.country.code.code), page_speaker(payslip)
    profile = Profile.objects.filter(membership_id=payslip.membership_id).first()
    paper = payslip_paper.read_paper(payslip, result, profile=profile, speaker=speaker)
    context = {
        "payslip": payslip,
        "groups": groups_of(result, speaker=speaker),
        "figures": figures_of(result, counts=payslip_paper.counted_lines(result.country), speaker=speaker),
        "unsure": unsure_values(result),
        "name": pay_name(payslip),
        "changes": changes_shown(payslip),
        "corrections": list(
            payslip.correction_lines.filter(posted_at__isnull=False).values("payslips", "payslips__number")
        ),
        "owed": pay_recovery.open_claim(payslip),
        "share": share_taken(payslip),
        "may_correct": _may_correct(payslip, actor_of(request)),
        "missing": paper.missing,
        "sections": [shown_section(section) for section in paper.sections],
        "notes": [note.sentence(_) for note in result.notes],
        "paper": latest_document(payslip, payslip_paper.KIND),
        "language": payslip_paper.speaker_of(payslip),
    }
    return render(request, "invoicing/payslip_check.html", context)


def _may_correct(payslip: Payslip, by: Actor) -> bool:
    is_first = payslip.line.kind != RunKind.CORRECTION and payslip.line.posted_at is not None
    return is_first and perms.may_run_payroll(by)


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
