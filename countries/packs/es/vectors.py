"""Reads Spanish test vectors: which of our functions answers which expected figure.

Every figure comes from the functions of the payslip: the bases of a stay, its lines, and the AEAT's yearly algorithm.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from countries.contract import ZERO, Group, Params, VectorOutcome
from countries.packs.es import household_vectors
from countries.packs.es.family import taxpayer
from countries.packs.es.irpf import YearlyTax, rounded, scale, tax_law, truncated, yearly_tax
from countries.packs.es.law import Charge, SocialLaw, social_law
from countries.packs.es.stay import DAILY_GROUPS, MONTH_DAYS, Stay, general_stay
from countries.packs.es.work import MONTHS

Values = Mapping[str, Any]
HUNDRED = Decimal(100)
CONTRACTS = {
    "indefinido": "permanent",
    "fijo_discontinuo": "permanent",
    "fijo-discontinuo": "permanent",
    "sustitucion": "permanent",
    "temporal": "temporary",
}
NAMES = {
    "common": "contingencias_comunes",
    "mei": "mei",
    "unemployment": "desempleo",
    "training": "formacion_profesional",
    "fogasa": "fogasa",
    "accident": "at_ep",
}
LEAST_GROUP = "7"
"""Where a vector names no group: the general minimum."""


def answer_vector(vector: Mapping[str, Any], law: Callable[[date], Params]) -> VectorOutcome:
    """Compute every figure the vector expects, or name the case that is not covered."""
    kind = str(vector.get("kind", ""))
    answer = KINDS.get(kind)
    if answer is None:
        return VectorOutcome({}, f"kind {kind}")
    inputs: Values = vector["inputs"]
    read = READ[kind] | household_vectors.READ if kind in HOUSEHOLDS else READ[kind]
    if unread := sorted(name for name, value in inputs.items() if name not in read and value not in (None, False)):
        return VectorOutcome({}, f"input {', '.join(unread)}")
    contract = _contract(inputs)
    if contract not in CONTRACTS:
        return VectorOutcome({}, f"contract {contract}")
    return VectorOutcome(answer(inputs, law(date.fromisoformat(vector["date"]))))


def _contract(inputs: Values) -> str:
    return str(inputs.get("contrato") or inputs.get("tipo_contrato") or "indefinido")


def number(inputs: Values, *names: str, default: Decimal = ZERO) -> Decimal:
    """The first of the inputs that is given."""
    given = next((inputs[name] for name in names if inputs.get(name) is not None), default)
    return Decimal(str(given))


class Month:
    """A month's contributions, or a year's when `times` is twelve: products of the same rates on a year's bases."""

    def __init__(
        self, inputs: Values, params: Params, pay: Decimal, *, times: int = 1, days: Decimal = MONTH_DAYS
    ) -> None:
        self.law: SocialLaw = params.compiled(social_law)
        self.inputs, self.pay = inputs, pay
        group = str(inputs.get("grupo_cotizacion") or inputs.get("grupo") or LEAST_GROUP)
        is_part_time = inputs.get("jornada") == "parcial" or inputs.get("horas_mes") is not None
        hours = number(inputs, "horas_mes") if is_part_time else None
        month = max(days, MONTH_DAYS) if group in DAILY_GROUPS else MONTH_DAYS
        stay = general_stay(self.law, group=group, days=days, month_days=month, hours=hours, so_far={})
        self.bases = _times(stay, times).bases(pay)

    def lines(self, group: Group) -> dict[str, Decimal]:
        """The side's lines by the vectors' names, with their sum."""
        lines = {NAMES[_name(charge)]: self._amount(charge) for charge in self._charges() if charge.group is group}
        if group is Group.EMPLOYER:
            rate = number(self.inputs, "at_ep_pct") / HUNDRED
            lines["at_ep"] = rounded(self.bases.accident * rate)
        together = lines["contingencias_comunes"] + lines["mei"]
        return {**lines, "total": sum(lines.values(), ZERO), "cc_plus_mei": together}

    def solidarity(self, group: Group) -> Decimal:
        """The contribution on pay above the ceiling."""
        law = self.law.solidarity
        if law is None or not self.bases.surplus:
            return ZERO
        rates = law.employee if group is Group.EMPLOYEE else law.employer
        return sum((rounded(part * rate) for part, rate in zip(self.bases.surplus, rates, strict=True)), ZERO)

    def _charges(self) -> tuple[Charge, ...]:
        return self.law.charges[CONTRACTS[_contract(self.inputs)]]

    def _amount(self, charge: Charge) -> Decimal:
        return rounded(Decimal(getattr(self.bases, charge.base)) * charge.rate)


def _name(charge: Charge) -> str:
    return charge.code.rsplit("_", 1)[0]


def _times(stay: Stay, times: int) -> Stay:
    return Stay(
        days=stay.days * times,
        low=stay.low * times,
        low_accident=stay.low_accident * times,
        high=stay.high * times,
        limits=tuple(limit * times for limit in stay.limits),
    )


def annual_net(inputs: Values, params: Params) -> Values:
    """A year of twelve equal months: contributions of a month times twelve, the year's tax, the net."""
    gross = number(inputs, "annual_gross")
    month = Month(inputs, params, rounded(gross / MONTHS))
    lines = month.lines(Group.EMPLOYEE)
    solidarity = month.solidarity(Group.EMPLOYEE)
    total = lines["total"] + solidarity
    year = _tax(inputs, params, gross, total * MONTHS)
    return {
        "ss_employee": {
            **lines,
            "base_mensual": month.bases.common,
            "solidaridad": solidarity,
            "total_mensual": total,
            "total_anual": total * MONTHS,
        },
        "ss_employer": _employer(month),
        "irpf": _tax_figures(year),
        "neto_anual": gross - total * MONTHS - year.amount,
    }


