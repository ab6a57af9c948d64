"""Just above the limit of marginal work a little less gross leaves more: the member is told by how much.

Expected nets at the limit: DE 603.00 less the own share of 18.6 − 15 % (603 × 18.6 % = 112.16, less 90.45) = 581.29
(§ 168 (1) 1b SGB VI); AT a running pay of 551.10 with its sixth for 13th and 14th pay, 642.95, owes the person no
contributions (§ 5 (1) 2 ASVG), and in a whole month no tax.
"""

import datetime
from decimal import Decimal

import pytest

from invoicing.rules.simulator import Ask, Known, simulate
from smart.foundation.tenancy import country as enter
from tests.factories.invoicing import make_country

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 11, 30)


def _notes(code: str, days: int, gross: str) -> str:
    where = make_country(code)
    with enter(where):
        answer = simulate(where, Ask(known=Known.GROSS, amount=Decimal(gross), days=days, kind="fixed_term"), on=ON)
    return "\n".join(answer.notes)


@pytest.mark.parametrize(
    ("code", "days", "above", "limit", "net"),
    [("DE", 4, "650.00", "603.00", "581.29"), ("AT", 21, "700.00", "642.95", "642.95")],
)
def test_above_the_limit_one_is_told_what_less_would_leave(code, days, above, limit, net):
    told = _notes(code, days, above)

    assert f"Up to a gross of €{limit}" in told
    assert f"you would receive €{net}" in told


@pytest.mark.parametrize(
    ("code", "days", "gross"),
    [("DE", 4, "603.00"), ("DE", 4, "2000.00"), ("AT", 21, "642.95"), ("AT", 21, "2000.00"), ("BE", 5, "900.00")],
)
def test_where_more_gross_leaves_more_nothing_is_said(code, days, gross):
    assert "almost no contributions" not in _notes(code, days, gross)


def test_nobody_is_told_of_less_than_the_minimum_wage():
    """Six days of eight hours cost 6 × 8 × 13.90 = 667.20 at least (MiLoG, 2026): 603.00 is no choice."""
    assert "almost no contributions" not in _notes("DE", 6, "690.00")
