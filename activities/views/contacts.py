"""A client as one member knows it: the shared facts, and the member's own contacts, which nobody else sees."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activities import queries
from activities.forms.quote import ContactForm
from activities.models import Client, ClientContact
from activities.rules import contacts
from activities.views.shown import mission_ticket
from members.access import actor_of, member_page
from smart.foundation.errors import RuleBroken

LAST = 5


@require_http_methods(["GET", "POST"])
@member_page
def client_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The client, my contacts there with a form for one more, and my last missions for it."""
    client: Client = get_object_or_404(Client.objects, pk=pk)
    form = ContactForm(request.POST or None)
    if form.is_valid():
        try:
            contacts.add_contact(client, membership=request.membership, by=actor_of(request), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            messages.success(request, _("Noted. Only you see it."))
            return redirect("activities:client_detail", pk)
    missions = queries.missions_of(request.user.pk).filter(client=client)[:LAST]
    context = {
        "client": client,
        "form": form,
        "contacts": queries.contacts_of(request.membership.pk, client_id=client.pk),
        "tickets": [mission_ticket(mission) | {"under_h1": False} for mission in missions],
    }
    return render(request, "activities/client_detail.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@member_page
def contact_edit(request: HttpRequest, pk: int) -> HttpResponse:
    contact = _own(request, pk)
    form = ContactForm(request.POST or None, initial=ContactForm.initial_of(contact))
    if form.is_valid():
        try:
            contacts.edit_contact(contact, by=actor_of(request), **form.cleaned_data)
        except RuleBroken as broken:
            form.add_rule_error(broken)
        else:
            return redirect("activities:client_detail", contact.client_id)
    context = {"form": form, "contact": contact, "client": contact.client}
    return render(request, "activities/contact_edit.html", context, status=422 if form.errors else 200)


@require_POST
@member_page
def contact_delete(request: HttpRequest, pk: int) -> HttpResponse:
    contact = _own(request, pk)
    contacts.delete_contact(contact, by=actor_of(request))
    messages.success(request, _("The contact is gone."))
    return redirect("activities:client_detail", contact.client_id)


def _own(request: HttpRequest, pk: int) -> ClientContact:
    """A contact of the member; what is somebody else's is not found."""
    own = ClientContact.objects.select_related("client", "membership").filter(membership=request.membership)
    found: ClientContact = get_object_or_404(own, pk=pk)
    return found
