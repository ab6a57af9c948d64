"""Drafts: an order's lines become an invoice's lines, each taxed by the kind of service it is.

Nothing of a draft binds anybody: its tax, its shares and the deposit it takes off are looked at again on the day of issue.
"""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings as django_settings
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.models import Client, Mission, Order
from activities.states import MissionState
from countries.models import Country
from countries.rules import settings
from invoicing.models import Invoice, InvoiceLine
from invoicing.models.invoice import InvoiceKind, LineKind
from invoicing.rules import parties, shares, vat
from smart.foundation.errors import RuleBroken
from smart.foundation.money import ZERO

INVOICEABLE = frozenset({MissionState.CONFIRMED, MissionState.CLOSED})
LEAD_DAYS = 7
"""How long before the planned day the member sees the draft, where the country says nothing else."""


def order_of(mission: Mission) -> Order | None:
    found: Order | None = mission.orders.first()
    return found


def planned_day(mission: Mission, order: Order | None) -> datetime.date | None:
    """The day the invoice is planned for; None: as soon as the mission is confirmed.

    After a deposit the rest waits for the end of the work when the order names no day.
    """
    if order is None:
        return None
    return order.invoice_on or (mission.ends_on if order.deposit else None)


def lead_days(country: Country, *, on: datetime.date) -> int:
    days: int = settings.setting_value(country, "invoice.draft_lead_days", on=on, default=LEAD_DAYS)
    return days


def is_due_to_draft(mission: Mission, order: Order | None, *, country: Country, on: datetime.date) -> bool:
    """Whether the day has come on which the member is shown the draft."""
    planned = planned_day(mission, order)
    return planned is None or on >= planned - datetime.timedelta(days=lead_days(country, on=on))


def require_invoiceable(mission: Mission) -> None:
    if mission.part_of_id is not None:
        raise RuleBroken(
            "is_part",
            _("“%(mission)s” is a share of a team's mission: its invoice is that of the leader's mission.")
            % {"mission": mission},
        )
    if mission.state not in INVOICEABLE:
        raise RuleBroken(
            "mission_not_confirmed",
            _("“%(mission)s” is “%(state)s”: it is invoiced once the client and the cooperative have confirmed it.")
            % {"mission": mission, "state": mission.get_state_display()},
        )


def work_lines(mission: Mission, order: Order | None, *, country: Country, on: datetime.date) -> list[InvoiceLine]:
    """The order's lines, or the mission as its one line, with the VAT decision of the day. Not saved.

    Raises RuleBroken("lines_differ") when the order's lines do not sum to the agreed amount.
    """
    net = mission.amount
    assert net is not None, "a confirmed mission has an amount"
    lines = [_line_of(line) for line in order.lines.order_by("position")] if order is not None else []
    if not lines:
        text = mission.description or mission.title
        lines = [InvoiceLine(description=text, unit_price=net, net=net, service_kind=mission.service_kind)]
    total = sum((line.net for line in lines), ZERO)
    if total != net:
        raise RuleBroken(
            "lines_differ",
            _("The lines of “%(mission)s” sum to %(found)s, but %(expected)s was agreed. Mend the order first.")
            % {"mission": mission, "found": total, "expected": net},
        )
    decide_lines(lines, mission, country=country, on=on)
    return lines


def decide_lines(
    lines: Sequence[InvoiceLine],
    mission: Mission,
    *,
    country: Country,
    on: datetime.date,
    invoice: Invoice | None = None,
) -> None:
    """Tax every line by the law of the day, except what an accountant settled and what an earlier invoice had taxed."""
    known: dict[str, dict[str, Any]] = {}
    for line in lines:
        held = vat.decision_of(line, invoice) if invoice is not None else {}
        if line.kind == LineKind.DEPOSIT or vat.is_settled_by_staff(held):
            continue
        kind = line.service_kind or mission.service_kind
        if kind not in known:
            decision = vat.decide_vat(mission, country=country, on=on, service=kind)
            known[kind] = vat.decision_document(decision)
        vat.put_decision(line, known[kind])


def write_draft(
    mission: Mission,
    lines: list[InvoiceLine],
    *,
    kind: InvoiceKind,
    planned_on: datetime.date | None,
    country: Country,
    on: datetime.date,
) -> Invoice:
    """Save a draft of these lines. Its shares are those of the day and are computed anew at the issue."""
    client = mission.client
    assert client is not None, "a confirmed mission has a client"
    invoice = Invoice(
        kind=kind,
        entity=mission.activity.entity,
        activity=mission.activity,
        mission=mission,
        client=client,
        language=invoice_language(client, country),
        currency=country.currency,
        supplied_on=mission.ends_on if kind == InvoiceKind.INVOICE else None,
        planned_on=planned_on,
        purchase_order=parties.purchase_order_of(mission),
        net=net_of(lines),
        created_at=timezone.now(),
    )
    vat.sum_up(invoice, lines)
    put_shares(invoice, country=country, on=on)
    invoice.save(force_insert=True)
    save_lines(invoice, lines)
    return invoice


def save_lines(invoice: Invoice, lines: list[InvoiceLine], *, after: int = 0) -> None:
    """Write new lines of a draft in the order of the list, behind the position `after`."""
    for place, line in enumerate(lines, start=after + 1):
        line.invoice, line.position = invoice, place
    InvoiceLine.objects.bulk_create(lines)


def put_shares(invoice: Invoice, *, country: Country, on: datetime.date, before: Invoice | None = None) -> None:
    """Share the net out at the rates of the day; with `before`, so that both invoices give what the whole would give.

    `before` is the deposit invoice this one takes off whole. When the rates changed in between, each keeps its own.
    """
    fee_rate, guarantee_rate = shares.rates_in_force(country, on=on)
    shared = shares.share_out(invoice.net, fee_rate=fee_rate, guarantee_rate=guarantee_rate)
    if before is not None and (before.fee_rate, before.guarantee_rate) == (fee_rate, guarantee_rate):
        whole = shares.share_out(invoice.net + before.net, fee_rate=fee_rate, guarantee_rate=guarantee_rate)
        fee, guarantee = whole.fee - before.fee, whole.guarantee - before.guarantee
        shared = shares.Shares(invoice.net, fee_rate, guarantee_rate, fee, guarantee, invoice.net - fee - guarantee)
    invoice.fee_rate, invoice.guarantee_rate = shared.fee_rate, shared.guarantee_rate
    invoice.fee, invoice.guarantee, invoice.credited = shared.fee, shared.guarantee, shared.credited


def net_of(lines: Sequence[InvoiceLine]) -> Decimal:
    return sum((line.net for line in lines), ZERO)


def invoice_language(client: Client, country: Country) -> str:
    """The client's language when the portal speaks it, else the first language of the country."""
    spoken = {code for code, _name in django_settings.LANGUAGES}
    return client.language if client.language in spoken else country.languages[0]


def _line_of(line: Any) -> InvoiceLine:
    return InvoiceLine(
        kind=line.kind,
        service_kind=line.service_kind,
        description=line.description,
        quantity=line.quantity,
        unit=line.unit,
        unit_price=line.unit_price,
        net=line.net,
    )
