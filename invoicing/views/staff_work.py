"""An adviser answers what the law asks about the work of a contract that waits, and sees what it does to the pay."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activities import perms, queries
from activities.models import Contract
from activities.states import ContractState
from invoicing.rules.conversion_answer import questions_about_work
from invoicing.rules.work_answers import answer_about_work, recompute
from members.access import actor_of, staff_page
from members.forms.questions import QuestionsForm, questions_form
from smart.foundation.errors import Conflict, RuleBroken


@require_http_methods(["GET", "POST"])
@staff_page("adviser")
def staff_contract_work(request: HttpRequest, pk: int) -> HttpResponse:
    """All questions of the contract's kind, the member's among them: first their effect on the pay, then saved."""
    found = queries.contracts_for_staff().exclude(state=ContractState.DRAFT)
    contract: Contract = get_object_or_404(found, pk=pk)
    form = _form(request, contract)
    context: dict[str, Any] = {"contract": contract, "form": form}
    context["is_own"] = perms.is_holder(actor_of(request), contract.membership) or (
        request.user.pk == contract.membership.user_id
    )
    context["may_answer"] = contract.state == ContractState.SUBMITTED and not context["is_own"]
    if form.is_bound and form.is_valid():
        try:
            if "save" in request.POST:
                return _saved(request, contract, form)
            context["answer"] = recompute(contract, engagement=form.answers())
        except Conflict:
            raise
        except RuleBroken as broken:
            form.add_rule_error(broken)
    template = "invoicing/_work_pay.html" if request.htmx else "invoicing/staff_contract_work.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _form(request: HttpRequest, contract: Contract) -> QuestionsForm:
    asked = questions_about_work(request.country, contract.kind)
    return questions_form(asked, request.POST or None, prefix="work", shown=contract.kind, initial=contract.engagement)


def _saved(request: HttpRequest, contract: Contract, form: QuestionsForm) -> HttpResponse:
    answer_about_work(contract, engagement=form.answers(), by=actor_of(request), now=timezone.now())
    messages.success(
        request, _("The answers about the work of %(reference)s are saved.") % {"reference": contract.reference}
    )
    return redirect("activities:staff_contract_review", contract.pk)
