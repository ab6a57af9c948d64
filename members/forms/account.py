"""The forms of sign-in, with our sentences (settings.ACCOUNT_FORMS, settings.MFA_FORMS)."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from smart.foundation.forms import NamedErrors

LABELS = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "password2": _("The new password once more"),
    "code": _("Code"),
    "name": _("Name of the key"),
    "passwordless": _("This key alone signs me in, without the password"),
}
NEW_PASSWORD = _("At least 10 characters. A few words in a row are good; a name or “password” is not.")


class Labels:
    """Mixin between NamedErrors and a form of allauth: our labels, no text inside the boxes."""

    fields: dict[str, forms.Field]
    new_password: Any = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            field.help_text = "" if name in {"password", "oldpassword"} else field.help_text
        if "password1" in self.fields:
            self.fields["password1"].label = self.new_password
            self.fields["password1"].help_text = NEW_PASSWORD
        if "code" in self.fields:
            self.fields["code"].widget.attrs |= {"class": "short", "autocomplete": "one-time-code"}


class Labelled(NamedErrors, Labels):
    """Our sentences and our labels."""


class LoginForm(Labelled, account.LoginForm):
    pass


class SignupForm(Labelled, account.SignupForm):
    new_password = _("Password")


class AddEmailForm(Labelled, account.AddEmailForm):
    pass


class ChangeEmailForm(Labelled, account.ChangeEmailForm):
    pass


class ChangePasswordForm(Labelled, account.ChangePasswordForm):
    new_password = _("New password")


class SetPasswordForm(Labelled, account.SetPasswordForm):
    new_password = _("New password")


class ResetPasswordForm(Labelled, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(Labelled, account.ResetPasswordKeyForm):
    new_password = _("New password")


class ReauthenticateForm(Labelled, account.ReauthenticateForm):
    pass


class ConfirmCodeForm(Labelled, account.ConfirmEmailVerificationCodeForm):
    pass


class AuthenticateForm(Labelled, mfa.AuthenticateForm):
    pass


class ReauthenticateCodeForm(Labelled, mfa.ReauthenticateForm):
    pass


class ActivateAppForm(Labelled, totp.ActivateTOTPForm):
    pass


class DeactivateAppForm(Labelled, totp.DeactivateTOTPForm):
    pass


class RecoveryCodesForm(Labelled, GenerateRecoveryCodesForm):
    pass


class AddKeyForm(Labelled, webauthn.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].help_text = _("Your phone or key then asks for your finger, your face or its PIN.")


class EditKeyForm(Labelled, webauthn.EditWebAuthnForm):
    pass


class AuthenticateKeyForm(Labelled, webauthn.AuthenticateWebAuthnForm):
    pass


class LoginKeyForm(Labelled, webauthn.LoginWebAuthnForm):
    pass


class ReauthenticateKeyForm(Labelled, webauthn.ReauthenticateWebAuthnForm):
    pass
