"""Expenses as they are typed: a receipt with its photo, or a trip, day or meal at the country's tariff."""

import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from activities.models import Activity, Receipt, ReceiptFile
from activities.rules.expense_receipts import Told
from activities.rules.expense_tariffs import QUESTION, RUNNING
from countries.expenses import ExpenseCategory, Question
from smart.foundation.forms import DayField, MoneyField, PercentField, PickMany, Picks, SmartForm
from smart.foundation.money import ZERO, round_to
from smart.foundation.uploads import ACCEPT

MEALS = [(str(number), str(number)) for number in (1, 2, 3)]
FEW = 6
"""As many answers are shown as buttons; more become a list."""


class _ExpenseForm(SmartForm):
    """What every expense is asked. One activity only is not asked for."""

    submission_id = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        activities: Sequence[Activity],
        category: ExpenseCategory | None = None,
        receipt: Receipt | None = None,
        **kwargs: Any,
    ) -> None:
        self.activities, self.category, self.receipt = activities, category, receipt
        kwargs["initial"] = {"submission_id": uuid.uuid4(), **self._first_answers(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self._confirming = self.fields.pop("is_double_confirmed")
        if (receipt and receipt.is_double_confirmed) or self.data.get("is_double_confirmed"):
            self.allow_confirming()
        choices = [(str(each.pk), each.name) for each in activities]
        self.fields["activity"].choices = choices
        if len(choices) > FEW:
            self.fields["activity"].widget = forms.Select(choices=choices)
        if len(choices) == 1:
            self.fields["activity"].widget = forms.HiddenInput()
            self.initial["activity"] = choices[0][0]

    def _first_answers(self) -> dict[str, Any]:
        row = self.receipt
        if row is None:
            return {}
        names = ("day", "supplier", "note", "gross", "vat", "category", "has_address", "is_double_confirmed")
        own = {name: getattr(row, name) for name in names}
        return {**own, "activity": str(row.activity_id), "submission_id": row.submission_id, "vat": row.vat or None}

    def allow_confirming(self) -> None:
        """Ask whether it is another one than the like one that was found."""
        self.fields["is_double_confirmed"] = self._confirming

    def chosen_activity(self) -> Activity:
        return next(each for each in self.activities if str(each.pk) == self.cleaned_data["activity"])


def _activity() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("For which activity?"), widget=Picks)


def _note(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=300, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


def _double() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("It is another one"),
        required=False,
        help_text=_("You bought the same at the same place on the same day twice. Staff will see it."),
    )


class ReceiptForm(_ExpenseForm):
    """A receipt. `file` may be left out once the photo is kept (`has_file`): `kept` then names it."""

    file = forms.FileField(
        label=_("Photo of the receipt"),
        required=False,
        allow_empty_file=True,
        help_text=_("Take it with the camera, or choose a JPEG, PNG, WebP or PDF of at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    kept = forms.IntegerField(required=False, widget=forms.HiddenInput)
    category = forms.ChoiceField(label=_("What was it?"))
    supplier = forms.CharField(
        label=_("Bought from"),
        max_length=120,
        help_text=_("The name on the receipt."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    day = DayField(label=_("Day on the receipt"))
    gross = MoneyField(label=_("Amount you paid, VAT included"))
    vat = MoneyField(
        label=_("VAT on it"), required=False, min_value=ZERO, help_text=_("Leave it empty if none is printed.")
    )
    vat_rate = PercentField(
        label=_("Or the rate of the VAT"), required=False, help_text=_("If the receipt names the rate and no amount.")
    )
    activity = _activity()
    note = _note(_("What for?"))
    has_address = forms.BooleanField(label=_("It is made out to the cooperative"), required=False)
    is_double_confirmed = _double()

    def __init__(
        self,
        *args: Any,
        categories: Sequence[ExpenseCategory],
        has_file: bool = False,
        address_hint: str = "",
        currency: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = not has_file
        language = get_language() or "en"
        self.fields["category"].choices = [("", "—"), *((each.code, each.label_in(language)) for each in categories)]
        self.fields["gross"].currency = self.fields["vat"].currency = currency
        if address_hint:
            self.fields["has_address"].help_text = address_hint
        else:
            del self.fields["has_address"]

    def told(self, file: ReceiptFile | None) -> Told:
        data = self.cleaned_data
        gross = data["gross"]
        vat, rate = data["vat"], data["vat_rate"]
        if vat is None and rate:
            vat = round_to(gross * rate / (1 + rate))
        return Told(
            category=data["category"],
            day=data["day"],
            gross=gross,
            vat=vat or ZERO,
            supplier=data["supplier"],
            note=data["note"],
            file=file,
            has_address=data.get("has_address") or None,
            is_double_confirmed=bool(data.get("is_double_confirmed")),
        )


class TariffForm(_ExpenseForm):
    """A trip, a day away or a meal, with the questions that the tariff of the day asks."""

    day = DayField(label=_("Day"))
    start = forms.CharField(
        label=pgettext_lazy("place", "From"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    end = forms.CharField(
        label=pgettext_lazy("place", "To"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    km = forms.DecimalField(
        label=_("Kilometres one way"),
        min_value=Decimal("0.1"),
        max_value=Decimal(5000),
        max_digits=6,
        decimal_places=1,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short num", "autocomplete": "off"}),
        error_messages={"invalid": _("“Kilometres one way” must be a number, for example 52 or 52.5.")},
    )
    is_round_trip = forms.BooleanField(label=_("There and back"), required=False)
    meals = forms.ChoiceField(label=_("How many meals?"), choices=MEALS, widget=Picks)
    activity = _activity()
    note = _note(_("What for?"))
    gross = MoneyField(
        label=_("Amount, if you ask for less than the tariff"),
        required=False,
        help_text=_("Left empty, the tariff is taken."),
    )
    is_double_confirmed = _double()

    def __init__(
        self, *args: Any, questions: Sequence[Question], category: ExpenseCategory, currency: str, **kwargs: Any
    ) -> None:
        self.questions = [each for each in questions if each.kind != RUNNING]
        asked = {f"{QUESTION}{key}": _question_field(same) for key, same in _by_key(self.questions).items()}
        self.base_fields = {**self.base_fields, **asked}
        super().__init__(*args, category=category, **kwargs)
        for name in {"start", "end", "km", "is_round_trip"} if category.kind != "mileage" else ():
            del self.fields[name]
        if category.kind != "meal":
            del self.fields["meals"]
        self.fields["gross"].currency = currency
        last = ("activity", "note", "gross", "is_double_confirmed")
        self.order_fields([*(name for name in self.fields if name not in last), *last])

    def _first_answers(self) -> dict[str, Any]:
        row = self.receipt
        if row is None:
            return {}
        facts = row.facts
        usual = super()._first_answers()
        is_less = row.tariff.get("most") != str(row.gross)
        km = facts.get("km")
        return {
            **usual,
            "gross": row.gross if is_less else None,
            "start": facts.get("start"),
            "end": facts.get("end"),
            "km": Decimal(km) if km else None,
            "is_round_trip": facts.get("is_round_trip"),
            "meals": str(int(row.quantity or 1)),
            **{f"{QUESTION}{key}": answer for key, answer in facts.get("answers", {}).items()},
        }

    def told(self) -> Told:
        data = self.cleaned_data
        assert self.category is not None
        km, is_round_trip = data.get("km"), bool(data.get("is_round_trip"))
        facts = (
            {"start": data["start"], "end": data["end"], "km": str(km), "is_round_trip": is_round_trip} if km else {}
        )
        quantity = km * (2 if is_round_trip else 1) if km else Decimal(data.get("meals") or 1)
        return Told(
            category=self.category.code,
            day=data["day"],
            gross=data["gross"],
            supplier="",
            note=data["note"],
            is_double_confirmed=bool(data.get("is_double_confirmed")),
            quantity=quantity,
            facts=facts,
            answers=self._answers(),
        )

    def _answers(self) -> dict[str, Any]:
        """What was answered among the questions that come up with the other answers."""
        answers: dict[str, Any] = {}
        for question in self.questions:
            found = self.cleaned_data.get(f"{QUESTION}{question.key}")
            if found in (None, "", []) or not all(answers.get(key) == answer for key, answer in question.when):
                continue
            answers[question.key] = found
        return answers


def _by_key(questions: Sequence[Question]) -> dict[str, list[Question]]:
    """The questions by their key: one may come up after several answers, each with choices of its own."""
    found: dict[str, list[Question]] = {}
    for each in questions:
        found.setdefault(each.key, []).append(each)
    return found


def _question_field(same: Sequence[Question]) -> forms.Field:
    language = get_language() or "en"
    label, kind = same[0].label_in(language), same[0].kind
    choices = list(dict.fromkeys(choice for each in same for choice in each.choices_in(language)))
    if kind == "several":
        return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=PickMany)
    if kind == "number":
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "short num", "autocomplete": "off"})
        return forms.DecimalField(
            label=label, required=False, min_value=ZERO, max_digits=6, decimal_places=1, localize=True, widget=widget
        )
    if len(choices) <= FEW:
        return forms.ChoiceField(label=label, choices=choices, required=False, widget=Picks)
    return forms.ChoiceField(label=label, choices=[("", "—"), *choices], required=False)
