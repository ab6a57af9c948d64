"""Pay of the month beside the running pay: a bonus, or an extra payment paid apart."""

from __future__ import annotations

from decimal import Decimal

from countries.contract import ZERO, InvalidInput, NotCovered, PayInputs, gettext_noop
from countries.packs.es.law import rounded


def one_off(inputs: PayInputs) -> tuple[Decimal, Decimal]:
    """Return the bonus and the extra payment of the month, of which one is given at most.

    A bonus bears contributions and tax. An extra payment paid apart bears tax only: its contributions were paid month by
    month (LGSS art. 147). Raises `NotCovered` for pay of earlier months.
    """
    if not inputs.one_off:
        return ZERO, ZERO
    _check_amount(inputs.one_off)
    kind = inputs.engagement.get("one_off_kind", "bonus")
    if kind == "late_pay":
        raise NotCovered(
            "late_pay",
            gettext_noop(
                "Spain: pay of earlier months is not covered, because its contributions belong to those months. "
                "Settle it outside the portal."
            ),
        )
    if kind == "bonus":
        return inputs.one_off, ZERO
    _check_paid_apart(inputs)
    return ZERO, inputs.one_off


def _check_amount(amount: Decimal) -> None:
    if amount > 0 and amount == rounded(amount):
        return
    raise InvalidInput(
        "one_off",
        gettext_noop("The one-off pay is %(found)s; expected an amount above zero in whole cents, such as 300.00."),
        found=amount,
    )


def _check_paid_apart(inputs: PayInputs) -> None:
    if inputs.engagement.get("extra_payments") == "separate":
        return
    raise InvalidInput(
        "extra_payment_included",
        gettext_noop(
            "An extra payment of %(found)s was given, but the extra payments are part of each month's pay. "
            "Choose extra payments paid apart, or call it a bonus."
        ),
        found=inputs.one_off,
    )
