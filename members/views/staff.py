"""Members as staff see them: the list, the file, and what may be changed there."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from members import perms
from members.access import actor_of, staff_page
from members.forms.profile import IdentityForm
from members.forms.staff import AdviserForm, MemberSearchForm, PermitForm, ReasonForm
from members.free_movement import may_work_until
from members.models import Document, Membership, Profile, ShareSubscription
from members.queries import profile_of, search_members, staff_of
from members.rules import applications, join, profiles, standing
from members.states import MembershipState, Role
from members.views.join import masked
from members.views.me import tax_history
from members.views.staff_file import adviser_history, identity_papers, meetings_of
from smart.foundation.audit import AuditEntry
from smart.foundation.errors import RuleBroken
from smart.foundation.states import history

PER_PAGE = 50
UNDER_WAY = {MembershipState.APPLIED, MembershipState.CONSULTED}
SHOWN = 10
TONES = {
    MembershipState.APPLIED: "pen",
    MembershipState.CONSULTED: "pen",
    MembershipState.ACTIVE: "ok",
    MembershipState.SUSPENDED: "warn",
    MembershipState.LEFT: "muted",
}


@require_GET
@staff_page()
def member_list(request: HttpRequest) -> HttpResponse:
    """Members of the country by the beginning of name, e-mail or number, by state and by adviser."""
    form = MemberSearchForm(request.GET, advisers=staff_of(request.country, Role.ADVISER))
    form.is_valid()
    wanted = form.cleaned_data
    rows = Membership.objects.filter(country=request.country).select_related("user", "adviser")
    rows = search_members(rows, wanted.get("q", ""))
    if wanted.get("state"):
        rows = rows.filter(state=wanted["state"])
    if wanted.get("adviser"):
        rows = rows.filter(adviser_id=None if wanted["adviser"] == "none" else int(wanted["adviser"]))
    page = Paginator(rows.order_by("-id"), PER_PAGE).get_page(request.GET.get("page"))
    names = Profile.objects.filter(membership_id__in=[row.pk for row in page])
    legal = {
        key: f"{last}, {first}"
        for key, last, first in names.values_list("membership_id", "legal_last_name", "legal_first_name")
    }
    found = [
        {"membership": row, "name": legal.get(row.pk, ""), "tone": TONES[MembershipState(row.state)]} for row in page
    ]
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "page": page, "rows": found, "query": f"{query.urlencode()}&" if query else ""}
    return render(request, "members/staff_member_list.html", context)


@require_GET
@staff_page()
def member_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return detail_page(request, _find(request, pk))


@require_POST
@staff_page()
def member_reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """The file with national number and account in clear, once, with a trace."""
    membership = _find(request, pk)
    return detail_page(request, membership, shown=standing.reveal_sealed(membership, by=actor_of(request)))


@require_http_methods(["GET", "POST"])
@staff_page("adviser", "payroll")
def member_identity(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the legal identity; the national number is replaced only when a new one is typed."""
    membership = _find(request, pk)
    held = profile_of(membership)
    names = ("legal_first_name", "legal_last_name", "birth_date", "birth_place", "sex")
    initial: dict[str, Any] = {name: getattr(held, name) for name in names} if held else {}
    initial["nationality"] = str(held.nationality) if held else ""
    where = request.country
    form = IdentityForm(
        request.POST if request.method == "POST" else None, initial=initial, code=str(where.code), today=where.today()
    )
    if held is not None and held.national_number:
        form.fields["national_number"].required = False
        form.fields["national_number"].help_text = _("Leave empty to keep the number on file.")
    if request.method == "POST" and form.is_valid():
        facts = {name: value for name, value in form.cleaned_data.items() if name not in standing.SEALED or value}
        try:
            profiles.save_profile(membership, by=actor_of(request), **facts)
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("The identity is saved."))
            return redirect("members:staff_member", pk)
    context = {"form": form, "member": membership}
    return render(request, "members/staff_member_identity.html", context, status=422 if form.errors else 200)


@require_POST
@staff_page("adviser")
def member_adviser(request: HttpRequest, pk: int) -> HttpResponse:
    membership = _find(request, pk)
    form = AdviserForm(request.POST, prefix="adviser", advisers=staff_of(request.country, Role.ADVISER))
    if not form.is_valid():
        return detail_page(request, membership, adviser=form, status=422)
    join.assign_adviser(membership, adviser=form.cleaned_data["adviser"], by=actor_of(request))
    messages.success(request, _("%(person)s is the adviser now.") % {"person": membership.adviser})
    return redirect("members:staff_member", pk)