def _employer(month: Month) -> dict[str, Decimal]:
    lines, solidarity = month.lines(Group.EMPLOYER), month.solidarity(Group.EMPLOYER)
    total = lines["total"] + solidarity
    return {**lines, "solidaridad": solidarity, "total_mensual": total, "total_anual": total * MONTHS}


def _tax(inputs: Values, params: Params, gross: Decimal, contributions: Decimal) -> YearlyTax:
    law = params.compiled(tax_law)
    year = int(inputs.get("year") or params.day.year)
    return yearly_tax(gross, contributions, taxpayer(household_vectors.read(inputs, year), year, law), law)


def _tax_figures(year: YearlyTax) -> dict[str, Decimal]:
    return {
        "rnt": year.net_work,
        "reduccion_art20": year.reduction,
        "base": year.base,
        "minimo_personal_familiar": year.minimum,
        "cuota": year.tax,
        "tipo_pct": year.rate * HUNDRED,
        "importe_anual": year.amount,
    }


def withholding(inputs: Values, params: Params) -> Values:
    """The yearly algorithm alone; contributions are given, or products of the rates on the year's base."""
    gross = number(inputs, "retrib", "annual_gross")
    if inputs.get("cotizaciones") is not None:
        contributions = number(inputs, "cotizaciones")
    else:
        contributions = Month(inputs, params, gross, times=int(MONTHS)).lines(Group.EMPLOYEE)["total"]
    year = _tax(inputs, params, gross, contributions)
    return {**_tax_figures(year), "cotizaciones": contributions, "neto_anual": gross - contributions - year.amount}


def social_lines(inputs: Values, params: Params) -> Values:
    """The lines of a month on a given base."""
    month = Month(inputs, params, number(inputs, "base_mensual"))
    return {"employee": month.lines(Group.EMPLOYEE), "employer": month.lines(Group.EMPLOYER)}


def social_year(inputs: Values, params: Params) -> Values:
    """The lines of a year as products on the year's base; the solidarity contribution is not in them."""
    year = Month(inputs, params, number(inputs, "annual_gross"), times=int(MONTHS))
    sides = {"employee": year.lines(Group.EMPLOYEE), "employer": year.lines(Group.EMPLOYER)}
    return {"base_anual": year.bases.common, **sides}


def social_golden(inputs: Values, params: Params) -> Values:
    """One month by group: base, lines, and the solidarity contribution of a pay that may exceed the base."""
    days = number(inputs, "dias", default=MONTH_DAYS)
    daily = number(inputs, "base_diaria") * days
    pay = number(inputs, "retribucion_mensual", "base", "base_mensual", default=daily)
    month = Month(inputs, params, number(inputs, "base", "base_mensual", default=daily or pay), days=days)
    earned = Month(inputs, params, pay, days=days)
    employee, employer = earned.solidarity(Group.EMPLOYEE), earned.solidarity(Group.EMPLOYER)
    return {
        "base_cotizacion": month.bases.common,
        "base_cc": month.bases.common,
        "base_cp": month.bases.accident,
        "employee": {**month.lines(Group.EMPLOYEE), "solidaridad": employee},
        "employer": {**month.lines(Group.EMPLOYER), "solidaridad": employer},
        "solidaridad_trabajador": employee,
        "solidaridad_empresa": employer,
        "recargo_contrato_corto": month.law.surcharge.value,
    }


def net_fixture(inputs: Values, params: Params) -> Values:
    """A year's net at a withholding rate set by hand."""
    gross = number(inputs, "annual_gross")
    year = Month(inputs, params, gross, times=int(MONTHS))
    lines = year.lines(Group.EMPLOYEE)
    solidarity = year.solidarity(Group.EMPLOYEE)
    tax = rounded(gross * number(inputs, "irpf_pct") / HUNDRED)
    total = lines["total"] + solidarity
    return {**lines, "solidaridad": solidarity, "ss_total": total, "irpf": tax, "neto_anual": gross - total - tax}


def tax_scale(inputs: Values, params: Params) -> Values:
    return {"cuota": scale(number(inputs, "base"), params.compiled(tax_law))}


def tax_truncate(inputs: Values, _: Params) -> Values:
    return {"tipo_pct": truncated(number(inputs, "tipo_raw"))}


KINDS: Mapping[str, Callable[[Values, Params], Values]] = {
    "annual_net_2026": annual_net,
    "ss_lines_2026": social_lines,
    "ss_annual_2025": social_year,
    "ss_golden": social_golden,
    "irpf_withholding": withholding,
    "irpf_exempt": withholding,
    "irpf_scale": tax_scale,
    "irpf_truncate": tax_truncate,
    "net_fixture": net_fixture,
}
HOUSEHOLDS = {"annual_net_2026", "irpf_withholding", "irpf_exempt"}
SOCIAL = {"year", "contrato", "tipo_contrato", "grupo", "grupo_cotizacion", "at_ep_pct", "jornada", "horas_mes"}
READ = {
    "annual_net_2026": SOCIAL | {"annual_gross", "num_pagas"},
    "ss_lines_2026": SOCIAL | {"base_mensual"},
    "ss_annual_2025": SOCIAL | {"annual_gross"},
    "ss_golden": SOCIAL | {"base", "base_mensual", "base_diaria", "dias", "retribucion_mensual"},
    "irpf_withholding": SOCIAL | {"retrib", "annual_gross", "cotizaciones"},
    "irpf_exempt": SOCIAL | {"retrib", "annual_gross", "cotizaciones"},
    "irpf_scale": {"year", "base"},
    "irpf_truncate": {"year", "tipo_raw"},
    "net_fixture": SOCIAL | {"annual_gross", "irpf_pct"},
}
