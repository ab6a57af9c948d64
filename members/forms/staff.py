"""What staff type about members and colleagues."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import User
from members.states import MembershipState, Role
from smart.foundation.forms import DayField, Picks, SmartForm


class AppointForm(SmartForm):
    email = forms.EmailField(
        label=gettext_lazy("E-mail of the person"),
        help_text=gettext_lazy("They must have an account: they register with this address first."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices, widget=Picks())

    def clean_email(self) -> str:
        """Refuse an address nobody registered with; the person found is kept as `person`."""
        email = str(self.cleaned_data["email"]).lower()
        self.person = User.objects.filter(email=email, is_active=True).first()
        if self.person is None:
            raise forms.ValidationError(
                _("Nobody has an account with “%(email)s”. Ask the person to register, then appoint them.")
                % {"email": email}
            )
        return email


class MemberSearchForm(SmartForm):
    """The filters of the member list; nothing is required, and what makes no sense is left out."""

    q = forms.CharField(
        label=gettext_lazy("Family name, e-mail or member number"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    adviser = forms.ChoiceField(label=gettext_lazy("Adviser"), required=False)

    def __init__(self, *args: Any, advisers: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = [("", _("All"))]
        self.fields["state"].choices = everybody + list(MembershipState.choices)  # type: ignore[attr-defined]
        self.fields["adviser"].choices = [*everybody, ("none", _("Nobody yet")), *named(advisers)]  # type: ignore[attr-defined]


class AdviserForm(SmartForm):
    adviser = forms.ChoiceField(label=gettext_lazy("Adviser"))

    def __init__(self, *args: Any, advisers: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.pk): each for each in advisers}
        self.fields["adviser"].choices = [("", _("Choose a person")), *named(advisers)]  # type: ignore[attr-defined]

    def clean_adviser(self) -> User:
        return self.people[self.cleaned_data["adviser"]]


class ReasonForm(SmartForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The person reads it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )


class PermitForm(SmartForm):
    until = DayField(
        label=gettext_lazy("Right to work seen, valid until"),
        help_text=gettext_lazy("From the permit itself. Citizens of the Union, the EEA and Switzerland need none."),
        required=False,
    )


def named(people: list[User]) -> list[tuple[str, str]]:
    return [(str(each.pk), each.full_name) for each in people]
