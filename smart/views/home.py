"""The front doors: visitors, people with several countries, members (“Today”) and country staff (“Desk”)."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.models import Client, Contract, Declaration, ExpenseClaim, LateStatement, Mission
from countries import law_book
from countries.addresses import country_url, global_url
from countries.late_ways import gives_time
from countries.models import Country
from countries.states import OPEN_STATES
from invoicing.models import (
    ActivityMove,
    BankEntry,
    Dispute,
    ElectronicInvoice,
    Invoice,
    Payable,
    PayPromise,
    PayrollRun,
    Reminder,
    RunLine,
    SupplierInvoice,
    WriteOff,
)
from members.access import actor_of, member_page, membership_here, public_page, staff_page
from members.models import (
    Appointment,
    Erasure,
    Leaving,
    LegalHold,
    MemberPaper,
    Membership,
    ShareSubscription,
    User,
)
from members.queries import mails_for_staff, threads_for_staff
from members.states import MembershipState
from smart import today as todays
from smart.foundation.actors import MEMBER
from smart.foundation.counting import counts
from smart.translating.models import Translator


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """`/`: the landing page, or straight on to where the person belongs. `/be/`: today, or the desk, or joining."""
    if request.country is not None:
        return _country_home(request)
    if not request.user.is_authenticated:
        return render(request, "smart/landing.html", {"countries": Country.objects.filter(state__in=OPEN_STATES)})
    places = _places_of(request.user)
    if len(places) == 1:
        return HttpResponseRedirect(places[0]["url"])
    joinable = Country.objects.filter(state__in=OPEN_STATES)
    return render(request, "smart/choose.html", {"places": places, "joinable": joinable})


@member_page
def today(request: HttpRequest) -> HttpResponse:
    """What a member must do next, what they will be paid and when, and their last missions."""
    return render(request, "smart/today.html", {"today": todays.member_day(request.membership)})


@staff_page()
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the staff of the country, counted, each with its door."""
    return render(request, "smart/desk.html", {"queues": _queues(request)})


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "smart/accessibility.html")


@public_page
def help_page(request: HttpRequest) -> HttpResponse:
    may_ask = request.country is not None and actor_of(request).is_(MEMBER)
    return render(request, "smart/help.html", {"may_ask": may_ask})


def _country_home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return HttpResponseRedirect(global_url("home"))
    membership = membership_here(request)
    if membership is not None and membership.is_active:
        return today(request)
    if any(each.country_id == request.country.pk for each in request.user.staff_roles.all()):
        return HttpResponseRedirect(country_url(request.country, "staff_home"))
    if membership is not None and membership.state == MembershipState.LEFT and membership.number:
        return HttpResponseRedirect(country_url(request.country, "members:document_list"))
    return HttpResponseRedirect(country_url(request.country, "members:join"))


def _places_of(user: User) -> list[dict[str, object]]:
    """Every door the person may take: membership, staff, network administration."""
    memberships = (
        Membership.objects.filter(user=user, restricted_at=None).select_related("country").order_by("country_id")
    )
    places: list[dict[str, object]] = [
        {"country": each.country, "label": _("Member"), "url": country_url(each.country, "home")}
        for each in memberships
    ]
    staffed = Country.objects.filter(pk__in=user.staff_roles.values("country_id"))
    places += [{"country": each, "label": _("Staff"), "url": country_url(each, "staff_home")} for each in staffed]
    if user.is_network_admin:
        places.append({"country": None, "label": _("Network"), "url": global_url("countries:country_list")})
    elif Translator.objects.working().filter(user=user).exists():
        places.append({"country": None, "label": _("Translations"), "url": global_url("translation_list")})
    return places


