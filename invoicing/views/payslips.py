"""The member's pay: every payslip, and each one explained line by line."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.rules.papers import Speaker
from invoicing.models import Payslip
from invoicing.queries.paid import paid_days
from invoicing.rules import payslip_paper
from invoicing.rules.payslip_lines import figures_of, groups_of, unsure_values
from invoicing.rules.payslips import result_of
from invoicing.rules.waterfall_of import waterfall_of
from members.access import member_page
from members.queries import profile_of
from members.rules.documents import latest_document

PER_PAGE = 24


@require_safe
@member_page
def payslip_list(request: HttpRequest) -> HttpResponse:
    """My payslips, the newest first; only approved ones exist for a member."""
    rows = Payslip.objects.of_member(request.membership.pk).select_related("contract__mission")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    paid = paid_days(list(page))
    context = {"page": page, "tickets": [_ticket(slip, paid.get(slip.pk)) for slip in page]}
    return render(request, "invoicing/payslip_list.html", context)


@require_safe
@member_page
def payslip_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One payslip: the net first, the stairs, the groups with where each value comes from, the promise, the PDF."""
    rows = Payslip.objects.of_member(request.membership.pk).select_related(*payslip_paper.BEHIND)
    payslip = get_object_or_404(rows, pk=pk)
    result = result_of(payslip, country=request.country.code.code)
    profile, speaker = profile_of(request.membership), page_speaker(payslip)
    context = {
        "payslip": payslip,
        "name": _title(payslip),
        "fall": waterfall_of(payslip),
        "groups": groups_of(result, speaker=speaker),
        "figures": figures_of(result, counts=payslip_paper.counted_lines(result.country), speaker=speaker),
        "unsure": unsure_values(result),
        "notes": [note.sentence(_) for note in result.notes],
        "paid_on": paid_days([payslip]).get(payslip.pk),
        "pay_to": payslip_paper.masked_iban(profile.iban if profile else ""),
        "paper": latest_document(payslip, payslip_paper.KIND),
    }
    return render(request, "invoicing/payslip_detail.html", context)


def page_speaker(payslip: Payslip) -> Speaker:
    """The reader's language first; beside it the words of the paper, when that is written in another one."""
    reader, paper = get_language() or "en", payslip_paper.speaker_of(payslip).first
    return Speaker(reader, "" if paper == reader else paper)


def _title(payslip: Payslip) -> str:
    mission = payslip.contract.mission
    return str(mission.title if mission is not None and mission.title else payslip.contract.function)


def _ticket(payslip: Payslip, paid_on: Any) -> dict[str, Any]:
    day = paid_on or payslip.promised_on or payslip.pay_on
    return {
        "day": day,
        "under": payslip.number,
        "title": _title(payslip),
        "url": reverse("invoicing:payslip_detail", args=[payslip.pk]),
        "amount": payslip.net,
        "currency": payslip.currency,
        "tone": "ok" if paid_on else "pen",
        "state": _("Paid") if paid_on else _("Promised for this day"),
        "under_h1": True,
    }