@require_POST
@staff_page("adviser")
def member_permit(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the last day of the work permit that was seen."""
    membership, form = _find(request, pk), PermitForm(request.POST, prefix="permit")
    if form.is_valid():
        try:
            profiles.record_permit(membership, until=form.cleaned_data["until"], by=actor_of(request))
        except RuleBroken as broken:
            form.add_error(None, broken.message)
        else:
            messages.success(request, _("The permit is recorded."))
            return redirect("members:staff_member", pk)
    return detail_page(request, membership, permit=form, status=422)


@require_POST
@staff_page("adviser")
def member_suspend(request: HttpRequest, pk: int) -> HttpResponse:
    membership, form = _find(request, pk), ReasonForm(request.POST, prefix="suspend")
    if not form.is_valid():
        return detail_page(request, membership, suspend=form, status=422)
    standing.suspend_membership(membership, reason=form.cleaned_data["reason"], by=actor_of(request))
    messages.success(request, _("The membership is suspended and the person is told why."))
    return redirect("members:staff_member", pk)


@require_POST
@staff_page("adviser")
def member_reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    standing.reactivate_membership(_find(request, pk), by=actor_of(request))
    messages.success(request, _("The membership is active again."))
    return redirect("members:staff_member", pk)


def detail_page(
    request: HttpRequest,
    membership: Membership,
    *,
    shown: Profile | None = None,
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    """The member's file; a refused form comes back in its place with what was typed."""
    by, held = actor_of(request), shown or profile_of(membership)
    people = staff_of(request.country, Role.ADVISER)
    chosen = {"adviser": str(membership.adviser_id or "")}
    file = applications.read_application(membership) if membership.state in UNDER_WAY else None
    context = {
        "member": membership,
        "held": held,
        "is_shown": shown is not None,
        "account": held.iban if shown else masked(held.iban) if held else "",
        "national_number": held.national_number if shown else masked(held.national_number) if held else "",
        "tone": TONES[MembershipState(membership.state)],
        "file": file,
        "tax_files": tax_history(membership.pk, str(request.country.code), on=request.country.today()),
        "missing": applications.missing_in(file, membership, on=request.country.today()) if file else None,
        "identity_papers": identity_papers(membership),
        "meetings": meetings_of(membership),
        "adviser_terms": adviser_history(membership),
        "shares": list(ShareSubscription.objects.filter(membership_id=membership.pk).order_by("-id")),
        "papers": Document.objects.filter(membership_id=membership.pk).order_by("-id")[:SHOWN],
        "events": _events(membership, held),
        "may_reveal": perms.may_read_sealed(by),
        "may_decide": perms.may_decide_membership(by, membership),
        "may_see_shares": by.has_role("accounting", "adviser", "country_admin"),
        "adviser_form": forms.get("adviser") or AdviserForm(prefix="adviser", advisers=people, initial=chosen),
        "may_work": may_work_until(held, request.country.today()),
        "permit_form": forms.get("permit")
        or PermitForm(prefix="permit", initial={"until": held.may_work_until if held else None}),
        "decline_form": forms.get("decline") or ReasonForm(prefix="decline"),
        "suspend_form": forms.get("suspend") or ReasonForm(prefix="suspend"),
    }
    context["form"] = next((each for each in forms.values() if each is not None), None)
    return render(request, "members/staff_member.html", context, status=status)


def _events(membership: Membership, held: Profile | None) -> list[dict[str, Any]]:
    """Moves of the membership and changes of the profile, newest first, each with who did it."""
    moves = [
        {
            "at": move.at,
            "text": str(MembershipState(move.to_state).label),
            "who": move.by_label or _("the portal"),
            "note": move.why,
        }
        for move in history(membership)
    ]
    entries = AuditEntry.objects.filter(table=Profile._meta.db_table, object_id=held.pk) if held else []
    changes = [
        {
            "at": entry.at,
            "text": _("Looked at the numbers") if entry.action == "read" else _("Changed the profile"),
            "who": entry.by_label or _("the portal"),
            "note": "",
        }
        for entry in (entries.order_by("-id")[:SHOWN] if held else [])
        if entry.action != "insert"
    ]
    return sorted(moves + changes, key=lambda event: event["at"], reverse=True)


def _find(request: HttpRequest, pk: int) -> Membership:
    """The member of this country; of another country, or kept restricted: not found."""
    found = Membership.objects.select_related("user", "country", "adviser")
    return get_object_or_404(found, pk=pk, country=request.country, restricted_at=None)
