"""The parts of a client's page that staff decide on beside its facts: links, proposals, duplicates, VIES, what changed."""

import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.forms.client_staff import DeclineForm, LetInForm, VatCheckForm
from activities.models import Client, ClientAccess, ClientProposal
from activities.rules import clients, vat_checks
from activities.rules.client_duplicates import duplicates_of
from countries.electronic_address import scheme_name
from smart.foundation.audit import AuditEntry

LABELS: Final = {
    "kind": gettext_lazy("Kind"),
    "name": gettext_lazy("Name"),
    "vat_number": gettext_lazy("VAT number"),
    "company_number": gettext_lazy("Company number"),
    "street": gettext_lazy("Street and number"),
    "postal_code": gettext_lazy("Postal code"),
    "city": gettext_lazy("Town"),
    "place": gettext_lazy("Country"),
    "email": gettext_lazy("E-mail"),
    "language": gettext_lazy("Language"),
    "billing_email": gettext_lazy("E-mail for invoices"),
    "buyer_reference": gettext_lazy("Reference on every invoice"),
    "endpoint_scheme": gettext_lazy("Kind of electronic address"),
    "endpoint_id": gettext_lazy("Electronic address"),
}
VAT_TONES: Final = {"none": "warn", "outside": "pen", "valid": "ok", "old": "warn", "invalid": "bad"}


def staff_parts(client: Client, *, on: datetime.date, refused: dict[str, Any]) -> dict[str, Any]:
    """Everything beside the facts. Six queries."""
    proposal = ClientProposal.objects.open().filter(client=client).select_related("access").first()
    return {
        "changes": changes_since_review(client),
        "duplicates": duplicates_of(client),
        "merged": list(client.merged.order_by("name")),
        "accesses": list(ClientAccess.objects.filter(client=client).order_by("revoked_at", "email")),
        "let_in_form": refused.get("let_in") or LetInForm(prefix="let-in"),
        "proposal": proposal,
        "proposed": proposed_rows(proposal) if proposal else [],
        "decline_form": refused.get("decline") or DeclineForm(prefix="decline"),
        "vat": vat_part(client, on=on),
        "vat_form": refused.get("vat") or VatCheckForm(prefix="vat", initial={"checked_on": on}),
        "block_is_due": bool(client.blocked_reason and client.blocked_until and client.blocked_until <= on),
    }


def vat_part(client: Client, *, on: datetime.date) -> dict[str, Any] | None:
    """What is known of the VAT number, in words; None without one."""
    standing = vat_checks.vat_standing(client, on=on)
    if standing is None:
        return None
    words = {
        "none": _("VIES was not asked: the portal has no network to it. Only the number's own arithmetic is checked."),
        "outside": _("VIES does not know this country; nobody wrote down another check."),
        "valid": _("Confirmed by VIES."),
        "old": _("The confirmation is older than twelve months: ask VIES again before an invoice without VAT."),
        "invalid": _("VIES did not confirm the number with this name: no invoice without VAT can rest on it."),
    }
    return {"standing": standing, "tone": VAT_TONES[standing.state], "words": words[standing.state]}


def changes_since_review(client: Client) -> list[dict[str, Any]]:
    """What a register knows and somebody changed after the review, from the audit, the oldest first."""
    if not clients.is_changed_since_review(client):
        return []
    entries = AuditEntry.objects.filter(
        table=Client._meta.db_table, object_id=client.pk, action="update", at__gte=client.reviewed_at
    )
    return [
        {"label": LABELS[name], "before": change[0], "after": change[1], "who": entry.by_label, "at": entry.at}
        for entry in entries.order_by("id")
        for name, change in entry.changed.items()
        if name in clients.REGISTERED
    ]


def proposed_rows(proposal: ClientProposal) -> list[dict[str, Any]]:
    """Each proposed fact beside the one we have."""
    return [
        {
            "label": LABELS[name],
            "before": _shown(name, proposal.before.get(name, "")),
            "after": _shown(name, after),
        }
        for name, after in proposal.after.items()
    ]


def _shown(name: str, value: str) -> str:
    return scheme_name(value) if name == "endpoint_scheme" and value else value
