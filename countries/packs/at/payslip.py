"""The Austrian payslip of one contract and month, line by line.

The gross holds the running pay and, when the contract pays them with its pay, its shares of the 13th and 14th payment
and of open holidays. `so_far` (month) and `year_so_far` (calendar year) hold earlier payslips by line code.
"""

from __future__ import annotations

from collections.abc import Iterator

from countries.contract import ZERO, InvalidInput, Params, PayInputs, PayLine, PayResult, gettext_noop
from countries.packs.at import insurance, levies
from countries.packs.at.branches import FREE
from countries.packs.at.case import Case, resolve
from countries.packs.at.figures import Figures, figures, settling
from countries.packs.at.insurance import NOTHING
from countries.packs.at.law import rounded
from countries.packs.at.lines import LINES
from countries.packs.at.notes import notes
from countries.packs.at.special_tax import sixth
from countries.packs.at.wage_tax import Person, bonus_used, person
from countries.packs.slip import checked_gross, pay_result

VERSION = "2026.12"


def payslip(inputs: PayInputs, params: Params) -> PayResult:
    """Compute every line of the month for one contract. Raises `NotCovered` or `InvalidInput` with a sentence."""
    gross = checked_gross(inputs)
    check_one_off(inputs)
    case = resolve(inputs, params)
    who = person(inputs.tax_file, case.tax)
    found = figures(case, who, gross, settling(inputs))
    lines = [line for line in _lines(case, who, found) if line.amount or line.code in ALWAYS]
    marginal = found.base is NOTHING
    return pay_result(
        inputs, lines, currency="EUR", version=VERSION, notes=notes(inputs, case, params, is_marginal=marginal)
    )


ALWAYS = frozenset({"gross", "fee", "wage_tax", "taxable", "sv_base", "tax_days", "severance_fund", "severance_base"})
"""Lines a payslip shows even at zero, because the law names them (EStG § 78 (5))."""


def check_one_off(inputs: PayInputs) -> None:
    one_off = inputs.one_off
    if one_off is not None and (one_off < 0 or one_off != rounded(one_off)):
        raise InvalidInput(
            "one_off",
            gettext_noop("The one-off pay is %(found)s; expected an amount in whole cents, such as 500.00, or none."),
            found=one_off,
        )


def _lines(case: Case, who: Person, found: Figures) -> Iterator[PayLine]:
    is_free = case.status == FREE
    yield LINES["fee" if is_free else "gross"].line(found.running)
    yield LINES["holiday_pay"].line(found.holiday)
    yield LINES["special_pay"].line(found.special - case.shares.one_off)
    yield LINES["one_off"].line(case.shares.one_off)
    yield from _worker_lines(case, found)
    if not is_free:
        yield from _tax_lines(case, found)
    yield from _employer_insurance_lines(case, found)
    yield from _levy_lines(case, found)
    yield from _info_lines(case, who, found)


def _worker_lines(case: Case, found: Figures) -> Iterator[PayLine]:
    law, base = case.insurance, found.base
    if base is NOTHING:
        return
    refs = law.free_refs if case.status == FREE else law.running_refs
    for code, rate, amount in insurance.employee_lines(case, base):
        yield LINES[code].line(-amount, base.added, rate, refs)
    if found.special:
        rate = insurance.special_rate(case, found.special)
        yield LINES["special_social"].line(-found.special_social, found.special_base, rate, law.special_refs)
    yield LINES["ecard"].line(-found.ecard, None, None, law.ecard_refs)


def _tax_lines(case: Case, found: Figures) -> Iterator[PayLine]:
    law, split, account = case.tax, found.split, found.account
    yield LINES["wage_tax"].line(-found.wage_tax, found.taxable, None, law.refs)
    yield LINES["special_tax"].line(-split.tax, split.base, None, law.special_refs)
    yield LINES["control_sixth"].line(-account.control, None, None, (*law.special_refs, *law.refs))
    yield LINES["special_tax_cap"].line(-account.cap, None, None, law.cap_refs)


def _employer_insurance_lines(case: Case, found: Figures) -> Iterator[PayLine]:
    law, base = case.insurance, found.base
    if base is NOTHING:
        pay = found.running + found.holiday + found.special
        accident, levy = insurance.marginal_due(case, pay)
        yield LINES["marginal_accident"].line(accident, pay, law.accident_rate, law.marginal_refs)
        yield LINES["marginal_levy"].line(levy, pay, law.marginal_levy, law.marginal_levy_refs)
        return
    refs = law.free_refs if case.status == FREE else law.running_refs
    for code, rate, amount in insurance.employer_lines(case, base):
        yield LINES[f"employer_{code}"].line(amount, base.added, rate, refs)
    amount = insurance.employer_special_due(case, found.special_base)
    rate = case.special_branches.employer_total(with_accident=case.employer.is_under_age_end)
    yield LINES["employer_special"].line(amount, found.special_base, rate, law.special_refs)


def _levy_lines(case: Case, found: Figures) -> Iterator[PayLine]:
    law, pay = case.levies, found.running + found.holiday + found.special
    base = levies.levy_base(case, pay)
    yield LINES["family_levy"].line(levies.family_levy(case, base), base, law.family, law.family_refs)
    yield LINES["chamber_levy"].line(
        levies.chamber_levy(case, base), base, case.employer.chamber_rate, law.chamber_refs
    )
    yield LINES["municipal_tax"].line(levies.municipal_tax(case, base), base, law.municipal, law.municipal_refs)
    severance = levies.severance(case, pay)
    yield LINES["severance_fund"].line(severance, pay, case.employer.severance_rate, law.severance_refs)
    yield LINES["vienna_levy"].line(case.employer.vienna_levy, None, None, law.vienna_refs)
    share, charges = levies.set_aside(case, found.running + found.holiday)
    yield LINES["special_provision"].line(share, found.running + found.holiday)
    refs = (*case.insurance.special_refs, *law.family_refs, *law.municipal_refs, *law.severance_refs)
    yield LINES["special_provision_charges"].line(charges, share, None, refs)


def _info_lines(case: Case, who: Person, found: Figures) -> Iterator[PayLine]:
    pay, split = found.running + found.holiday, found.split
    is_free = case.status == FREE
    yield LINES["sv_base"].line(found.base.added)
    yield LINES["sv_base_special"].line(found.special_base)
    has_severance = case.employer.severance_rate > 0
    yield LINES["severance_base"].line(pay + found.special if has_severance else ZERO)
    if found.base is not NOTHING and case.status != "casual":
        prefix = "free_" if is_free else ""
        yield LINES[f"{prefix}insured_pay"].line(pay)
        yield LINES[f"{prefix}insured_days"].line(case.days)
    if is_free:
        return
    yield LINES["taxable"].line(found.taxable)
    yield LINES["tax_days"].line(case.tax_days - case.earlier.tax_days)
    if who.bonus_year:
        used = bonus_used(case.earlier.taxable + found.taxable, case.tax_days, who, case.tax)
        yield LINES["family_bonus"].line(used - case.earlier.bonus)
    if found.special:
        yield LINES["special_sixth"].line(rounded(sixth(case, pay)))
        yield LINES["special_in_sixth"].line(split.in_sixth)
        yield LINES["special_tax_base"].line(split.base)
