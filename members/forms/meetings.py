"""Planning a meeting, and asking for one."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy

from countries.models import Country
from members.forms.staff import named
from members.models import User
from members.rules.meetings import MOST_WEEKS, MeetingPlan
from smart.foundation.forms import DayField, SmartForm


def languages_of(where: Country) -> list[tuple[str, str]]:
    """The languages of the country, named in themselves; all of the portal where it has none."""
    names = dict(settings.LANGUAGES)
    return [(code, names[code]) for code in (where.languages or names) if code in names]


class MeetingForm(SmartForm):
    """An appointment for one person."""

    day = DayField(label=gettext_lazy("Day"))
    time = forms.TimeField(
        label=gettext_lazy("Begins at"),
        widget=forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("“Begins at” must be an hour like 11:00.")},
    )
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=10, max_value=480, initial=60)
    language = forms.ChoiceField(label=gettext_lazy("Language"))
    place = forms.CharField(
        label=gettext_lazy("Place"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Street and town, or leave it empty when it is online."),
    )
    link = forms.URLField(label=gettext_lazy("Online room"), max_length=300, required=False, assume_scheme="https")
    adviser = forms.ChoiceField(label=gettext_lazy("Adviser"))

    def __init__(self, *args: Any, where: Country, advisers: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.pk): each for each in advisers}
        self.fields["adviser"].choices = named(advisers)  # type: ignore[attr-defined]
        self.fields["language"].choices = languages_of(where)  # type: ignore[attr-defined]

    def plan(self) -> MeetingPlan:
        """What was typed, as the rules read it."""
        typed = {name: self.cleaned_data[name] for name in ("day", "time", "minutes", "language", "place", "link")}
        return MeetingPlan(
            **typed,
            adviser=self.people[self.cleaned_data["adviser"]],
            capacity=self.cleaned_data.get("capacity", 1),
        )


class SessionForm(MeetingForm):
    """An information session for several people, perhaps every week."""

    capacity = forms.IntegerField(label=gettext_lazy("Places"), min_value=1, max_value=500, initial=12)
    weeks = forms.IntegerField(
        label=gettext_lazy("Number of weeks"),
        min_value=1,
        max_value=MOST_WEEKS,
        initial=1,
        help_text=gettext_lazy("1 for this day only; more repeats it every week at the same hour."),
    )


class AppointmentForm(SmartForm):
    words = forms.CharField(
        label=gettext_lazy("When does it suit you, and what do you want to talk about?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": "4"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"))

    def __init__(self, *args: Any, where: Country, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages_of(where)  # type: ignore[attr-defined]
