"""The country packs: the only module that imports them, each when it is first asked for.

A country without a pack of its own runs on `generic`, set up in the browser. `pack_for` binds a pack to its statutory
values; every function of the bound pack takes its facts and reads the law of the facts' own day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from countries.contract import (
    ContractFacts,
    DeclarationDraft,
    DeclarationFacts,
    DeclarationFile,
    Finding,
    LaterPay,
    LaterPayFacts,
    NotCovered,
    Pack,
    ParameterRef,
    Params,
    PayInputs,
    PayResult,
    PeriodFacts,
    Purpose,
    Solution,
    VatDecision,
    VatFacts,
    VectorOutcome,
    gettext_noop,
)
from countries.declared_inputs import clean_inputs
from countries.packs.papers import load_papers
from countries.parameters import ParameterSet, load_parameters
from countries.vat_deciding import decide, decide_entered
from countries.vat_loading import load_vat_table
from countries.vat_table import VatTable

PACKS = {
    "AT": "countries.packs.at",
    "BE": "countries.packs.be",
    "DE": "countries.packs.de",
    "ES": "countries.packs.es",
    "FR": "countries.packs.fr",
    "IT": "countries.packs.it",
    "SE": "countries.packs.se",
}
GENERIC = "countries.packs.generic"


def codes() -> tuple[str, ...]:
    """The countries that have a pack of their own."""
    return tuple(PACKS)


def has_own_pack(code: str) -> bool:
    return code in PACKS


@cache
def vat_table(code: str) -> VatTable | None:
    """The country's VAT rules as dated rows; None for a country without a pack, whose rows are a setting."""
    if not has_own_pack(code):
        return None
    path = Path(str(import_module(f"{PACKS[code]}.pack").__file__)).with_name("vat.yaml")
    return load_vat_table(path, _bound(code).parameters)


def check_scheme(scheme: Any) -> tuple[Finding, ...]:
    """Return everything wrong with a declarative payroll scheme, one sentence each; empty when it can compute."""
    module = import_module(f"{GENERIC}.scheme")
    return tuple(module.check_scheme(scheme))


def pack_for(code: str, *, on: date | None = None) -> BoundPack:
    """Return the country's pack with its law; `generic` for a country without one.

    Raises `ParameterUnknown` when `on` is a day before any statutory value of the pack is known.
    """
    bound = _bound(code)
    if on is not None:
        bound.parameters.require_day(on)
    return bound


@cache
def _bound(code: str) -> BoundPack:
    module = import_module(f"{PACKS.get(code, GENERIC)}.pack")
    path = Path(str(module.__file__)).with_name("parameters.yaml")
    parameters = load_parameters(path) if path.exists() else ParameterSet(code, "", {})
    return BoundPack(code, _with_papers(module.PACK, path.with_name("papers.yaml")), parameters)


def _with_papers(pack: Pack, path: Path) -> Pack:
    """The pack with the contents of its papers; one without a file prints what every contract and payslip says."""
    return replace(pack, papers=load_papers(path)) if path.exists() else pack


@dataclass(frozen=True, slots=True)
class BoundPack:
    """A pack and its statutory values. Pure: same facts, same answer."""

    country: str
    pack: Pack
    parameters: ParameterSet

    def law(self, day: date, *, purpose: Purpose = Purpose.PAYROLL) -> Params:
        """The country's statutory values as of a day; what is read from it is recorded in its `trace`."""
        return self.parameters.on(day, purpose=purpose)

    def payslip(self, inputs: PayInputs) -> PayResult:
        """Compute one pay. Raises `NotCovered`, `InvalidInput` or `ParameterUnknown`, each with a sentence."""
        if self.pack.payslip is None:
            raise self._without_payroll()
        return self.pack.payslip(self._checked(inputs), self._law_of(inputs))

    def gross_for_budget(self, inputs: PayInputs, budget: Decimal) -> Solution:
        """Find the largest gross whose cost fits the budget; the remainder stays on the account, to the cent."""
        if self.pack.gross_for_budget is None:
            raise self._without_payroll()
        return self.pack.gross_for_budget(self._checked(inputs), self._law_of(inputs), budget)

    def gross_for_net(self, inputs: PayInputs, net: Decimal) -> Solution:
        """Find the lowest gross whose net reaches the target."""
        if self.pack.gross_for_net is None:
            raise self._without_payroll()
        return self.pack.gross_for_net(self._checked(inputs), self._law_of(inputs), net)

    def minimum_gross(self, inputs: PayInputs) -> tuple[Decimal, ParameterRef] | None:
        """Return the statutory minimum for the time declared with its source, None where the law sets none."""
        return self.pack.minimum_gross(inputs, self._law_of(inputs)) if self.pack.minimum_gross else None

    def steps(self, inputs: PayInputs) -> tuple[Decimal, ...]:
        """Return the grosses just above which the net falls by a lot, none where the law knows no such limit."""
        return self.pack.steps(self._checked(inputs), self._law_of(inputs)) if self.pack.steps else ()

    def contract_checks(self, facts: ContractFacts) -> tuple[Finding, ...]:
        """Return what blocks or deserves a warning. Raises `InvalidInput` for a kind the country does not know."""
        self.pack.contract_kind(facts.kind)
        return self.pack.contract_checks(facts, self.law(facts.on))

    def vat(self, facts: VatFacts) -> VatDecision:
        """Decide the VAT of one supply by the country's table, or by the rows it entered itself."""
        table = vat_table(self.country)
        law = self.law(facts.on)
        return decide(facts, law, table) if table is not None else decide_entered(facts, law)

    def declarations(self, facts: DeclarationFacts) -> tuple[DeclarationDraft, ...]:
        return self.pack.declarations(facts, self.law(facts.starts_at.date()))

    def declaration_file(self, kind: str, fields: Mapping[str, str]) -> DeclarationFile | None:
        """Return the declaration in the authority's own format, None where the pack knows none."""
        return self.pack.declaration_file(kind, fields) if self.pack.declaration_file else None

    def period_file(self, facts: PeriodFacts) -> DeclarationFile | None:
        """Return the employer's return of a month, None where the pack makes none."""
        return self.pack.period_file(facts, self.law(facts.paid_on)) if self.pack.period_file else None

    def later_pay(self, facts: LaterPayFacts) -> tuple[LaterPay, ...]:
        """Return what an ended contract makes due of what was set aside; nothing where the pack sets nothing aside."""
        return self.pack.later_pay(facts, self.law(facts.on)) if self.pack.later_pay else ()

    def vector(self, vector: Mapping[str, Any]) -> VectorOutcome:
        """Compute what a test vector expects; a country without payroll supports none."""
        if self.pack.vector is None:
            return VectorOutcome({}, "payroll not open yet")
        return self.pack.vector(vector, self.law)

    def _checked(self, inputs: PayInputs) -> PayInputs:
        tax_file = clean_inputs(self.pack.tax_file, inputs.tax_file, where="tax file")
        engagement = clean_inputs(self.pack.engagement_inputs, inputs.engagement, where="engagement")
        employer = clean_inputs(self.pack.employer_inputs, inputs.employer, where="employer's settings")
        return replace(inputs, tax_file=tax_file, engagement=engagement, employer=employer)

    def _law_of(self, inputs: PayInputs) -> Params:
        return self.law(inputs.on, purpose=inputs.purpose)

    def _without_payroll(self) -> NotCovered:
        return NotCovered(
            "payroll_not_open",
            gettext_noop("Payroll is not open yet in %(country)s: contracts stop once validated, and income is held."),
            country=self.pack.name["en"] if self.country == self.pack.code else self.country,
        )
