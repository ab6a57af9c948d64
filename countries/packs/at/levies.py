"""What an Austrian employer pays on the gross wage beside social insurance, and what is set aside for special payments.

DB: FLAG § 41. DZ: WKG § 122. Kommunalsteuer: KommStG 1993. Severance fund: BMSVG § 6. Vienna: Dienstgeberabgabegesetz.
"""

from __future__ import annotations

from decimal import Decimal

from countries.contract import ZERO
from countries.packs.at.case import Case
from countries.packs.at.insurance import employer_special_due, is_marginal, marginal_due
from countries.packs.at.law import DAYS_PER_MONTH, MONTHS, SPECIAL_SHARE, LevyLaw, rounded


def levy_base(case: Case, pay: Decimal) -> Decimal:
    """Return the part of a pay that DB, DZ and Kommunalsteuer are due on, special payments included."""
    if not case.employer.has_relief:
        return pay
    earlier = case.earlier.month_pay
    return relieved(earlier + pay, case.levies) - relieved(earlier, case.levies)


def relieved(payroll: Decimal, law: LevyLaw) -> Decimal:
    """Return a whole month's payroll after the relief for small ones (FLAG § 41 (4); KommStG § 9)."""
    return max(payroll - law.relief_allowance, ZERO) if payroll <= law.relief_limit else payroll


def family_levy(case: Case, base: Decimal) -> Decimal:
    return rounded(base * case.levies.family) if case.employer.is_under_age_end else ZERO


def chamber_levy(case: Case, base: Decimal) -> Decimal:
    return rounded(base * case.employer.chamber_rate)


def municipal_tax(case: Case, base: Decimal) -> Decimal:
    return rounded(base * case.levies.municipal)


def severance(case: Case, pay: Decimal) -> Decimal:
    return rounded(pay * case.employer.severance_rate)


def all_levies(case: Case, pay: Decimal) -> Decimal:
    """Return DB, DZ, Kommunalsteuer and severance of a pay, each rounded alone, with Vienna's levy."""
    base = levy_base(case, pay)
    due = family_levy(case, base) + chamber_levy(case, base) + municipal_tax(case, base)
    return due + severance(case, pay) + case.employer.vienna_levy


def set_aside(case: Case, running: Decimal) -> tuple[Decimal, Decimal]:
    """Return the share of the 13th and 14th earned by running pay and the employer's charges on it."""
    if not case.shares.is_set_aside:
        return ZERO, ZERO
    share = rounded(running / SPECIAL_SHARE)
    if is_marginal(case, running):
        charges = sum(marginal_due(case, share))
    else:
        most = rounded(case.insurance.ceiling_special / MONTHS * case.days / DAYS_PER_MONTH)
        charges = employer_special_due(case, min(share, most))
    rates = case.levies.municipal + case.employer.chamber_rate + case.employer.severance_rate
    if case.employer.is_under_age_end:
        rates += case.levies.family
    return share, charges + rounded(share * rates)
