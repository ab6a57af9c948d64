"""Shares as staff keep them: who owes what, the register with its file, and the account of one member."""

import csv
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from members import perms
from members.access import actor_of, staff_page
from members.forms.shares import (
    CategoryForm,
    RegisterFilterForm,
    ShareFilterForm,
    SharePaymentForm,
    ShareReasonForm,
    TransferForm,
)
from members.models import Membership, ShareMovement, ShareSubscription
from members.models.share import ShareCategory
from members.rules import share_register, shares
from members.states import ShareState
from members.views.shares import TONES, shown_shares
from smart.foundation.errors import RuleBroken
from smart.foundation.tables import safe_cell

PER_PAGE = 50


@require_safe
@staff_page("accounting", "adviser")
def share_subscriptions(request: HttpRequest) -> HttpResponse:
    """The subscriptions of the country; those not paid in full first, unless another list is asked for."""
    form = ShareFilterForm(request.GET or {"state": "open"})
    form.is_valid()
    rows = _subscriptions(form.cleaned_data)
    page, query = _paged(request, rows)
    paid = shares.paid_amounts(list(page))
    found = [
        {
            "share": share,
            "tone": TONES[ShareState(share.state)],
            "left": share.nominal * share.count - paid[share.pk] if share.state in shares.OPEN else None,
        }
        for share in page
    ]
    return render(request, "members/staff_share_list.html", {"form": form, "page": page, "rows": found, "query": query})


@require_safe
@staff_page("accounting", "adviser")
def register(request: HttpRequest) -> HttpResponse:
    """Every line of the register, in its order from the newest."""
    form = RegisterFilterForm(request.GET)
    form.is_valid()
    page, query = _paged(request, _lines(form.cleaned_data).order_by("-number"))
    context = {"form": form, "page": page, "query": query}
    return render(request, "members/staff_share_register.html", context)


@require_safe
@staff_page("accounting", "adviser")
def register_file(request: HttpRequest) -> HttpResponse:
    """The same lines as CSV, from the first on; amounts with a point."""
    form = RegisterFilterForm(request.GET)
    form.is_valid()
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Cache-Control": "private, no-store"})
    name = f"share-register-{request.country.slug}-{request.country.today():%Y%m%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    titles = [
        pgettext("register", "Line"),
        _("Day"),
        _("What"),
        _("Member number"),
        _("Member"),
        _("Reference"),
        _("Other member"),
    ]
    writer.writerow(
        [*titles, _("Category"), _("Shares"), _("Price of one"), _("Paid in"), _("How"), _("Note"), _("Entered by")]
    )
    for line in _lines(form.cleaned_data).iterator(chunk_size=500):
        writer.writerow(_file_row(line))
    return response


@require_safe
@staff_page("accounting", "adviser")
def share_account(request: HttpRequest, pk: int) -> HttpResponse:
    return account_page(request, _member(request, pk))


@require_POST
@staff_page("accounting")
def share_paid(request: HttpRequest, pk: int) -> HttpResponse:
    """Record money that arrived for a subscription."""
    share = get_object_or_404(ShareSubscription, pk=pk)
    form = SharePaymentForm(request.POST, prefix=f"share-{pk}")
    return _decided(
        request,
        share.membership_id,
        form,
        lambda data: shares.confirm_share_payment(
            share, on=data["paid_on"], amount=data["amount"], by=actor_of(request)
        ),
        words=_("The payment of %(reference)s is recorded.") % {"reference": share},
        key=f"paid-{pk}",
    )


@require_POST
@staff_page("accounting")
def share_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a subscription of which nothing was paid."""
    share = get_object_or_404(ShareSubscription, pk=pk)
    form = ShareReasonForm(request.POST, prefix=f"cancel-{pk}")
    return _decided(
        request,
        share.membership_id,
        form,
        lambda data: shares.cancel_share(
            share, reason=data["reason"], on=request.country.today(), by=actor_of(request)
        ),
        words=_("%(reference)s is cancelled.") % {"reference": share},
        key=f"cancel-{pk}",
    )


@require_POST
@staff_page("accounting")
def share_transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand paid shares on to another member."""
    share = get_object_or_404(ShareSubscription, pk=pk)
    form = TransferForm(request.POST, prefix=f"transfer-{pk}")
    return _decided(
        request,
        share.membership_id,
        form,
        lambda data: share_register.transfer_shares(
            share,
            to=_member_called(request, data["to"]),
            count=data["count"],
            on=request.country.today(),
            reason=data["reason"],
            by=actor_of(request),
        ),
        words=_("The shares are handed on."),
        key=f"transfer-{pk}",
    )


