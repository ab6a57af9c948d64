"""Where a guarantee asks for a client in the European Union, work for one outside becomes pay only after it was paid."""

import datetime

from django.utils.translation import gettext as _

from activities.models import Mission
from countries.identifiers import EU
from countries.models import Country
from countries.rules import settings
from invoicing.models import Invoice
from invoicing.models.invoice import InvoiceKind
from invoicing.rules import guarantee_conditions, payments
from smart.foundation.errors import RuleBroken

IN_EU = "client_in_eu"


def must_be_paid_first(mission: Mission, *, country: Country, on: datetime.date) -> bool:
    """Whether the mission's client is outside the European Union and the country's guarantee asks for one inside."""
    rows = settings.setting_value(country, "guarantee.conditions", on=on, default=[])
    names = [row["condition"] for row in rows] or list(guarantee_conditions.ALL)
    return IN_EU in names and mission.client is not None and mission.client.place.code not in EU


def is_paid(mission: Mission) -> bool:
    """Whether the mission (or the whole it is a share of) is invoiced and nothing is open on that. Three queries."""
    billed = list(Invoice.objects.issued().filter(mission_id=mission.carrier_id).exclude(kind=InvoiceKind.CREDIT_NOTE))
    is_invoiced = any(each.kind == InvoiceKind.INVOICE for each in billed)
    return is_invoiced and all(amount <= 0 for amount in payments.open_amounts(billed).values())


def refuse_unpaid(mission: Mission, *, country: Country, on: datetime.date) -> None:
    """Raise RuleBroken("payment_first", field mission) for work that must be paid before it becomes pay."""
    if must_be_paid_first(mission, country=country, on=on) and not is_paid(mission):
        raise RuleBroken(
            "payment_first",
            _(
                "%(client)s is outside the European Union, where an order is not guaranteed: “%(mission)s” becomes pay once"
                " its invoice is paid. Wait for the payment, or use income of another mission."
            )
            % {"client": mission.client, "mission": mission},
            field="mission",
        )
