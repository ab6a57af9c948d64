"""What a mission's facts must be, step by step; the same checks run again, all together, when it is sent."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from activities.models import Mission, Order
from activities.place import contract_kinds, pack_of
from activities.rules.clients import require_standing_client, require_usable_client
from countries.contract import ContractKind
from countries.models import Country
from smart.foundation import formats
from smart.foundation.errors import RuleBroken

LEAST_WORDS: Final = 10
"""Characters of a description: the client reads it, and it is printed on the invoice."""
LONGEST_DAYS: Final = 366

Check = Callable[[Mission, Order, Country], None]


def check_step(step: int, mission: Mission, order: Order, *, country: Country) -> None:
    """Raise RuleBroken at the field when a step's facts cannot be right."""
    CHECKS[step](mission, order, country)


def check_all(mission: Mission, order: Order, *, country: Country) -> None:
    """The checks of every step, in order; RuleBroken carries the step in `params`."""
    for step, check in CHECKS.items():
        try:
            check(mission, order, country)
        except RuleBroken as broken:
            broken.params["step"] = step
            raise


def check_work(mission: Mission, order: Order, country: Country) -> None:
    _need(mission.title.strip(), "title", _("Give the mission a title."))
    if len(mission.description.strip()) < LEAST_WORDS:
        raise RuleBroken(
            "description_too_short",
            _("The description has %(found)d characters; write at least %(least)d. It is printed on the invoice.")
            % {"found": len(mission.description.strip()), "least": LEAST_WORDS},
            field="description",
        )
    _need(mission.work_setting, "work_setting", _("Say where and when you work."))
    if mission.client is None:
        raise RuleBroken("client_missing", _("Choose the client, or add a new one."), field="client")
    require_standing_client(mission.client)
    require_usable_client(mission.client)


def check_dates(mission: Mission, order: Order, country: Country) -> None:
    _need(str(mission.place or ""), "place", _("Choose the country you work in."))
    _need(mission.city.strip(), "city", _("Write the town you work in."))
    _need(mission.starts_on, "starts_on", _("Enter the first day of work."))
    _need(mission.ends_on, "ends_on", _("Enter the last day of work, or the number of days."))
    _need(mission.start_time, "start_time", _("Enter the hour the work begins on the first day."))
    assert mission.starts_on is not None
    assert mission.ends_on is not None
    _check_order_of_days(mission.starts_on, mission.ends_on)
    _check_days(mission)
    if must_stay_in_month(country, mission.contract_kind):
        check_one_month(mission.starts_on, mission.ends_on)


def check_function(mission: Mission, order: Order, country: Country) -> None:
    _need(mission.function.strip(), "function", _("Write the function you work in, for example: muralist."))
    known = {code for code, _label in pack_of(country).pack.service_kinds}
    if mission.service_kind not in known:
        raise RuleBroken("service_kind", _("Choose the kind of service: the VAT depends on it."), field="service_kind")
    if mission.has_risks is None:
        raise RuleBroken("risks_unknown", _("Say whether the work has particular risks."), field="has_risks")
    if mission.has_risks and not mission.risk_note.strip():
        raise RuleBroken(
            "risk_note_missing",
            _("Describe the risks and how you protect yourself; the prevention adviser reads it."),
            field="risk_note",
        )


def check_price(mission: Mission, order: Order, country: Country) -> None:
    kind = kind_named(country, mission.contract_kind)
    if mission.amount is None or mission.amount <= 0:
        raise RuleBroken("amount_missing", _("Enter the price agreed with the client, without VAT."), field="amount")
    _need(order.contact_name.strip(), "contact_name", _("Write the name of the person who confirms the order."))
    _need(order.contact_email.strip(), "contact_email", _("Write the e-mail address the order is sent to."))
    if order.valid_until is None:
        raise RuleBroken("valid_until_missing", _("Say until when the client can answer."), field="valid_until")
    if order.valid_until < country.today():
        raise RuleBroken(
            "valid_until_past",
            _("The client cannot answer until %(day)s: that day is over. Choose today or later.")
            % {"day": formats.day(order.valid_until)},
            field="valid_until",
        )
    _check_deposit(mission.amount, order.deposit, currency=country.currency)
    _check_invoice_day(mission, order.invoice_on, today=country.today())
    if "same_month" in kind.checks and mission.starts_on and mission.ends_on:
        check_one_month(mission.starts_on, mission.ends_on)


