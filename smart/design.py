"""What the living page of components shows: plainly invented people, firms and amounts, the same on every day.

The texts are specimens, some in German, Dutch and Swedish because their words are long; they are not translated.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.paginator import Page, Paginator

from smart.foundation.forms import DayField, DayParts, MoneyField, PercentField, PickMany, Picks, SmartForm
from smart.foundation.waterfall import Staircase, Step, Why, build_staircase

NOW: Final = datetime(2026, 11, 22, 16, 42, tzinfo=UTC)
COUNTRIES: Final = (
    ("BE", "Belgium"),
    ("FR", "France"),
    ("ES", "Spain"),
    ("IT", "Italy"),
    ("DE", "Germany"),
    ("AT", "Austria"),
    ("SE", "Sweden"),
    ("NL", "Netherlands"),
    ("HU", "Hungary"),
)
TONES: Final = (("ok", "Paid"), ("warn", "Waits for the client"), ("bad", "Refused"), ("pen", "To confirm"))


class SpecimenForm(SmartForm):
    """Every kind of field once."""

    title = forms.CharField(
        label="What is it called?", max_length=30, help_text="The client reads this on the invoice."
    )
    price = MoneyField(label="Price without VAT", currency="EUR")
    share = PercentField(label="Your share", required=False)
    first_day = DayField(label="First day of work", help_text="The work must not have begun.")
    born_on = DayField(label="Birthday", widget=DayParts)
    country = forms.ChoiceField(label="Country of the work", choices=[("", "Choose a country"), *COUNTRIES])
    kind = forms.ChoiceField(
        label="How do you work?",
        choices=[("art", "On stage"), ("other", "Something else")],
        widget=Picks(hints={"art": "Theatre, music, dance: rules of their own may hold."}),
    )
    risks = forms.MultipleChoiceField(
        label="What is special about it?",
        choices=[("height", "Work at height"), ("night", "Work at night")],
        widget=PickMany,
        required=False,
    )
    receipt = forms.FileField(label="Receipt", required=False, help_text="A photo or a PDF, 10 MB at most.")
    story = forms.CharField(label="Anything your adviser should know?", widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label="I have not begun yet", help_text="Without this, nobody is insured.")


def empty_form() -> SpecimenForm:
    return SpecimenForm(prefix="plain", initial={"price": Decimal("1250"), "kind": "art"})


def refused_form() -> SpecimenForm:
    """The same form as it comes back with its errors."""
    typed = {"title": "A mural for the courtyard of the school", "price": "1.2.50", "first_day": "31.2.2026"}
    form = SpecimenForm({f"wrong-{name}": value for name, value in typed.items()}, prefix="wrong")
    form.is_valid()
    return form


class ReadOnlyForm(SmartForm):
    """A fact the person cannot change here."""

    number = forms.CharField(
        label="Member number",
        initial="BE-000042",
        help_text="Given once; ask your adviser if it is wrong.",
        widget=forms.TextInput({"readonly": True, "class": "short"}),
    )


def usual_stairs() -> Staircase:
    """1250.00 − 81.25 − 12.50 − 246.25 = 910.00 gross; − 118.94 − 87.89 = 703.17 (by hand)."""
    share = Why(
        text="Your pension, your health care: the part the employer pays, so the cooperative in your name.",
        calculation="€910.00 × 27.06% = €246.25",
        facts=(("Who receives it", "Social security"), ("Valid since", "1 July 2026")),
    )
    return _stairs(
        ("client", "The client pays", "1250.00", "before VAT, 5 days"),
        ("cooperative", "The cooperative", "81.25", "6.5% of the invoice"),
        ("guarantee", "Guarantee fund", "12.50", "1% of the invoice"),
        ("employer", "Employer contributions", "246.25", "social security", share),
        ("gross", "Gross pay", "910.00", "what the contract says"),
        ("personal", "Your contributions", "118.94", "13.07% of the gross pay"),
        ("tax", "Tax withheld", "87.89", "11.11%"),
        ("net", "For you", "703.17", "on your account on Friday"),
    )


def german_stairs() -> Staircase:
    """Long words and every kind of row. 20000 − 1400 − 200 − 2400 − 3000 = 13000; − 2600 − 2400 − 150 + 50 = 7900."""
    return _stairs(
        ("client", "Rechnungsbetrag ohne Umsatzsteuer", "20000.00", "Auftraggeberin: Theatergemeinschaft"),
        ("cooperative", "Genossenschaftsbeitrag", "1400.00", "Verwaltungskostenanteil"),
        ("guarantee", "Garantiefondsanteil der Mitglieder", "200.00"),
        ("activity", "Verbleibt in meiner Tätigkeit", "2400.00"),
        ("employer", "Arbeitgeberanteile zur Sozialversicherung", "3000.00", "Kranken-, Renten-, Pflegeversicherung"),
        ("gross", "Bruttoarbeitsentgelt laut Arbeitsvertrag", "13000.00"),
        ("personal", "Arbeitnehmeranteile zur Sozialversicherung", "2600.00"),
        ("tax", "Lohnsteuer und Solidaritätszuschlag", "2400.00"),
        ("deduction", "Pfändung", "150.00", "Gerichtsbeschluss"),
        ("deduction", "Fahrtkostenerstattung", "-50.00", "kommt hinzu"),
        ("net", "Auszahlungsbetrag für Sie", "7900.00"),
    )


def swedish_stairs() -> Staircase:
    """Ten million crowns and cuts nobody would see: 9999999.99 − 40000 − 9000 − 2000000 = 7950999.99; − 500 − 2450499.99."""
    return _stairs(
        ("client", "Kunden betalar", "9999999.99", "utan mervärdesskatt"),
        ("cooperative", "Kooperativets förvaltningsavgift", "40000.00"),
        ("guarantee", "Garantifonden", "9000.00"),
        ("employer", "Arbetsgivaravgifter och tjänstepension", "2000000.00"),
        ("gross", "Bruttolön enligt anställningsavtalet", "7950999.99"),
        ("personal", "Arbetstagarens egna avgifter", "500.00"),
        ("tax", "Preliminärskatt", "2450499.99"),
        ("net", "Till dig", "5500000.00"),
        currency="SEK",
    )


def dutch_stairs() -> Staircase:
    """Everything is taken: 300 − 120 − 180 = 0."""
    return _stairs(
        ("gross", "Brutoloon volgens arbeidsovereenkomst", "300.00"),
        ("personal", "Werknemersbijdragen sociale zekerheid", "120.00"),
        ("tax", "Bedrijfsvoorheffing", "180.00"),
        ("net", "Uitbetaald aan u", "0.00"),
    )


def _stairs(*rows: tuple[Any, ...], currency: str = "EUR") -> Staircase:
    steps = [Step(kind, label, Decimal(amount), *rest) for kind, label, amount, *rest in rows]
    return build_staircase(steps, currency=currency)


def tickets() -> list[dict[str, Any]]:
    mural = {"title": "Mural in a school yard", "url": "#tickets", "amount": Decimal(1250), "currency": "EUR"}
    return [
        mural
        | {"day": date(2026, 11, 24), "title": "Confirm your hours", "text": "Mural in a school yard: 5 days planned."}
        | {"next": True, "action": "Confirm 5 days", "amount": None},
        mural | {"day": date(2026, 11, 16), "tone": "pen", "state": "Hours to confirm"},
        mural | {"day": date(2026, 12, 3), "tone": "ok", "state": "Contract signed", "under": "to 5"},
        {
            "title": "Puppet play, still without a day",
            "url": "#tickets",
            "tone": "warn",
            "state": "Client has not answered",
        },
    ]


def ledger() -> dict[str, Any]:
    columns = [{"label": "Line"}, {"label": "Base", "end": True}, {"label": "Amount", "end": True}]

    def row(label: str, base: str, amount: str, **kind: Any) -> dict[str, Any]:
        return {"cells": [{"text": label}, {"text": base, "end": True}, {"text": amount, "end": True}], **kind}

    return {
        "columns": columns,
        "rows": [
            row("Gross pay", "", "€910.00"),
            row("Contributions", "€910.00", "−€118.94"),
            row("Tax withheld", "€791.06", "−€87.89"),
            row("Taken off together", "", "−€206.83", total=True),
            row("For you", "", "€703.17", mine=True),
        ],
    }


def checks() -> list[dict[str, str]]:
    return [
        {"tone": "ok", "title": "Minimum wage", "text": "€17.50 an hour, at least €13.47.", "key": "1"},
        {"tone": "warn", "title": "Work at height", "text": "The certificate ends on 30 November.", "key": "2"},
        {"tone": "bad", "title": "Budget", "text": "€120.00 are missing. Lower the gross pay or wait for the client."},
    ]


def tasks() -> list[dict[str, str]]:
    return [
        {"label": "Legal entity", "url": "#work", "tone": "ok", "state": "Done"},
        {"label": "Bank account", "url": "#work", "tone": "warn", "state": "Second person", "note": "Entered by Dan."},
        {"label": "First invoice", "tone": "muted", "state": "Later"},
    ]


def events() -> list[dict[str, Any]]:
    return [
        {"at": NOW, "text": "Validated", "who": "Bob Example", "now": True},
        {"on": date(2026, 11, 20), "text": "Returned", "note": "The hours of Tuesday were missing."},
        {"on": date(2026, 11, 19), "text": "Sent for validation", "who": "Lina Example"},
    ]


def places() -> list[dict[str, Any]]:
    names = [
        "Desk",
        "Missions",
        "Contracts",
        "Declarations",
        "Clients",
        "Members",
        "Invoices",
        "Bank",
        "Books",
        "Payroll",
    ]
    return [{"label": name, "url": "#menus", "icon": "paper", "current": name == "Contracts"} for name in names]


def member_places() -> list[dict[str, Any]]:
    names = (("Today", "today"), ("Missions", "mission"), ("Money", "fall"), ("Pay", "paper"))
    return [{"label": name, "url": "#menus", "icon": icon, "current": name == "Pay"} for name, icon in names]


def pages() -> Page[int]:
    return Paginator(range(300), 20).page(5)
