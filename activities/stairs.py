"""From the client's euro to mine for a contract: the books know the price behind it, so the higher room is asked."""

from django.conf import settings
from django.utils.module_loading import import_string

from activities.models import Contract
from smart.foundation.waterfall import Staircase


def stairs_of(contract: Contract) -> Staircase | None:
    """The stairs the contract was agreed on (settings.CONTRACT_STAIRS); None where its pay was not computed here."""
    found: Staircase | None = import_string(settings.CONTRACT_STAIRS)(contract)
    return found
