"""What a mission would bring its member, before it is sent: about how much, on which day, guaranteed or not yet. Never writes."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from activities.models import Mission, Order
from activities.rules.team_deal import own_price
from countries.calendars import NoPromisedDate, promised_date
from countries.models import Country
from countries.rules import settings
from invoicing.rules import guarantee, promises, shares
from invoicing.rules.conversion_answer import simulate_conversion
from invoicing.rules.guarantee_words import condition_rows
from smart.foundation.errors import RuleBroken


@dataclass(frozen=True, slots=True, kw_only=True)
class PayPreview:
    """`net` is an estimate: one contract of all the mission credits, by the engine of the payslip. `problem` says why none.

    `promised_on` is None where the country promises no day. `reasons` explain the guarantee: what holds it, or what it lacks.
    """

    first: datetime.date
    last: datetime.date
    days: Decimal
    gross: Decimal | None = None
    net: Decimal | None = None
    promised_on: datetime.date | None = None
    is_guaranteed: bool = False
    reasons: tuple[str, ...] = ()
    problem: str = ""

    @property
    def plural(self) -> int:
        """One or several, for the sentence."""
        return 1 if self.days == 1 else 2


def preview_pay(mission: Mission, *, country: Country, on: datetime.date) -> PayPreview | None:
    """Answer for a mission as it stands, saved or not (a copy has pk 0); None while days or price are missing."""
    if mission.amount is None or mission.starts_on is None or mission.ends_on is None or not mission.days:
        return None
    if mission.ends_on < mission.starts_on or mission.amount <= 0:
        return None
    pay = _pay(mission, country=country, on=on)
    return PayPreview(
        first=mission.starts_on,
        last=mission.ends_on,
        days=mission.days,
        promised_on=_promised_on(mission, country=country, on=on),
        **_guarantee(mission, on=on),
        **pay,
    )


def _pay(mission: Mission, *, country: Country, on: datetime.date) -> dict[str, Any]:
    price = own_price(mission)
    assert price is not None
    if not country.has_payroll or not mission.contract_kind:
        return {"problem": _("Payroll is not open yet in %(country)s: nothing is computed.") % {"country": country}}
    fee_rate, guarantee_rate = shares.rates_in_force(country, on=on)
    budget = shares.share_out(price, fee_rate=fee_rate, guarantee_rate=guarantee_rate).credited
    days = promises.worked_days(mission, country)
    try:
        found = simulate_conversion(
            mission.activity, mission=mission, kind=mission.contract_kind, days=days, budget=budget
        )
    except RuleBroken as broken:
        return {"problem": broken.message}
    return {"gross": found.gross, "net": found.net}


def _promised_on(mission: Mission, *, country: Country, on: datetime.date) -> datetime.date | None:
    """The day of the country's promise; a rule that counts from the invoice counts from its planned day, else from now."""
    rule = settings.setting_value(country, "promise.rule", on=on, default=None)
    if rule is None or mission.ends_on is None:
        return None
    order = Order.objects.filter(mission_id=mission.carrier_id).first()
    planned = order.invoice_on if order is not None and order.invoice_on else on
    try:
        return promised_date(
            rule,
            work_ends_on=mission.ends_on,
            calendar=settings.working_calendar(country),
            invoice_sent_on=planned,
        )
    except NoPromisedDate:
        return None


def _guarantee(mission: Mission, *, on: datetime.date) -> dict[str, Any]:
    found = guarantee.evaluate_guarantee(mission, on=on)
    is_guaranteed = all(each["met"] for each in found)
    told = [each for each in found if each["met"] == is_guaranteed]
    rows = condition_rows(told, currency=mission.country.currency)
    return {"is_guaranteed": is_guaranteed, "reasons": tuple(row["text"] for row in rows)}
