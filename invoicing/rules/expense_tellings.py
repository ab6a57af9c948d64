"""What a member hears about their claim: returned, approved, paid back. Without amounts: it travels by mail."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from activities.models import ExpenseClaim
from countries.addresses import country_url
from members.rules.notices import in_language_of, notify


def tell_of_return(claim: ExpenseClaim) -> None:
    _tell(
        claim,
        event="expense_returned",
        key=f"expense-returned-{claim.pk}-{claim.sendings}",
        words=lambda: (
            _("Your claim %(claim)s comes back to you") % {"claim": claim},
            _("The cooperative writes: %(reason)s") % {"reason": claim.returned_reason},
        ),
    )


def tell_of_approval(claim: ExpenseClaim) -> None:
    refused = list(claim.receipts.exclude(refused_reason="").order_by("day", "pk"))

    def words() -> tuple[str, str]:
        left_out = ", ".join(f"“{row}” ({row.refused_reason})" for row in refused)
        text = _("It is paid to your account with the next file for the bank.")
        if refused:
            text = _("It is paid with the next file for the bank, without %(left_out)s.") % {"left_out": left_out}
        return _("Your claim %(claim)s is approved") % {"claim": claim}, text

    _tell(claim, event="expense_approved", key=f"expense-approved-{claim.pk}", words=words)


def tell_of_payment(claim: ExpenseClaim, *, key: str) -> None:
    _tell(
        claim,
        event="expense_paid",
        key=f"expense-paid-{claim.pk}-{key}",
        words=lambda: (
            _("Your expenses %(claim)s are paid back") % {"claim": claim},
            _("The bank has paid them to your account."),
        ),
    )


def _tell(claim: ExpenseClaim, *, event: str, key: str, words: Callable[[], tuple[str, str]]) -> None:
    user = claim.activity.membership.user
    with in_language_of(user):
        title, text = words()
    url = country_url(claim.country, "invoicing:expense_claim", claim.pk)
    notify(user, event=event, key=key, title=title, text=text, url=url)
