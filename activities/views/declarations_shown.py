"""A declaration as the desk shows it: rows of the list, and everything on its own page."""

import datetime
import json
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activities import queries
from activities.declaration_adapters import BY_HAND
from activities.forms.decisions import ReasonForm
from activities.forms.declarations import ReceiptFileForm, ReceiptForm, SentForm
from activities.forms.staff import ALL
from activities.models import Declaration
from activities.place import in_language
from activities.rules import declaration_files, declaration_sending, declarations
from activities.rules.declaration_facts import SEALED
from activities.states import ContractState, DeclarationState
from activities.status import TONES
from activities.views.staff_queue import BESIDE, beginning_with
from countries.contract import DeclarationFile
from members.models import Document
from smart.foundation.actors import Actor
from smart.foundation.forms import SmartForm
from smart.foundation.states import may_move

PAGE = "activities:staff_declaration_detail"
TO_DO = (DeclarationState.PREPARED, DeclarationState.REFUSED)
WEEK = datetime.timedelta(days=7)


def filtered(wanted: Mapping[str, str], *, now: datetime.datetime, today: datetime.date | None) -> Any:
    """The declarations the filters ask for, the earliest deadline first; without a state what is to do."""
    state, rows = wanted.get("state", ""), queries.declarations_for_staff()
    rows = rows if state == ALL else rows.filter(state=state) if state else rows.to_do()
    rows = _due(rows, wanted.get("due", ""), now=now, today=today)
    paths = {"reference": "contract__reference", "member": "contract__membership_id"}
    found = beginning_with(rows, wanted.get("q", ""), **paths, client="contract__mission__client_id")
    return found.order_by("due_at", "id")


def desk_rows(found: list[Declaration], *, current: int = 0) -> list[dict[str, Any]]:
    """The list of the desk; no query."""
    rows = []
    for declaration in found:
        contract, waits = declaration.contract, declaration.state in TO_DO
        late = is_late(declaration)
        rows.append(
            {
                "url": reverse(PAGE, args=[declaration.pk]),
                "tone": "bad" if late else TONES[declaration.state],
                "title": label_of(declaration),
                "reference": contract.reference,
                "who": contract.membership.user.full_name,
                "client": "",
                "starts_on": contract.starts_on,
                "due_at": declaration.due_at,
                "until": declaration.due_at if waits else None,
                "is_late": late,
                "missing": len(declaration.missing),
                "number": declaration.receipt or declaration.reference,
                "state": declaration.get_state_display(),
                "is_current": current == declaration.pk,
            }
        )
    return rows


def detail_context(declaration: Declaration, *, by: Actor, refused: Mapping[str, SmartForm]) -> dict[str, Any]:
    """Everything on the page of one declaration."""
    follower = Declaration.objects.filter(replaces=declaration).first()
    is_over = declaration.state in declarations.OVER
    is_alive = declaration.contract.state != ContractState.CANCELLED
    # of a cancelled contract only the withdrawal is ever refused; everything else was cancelled with it
    may_follow = follower is None and (is_alive or declaration.state == DeclarationState.REFUSED)
    is_prepared = declaration.state == DeclarationState.PREPARED
    return {
        "declaration": declaration,
        "contract": declaration.contract,
        "label": label_of(declaration),
        "tone": TONES[declaration.state],
        "is_late": is_late(declaration) and follower is None,
        "fields": [{"label": name, "value": _shown(value)} for name, value in sorted(declaration.fields.items())],
        "has_sealed": any(value in SEALED for value in declaration.fields.values()),
        "has_format": declaration_files.has_own_format(declaration),
        "way": declaration_sending.way(declaration),
        "is_by_hand": declaration_sending.way(declaration) == BY_HAND,
        "sending": declaration_sending.sending_of(declaration) if is_prepared else "",
        "receipts": list(Document.objects.about(declaration).order_by("-version")),
        "follower": follower,
        "events": queries.events_of(declaration),
        "beside": desk_rows(list(filtered({}, now=timezone.now(), today=None)[:BESIDE]), current=declaration.pk),
        "may_send": is_prepared,
        "may_answer": declaration.state == DeclarationState.SENT,
        "may_keep_receipt": declaration.state == DeclarationState.ACKNOWLEDGED,
        "may_fill_again": is_prepared or (is_over and may_follow),
        "makes_new": is_over,
        "may_cancel": follower is None and may_move(declaration, to=DeclarationState.CANCELLED, by=by),
        "send_form": refused.get("send") or SentForm(prefix="send"),
        "acknowledge_form": refused.get("acknowledge") or ReceiptForm(prefix="acknowledge"),
        "receipt_form": refused.get("receipt") or ReceiptFileForm(prefix="receipt"),
        "refuse_form": refused.get("refuse") or refuse_form(),
        "cancel_form": refused.get("cancel") or cancel_form(),
        "form": next(iter(refused.values()), None),
    }


def as_json(declaration: Declaration, fields: Mapping[str, Any]) -> DeclarationFile:
    """The fields with what the law asks of them, for other programs."""
    facts = {"kind": declaration.kind, "contract": declaration.contract.reference, "fields": dict(fields)}
    facts |= {"missing": declaration.missing, "due_at": declaration.due_at.isoformat(), "source": declaration.source}
    return DeclarationFile(
        name=f"{slugify(declaration.kind)}-{slugify(declaration.contract.reference)}.json",
        media_type="application/json",
        content=json.dumps(facts, ensure_ascii=False, indent=2).encode(),
        format="JSON",
    )


def is_late(declaration: Declaration) -> bool:
    return declaration.state in TO_DO and declaration.due_at <= timezone.now()


def label_of(declaration: Declaration) -> str:
    return in_language(declaration.label, get_language() or "en") or declaration.kind


def refuse_form(data: Any = None) -> ReasonForm:
    hint = _("Copy its words; they are kept in the history.")
    return ReasonForm(data, prefix="refuse", label=_("What did the authority answer?"), help_text=hint)


def cancel_form(data: Any = None) -> ReasonForm:
    hint = _("If it was sent, withdraw it at the authority too.")
    return ReasonForm(data, prefix="cancel", label=_("Why is the declaration cancelled?"), help_text=hint)


def _due(rows: Any, due: str, *, now: datetime.datetime, today: datetime.date | None) -> Any:
    if due == "late":
        return rows.filter(due_at__lte=now, state__in=TO_DO)
    if due == "today":
        return rows.filter(due_at__date=today)
    return rows.filter(due_at__gt=now, due_at__lte=now + WEEK) if due == "week" else rows


def _shown(value: Any) -> str:
    return _("sealed; it is in the complete file only") if value in SEALED else str(value) or "–"
