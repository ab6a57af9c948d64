"""Whether a country may be written to; every rule that starts something new asks here."""

from django.utils.translation import gettext as _

from countries.models import Country
from smart.foundation.errors import RuleBroken
from smart.foundation.said import said_by


def require_awake(country: Country) -> None:
    """Refuse any change in a country that sleeps or is closed."""
    if country.is_dormant:
        raise RuleBroken(
            "country_asleep",
            said_by(
                lambda: (
                    _("%(country)s is asleep: its pages can be read, but nothing can be written until it is woken.")
                    % {"country": country}
                )
            ),
        )


def require_open(country: Country) -> None:
    """Refuse new work unless the country is in pilot or active."""
    require_awake(country)
    if not country.is_open:
        raise RuleBroken(
            "country_not_open",
            _("%(country)s is “%(state)s”: work starts when two people have taken it to pilot.")
            % {"country": country, "state": country.get_state_display()},
        )
