"""What a team's co-workers are told of their money, without amounts: it came, or a part of it was taken back."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from activities.models import Activity
from countries.addresses import country_url
from invoicing.models import Invoice
from members.rules.notices import in_language_of, notify


def tell_credited(invoice: Invoice, activities: Iterable[Activity]) -> None:
    """The invoice is out: what the share brings can become a contract."""
    for activity in activities:
        with in_language_of(activity.membership.user):
            title = _("Your share of “%(mission)s” is credited") % {"mission": invoice.mission}
            text = _("The client is invoiced. Your share stands in your activity: turn it into a contract.")
        _tell(invoice, activity, event="team_credited", key=f"team_credited:{invoice.pk}", title=title, text=text)


def tell_taken_back(invoice: Invoice, activities: Iterable[Activity], *, key: str) -> None:
    """The invoice was credited or given up without a guarantee: each of the team bears their part."""
    for activity in activities:
        with in_language_of(activity.membership.user):
            title = _("A part of your share of “%(mission)s” was taken back") % {"mission": invoice.mission}
            text = _("The invoice was credited, or the client does not pay and the order was not guaranteed.")
        _tell(invoice, activity, event="team_taken_back", key=key, title=title, text=text)


def _tell(invoice: Invoice, activity: Activity, *, event: str, key: str, title: str, text: str) -> None:
    url = country_url(invoice.country, "invoicing:activity_balance", activity.pk)
    notify(activity.membership.user, event=event, key=key, title=title, text=text, url=url)
