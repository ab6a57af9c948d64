"""Where a person can go from here: the main places of a member, of country staff, of a network admin, of a visitor."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from countries.addresses import global_url
from members.access import actor_of
from smart.foundation.actors import MEMBER

Item = dict[str, Any]


def is_staff_side(request: HttpRequest) -> bool:
    """Whether the address is one of the staff's (`/be/staff/…`)."""
    return request.path_info.startswith("/staff/")


def member_places(request: HttpRequest) -> list[Item]:
    """At most four: they are the dock of the phone."""
    return [
        _item(request, _("Today"), "home", "today"),
        _item(request, _("Missions"), "activities:mission_list", "mission"),
        _item(request, _("Money"), "activities:activity_list", "fall"),
        _item(request, _("Pay"), "invoicing:payslip_list", "paper"),
    ]


def staff_places(request: HttpRequest, roles: frozenset[str]) -> list[Item]:
    """The queues and desks, by role; an administrator of the country sees all."""
    everything = "country_admin" in roles
    places = [_item(request, _("Desk"), "staff_home", "today")]
    if everything or "adviser" in roles:
        places += [
            _item(request, _("Missions"), "activities:staff_mission_queue", "mission"),
            _item(request, _("Contracts"), "activities:staff_contract_queue", "stamp"),
            _item(request, _("Declarations"), "activities:staff_declaration_desk", "clock"),
            _item(request, _("Clients"), "activities:staff_client_list", "people"),
            _item(request, _("Members"), "members:staff_member_list", "people"),
        ]
    if everything or "accounting" in roles:
        places += [
            _item(request, _("Invoices"), "invoicing:staff_invoice_list", "paper", also="invoicing:einvoice_list"),
            _item(request, _("Suppliers"), "invoicing:supplier_list", "paper"),
            _item(request, _("Bank"), "invoicing:bank_entry_list", "money"),
            _item(request, _("Books"), "invoicing:accounting_balance", "paper"),
        ]
    if everything or "payroll" in roles:
        places.append(_item(request, _("Payroll"), "invoicing:staff_run_list", "money"))
    return places


def account_places(request: HttpRequest) -> list[Item]:
    """The small menu under the person's name."""
    if request.country is None:  # type: ignore[attr-defined]
        return [{"label": _("Security"), "url": global_url("mfa_index")}]
    actor = actor_of(request)
    places: list[Item] = [{"label": _("Notices"), "url": reverse("members:notification_list")}]
    if actor.is_(MEMBER):
        places += [
            {"label": _("My data"), "url": reverse("members:me")},
            {"label": _("Documents"), "url": reverse("members:document_list")},
        ]
    if actor.roles:
        places.append({"label": _("Desk of the staff"), "url": reverse("staff_home")})
        places.append({"label": _("The law we compute with"), "url": reverse("law_list")})
    if actor.has_role("country_admin"):
        places.append({"label": _("Roles"), "url": reverse("members:staff_roles")})
    return places


def visitor_places(request: HttpRequest) -> list[Item]:
    return [
        _item(request, _("What it costs"), "costs", "fall", is_global=True),
        _item(request, _("Network"), "countries:network", "network", is_global=True),
    ]


def admin_places(request: HttpRequest) -> list[Item]:
    return [
        _item(request, _("Countries"), "countries:country_list", "country", is_global=True),
        _item(request, _("Promises"), "network_promises", "clock", is_global=True),
        _item(request, _("Network"), "countries:network", "network", is_global=True),
    ]


def _item(request: HttpRequest, label: str, name: str, icon: str, *, is_global: bool = False, also: str = "") -> Item:
    """A place; it is the current one on the pages under its address, and under that of the place named `also`."""
    url = global_url(name) if is_global else reverse(name)
    is_home = name in {"home", "staff_home"}
    here = request.path == url if is_home else request.path.startswith((url, reverse(also) if also else url))
    return {"label": label, "url": url, "icon": icon, "current": here}
