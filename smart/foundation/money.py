"""Amounts: Decimal from strings, one way to round, one way to split."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.db import models

CENT: Final = Decimal("0.01")
ZERO: Final = Decimal("0.00")


def round_to(amount: Decimal, *, step: Decimal = CENT, rounding: str = ROUND_HALF_UP) -> Decimal:
    """Round to a multiple of `step` (a cent unless said otherwise), half away from zero unless said otherwise."""
    if step == CENT:  # the usual case, without a division (payroll rounds every line)
        return amount.quantize(CENT, rounding=rounding)
    return (amount / step).quantize(Decimal(1), rounding=rounding) * step


def split(amount: Decimal, weights: Sequence[Decimal | int]) -> list[Decimal]:
    """Share `amount` (whole cents) by weight so that the parts sum to it exactly: the largest remainders get the odd cents.

    Raises ValueError on no weight, a negative weight or weights that sum to zero.
    """
    if not weights or any(weight < 0 for weight in weights) or sum(weights) == 0:
        raise ValueError(f"Cannot split {amount} by the weights {list(weights)}: at least one must be above zero.")
    total = sum(Decimal(weight) for weight in weights)
    cents = int((amount / CENT).to_integral_exact())
    exact = [Decimal(cents) * Decimal(weight) / total for weight in weights]
    parts = [int(part.to_integral_value(rounding="ROUND_FLOOR")) for part in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[: cents - sum(parts)]:
        parts[i] += 1
    return [part * CENT for part in parts]


class AmountField(models.DecimalField):  # type: ignore[type-arg]  # generic only in the stubs
    """Money in the currency of the document or country that carries it, to the cent, up to 12 digits before it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 14)
        kwargs.setdefault("decimal_places", 2)
        super().__init__(*args, **kwargs)


class RateField(models.DecimalField):  # type: ignore[type-arg]  # generic only in the stubs
    """A fraction (0.065 is 6.5 %), six decimals."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 9)
        kwargs.setdefault("decimal_places", 6)
        super().__init__(*args, **kwargs)
