"""The country one is in, as a row."""

from countries.models import Country
from smart.foundation.tenancy import active_country_id, kept


def entered_country() -> Country:
    """The row of the entered country: in a request that only reads the one it was entered with, otherwise one query."""
    country_id = active_country_id()
    found: Country = kept(country_id) or Country.objects.get(pk=country_id)
    return found
