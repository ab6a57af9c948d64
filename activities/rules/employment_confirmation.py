"""A plain confirmation that the member works or worked here: from when to when, how long, for which gross. No official form."""

from typing import Any, Final

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from activities.contract_paper import worker_name
from activities.models import Contract
from activities.states import ContractState
from countries.models import Country
from members.models import Document
from members.models.document import Visibility
from members.queries import profile_of
from members.rules.documents import issue_document
from smart.foundation import formats, jobs
from smart.foundation.actors import PORTAL, Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.pdf import render_pdf

KIND: Final = "confirmation"
JOB: Final = "render_confirmation"
CONFIRMED: Final = (ContractState.SIGNED, ContractState.ENDED)


def ask_confirmation(contract: Contract, *, by: Actor) -> jobs.Job:
    """Put the paper on the work list, once for each state of the contract. Raises RuleBroken("not_signed")."""
    if by.user_id != contract.membership.user_id:
        raise NotAllowed(_("Only the member asks for their papers."))
    if contract.state not in CONFIRMED:
        raise RuleBroken("not_signed", _("The contract is not signed by both sides yet: nothing can be confirmed."))
    return jobs.enqueue(JOB, key=f"{contract.pk}:{contract.state}", payload={"contract": contract.pk})


def issue_confirmation(contract_id: int) -> Document:
    """Make the paper in the member's language and keep it where they find it."""
    rows = Contract.objects.select_related("entity", "membership__user", "country")
    contract: Contract = rows.get(pk=contract_id)
    language, now = contract.membership.user.language, timezone.now()
    context = paper_context(contract, country=contract.country, on=contract.country.local(now).date())
    return issue_document(
        subject=contract,
        kind=KIND,
        title=context["file_title"],
        content=render_pdf("pdf/employment_confirmation.html", context, language=language, issued_at=now),
        language=language,
        membership=contract.membership,
        visible_to=Visibility.MEMBER,
        retention_class="contract",
        by=PORTAL,
    )


def paper_context(contract: Contract, *, country: Country, on: Any) -> dict[str, Any]:
    """What templates/pdf/employment_confirmation.html shows, in the member's language."""
    token = formats.set_country(country.code.code, country.currency)
    try:
        with translation.override(contract.membership.user.language):
            title = _("Confirmation of employment and pay, %(reference)s") % {"reference": contract.reference}
            return {
                "country": country.code.code,
                "currency": country.currency,
                "copy": _("Member's copy"),
                "file_title": title,
                "employer": contract.entity.name,
                "company_number": contract.entity.company_number,
                "worker": worker_name(contract, profile_of(contract.membership)),
                "contract": contract,
                "is_over": contract.state == ContractState.ENDED,
                "issued_on": on,
            }
    finally:
        formats.reset_country(token)
