"""What may still change on a draft: a member asks for other words, staff edit them and let the draft go.

Words, order number, language and term may change; amounts may not, because the client agreed to them.
"""

import datetime
from collections.abc import Mapping
from typing import Final

from django.conf import settings as django_settings
from django.db import transaction
from django.utils.translation import gettext as _

from invoicing import perms
from invoicing.models import Invoice, InvoiceChangeRequest, InvoiceLine
from invoicing.models.invoice import LineKind
from invoicing.rules import invoice_tellings, invoices
from invoicing.states import ChangeState, InvoiceState
from members.queries import staff_of
from members.states import Role
from smart.foundation.actors import Actor
from smart.foundation.errors import NotAllowed, RuleBroken
from smart.foundation.states import move

LONGEST_TERM: Final = 90
"""Days: no law of the seven countries lets a business be asked to wait longer as a rule (2011/7/EU art. 3 (5): 60)."""


@transaction.atomic
def ask_for_change(invoice: Invoice, *, words: str, now: datetime.datetime, by: Actor) -> InvoiceChangeRequest:
    """Keep a draft back until the cooperative has looked at it. Asked twice, the newer words replace the older."""
    if not perms.may_send_draft(by, invoice.activity):
        raise NotAllowed(_("Only the member or the cooperative may ask for a change of this draft."))
    locked = _locked_draft(invoice)
    if not words.strip():
        raise RuleBroken("words_missing", _("Write what should change on the draft."), field="words")
    open_wish: InvoiceChangeRequest | None = locked.change_requests.filter(state=ChangeState.OPEN).first()
    if open_wish is not None:
        open_wish.words = words.strip()
        open_wish.save(update_fields=["words"])
        return open_wish
    adviser = locked.activity.membership.adviser
    readers = [adviser] if adviser is not None else staff_of(locked.country, Role.ACCOUNTING, Role.ADVISER)
    wish: InvoiceChangeRequest = InvoiceChangeRequest.objects.create(
        invoice=locked,
        words=words.strip(),
        asked_by_id=by.user_id,
        asked_label=by.label[:200],
        asked_at=now,
        owner_id=adviser.pk if adviser is not None else None,
        owner_label=adviser.full_name if adviser is not None else "",
    )
    invoice_tellings.tell_of_wish(wish, to=readers)
    return wish


@transaction.atomic
def release_draft(invoice: Invoice, *, answer: str, on: datetime.date, now: datetime.datetime, by: Actor) -> Invoice:
    """Answer the open wish; the draft goes out at once when its day has come, else on its day."""
    if not perms.may_issue_invoice(by):
        raise NotAllowed(_("Only an adviser or an accountant may answer."))
    locked = _locked_draft(invoice)
    wish: InvoiceChangeRequest | None = locked.change_requests.filter(state=ChangeState.OPEN).first()
    if wish is None:
        raise RuleBroken("no_wish", _("Nobody waits for a change of this draft. It goes out on its day."))
    if not answer.strip():
        raise RuleBroken(
            "answer_missing", _("Write what you changed, or why not: the member reads it."), field="answer"
        )
    wish.invoice, wish.answer, wish.answered_at, wish.answered_label = locked, answer.strip(), now, by.label[:200]
    wish.save(update_fields=["answer", "answered_at", "answered_label"])
    move(wish, to=ChangeState.ANSWERED, by=by, reason=answer.strip())
    invoice_tellings.tell_of_answer(wish)
    return invoices.issue_if_ready(locked, on=on, by=by)


@transaction.atomic
def edit_draft(
    invoice: Invoice,
    *,
    descriptions: Mapping[int, str],
    purchase_order: str,
    language: str,
    terms_days: int | None,
    by: Actor,
) -> Invoice:
    """Change the words of a draft: line texts by position, order number, language, term. Fields: those of the arguments."""
    if not perms.may_issue_invoice(by):
        raise NotAllowed(_("Only an adviser or an accountant may edit a draft."))
    locked = _locked_draft(invoice)
    _check_edit(language=language, terms_days=terms_days)
    lines = {line.position: line for line in locked.lines.exclude(kind=LineKind.DEPOSIT)}
    for position, text in descriptions.items():
        _write_text(lines.get(position), text, position=position)
    locked.purchase_order, locked.language, locked.terms_days = purchase_order.strip()[:60], language, terms_days
    locked.save(update_fields=["purchase_order", "language", "terms_days"])
    return locked


def _locked_draft(invoice: Invoice) -> Invoice:
    rows = Invoice.objects.select_related(
        "activity__membership__user", "activity__membership__adviser", "mission", "country"
    )
    locked: Invoice = rows.select_for_update(of=("self",), no_key=True).get(pk=invoice.pk)
    if locked.state != InvoiceState.DRAFT:
        raise RuleBroken(
            "not_a_draft",
            _("%(number)s is “%(state)s” and cannot change any more. What is wrong is credited.")
            % {"number": locked, "state": locked.get_state_display()},
        )
    return locked


def _check_edit(*, language: str, terms_days: int | None) -> None:
    spoken = {code for code, _name in django_settings.LANGUAGES}
    if language not in spoken:
        raise RuleBroken(
            "language_unknown",
            _("“%(found)s” is not a language of the portal; expected one of %(expected)s.")
            % {"found": language, "expected": ", ".join(sorted(spoken))},
            field="language",
        )
    if terms_days is not None and terms_days > LONGEST_TERM:
        raise RuleBroken(
            "term_too_long",
            _("%(days)s days is longer than the %(most)s an invoice may wait. Give a shorter term.")
            % {"days": terms_days, "most": LONGEST_TERM},
            field="terms_days",
        )


def _write_text(line: InvoiceLine | None, text: str, *, position: int) -> None:
    if line is None or not text.strip():
        raise RuleBroken(
            "line_text",
            _("Line %(position)s needs a text: the client reads it on the invoice.") % {"position": position},
            field=f"line_{position}",
        )
    line.description = text.strip()
    line.save(update_fields=["description"])
