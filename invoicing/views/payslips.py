"""The member's pay: every payslip, and each one explained line by line."""

import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.rules.papers import Speaker
from invoicing.models import Payslip
from invoicing.models.payroll import RunKind
from invoicing.queries.paid import paid_days
from invoicing.rules import corrections, guarantee, pay_compared, pay_recovery, payslip_paper
from invoicing.rules.pay_withheld import owed_of
from invoicing.rules.pay_words import pay_name
from invoicing.rules.payslip_lines import ReadChange, figures_of, groups_of, read_changes, unsure_values
from invoicing.rules.payslips import result_of
from invoicing.rules.waterfall_of import waterfall_of
from members.access import records_page
from members.queries import profile_of
from members.rules.documents import latest_document
from members.states import MembershipState

PER_PAGE = 24


@require_safe
@records_page
def payslip_list(request: HttpRequest) -> HttpResponse:
    """My payslips, the newest first; only approved ones exist for a member."""
    rows = Payslip.objects.of_member(request.membership.pk).select_related("contract__mission", "line__corrects")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    paid = paid_days(list(page))
    context = {"page": page, "tickets": [_ticket(slip, paid.get(slip.pk)) for slip in page]}
    return render(request, "invoicing/payslip_list.html", context)


@require_safe
@records_page
def payslip_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One payslip: the net first, the stairs, the groups with where each value comes from, the promise, the PDF."""
    rows = Payslip.objects.of_member(request.membership.pk).select_related(*payslip_paper.BEHIND)
    payslip = get_object_or_404(rows, pk=pk)
    result = result_of(payslip, country=request.country.code.code)
    profile, speaker = profile_of(request.membership), page_speaker(payslip)
    paid_on = paid_days([payslip]).get(payslip.pk)
    context = {
        "payslip": payslip,
        "name": pay_name(payslip) or _title(payslip),
        "kind": payslip.line.kind,
        "fall": None if payslip.line.kind == RunKind.CORRECTION else waterfall_of(payslip),
        "changes": changes_shown(payslip),
        "corrections": list(
            payslip.correction_lines.filter(posted_at__isnull=False).values("payslips", "payslips__number")
        ),
        "withheld": list(payslip.withheld.select_related("claim").order_by("id")),
        "is_member": request.membership.state != MembershipState.LEFT,
        "share": share_taken(payslip),
        "owed": pay_recovery.open_claim(payslip),
        "compared": compared_with(payslip),
        "promise": promise_words(payslip, paid_on=paid_on),
        "groups": groups_of(result, speaker=speaker),
        "figures": figures_of(result, counts=payslip_paper.counted_lines(result.country), speaker=speaker),
        "unsure": unsure_values(result),
        "notes": [note.sentence(_) for note in result.notes],
        "paid_on": paid_on,
        "pay_to": payslip_paper.masked_iban(profile.iban if profile else ""),
        "paper": latest_document(payslip, payslip_paper.KIND),
    }
    return render(request, "invoicing/payslip_detail.html", context)


def share_taken(payslip: Payslip) -> dict[str, Any] | None:
    """The part of a share taken from this pay and what goes to the account; None when none is taken."""
    taken = payslip.share_instalments.select_related("movement__subscription").first()
    if taken is None:
        return None
    return {"amount": taken.amount, "share": taken.movement.subscription, "paid": owed_of([payslip])[payslip.pk]}


def compared_with(payslip: Payslip) -> dict[str, Any] | None:
    """Why the net is another one than that of the pay before; None for the first pay."""
    before = pay_compared.pay_before(payslip)
    if before is None:
        return None
    told = pay_compared.compare_pay(payslip, before, country=payslip.country.code.code, language=get_language() or "en")
    return {"told": told, "heading": pay_compared.heading_of(told)}


def promise_words(payslip: Payslip, *, paid_on: datetime.date | None) -> dict[str, Any] | None:
    """The promised day, whether it was kept, and whether the pay is guaranteed; None where nothing was promised."""
    if payslip.promised_on is None or payslip.line.kind != RunKind.ORDINARY:
        return None
    late = (paid_on - payslip.promised_on).days if paid_on else 0
    mission = payslip.contract.mission
    decision = guarantee.latest_decision(mission) if mission is not None else None
    return {
        "day": payslip.promised_on,
        "is_paid": paid_on is not None,
        "late": max(late, 0),
        "decision": decision,
        "mission": mission if decision is not None else None,
    }


def page_speaker(payslip: Payslip) -> Speaker:
    """The reader's language first; beside it the words of the paper, when that is written in another one."""
    reader, paper = get_language() or "en", payslip_paper.speaker_of(payslip).first
    return Speaker(reader, "" if paper == reader else paper)


def changes_shown(payslip: Payslip) -> list[ReadChange]:
    """A correction line by line; nothing for other pay."""
    if payslip.line.kind != RunKind.CORRECTION:
        return []
    changes = corrections.explained(payslip, country=payslip.country.code.code)
    return read_changes(changes, language=get_language() or "en")


def _state(payslip: Payslip, *, is_paid: bool) -> str:
    if is_paid:
        return pgettext("payslip", "Paid")
    if payslip.net < 0:
        return _("Paid too much before")
    return _("Promised for this day") if payslip.promised_on else _("To be paid on this day")


def _title(payslip: Payslip) -> str:
    mission = payslip.contract.mission
    return str(mission.title if mission is not None and mission.title else payslip.contract.function)


def _ticket(payslip: Payslip, paid_on: Any) -> dict[str, Any]:
    day = paid_on or payslip.promised_on or payslip.pay_on
    return {
        "day": day,
        "under": payslip.number,
        "title": pay_name(payslip) or _title(payslip),
        "text": _title(payslip) if payslip.line.kind != RunKind.ORDINARY else "",
        "url": reverse("invoicing:payslip_detail", args=[payslip.pk]),
        "amount": payslip.net,
        "currency": payslip.currency,
        "tone": "ok" if paid_on else "pen",
        "state": _state(payslip, is_paid=paid_on is not None),
        "under_h1": True,
    }