def kind_named(country: Country, code: str) -> ContractKind:
    for kind in contract_kinds(country):
        if kind.code == code:
            return kind
    raise RuleBroken("contract_kind", _("Choose the kind of contract your income will become."), field="contract_kind")


def must_stay_in_month(country: Country, code: str) -> bool:
    """Whether the dates must share a month: as the chosen kind says, or every fixed-term kind while none is chosen."""
    kinds = contract_kinds(country)
    chosen = [kind for kind in kinds if kind.code == code] or [kind for kind in kinds if kind.is_fixed_term]
    return bool(chosen) and all("same_month" in kind.checks for kind in chosen)


def check_one_month(first: date, last: date) -> None:
    if (first.year, first.month) != (last.year, last.month):
        raise RuleBroken(
            "spans_months",
            _(
                "The work runs from %(first)s to %(last)s; a mission stays within one month. "
                "End this one in %(month)s and declare the rest as another mission."
            )
            % {"first": formats.day(first), "last": formats.day(last), "month": formats.month(first)},
            field="ends_on",
        )


def _check_order_of_days(first: date, last: date) -> None:
    if last < first:
        raise RuleBroken(
            "ends_before_start",
            _("The last day, %(last)s, is before the first day, %(first)s. Correct one of them.")
            % {"first": formats.day(first), "last": formats.day(last)},
            field="ends_on",
        )
    if (last - first).days > LONGEST_DAYS:
        raise RuleBroken(
            "too_long",
            _("The work would last more than a year. Declare at most a year at once."),
            field="ends_on",
        )


def _check_days(mission: Mission) -> None:
    assert mission.starts_on is not None
    assert mission.ends_on is not None
    span = (mission.ends_on - mission.starts_on).days + 1
    if mission.days is None or mission.days <= 0 or mission.days > span:
        raise RuleBroken(
            "days_out_of_range",
            _("Between these dates lie %(span)d days. Enter how many of them you work, at most %(span)d.")
            % {"span": span},
            field="days",
        )
    if mission.hours_per_day is not None and not 0 < mission.hours_per_day <= 24:
        raise RuleBroken("hours_out_of_range", _("A day has between 0 and 24 hours of work."), field="hours_per_day")


def _check_deposit(amount: Decimal, deposit: Decimal, *, currency: str) -> None:
    if deposit < 0 or deposit > amount:
        raise RuleBroken(
            "deposit_out_of_range",
            _("The deposit is %(found)s and the price %(price)s, both without VAT: a deposit is a part of the price.")
            % {"found": formats.money(deposit, currency), "price": formats.money(amount, currency)},
            field="deposit",
        )


def _check_invoice_day(mission: Mission, planned: date | None, *, today: date) -> None:
    if planned is None:
        return
    if planned < today:
        raise RuleBroken(
            "invoice_day_past",
            _("The invoice cannot be planned for %(day)s: that day is over. Choose today or later, or leave it empty.")
            % {"day": formats.day(planned)},
            field="invoice_on",
        )
    if mission.ends_on and (planned - mission.ends_on).days > LONGEST_DAYS:
        raise RuleBroken(
            "invoice_day_far",
            _("%(day)s is more than a year after the work. Plan the invoice earlier.") % {"day": formats.day(planned)},
            field="invoice_on",
        )


def _need(value: object, field: str, sentence: str) -> None:
    if not value:
        raise RuleBroken(f"{field}_missing", sentence, field=field)


def proposed_last_answer(starts_on: date | None, *, on: date) -> date:
    """Ten days, but not after the work begins (the client should have agreed by then), and never a day gone by."""
    in_ten_days = on + timedelta(days=10)
    return max(on, min(in_ten_days, starts_on or in_ten_days))


CHECKS: Final[dict[int, Check]] = {1: check_work, 2: check_dates, 3: check_function, 4: check_price}
