"""A mission's facts as lines of label and value, with the way back to the page where each can be changed."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from activities.models import Mission, Order
from activities.place import in_language, pack_of
from activities.views.shown import quote_line
from countries.models import Country
from smart.foundation import formats

Lines = list[dict[str, Any]]


def mission_answers(
    mission: Mission, order: Order, *, country: Country, with_links: bool = True
) -> list[dict[str, Any]]:
    """The four pages as groups: title, lines. Links lead back and return to the check page."""
    titles = (_("Work"), _("Dates and place"), _("Function and risks"), _("Contract and price"))
    groups = (_work(mission), _dates(mission), _function(mission, country), _price(mission, order, country))
    found = []
    for step, (title, lines) in enumerate(zip(titles, groups, strict=True), start=1):
        url = f"{reverse('activities:mission_step', args=[mission.pk, step])}?to=check" if with_links else ""
        found.append({"title": title, "answers": [_line(*line, url=url) for line in lines]})
    return found


def _line(label: str, value: Any, more: str = "", *, url: str) -> dict[str, Any]:
    line = {"label": label, "value": value if value not in {None, ""} else _("not answered yet")}
    return line | ({"more": more} if more else {}) | ({"url": url} if url else {})


def _work(mission: Mission) -> list[tuple[Any, ...]]:
    client = mission.client
    return [
        (_("Activity"), mission.activity.name),
        (_("What you do"), mission.title),
        (_("Description"), mission.description),
        (_("Client"), client.name if client else "", client.vat_number if client else ""),
        (_("Where and when"), mission.get_work_setting_display() if mission.work_setting else ""),
    ]


def _dates(mission: Mission) -> list[tuple[Any, ...]]:
    return [
        (_("First day"), formats.day(mission.starts_on) if mission.starts_on else ""),
        (_("Last day"), formats.day(mission.ends_on) if mission.ends_on else ""),
        (_("Begins at"), f"{mission.start_time:%H:%M}" if mission.start_time else ""),
        (_("Days"), formats.number(mission.days) if mission.days else "", _hours(mission)),
        (_("Place"), f"{mission.city}, {mission.place.name}" if mission.city else ""),
    ]


def _hours(mission: Mission) -> str:
    if not mission.hours_per_day:
        return ""
    return _("%(hours)s hours a day") % {"hours": formats.number(mission.hours_per_day)}


def _function(mission: Mission, country: Country) -> list[tuple[Any, ...]]:
    kinds = dict(pack_of(country).pack.service_kinds)
    label = kinds.get(mission.service_kind)
    risks = {True: _("Yes"), False: _("No"), None: ""}[mission.has_risks]
    return [
        (_("Function"), mission.function),
        (_("Kind of service"), in_language(dict(label), get_language() or "en") if label else ""),
        (_("Artistic"), _("Yes") if mission.is_artistic else _("No")),
        (_("Particular risks"), risks, mission.risk_note),
    ]


def _price(mission: Mission, order: Order, country: Country) -> list[tuple[Any, ...]]:
    lines = [quote_line(line, country) for line in order.lines.order_by("position")]
    return [
        (_("Kind of contract"), kind_label(country, mission.contract_kind)),
        *(
            (line["description"], formats.money(line["net"], country.currency), _small(line["count"], line["detail"]))
            for line in lines
        ),
        (
            _("Price without VAT"),
            formats.money(mission.amount, country.currency) if mission.amount is not None else "",
        ),
        *([(_("Deposit"), formats.money(order.deposit, country.currency))] if order.deposit else []),
        *([] if mission.part_of_id else _of_the_order(order)),
    ]


def _of_the_order(order: Order) -> list[tuple[Any, ...]]:
    """What a share of a team's mission does not have: its order is the leader's."""
    planned = formats.day(order.invoice_on) if order.invoice_on else _("as soon as the mission is confirmed")
    return [
        (_("Planned day of the invoice"), planned),
        (_("Who confirms"), order.contact_name, order.contact_email),
        (_("The client can answer until"), formats.day(order.valid_until) if order.valid_until else ""),
        (_("Purchase order"), order.purchase_order or _("none")),
    ]


def _small(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def kind_label(country: Country, code: str) -> str:
    """The kind of contract in the reader's language; its code when the pack no longer knows it."""
    for kind in pack_of(country).pack.contract_kinds:
        if kind.code == code:
            return in_language(dict(kind.label), get_language() or "en")
    return code
