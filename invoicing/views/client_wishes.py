"""What a client may write in their space: a correction of their facts, and new work for somebody they know."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activities.models import ClientAsk, ClientProposal
from activities.rules import client_asks, client_proposals
from activities.views.staff_queue import decided
from invoicing.forms_clients import AskForm, CorrectionForm
from invoicing.views.client_door import client_page
from invoicing.views.client_space import space_page
from members.access import client_actor
from smart.foundation.limits import limited

SHOWN = 5


@require_http_methods(["GET", "POST"])
@client_page
@limited("client-facts", per_minute=20)
def client_facts(request: HttpRequest) -> HttpResponse:
    """The client's facts as we have them; what they correct is looked at before it counts."""
    access = request.client_access
    form = CorrectionForm(request.POST or None, client=access.client)
    if request.method == "POST" and decided(
        form,
        lambda data: client_proposals.propose_correction(
            access,
            facts=form.facts(),
            words=data["words"],
            by=client_actor(request, access.email),
            now=timezone.now(),
        ),
    ):
        messages.success(request, _("Thank you. Somebody looks at it, then it counts for the next invoices."))
        return redirect("invoicing:client_facts")
    proposals = ClientProposal.objects.filter(client=access.client).order_by("-pk")[:SHOWN]
    return space_page(request, "facts", {"form": form, "proposals": list(proposals)}, status=_status(form))


@require_http_methods(["GET", "POST"])
@client_page
@limited("client-ask", per_minute=20)
def client_ask(request: HttpRequest) -> HttpResponse:
    """Ask somebody who has worked for the client before; what was asked lately."""
    access, country = request.client_access, request.country
    known = client_asks.known_activities(access.client)
    form = AskForm(request.POST or None, activities=known, country=country)

    def ask(data: dict) -> object:  # type: ignore[type-arg]
        chosen = next(each for each in known if str(each.pk) == data["activity"])
        asked = {name: data[name] for name in ("title", "words", "starts_on", "ends_on", "budget", "asked_by")}
        return client_asks.ask_for_work(
            access,
            activity=chosen,
            submission_id=data["submission_id"],
            by=client_actor(request, data["asked_by"]),
            on=country.today(),
            now=timezone.now(),
            **asked,
        )

    if request.method == "POST" and decided(form, ask):
        messages.success(request, _("It is with them. An order comes to you once they have agreed."))
        return redirect("invoicing:client_ask")
    asks = ClientAsk.objects.filter(client=access.client).select_related("activity__membership__user").order_by("-pk")
    context = {"form": form, "known": known, "asks": list(asks[:SHOWN])}
    return space_page(request, "ask", context, status=_status(form))


def _status(form: AskForm | CorrectionForm) -> int:
    return 422 if form.errors else 200
