"""Who gets what of a price before VAT: the cooperative's fee, the guarantee share, and the member's activity."""

import datetime
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from countries.models import Country
from countries.rules import settings
from smart.foundation.money import CENT, ZERO, round_to


@dataclass(frozen=True, slots=True)
class Shares:
    """A net amount shared out to the cent. Cannot exist when the parts do not sum to it."""

    net: Decimal
    fee_rate: Decimal
    guarantee_rate: Decimal
    fee: Decimal
    guarantee: Decimal
    credited: Decimal

    def __post_init__(self) -> None:
        if self.net != self.fee + self.guarantee + self.credited:
            raise ValueError(f"{self.net} is not {self.fee} + {self.guarantee} + {self.credited}.")


def rates_in_force(country: Country, *, on: datetime.date) -> tuple[Decimal, Decimal]:
    """The fee rate and, on top, the guarantee rate of the day. Raises RuleBroken("setting_missing")."""
    fee: Decimal = settings.setting_value(country, "fee.rate", on=on)
    guarantee: Decimal = settings.setting_value(country, "guarantee.rate", on=on, default=ZERO)
    return fee, guarantee


def share_out(net: Decimal, *, fee_rate: Decimal, guarantee_rate: Decimal) -> Shares:
    """Fee and guarantee are each rounded once; the activity gets all the rest."""
    fee, guarantee = round_to(net * fee_rate), round_to(net * guarantee_rate)
    return Shares(net, fee_rate, guarantee_rate, fee, guarantee, net - fee - guarantee)


def price_that_credits(wanted: Decimal, *, fee_rate: Decimal, guarantee_rate: Decimal) -> Decimal:
    """The lowest price before VAT that credits at least `wanted` to the activity."""
    price = round_to(wanted / (1 - fee_rate - guarantee_rate), step=CENT, rounding=ROUND_CEILING)
    while share_out(price - CENT, fee_rate=fee_rate, guarantee_rate=guarantee_rate).credited >= wanted:
        price -= CENT
    while share_out(price, fee_rate=fee_rate, guarantee_rate=guarantee_rate).credited < wanted:
        price += CENT
    return price
