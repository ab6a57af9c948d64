"""Reads Italian test vectors: which of our functions answers which expected figure.

A vector describes a year of pay, an income, or a single rule. Its surtaxes are answered by the tables alone, because
the calculator they come from charges them even when no income tax is due; a payslip asks that first (D.Lgs. 446/1997
art. 50 c. 2).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from countries.contract import ZERO, InvalidInput, Params, VectorOutcome, gettext_noop
from countries.packs.it import contributions, irpef, surtaxes
from countries.packs.it.contributions import ABOVE_BAND, FULL, IVS, Charge
from countries.packs.it.irpef import Family
from countries.packs.it.law import MONTHS, ONE, TaxLaw, rounded, tax_law
from countries.packs.it.profiles import APPRENTICE, FPLD, FPLS, SEPARATE, Profile
from countries.packs.it.withholding import YEAR_DAYS

CONTRACTS = {
    "determinato": Profile(scheme=FPLD, is_fixed=True),
    "indeterminato": Profile(scheme=FPLD),
    "apprendistato": Profile(scheme=APPRENTICE),
    "cococo": Profile(scheme=SEPARATE, is_fixed=True),
    "spettacolo_determinato": Profile(scheme=FPLS, is_fixed=True),
    "spettacolo_indeterminato": Profile(scheme=FPLS),
}
SECTORS = ("terziario",)
READ = {
    "year",
    "ral",
    "giorni",
    "contratto",
    "employee_inps_rate",
    "regione",
    "comune",
    "coniuge_a_carico",
    "figli",
    "ascendenti",
    "altri_redditi",
    "settore",
    "dipendenti",
    "reddito",
    "reddito_complessivo",
    "reddito_lavoro",
    "reddito_lavoro_imponibile",
    "reddito_annuo_teorico",
    "annual_pensionable",
    "post_1995",
    "months",
    "regional_rate",
    "municipal_rate",
}
PERCENT = Decimal(100)


def answer_vector(vector: Mapping[str, Any], law: Callable[[date], Params]) -> VectorOutcome:
    """Compute every figure the vector expects, or name the case that is not covered."""
    inputs = vector["inputs"]
    if reason := _not_covered(inputs, vector["expected"]):
        return VectorOutcome({}, reason)
    day = _day(vector)
    case = Case(inputs, law(day))
    return VectorOutcome({name: getattr(case, FIGURES[name]) for name in vector["expected"]})


def _day(vector: Mapping[str, Any]) -> date:
    year, month, day = (*(int(part) for part in str(vector["date"]).split("-")), 1, 1)[:3]
    asked = int(vector["inputs"].get("year", year))
    return date(year, month, day) if asked == year else date(asked, 12, 31)


def _not_covered(inputs: Mapping[str, Any], expected: Mapping[str, Any]) -> str:
    if unread := sorted(inputs.keys() - READ):
        return f"input {', '.join(unread)}"
    if unknown := sorted(expected.keys() - FIGURES.keys()):
        return f"figure {', '.join(unknown)}"
    if inputs.get("contratto", "indeterminato") not in CONTRACTS:
        return f"contract {inputs['contratto']}"
    if inputs.get("settore", SECTORS[0]) not in SECTORS:
        return f"sector {inputs['settore']}"
    return ""


class Case:
    """One vector's year. Each figure is computed when asked for."""

    def __init__(self, inputs: Mapping[str, Any], params: Params) -> None:
        self.inputs, self.params = inputs, params
        self.law: TaxLaw = params.compiled(tax_law)
        self.profile = CONTRACTS[str(inputs.get("contratto", "indeterminato"))]

    def _number(self, *names: str, default: Decimal | None = None) -> Decimal:
        """The first of these inputs that is given."""
        for name in names:
            if self.inputs.get(name) is not None:
                return Decimal(str(self.inputs[name]))
        if default is not None:
            return default
        raise InvalidInput(
            "vector_input_missing", gettext_noop("a vector without “%(name)s” is not covered"), name=", ".join(names)
        )

    @property
    def pay(self) -> Decimal:
        if "months" in self.inputs:
            return sum((Decimal(str(month)) for month in self.inputs["months"]), ZERO)
        return self._number("ral", "annual_pensionable")

    @property
    def days(self) -> Decimal:
        return self._number("giorni", default=YEAR_DAYS)

    @cached_property
    def bases(self) -> dict[str, Decimal]:
        """The bases of a whole year: the ceiling for those insured after 1995, the first band of the year."""
        is_capped = bool(self.inputs.get("post_1995"))
        ivs = min(self.pay, self.params.amount("inps.ceiling.year")) if is_capped else self.pay
        band = self.params.amount("inps.first_band.year")
        return {FULL: self.pay, IVS: ivs, ABOVE_BAND: max(ivs - band, ZERO)}

    def _due(self, charges: Sequence[Charge]) -> Decimal:
        """The year's contributions, rounded once: the vectors multiply by the total rate, a payslip by each line's."""
        return rounded(sum((self.bases.get(charge.base, ZERO) * charge.rate for charge in charges), ZERO))

    @cached_property
    def worker_contributions(self) -> Decimal:
        charges = contributions.worker_charges(self.profile, {}, self.params)
        if "employee_inps_rate" in self.inputs:
            return self._due(self._with_rate(charges, self._number("employee_inps_rate")))
        return self._due(charges)

    def _with_rate(self, charges: Sequence[Charge], rate: Decimal) -> list[Charge]:
        """Add the wage guarantee when the vector's rate holds it; refuse a rate that our lines do not add up to."""
        found = list(charges)
        total = charges[0].rate
        if total != rate:
            guarantee = self.params.ref("inps.cigs.employee")
            found.append(Charge("cigs", FULL, guarantee.value, (guarantee,)))
            total += guarantee.value
        if total != rate:
            raise InvalidInput(
                "vector_rate",
                gettext_noop("a worker's rate of %(found)s is not covered; ours adds up to %(expected)s"),
                found=rate,
                expected=total,
            )
        return found

    @property
    def employer_contributions(self) -> Decimal:
        return self._due(contributions.employer_charges(self.profile, {}, self.params))

    @property
    def employer_contributions_open(self) -> Decimal:
        """Without the additional NASpI, whatever the contract."""
        return self._due(contributions.employer_charges(Profile(scheme=FPLD), {}, self.params))

    @property
    def employer_pension(self) -> Decimal:
        charges = contributions.employer_charges(self.profile, {}, self.params)
        return self._due([charge for charge in charges if charge.code == "ivs_employer"])

    @property
    def severance(self) -> Decimal:
        return rounded(self.pay / self.params.amount("tfr.divisor"))

    @property
    def cost(self) -> Decimal:
        return self.pay + self.employer_contributions + self.severance

    @property
    def other_income(self) -> Decimal:
        return self._number("altri_redditi", default=ZERO)

    @cached_property
    def employment(self) -> Decimal:
        """Employment income after contributions."""
        if "ral" in self.inputs or "months" in self.inputs:
            return self.pay - self.worker_contributions
        return self._number("reddito_lavoro_imponibile", "reddito_lavoro", "reddito_complessivo", "reddito")

    @cached_property
    def income(self) -> Decimal:
        """Overall income, which the credits look at."""
        own = self.employment if "ral" in self.inputs or "months" in self.inputs else None
        if own is not None:
            return own + self.other_income
        return self._number("reddito_complessivo", "reddito", default=self.employment)

    @property
    def gross_tax(self) -> Decimal:
        return rounded(irpef.gross_tax(self.income, self.law))

    @property
    def work_credit(self) -> Decimal:
        return irpef.work_credit_of_year(self.income, days=self.days, is_fixed=self.profile.is_fixed, law=self.law)

    @property
    def family(self) -> Family:
        children = tuple(
            Decimal(str(child.get("percentuale", 100))) / PERCENT
            for child in self.inputs.get("figli") or ()
            if self._counts(child)
        )
        parents = self.inputs.get("ascendenti") or ()
        shares = (ONE,) * int(parents) if not isinstance(parents, (list, tuple)) else (ONE,) * len(parents)
        return Family(bool(self.inputs.get("coniuge_a_carico")), children, shares)

    def _counts(self, child: Mapping[str, Any]) -> bool:
        table = self.params.value("irpef.children")
        age = Decimal(str(child["eta"]))
        is_disabled = bool(child.get("disabile") or child.get("disabled"))
        return age >= table["age_from"] and (is_disabled or age < table["age_below"])

    @property
    def family_credit(self) -> Decimal:
        return rounded(irpef.family_credit(self.income, self.family, self.law))

    @property
    def further_credit(self) -> Decimal:
        return rounded(irpef.further_credit(self.income, self.law) * self.days / YEAR_DAYS)

    @property
    def net_tax(self) -> Decimal:
        return max(self.gross_tax - self.work_credit - self.family_credit - self.further_credit, ZERO)

    @property
    def cuneo_rate(self) -> Decimal:
        yearly = self._number("reddito_annuo_teorico", default=self.employment * YEAR_DAYS / (self.days or YEAR_DAYS))
        return irpef.cuneo_rate(self.income, yearly, self.law)

    @property
    def cuneo_percent(self) -> Decimal:
        return self.cuneo_rate * PERCENT

    @property
    def cuneo_sum(self) -> Decimal:
        return rounded(self.employment * self.cuneo_rate)

    @property
    def supplement(self) -> Decimal:
        return irpef.supplement(
            self.income,
            tax=self.gross_tax,
            credit=self.work_credit,
            credits=self.work_credit + self.family_credit,
            days=self.days,
            law=self.law,
        )

    @property
    def regional_surtax(self) -> Decimal:
        if self.inputs.get("regione") is None:
            return rounded(self.income * self._number("regional_rate") / PERCENT)
        return surtaxes.regional(self.income, self.params.value(f"surtax.regional.{self.inputs['regione']}"))

    @property
    def municipal_surtax(self) -> Decimal:
        if self.inputs.get("comune") is None:
            return rounded(self.income * self._number("municipal_rate") / PERCENT)
        return surtaxes.municipal(self.income, self.params.value(f"surtax.municipal.{self.inputs['comune']}"))

    @property
    def net(self) -> Decimal:
        taken = self.worker_contributions + self.net_tax + self.regional_surtax + self.municipal_surtax
        return self.pay - taken + self.cuneo_sum + self.supplement

    @property
    def withheld(self) -> Decimal:
        """What a month-by-month employer withholds: brackets and credits of a twelfth of the year, month by month."""
        return sum((self._month_tax(Decimal(str(month))) for month in self.inputs["months"]), ZERO)

    def _month_tax(self, pay: Decimal) -> Decimal:
        """A twelfth of the tax on twelve such months, rounded once (DPR 600/1973 art. 23 c. 2 a)."""
        inputs = {name: value for name, value in self.inputs.items() if name != "months"}
        return rounded(Case({**inputs, "ral": MONTHS * pay}, self.params).net_tax / MONTHS)

    @property
    def settled(self) -> Decimal:
        return self.net_tax - self.withheld


FIGURES = {
    "inps_dipendente": "worker_contributions",
    "inps_datore": "employer_contributions",
    "inps_datore_28_98": "employer_contributions_open",
    "inps_datore_ivs": "employer_pension",
    "tfr": "severance",
    "costo": "cost",
    "imponibile_irpef": "income",
    "irpef_lorda": "gross_tax",
    "detrazione_lavoro": "work_credit",
    "detrazioni_familiari": "family_credit",
    "ulteriore_detrazione": "further_credit",
    "irpef_netta": "net_tax",
    "percentuale": "cuneo_percent",
    "somma_esente_cuneo": "cuneo_sum",
    "trattamento_integrativo": "supplement",
    "addizionale_regionale": "regional_surtax",
    "addizionale_comunale": "municipal_surtax",
    "netto_annuo": "net",
    "withheld": "withheld",
    "irpef_delta": "settled",
}
