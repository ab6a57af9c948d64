"""Where the law makes the net fall when the gross grows: at the limit of marginal work a member is told, in figures.

A budget becomes the largest gross it pays for. Just above such a limit all of the pay owes contributions, and a little
less gross would leave more on the account (DE: § 8 SGB IV; AT: § 5 (2) ASVG).
"""

from dataclasses import replace

from django.utils.translation import gettext as _

from countries import registry
from countries.contract import LawError, PayInputs, PayResult
from countries.models import Country
from smart.foundation import formats


def step_notes(country: Country, inputs: PayInputs, result: PayResult) -> tuple[str, ...]:
    """A sentence for each limit below the gross with which the person would receive more; usually none.

    Nothing is said when the month already holds other pay of the person: the limit counts all of it.
    """
    if inputs.so_far:
        return ()
    pack = registry.pack_for(country.code.code)
    minimum, found = pack.minimum_gross(inputs), []
    for limit in pack.steps(inputs):
        if limit >= result.gross or (minimum is not None and limit < minimum[0]):
            continue
        try:
            less = pack.payslip(replace(inputs, gross=limit))
        except LawError:
            continue
        if less.net > result.net:
            found.append(_words(result, less))
    return tuple(found)


def _words(result: PayResult, less: PayResult) -> str:
    amounts = {
        "limit": less.gross,
        "more": less.net - result.net,
        "net": less.net,
        "kept": result.employer_cost - less.employer_cost,
    }
    told = {name: formats.money(amount, result.currency) for name, amount in amounts.items()}
    if amounts["kept"] > 0:
        return (
            _(
                "Up to a gross of %(limit)s in a month the law asks you for almost no contributions: you would receive"
                " %(net)s, %(more)s more than now, and %(kept)s would stay in your activity for later. But then this work"
                " insures you less, or not at all. Your adviser can help you to choose."
            )
            % told
        )
    return (
        _(
            "Up to a gross of %(limit)s in a month the law asks you for almost no contributions: you would receive"
            " %(net)s, %(more)s more than now. But then this work insures you less, or not at all. Your adviser can help"
            " you to choose."
        )
        % told
    )
