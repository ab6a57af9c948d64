"""Where a person can go from here: the main places of a member, of country staff, of a network admin, of a visitor."""

from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from countries.addresses import global_url
from countries.terms import term_here
from members.access import actor_of
from smart.foundation.actors import MEMBER

Item = dict[str, Any]
Section = tuple[tuple[Any, str, frozenset[str]], ...]
_ALL: frozenset[str] = frozenset()
_legal = lazy(lambda key: term_here(key, many=True), str)
"""The word of the country's law, known when the menu is drawn."""
_ADVICE = frozenset({"adviser"})
_KEEPERS = frozenset({"legal_hold"})
_BOOKS, _DESK, _PAY = (
    frozenset({"accounting"}),
    frozenset({"accounting", "adviser"}),
    frozenset({"accounting", "payroll"}),
)
INVOICES: Final[Section] = (
    (gettext_lazy("Invoices"), "invoicing:staff_invoice_list", _ALL),
    (gettext_lazy("Electronic invoices"), "invoicing:einvoice_list", _DESK),
    (gettext_lazy("Invoices of suppliers"), "invoicing:supplier_list", _DESK),
    (gettext_lazy("Expenses"), "invoicing:staff_expense_list", _DESK),
    (gettext_lazy("VAT to decide"), "invoicing:vat_queue", _BOOKS),
    (gettext_lazy("Reminders"), "invoicing:staff_reminder_list", _DESK),
    (gettext_lazy("Guarantee fund"), "invoicing:staff_guarantee_fund", _ALL),
    (gettext_lazy("Promises of payment"), "invoicing:staff_promise_list", _ALL),
)
BANK: Final[Section] = (
    (gettext_lazy("Bank entries"), "invoicing:bank_entry_list", _BOOKS),
    (pgettext_lazy("bank", "Statements"), "invoicing:bank_statement_list", _BOOKS),
    (gettext_lazy("Other payments"), "invoicing:payable_list", _PAY),
    (gettext_lazy("Files for the bank"), "invoicing:transfer_list", _PAY),
)
MEMBERS: Final[Section] = (
    (gettext_lazy("Members"), "members:staff_member_list", _ALL),
    (gettext_lazy("Applications"), "members:staff_application_list", _ADVICE),
    (gettext_lazy("Papers to read"), "members:staff_paper_queue", _ADVICE),
    (gettext_lazy("Meetings"), "members:staff_meeting_list", _ADVICE),
    (gettext_lazy("Use agreement"), "members:staff_agreement_open", _ADVICE),
    (gettext_lazy("Shares"), "members:staff_share_list", _DESK),
    (gettext_lazy("Register of shares"), "members:staff_share_register", _DESK),
    (gettext_lazy("Members who leave"), "members:staff_leaving_list", _ADVICE),
    (gettext_lazy("Requests to erase data"), "personal_data:erasure_list", frozenset({"country_admin"})),
    (gettext_lazy("Restricted data"), "personal_data:hold_list", _KEEPERS),
    (gettext_lazy("Held for court cases"), "personal_data:legal_hold_list", _KEEPERS),
)
# The places of a member: each tab of the dock has the pages that belong to it beside one another.
MISSIONS: Final[Section] = (
    (gettext_lazy("Missions"), "activities:mission_list", _ALL),
    (gettext_lazy("Calendar"), "calendar", _ALL),
    (gettext_lazy("Clients"), "activities:client_list", _ALL),
)
MONEY: Final[Section] = (
    (gettext_lazy("Activities"), "activities:activity_list", _ALL),
    (gettext_lazy("Invoices"), "invoicing:invoice_list", _ALL),
    (gettext_lazy("Expenses"), "activities:expense_list", _ALL),
    (gettext_lazy("Purchases"), "invoicing:purchase_list", _ALL),
)
PAY_OF_MEMBER: Final[Section] = (
    (_legal("payslip"), "invoicing:payslip_list", _ALL),
    (gettext_lazy("Payments"), "invoicing:payment_list", _ALL),
    (gettext_lazy("My year"), "invoicing:year_list", _ALL),
    (gettext_lazy("Contracts"), "activities:contract_list", _ALL),
    (gettext_lazy("Promises"), "invoicing:promise_list", _ALL),
)
ME: Final[Section] = (
    (gettext_lazy("My data"), "members:me", _ALL),
    (gettext_lazy("Documents"), "members:document_list", _ALL),
    (gettext_lazy("My papers"), "members:paper_list", _ALL),
    (gettext_lazy("Use agreement"), "members:agreement", _ALL),
    (gettext_lazy("Shares"), "members:share_list", _ALL),
    (gettext_lazy("Questions"), "members:thread_list", _ALL),
    (gettext_lazy("Notices"), "members:notification_list", _ALL),
)


def is_staff_side(request: HttpRequest) -> bool:
    """Whether the address is one of the staff's (`/be/staff/…`)."""
    return request.path_info.startswith("/staff/")


def member_places(request: HttpRequest) -> list[Item]:
    """At most four: they are the dock of the phone."""
    return [
        _item(request, _("Today"), "home", "today"),
        _item(request, _("Missions"), "activities:mission_list", "mission", section=MISSIONS),
        _item(request, _("Money"), "activities:activity_list", "fall", section=MONEY),
        _item(request, _("Pay"), "invoicing:payslip_list", "paper", section=PAY_OF_MEMBER),
    ]