@require_POST
@staff_page("accounting")
def share_category(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a member into another category."""
    member = _member(request, pk)
    form = CategoryForm(request.POST, prefix="category", categories=share_register.categories(member))
    return _decided(
        request,
        pk,
        form,
        lambda data: share_register.convert_category(
            member,
            category=data["category"],
            on=request.country.today(),
            reason=data["reason"],
            by=actor_of(request),
        ),
        words=_("The category is changed."),
        key="category",
    )


def account_page(request: HttpRequest, member: Membership, refused: dict[str, Any] | None = None) -> HttpResponse:
    """What a member holds, each subscription with what can be done about it; a refused form comes back in its place."""
    forms, may_keep = refused or {}, perms.may_keep_register(actor_of(request))
    rows = list(ShareSubscription.objects.filter(membership_id=member.pk).order_by("-id"))
    names, category = share_register.categories(member), share_register.category_of(member)
    shown = shown_shares(rows, member)
    for row in shown:
        row |= _forms_of(row, forms, request) if may_keep else {}
    context = {
        "member": member,
        "rows": shown,
        "held": share_register.holding_of(member.pk),
        "category": ShareCategory(category).label if category else "",
        "category_form": forms.get("category") or CategoryForm(prefix="category", categories=names),
        "may_convert": may_keep and len(names) > 1,
        "lines": list(share_register.register_rows().filter(membership_id=member.pk).order_by("-number")),
        "form": next(iter(forms.values()), None),
    }
    return render(request, "members/staff_share_account.html", context, status=422 if forms else 200)


def _forms_of(row: dict[str, Any], forms: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
    pk, state = row["share"].pk, row["share"].state
    found: dict[str, Any] = {}
    if row["is_open"]:
        initial = {"paid_on": request.country.today(), "amount": row["next"].left if row["next"] else None}
        found["pay_form"] = forms.get(f"paid-{pk}") or SharePaymentForm(prefix=f"share-{pk}", initial=initial)
    if state == ShareState.SUBSCRIBED:
        found["cancel_form"] = forms.get(f"cancel-{pk}") or ShareReasonForm(prefix=f"cancel-{pk}")
    if state == ShareState.PAID:
        found["transfer_form"] = forms.get(f"transfer-{pk}") or TransferForm(prefix=f"transfer-{pk}")
    return found


def _decided(request: HttpRequest, member: int, form: Any, rule: Any, *, words: str, key: str) -> HttpResponse:
    if form.is_valid():
        try:
            rule(form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, words)
            return redirect("members:staff_share_account", member)
    return account_page(request, _member(request, member), {key: form})


def _subscriptions(asked: dict[str, Any]) -> QuerySet[Any]:
    rows: QuerySet[Any] = ShareSubscription.objects.filter(membership__restricted_at=None)
    rows = rows.select_related("membership__user").order_by("due_on", "pk")
    state, text = asked.get("state", ""), " ".join((asked.get("q") or "").split())
    if state == "open":
        rows = rows.to_pay()  # type: ignore[attr-defined]
    elif state:
        rows = rows.filter(state=state)
    if text:
        by_number = Q(membership__number__startswith=text.upper()) | Q(reference__startswith=text.upper())
        rows = rows.filter(by_number | Q(membership__user__email__startswith=text.lower()))
    return rows


def _lines(asked: dict[str, Any]) -> Any:
    return share_register.register_rows(
        kind=asked.get("kind") or "", year=asked.get("year"), member=asked.get("q") or ""
    )


def _file_row(line: ShareMovement) -> list[Any]:
    other = line.other.number if line.other is not None else ""
    texts = [line.get_kind_display(), line.membership.number, line.membership.user.full_name]
    texts += [str(line.subscription or ""), other, line.get_category_display()]
    how = [line.get_paid_by_display(), line.note, line.by_label]
    amounts = [line.shares, line.nominal, line.paid]
    return [line.number, line.on, *map(safe_cell, texts), *amounts, *map(safe_cell, how)]


def _paged(request: HttpRequest, rows: Any) -> tuple[Any, str]:
    query = request.GET.copy()
    query.pop("page", None)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return page, f"{query.urlencode()}&" if query else ""


def _member(request: HttpRequest, pk: int) -> Membership:
    rows = Membership.objects.select_related("user", "country")
    return get_object_or_404(rows, pk=pk, country=request.country, restricted_at=None)


def _member_called(request: HttpRequest, number: str) -> Membership:
    """The member of that number. Raises RuleBroken("unknown_member")."""
    rows = Membership.objects.select_related("user", "country").exclude(number="")
    found = rows.filter(country=request.country, number=number.strip().upper()).first()
    if found is None:
        raise RuleBroken(
            "unknown_member",
            _("Nobody has the member number “%(number)s”. Write it as it stands in the member's file.")
            % {"number": number},
            field="to",
        )
    return found
