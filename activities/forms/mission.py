"""The four pages of the mission wizard: what is typed and how it is read. What it means is decided by the rules."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django_countries import countries as names

from activities.forms.quote import DepositField, Share
from activities.models import Activity, Client, ClientContact, Mission, Order
from activities.models.mission import WorkSetting
from activities.place import contract_kinds, in_language, pack_of
from activities.rules.mission_facts import proposed_last_answer
from countries.models import Country
from smart.foundation.forms import DayField, MoneyField, Picks, SmartForm
from smart.foundation.money import ZERO

YES_NO = (("yes", _("Yes")), ("no", _("No")))


class AnswerField(forms.TypedChoiceField):
    """Yes or no, as True or False; None when nothing was chosen."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", Picks)
        super().__init__(choices=YES_NO, coerce={"yes": True, "no": False}.__getitem__, empty_value=None, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class WorkForm(SmartForm):
    """Step 1: what, for whom."""

    activity = forms.ChoiceField(label=_("In which activity?"))
    title = forms.CharField(
        label=_("What will you do?"), max_length=120, help_text=_("A short title; the client reads it.")
    )
    description = forms.CharField(
        label=_("Describe the work"),
        min_length=10,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It is printed on the invoice."),
    )
    work_setting = forms.ChoiceField(label=_("Where and when do you work?"), choices=WorkSetting.choices, widget=Picks)
    q = forms.CharField(
        label=_("Find a client"),
        required=False,
        max_length=60,
        help_text=_("The first letters of the name."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )
    client = forms.ChoiceField(
        label=_("Client"), widget=Picks, error_messages={"required": _("Choose the client, or add a new one.")}
    )

    def __init__(self, *args: Any, activities: Iterable[Activity], clients: Iterable[Client], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(activity.pk), activity.name) for activity in activities]
        if len(choices) == 1:
            del self.fields["activity"]
        else:
            self.fields["activity"].choices = choices
        found = list(clients)
        picker = self.fields["client"]
        picker.choices = [(str(client.pk), client.name) for client in found]
        picker.widget.hints = {
            str(client.pk): ", ".join(part for part in (client.city, client.vat_number) if part) for client in found
        }

    @staticmethod
    def initial_of(mission: Mission) -> dict[str, Any]:
        return {
            "title": mission.title,
            "description": mission.description,
            "work_setting": mission.work_setting,
            "client": str(mission.client_id or ""),
        }


class DatesForm(SmartForm):
    """Step 2: when and where."""

    starts_on = DayField(label=_("First day of work"))
    ends_on = DayField(
        label=_("Last day of work"), required=False, help_text=_("Left empty, it follows from the number of days.")
    )
    start_time = forms.TimeField(
        label=_("The work begins at"),
        help_text=_("On the first day. It must be declared before this hour."),
        widget=forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M"),
        error_messages={"invalid": _("“The work begins at” must be an hour like 09:00.")},
    )
    days = forms.DecimalField(
        label=_("How many days do you work?"),
        required=False,
        help_text=_("Left empty, every working day between the two."),
        max_digits=5,
        decimal_places=2,
        min_value=Decimal("0.25"),
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short num"}),
        error_messages={"invalid": _("“How many days do you work?” must be a number, for example 3 or 2.5.")},
    )
    hours_per_day = forms.DecimalField(
        label=_("Hours a day"),
        required=False,
        help_text=_("Left empty, full days."),
        max_digits=4,
        decimal_places=2,
        min_value=Decimal("0.25"),
        max_value=Decimal(24),
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short num"}),
        error_messages={"invalid": _("“Hours a day” must be a number, for example 7.6.")},
    )
    city = forms.CharField(
        label=_("Town"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "address-level2"})
    )
    place = forms.ChoiceField(label=_("Country of the work"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = list(names)
        self.fields["days"].unit = _("days")
        self.fields["hours_per_day"].unit = _("hours")

    @staticmethod
    def initial_of(mission: Mission, country: Country) -> dict[str, Any]:
        fields = ("starts_on", "ends_on", "start_time", "days", "hours_per_day", "city")
        known = {name: _plain(getattr(mission, name)) for name in fields if getattr(mission, name) not in {None, ""}}
        client = mission.client
        at_client = {"city": client.city, "place": str(client.place.code)} if client and not mission.city else {}
        place = {"place": str(mission.place.code or country.code.code)}
        return {"start_time": "09:00", **place, **at_client, **known}


def _plain(value: Any) -> Any:
    """A number as a person writes it: 5 and 7.6, not 5.00 and 7.60."""
    if not isinstance(value, Decimal):
        return value
    return value.to_integral() if value == value.to_integral() else value.normalize()


class FunctionForm(SmartForm):
    """Step 3: in which function, with which risks."""

    function = forms.CharField(
        label=_("Your function"), max_length=120, help_text=_("For example: muralist, sound engineer, translator.")
    )
    service_kind = forms.ChoiceField(label=_("Kind of service"), help_text=_("The VAT depends on it."))
    is_artistic = AnswerField(label=_("Is the work artistic?"))
    has_risks = AnswerField(
        label=_("Does the work have particular risks?"),
        help_text=_("Heights, machines, chemicals, electricity, heavy loads, animals, night work…"),
    )
    risk_note = forms.CharField(
        label=_("Which risks, and how do you protect yourself?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only if you answered yes. The prevention adviser reads it."),
    )

    def __init__(self, *args: Any, country: Country, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        kinds = pack_of(country).pack.service_kinds
        self.fields["service_kind"].choices = [(code, in_language(dict(label), language)) for code, label in kinds]

    @staticmethod
    def initial_of(mission: Mission) -> dict[str, Any]:
        return {
            "function": mission.function,
            "service_kind": mission.service_kind,
            "is_artistic": mission.is_artistic,
            "has_risks": mission.has_risks,
            "risk_note": mission.risk_note,
        }


class PriceForm(SmartForm):
    """Step 4: which contract, for how much, confirmed by whom."""

    contract_kind = forms.ChoiceField(
        label=_("Kind of contract"), help_text=_("What your income will become once the mission is confirmed.")
    )
    amount = MoneyField(label=_("Price agreed with the client, without VAT"))
    deposit = DepositField(
        label=_("Deposit on confirmation"),
        help_text=_("Invoiced as soon as the mission is confirmed. An amount, or a part of the price: 250 or 30%"),
    )
    invoice_on = DayField(label=_("Planned day of the invoice"), required=False)
    contact = forms.ChoiceField(label=_("Somebody you know there?"), required=False, widget=Picks)
    contact_name = forms.CharField(
        label=_("Who confirms the order?"),
        max_length=120,
        help_text=_("The person at the client's."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    contact_email = forms.EmailField(
        label=_("Their e-mail address"),
        help_text=_("The order is sent here, with a link to accept it."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    valid_until = DayField(label=_("The client can answer until"))
    purchase_order = forms.CharField(
        label=_("Purchase order number"), required=False, max_length=60, help_text=_("If the client gave you one.")
    )

    def __init__(
        self,
        *args: Any,
        country: Country,
        contacts: Iterable[ClientContact] = (),
        has_lines: bool = False,
        draft_days: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        kinds = pack_of(country).pack.contract_kinds
        self.fields["contract_kind"].choices = [(kind.code, in_language(dict(kind.label), language)) for kind in kinds]
        self.fields["amount"].currency = self.fields["deposit"].currency = country.currency
        self.fields["invoice_on"].help_text = invoice_day_hint(draft_days)
        if has_lines:
            del self.fields["amount"]
        self.contacts = {str(contact.pk): contact for contact in contacts}
        self._offer_contacts()

    @property
    def is_more_open(self) -> bool:
        """Whether something stands among the less usual questions, or is wrong there."""
        names = ("deposit", "invoice_on", "purchase_order")
        return any(self.errors.get(name) if self.is_bound else self.initial.get(name) for name in names) or (
            self.is_bound and any(self.data.get(self.add_prefix(name)) for name in names)
        )

    def _offer_contacts(self) -> None:
        """The member's own contacts to choose from; the name and the address are asked only of somebody else."""
        if not self.contacts:
            del self.fields["contact"]
            return
        picker = self.fields["contact"]
        picker.choices = [
            *((key, contact.name) for key, contact in self.contacts.items()),
            ("", gettext("Somebody else, written below")),
        ]
        picker.widget.hints = {key: contact.email for key, contact in self.contacts.items()}
        proposed = self.initial.get("contact", "")
        picked = str(self.data.get(self.add_prefix("contact"), "")) if self.is_bound else proposed
        if picked in self.contacts:
            self.fields["contact_name"].required = self.fields["contact_email"].required = False

    def clean(self) -> dict[str, Any]:
        """The picked contact is who confirms; a deposit in percent goes to the rules as a share of the price."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        contact = self.contacts.get(facts.pop("contact", ""))
        if contact is not None:
            facts |= {"contact_name": contact.name, "contact_email": contact.email}
        if "deposit" in facts:
            deposit = facts.pop("deposit")
            is_share = isinstance(deposit, Share)
            facts |= {"deposit_share": deposit.rate} if is_share else {"deposit": deposit or ZERO}
        return facts

    @staticmethod
    def initial_of(
        mission: Mission, order: Order, today: date, contacts: Iterable[ClientContact] = ()
    ) -> dict[str, Any]:
        known = list(contacts)
        if order.contact_email:
            known = [contact for contact in known if contact.email == order.contact_email]
        newest = max((contact.pk for contact in known), default="")
        return {
            "contact": str(newest),
            "deposit": order.deposit or None,
            "invoice_on": order.invoice_on,
            "contract_kind": mission.contract_kind or contract_kinds(mission.country)[0].code,
            "amount": mission.amount,
            "contact_name": order.contact_name,
            "contact_email": order.contact_email or (mission.client.email if mission.client else ""),
            "valid_until": order.valid_until or proposed_last_answer(mission.starts_on, on=today),
            "purchase_order": order.purchase_order,
        }


def invoice_day_hint(draft_days: int | None) -> str:
    """What happens when the day is left empty, as the country has set it."""
    if not draft_days:
        return gettext("Left empty, the invoice is made as soon as the mission is confirmed.")
    return gettext(
        "Left empty, the invoice is made as soon as the mission is confirmed. "
        "With a day, you see its draft %(days)d days before it leaves."
    ) % {"days": draft_days}


class SendForm(SmartForm):
    """Step 5: nothing to type; the hidden id makes a double click one mission."""

    submission_id = forms.UUIDField(widget=forms.HiddenInput)