def former_places(request: HttpRequest) -> list[Item]:
    """What stays open, to read, to somebody whose membership has ended."""
    return [
        _item(request, _("Documents"), "members:document_list", "paper"),
        _item(request, str(_legal("payslip")), "invoicing:payslip_list", "money"),
        _item(request, _("My year"), "invoicing:year_list", "fall"),
        _item(request, _("Shares"), "members:share_list", "stamp"),
    ]


def staff_places(request: HttpRequest, roles: frozenset[str]) -> list[Item]:
    """The queues and desks, by role; an administrator of the country sees all."""
    everything = "country_admin" in roles
    places = [
        _item(request, _("Desk"), "staff_home", "today"),
        _item(request, _("Questions"), "members:staff_thread_list", "people"),
    ]
    if everything or "adviser" in roles:
        places += [
            _item(request, _("Missions"), "activities:staff_mission_queue", "mission"),
            _item(request, _("Contracts"), "activities:staff_contract_queue", "stamp"),
            _item(request, _("Declarations"), "activities:staff_declaration_desk", "clock"),
            _item(request, _("Clients"), "activities:staff_client_list", "people"),
            _item(request, _("Members"), "members:staff_member_list", "people", section=MEMBERS),
        ]
    if "legal_hold" in roles:
        places.append(_item(request, _("Restricted data"), "personal_data:hold_list", "paper"))
    if everything or roles & {"adviser", "accounting"}:
        places.append(_item(request, _("Invoices"), "invoicing:staff_invoice_list", "paper", section=INVOICES))
    if everything or "accounting" in roles:
        places += [
            _item(request, _("Bank"), "invoicing:bank_entry_list", "money", section=BANK),
            _item(request, _("Books"), "invoicing:accounting_balance", "paper"),
        ]
    if everything or "payroll" in roles:
        places.append(_item(request, _("Payroll"), "invoicing:staff_run_list", "money"))
    return places


def section_places(request: HttpRequest, roles: frozenset[str]) -> list[Item]:
    """The pages beside this one, where the place has several: those the roles may open."""
    sections = (INVOICES, BANK, MEMBERS) if is_staff_side(request) else (MISSIONS, MONEY, PAY_OF_MEMBER, ME)
    for section in sections:
        here = _here(request, section)
        if here:
            may_all = "country_admin" in roles
            seen = [each for each in section if not each[2] or roles & each[2] or (may_all and each[2] != _KEEPERS)]
            return [_neighbour(request, label, name, is_current=name == here) for label, name, _roles in seen]
    return []


def _neighbour(request: HttpRequest, label: Any, name: str, *, is_current: bool) -> Item:
    """A page of a section; on a page below it, its link is the way back and looks like one."""
    url = reverse(name)
    return {"label": label, "url": url, "current": is_current, "is_above": is_current and request.path != url}


def _here(request: HttpRequest, section: Section) -> str:
    """The name of the page of the section under whose address this one lies, the nearest; empty when none."""
    under = [(len(reverse(name)), name) for _label, name, _roles in section if request.path.startswith(reverse(name))]
    return max(under)[1] if under else ""


def account_places(request: HttpRequest) -> list[Item]:
    """The small menu under the person's name."""
    places: list[Item]
    if request.country is None:  # type: ignore[attr-defined]
        places = [{"label": _("Security"), "url": global_url("mfa_index")}]
        if getattr(request.user, "is_network_admin", False):
            places.append({"label": _("Components"), "url": global_url("design")})
        return places
    actor = actor_of(request)
    places = [{"label": _("Notices"), "url": reverse("members:notification_list")}]
    if getattr(request, "_membership", None) is not None:
        places.append({"label": _("Questions"), "url": reverse("members:thread_list")})
    if actor.is_(MEMBER):
        places += [
            {"label": _("My data"), "url": reverse("members:me")},
            {"label": _("Documents"), "url": reverse("members:document_list")},
        ]
    if actor.roles:
        places.append({"label": _("Desk of the staff"), "url": reverse("staff_home")})
        places.append({"label": _("The law we compute with"), "url": reverse("law_list")})
        places.append({"label": _("Components"), "url": global_url("design")})
    if actor.has_role("country_admin"):
        places.append({"label": _("Roles"), "url": reverse("members:staff_roles")})
        places.append({"label": _("Translations"), "url": global_url("translation_list")})
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
        _item(request, _("Translations"), "translation_list", "tongue", is_global=True),
        _item(request, _("Network"), "countries:network", "network", is_global=True),
    ]


def _item(
    request: HttpRequest, label: str, name: str, icon: str, *, is_global: bool = False, section: Section = ()
) -> Item:
    """A place; it is the current one on the pages under its address, or on those of its section when it has one."""
    url = global_url(name) if is_global else reverse(name)
    is_home = name in {"home", "staff_home"}
    here = request.path == url if is_home else request.path.startswith(url)
    return {"label": label, "url": url, "icon": icon, "current": bool(_here(request, section)) if section else here}
