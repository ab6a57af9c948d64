"""Decisions on a client's page: who opens its space, what it wants corrected, what VIES said. Each comes back to the page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from activities.forms.client_staff import DeclineForm, LetInForm, VatCheckForm
from activities.forms.staff import DecisionForm
from activities.models import Client, ClientAccess, ClientProposal
from activities.rules import client_access, client_proposals, vat_checks
from activities.views.staff_clients import PAGE, detail_page
from activities.views.staff_queue import decided
from members.access import actor_of, staff_page


@require_POST
@staff_page("adviser")
def staff_client_let_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an address into the client's space, or give one that was there a new link."""
    client = get_object_or_404(Client.objects.all(), pk=pk)
    form, by, on = LetInForm(request.POST, prefix="let-in"), actor_of(request), request.country.today()
    if not decided(
        form, lambda data: client_access.let_in(client, email=data["email"], by=by, on=on, now=timezone.now())
    ):
        return detail_page(request, client, let_in=form)
    messages.success(request, _("The link is on its way to %(email)s.") % {"email": form.cleaned_data["email"]})
    return redirect(PAGE, pk)


@require_POST
@staff_page("adviser")
def staff_client_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Shut an address out."""
    access = get_object_or_404(ClientAccess.objects.select_related("client"), pk=pk)
    client_access.revoke_access(access, by=actor_of(request), now=timezone.now())
    messages.success(request, _("The link of %(email)s opens nothing any more.") % {"email": access.email})
    return redirect(PAGE, access.client_id)


@require_POST
@staff_page("adviser")
def staff_proposal_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Put what the client proposes into its facts."""
    proposal = get_object_or_404(ClientProposal.objects.select_related("client"), pk=pk)
    form = DecisionForm(request.POST, prefix="take")
    by = actor_of(request)
    if not decided(form, lambda _data: client_proposals.take_over(proposal, by=by, now=timezone.now())):
        return detail_page(request, proposal.client, take=form)
    messages.success(request, _("The facts are saved. Issued invoices keep the old ones."))
    return redirect(PAGE, proposal.client_id)


@require_POST
@staff_page("adviser")
def staff_proposal_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the facts as they are, with an answer the client reads."""
    proposal = get_object_or_404(ClientProposal.objects.select_related("client"), pk=pk)
    form, by = DeclineForm(request.POST, prefix="decline"), actor_of(request)
    if not decided(
        form, lambda data: client_proposals.decline(proposal, answer=data["reason"], by=by, now=timezone.now())
    ):
        return detail_page(request, proposal.client, decline=form)
    messages.success(request, _("The client reads your answer in its space."))
    return redirect(PAGE, proposal.client_id)


@require_POST
@staff_page("adviser")
def staff_client_vat(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what VIES answered."""
    client = get_object_or_404(Client.objects.all(), pk=pk)
    form, by, on = VatCheckForm(request.POST, prefix="vat"), actor_of(request), request.country.today()
    if not decided(form, lambda data: vat_checks.record_vat_check(client, by=by, on=on, now=timezone.now(), **data)):
        return detail_page(request, client, vat=form)
    messages.success(request, _("Written down with your name and the day."))
    return redirect(PAGE, pk)