def _queues(request: HttpRequest) -> list[dict[str, object]]:
    """The queues of the person's roles with their counts: one query for all of them."""
    roles = request.roles
    may_all = "country_admin" in roles
    mine: Any = threads_for_staff(actor_of(request))
    late = mine.past_promise(timezone.now())
    mails: Any = mails_for_staff(actor_of(request))
    queues: list[tuple[str, str, QuerySet[Any], str]] = [
        (_("Questions to answer"), "members:staff_thread_list", mine.to_answer(), "people"),
        (_("Questions past their promise"), "members:staff_thread_list?show=late", late, "warn"),
        (_("Mails that wait for a person"), "members:staff_mail_list", mails.held(), "people"),
    ]
    if may_all or "adviser" in roles:
        asked = Appointment.objects.filter(state="asked")
        applied = Membership.objects.filter(
            country=request.country, state__in=["applied", "consulted"], restricted_at=None
        )
        queues += [
            (_("Missions to check"), "activities:staff_mission_queue", Mission.objects.for_review(), "mission"),
            (_("Contracts to check"), "activities:staff_contract_queue", Contract.objects.for_review(), "stamp"),
            (_("Declarations to send"), "activities:staff_declaration_desk", Declaration.objects.to_do(), "clock"),
            (_("New clients"), "activities:staff_client_list", Client.objects.to_review(), "people"),
            (_("Applications"), "members:staff_application_list", applied, "user"),
            (_("Members who want to leave"), "members:staff_leaving_list", Leaving.objects.open(), "user"),
            (_("Papers to read"), "members:staff_paper_queue", MemberPaper.objects.to_read(), "paper"),
            (_("People who ask for an appointment"), "members:staff_meeting_list", asked, "people"),
        ]
        if gives_time(request.country.code.code):
            late_days = LateStatement.objects.to_decide()
            queues.append((_("Late declarations to decide"), "activities:staff_late_list", late_days, "clock"))
    if may_all or "accounting" in roles:
        queues += [
            (_("Invoices whose VAT must be decided"), "invoicing:vat_queue", Invoice.objects.vat_to_decide(), "paper"),
            (_("Other payments to make"), "invoicing:payable_list", Payable.objects.to_pay(), "money"),
            (_("Bank entries that wait"), "invoicing:bank_entry_list", BankEntry.objects.waiting(), "money"),
            (_("Reminders that wait"), "invoicing:staff_reminder_list", Reminder.objects.undecided(), "clock"),
            (_("Shares not paid in full"), "members:staff_share_list", ShareSubscription.objects.to_pay(), "stamp"),
            (_("Losses for a second person"), "invoicing:staff_reminder_list", WriteOff.objects.waiting(), "warn"),
            (_("Invoices not yet paid"), "invoicing:staff_invoice_list", Invoice.objects.unpaid(), "bank"),
        ]
    if may_all or roles & {"adviser", "accounting"}:
        purchases, disputed = SupplierInvoice.objects.to_decide(), "invoicing:staff_invoice_list?show=disputed"
        queues += [
            (_("Electronic invoices to mend"), "invoicing:einvoice_list", ElectronicInvoice.objects.to_mend(), "warn"),
            (_("Invoices that clients dispute"), disputed, Dispute.objects.open(), "warn"),
            (_("Invoices of suppliers to decide"), "invoicing:supplier_list", purchases, "paper"),
            (_("Expenses to check"), "invoicing:staff_expense_list", ExpenseClaim.objects.for_review(), "paper"),
            (
                _("Money to move between activities"),
                "invoicing:staff_move_list",
                ActivityMove.objects.waiting(),
                "money",
            ),
        ]
    if may_all or "payroll" in roles:
        running = PayrollRun.objects.exclude(state="paid")
        queues += [
            (_("Payroll runs under way"), "invoicing:staff_run_list", running, "money"),
            (_("Broken promises to explain"), "invoicing:staff_promise_list", PayPromise.objects.to_explain(), "warn"),
            (_("Payroll lines that failed"), "invoicing:staff_run_list", RunLine.objects.failed(), "warn"),
        ]
    queues += _queues_of_few(request)
    waiting = counts(Country.objects.filter(pk=request.country.pk), [rows for _label, _name, rows, _icon in queues])
    counted = [
        {"label": label, "url": _door(name), "count": count, "icon": icon}
        for (label, name, _rows, icon), count in zip(queues, waiting, strict=True)
    ]
    counted += _law_queue(request) if may_all or "payroll" in roles else []
    return counted + (_tariff_queue(request) if may_all or "accounting" in roles else [])


def _queues_of_few(request: HttpRequest) -> list[tuple[str, str, QuerySet[Any], str]]:
    """What only administrators, and only keepers of restricted data, decide: none of them by the other's office."""
    user, queues = request.user.pk, []
    if "country_admin" in request.roles:
        asked = Erasure.objects.to_decide(user)
        queues.append((_("Requests to erase data"), "personal_data:erasure_list", asked, "user"))
    if "legal_hold" in request.roles:
        held = LegalHold.objects.to_decide(user, on=request.country.today())
        queues.append((_("Holds to review or to end"), "personal_data:legal_hold_list", held, "clock"))
    return queues


def _door(name: str) -> str:
    """The address of a page, perhaps with one of its lists chosen: `name?show=list`."""
    page, mark, chosen = name.partition("?")
    return reverse(page) + mark + chosen


def _law_queue(request: HttpRequest) -> list[dict[str, object]]:
    """Statutory values that payroll will soon refuse, or already does."""
    due = law_book.due(str(request.country.code), on=request.country.today())
    url = f"{reverse('law_list')}?show=due"
    return [{"label": _("Legal values to renew"), "url": url, "count": due, "icon": "clock"}] if due else []


def _tariff_queue(request: HttpRequest) -> list[dict[str, object]]:
    """Tariffs of expenses that claims will soon be refused for, or already are: accounting has them renewed."""
    due = law_book.due_tariffs(str(request.country.code), on=request.country.today())
    url = f"{reverse('law_list')}?show=due&word=tariff."
    return [{"label": _("Expense tariffs to renew"), "url": url, "count": due, "icon": "clock"}] if due else []
