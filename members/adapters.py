"""How sign-in speaks and acts: our sentences, the person's language, mails after commit, second factors sealed."""

import datetime
import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from countries.addresses import global_url
from members.models import User
from members.rules.sign_ins import note_sign_in
from smart.foundation.crypto import seal, unseal
from smart.foundation.origin import ip_of

TOTP_CONTEXT = "mfa.authenticator"


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up, sign-in, passwords and addresses."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Write to Smart if you need it again."),
        "duplicate_email": _("This address is already the one of your account."),
        "email_password_mismatch": _("The e-mail or the password is wrong. Check both; capital letters count."),
        "email_taken": _("Somebody already has an account with this e-mail. Sign in, or reset the password."),
        "enter_current_password": _("The present password is wrong. Type it again; capital letters count."),
        "incorrect_code": _("This code is wrong or too old. Type the newest one, digit by digit."),
        "incorrect_password": _("The password is wrong. Type it again; capital letters count."),
        "invalid_login": _("Nobody can sign in with this. Write your e-mail address."),
        "invalid_password_reset": _("This link is no longer valid. Ask for a new one."),
        "max_email_addresses": _("An account can have %d addresses at most."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "unknown_email": _("Nobody has an account with this address."),
        "unverified_primary_email": _("Confirm your first address before you change it."),
        "same_as_current": _("This is already your address. Write another one, or go back."),
        "rate_limited": _("Too many attempts. Wait a few minutes, then try again."),
    }

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Keep the language the person registered in: their mails come in it."""
        user.language = (get_language() or settings.LANGUAGE_CODE)[:2]
        return super().save_user(request, user, form, commit)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Written now, sent after commit; a mail server that is down does not break the page (the code can be resent)."""
        message = self.render_mail(
            template_prefix, email, {"request": allauth_context.request, "email": email, **context}
        )
        transaction.on_commit(message.send, robust=True)

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Keep the address before when it changes: it hears of changes of the bank account for a while."""
        if template_prefix == "account/email/email_changed" and context:
            User.objects.filter(pk=user.pk).update(
                previous_email=context["from_email"].lower(), email_changed_at=timezone.now()
            )
        super().send_notification_mail(template_prefix, user, context, email)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """Note where the person signed in: they find it on their page of sessions."""
        remember_sign_in(request, user)
        return super().post_login(request, user, **kwargs)

    def format_email_subject(self, subject: str) -> str:
        return str(subject)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Always the configured site, never the Host header."""
        path = global_url("account_reset_password_from_key", "UID", "KEY")
        uid, _dash, secret = key.partition("-")
        return f"{settings.SITE_URL}{path.replace('UID-KEY', f'{uid}-{secret}')}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return global_url("mfa_index")

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who signed in a moment ago is not asked again before they enrol the second factor they must have."""
        return not proved_lately(allauth_context.request)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The same peer address as everywhere else."""
        return ip_of(request)


class MFAAdapter(DefaultMFAAdapter):
    """Second factors: secrets are sealed at rest, and staff keep at least one."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is wrong or too old. Type the newest one of your app, or a recovery code."),
        "cannot_delete_authenticator": _(
            "People who work for Smart keep a second factor. Add another one first, then remove this one."
        ),
        "cannot_generate_recovery_codes": _("Recovery codes come after a second factor. Add an app or a key first."),
        "unverified_email": _("Confirm your e-mail address first, then add a second factor."),
        "add_email_blocked": _("An account with a second factor keeps its address. Ask an administrator to change it."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text, context=TOTP_CONTEXT)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, context=TOTP_CONTEXT)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        if not needs_second_factor(authenticator.user):
            return True
        own = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        return own.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def _get_site_name(self) -> str:
        return "Smart"


def remember_sign_in(request: HttpRequest, user: User) -> None:
    """Note the place and keep its number in the session, so that it can be kept fresh."""
    key = request.session.session_key or ""
    row = note_sign_in(user, session_key=key, agent=request.META.get("HTTP_USER_AGENT", ""), ip=ip_of(request))
    request.session["sign_in"] = row.pk


def proved_lately(request: HttpRequest) -> bool:
    """Whether the person showed a password or factor, on signing in or since, within ACCOUNT_REAUTHENTICATION_TIMEOUT.

    Who has neither cannot be asked for it.
    """
    records = get_authentication_records(request, request.user)
    if records and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
        return True
    return not get_reauthentication_flows(request.user)


def needs_second_factor(user: User) -> bool:
    """Whether the person works for a country today or runs the network; one query, unless the person's roles were already read."""
    if user.is_network_admin:
        return True
    today = datetime.datetime.now(tz=datetime.UTC).date()
    return any(each.until is None or each.until >= today for each in user.staff_roles.all())
