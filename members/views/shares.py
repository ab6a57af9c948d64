"""My shares: what I hold, what is to be paid and how, what was registered, and the certificate."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from countries.models import BankAccount
from members.access import actor_of, member_page, records_page
from members.models import Membership, ShareMovement, ShareSubscription
from members.models.share import ShareCategory
from members.rules import share_certificate, share_orders, share_quota, shares
from members.rules.share_register import Holding
from members.rules.share_schedule import parts_of, rule_shown
from members.states import MembershipState, ShareState
from smart.foundation.errors import RuleBroken
from smart.foundation.money import ZERO

TONES = {
    ShareState.SUBSCRIBED: "warn",
    ShareState.PARTLY_PAID: "pen",
    ShareState.PAID: "ok",
    ShareState.ENDED: "muted",
    ShareState.CANCELLED: "muted",
}


@require_safe
@records_page
def share_list(request: HttpRequest) -> HttpResponse:
    membership = request.membership
    lines = list(
        ShareMovement.objects.filter(membership_id=membership.pk).select_related("other__user").order_by("-number")
    )
    category = lines[0].category if lines else ""
    rows = list(ShareSubscription.objects.filter(membership_id=membership.pk).order_by("-subscribed_on", "-id"))
    context = {
        "rows": shown_shares(rows, membership),
        "held": Holding(sum(each.shares for each in lines), sum((each.paid for each in lines), ZERO)),
        "category": ShareCategory(category).label if category else "",
        "lines": lines,
        "account": _our_account() if any(row.state in shares.OPEN for row in rows) else None,
        "quota": share_quota.quota_of(membership, on=request.country.today()),
        "paper": share_certificate.certificate_of(membership) if lines else None,
        "is_making": bool(lines) and share_certificate.is_being_made(membership),
        "is_member": membership.state != MembershipState.LEFT,
        "may_subscribe": not any(shares.is_of_now(row, on=request.country.today()) for row in rows),
    }
    return render(request, "members/share_list.html", context)


@require_POST
@member_page
def share_subscribe(request: HttpRequest) -> HttpResponse:
    """Subscribe what the country asks: for who has no share, or none of this year."""
    share = shares.subscribe_shares(request.membership, by=actor_of(request), on=request.country.today())
    if share is None:
        messages.error(request, _("This country asks for no shares."))
    return redirect("members:share_list")


@require_POST
@member_page
def share_agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree that the parts are taken out of pay, or take that back."""
    share = get_object_or_404(ShareSubscription, pk=pk, membership_id=request.membership.pk)
    agrees = request.POST.get("agrees") == "yes"
    try:
        shares.agree_to_pay(share, agrees=agrees, by=actor_of(request))
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        said = (
            _("Your shares are taken out of your pay from now on.") if agrees else _("You pay by transfer from now on.")
        )
        messages.success(request, said)
    return redirect("members:share_list")


@require_POST
@member_page
def share_certificate_ask(request: HttpRequest) -> HttpResponse:
    try:
        share_certificate.ask_certificate(request.membership, by=actor_of(request))
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        messages.success(request, _("The certificate is being made. It will be here and among your documents."))
    return redirect("members:share_list")


def _our_account() -> BankAccount | None:
    """Where the money goes."""
    rows = BankAccount.objects.select_related("entity").filter(is_default=True)
    account: BankAccount | None = rows.order_by("pk").first()
    return account


def shown_shares(rows: list[ShareSubscription], membership: Membership) -> list[dict[str, Any]]:
    """Each subscription with its parts, what is open of it, and what the member said about their pay. At most three queries."""
    paid, today = shares.paid_amounts(rows), membership.country.today()
    words = share_orders.last_words(rows)
    papers = share_orders.papers_of([word for word in words.values() if word.is_order])
    shown = []
    for share in rows:
        is_open = share.state in shares.OPEN
        parts = parts_of(share, paid=paid[share.pk]) if is_open else []
        waiting = [part for part in parts if part.left > 0]
        rule, word = rule_shown(share.rule), words.get(share.pk)
        shown.append(
            {
                "share": share,
                "tone": TONES[ShareState(share.state)],
                "total": share.nominal * share.count,
                "paid": paid[share.pk],
                "left": sum(part.left for part in parts),
                "parts": parts if len(parts) > 1 else [],
                "next": waiting[0] if waiting else None,
                "is_late": any(part.is_late(today) for part in parts),
                "is_open": is_open,
                "rule": rule,
                "by_parts": rule["by_parts"],
                "net_at_least": rule["net_at_least"],
                "word": word,
                "paper": papers.get(word.pk) if word else None,
            }
        )
    return shown
