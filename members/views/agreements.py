"""The use agreement: reading it, accepting a new version, and who has not accepted it yet."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from members.access import actor_of, member_page, staff_page
from members.agreements import USE_AGREEMENT, agreement_template, version_called
from members.forms.profile import AgreementForm
from members.models import Consent
from members.rules import agreements
from members.rules.documents import latest_document
from smart.foundation.errors import RuleBroken

PER_PAGE = 50


@require_http_methods(["GET", "POST"])
@member_page
def agreement(request: HttpRequest) -> HttpResponse:
    """What is new, the text in force, one tick; below, what was accepted before."""
    membership, today = request.membership, request.country.today()
    standing = agreements.standing_of(membership, on=today)
    form = AgreementForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        read = request.POST.get("version", "")
        try:
            agreements.accept_agreement(membership, version=read, by=actor_of(request), on=today)
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("Thank you. You have accepted the use agreement."))
            return redirect("members:agreement")
    accepted = Consent.objects.filter(membership_id=membership.pk, text=USE_AGREEMENT).order_by("-accepted_at")
    context = {
        "standing": standing,
        "form": form,
        "agreement": agreement_template(standing.version, get_language() or "en"),
        "accepted": accepted,
    }
    return render(request, "members/agreement.html", context, status=422 if form.errors else 200)


@require_GET
@member_page
def agreement_version(request: HttpRequest, code: str) -> HttpResponse:
    """A version the member accepted, to read and to print, with its paper once it is made."""
    consents = Consent.objects.filter(membership_id=request.membership.pk, text=USE_AGREEMENT, version=code)
    consent, version = consents.first(), version_called(str(request.country.code), code)
    if consent is None or version is None:
        raise Http404
    context = {
        "consent": consent,
        "agreement": agreement_template(version, get_language() or "en"),
        "paper": latest_document(consent, "agreement"),
    }
    return render(request, "members/agreement_version.html", context)


@require_GET
@staff_page("adviser")
def agreement_open(request: HttpRequest) -> HttpResponse:
    """Members who have not accepted the version in force, those who joined first on top."""
    where, today = request.country, request.country.today()
    page = Paginator(agreements.not_accepted(where, on=today), PER_PAGE).get_page(request.GET.get("page"))
    version = agreements.version_in_force(str(where.code), on=today)
    days = agreements.grace_days(where, on=today)
    rows = [
        {"membership": each, "last_day": last, "is_over": last < today}
        for each in page
        for last in [agreements.end_of_grace(version, each.joined_on, days)]
    ]
    context = {"page": page, "rows": rows, "version": version}
    return render(request, "members/staff_agreement_open.html", context)
