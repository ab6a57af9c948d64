"""Who pays which contribution: the lines of the worker and of the employer by pension scheme, as rate on a base.

Sources: INPS tables of commerce; D.Lgs. 175/2023 and INPS Circ. 56/2024, 14/2026 for show business (FPLS); INPS
Circ. 27/2026 for the gestione separata. The FPLS employer lines are assembled, no printed table was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from countries.contract import NotCovered, ParameterRef, Params, gettext_noop
from countries.packs.it.law import Refs, part
from countries.packs.it.profiles import APPRENTICE, FPLS, FPLS_SELF, SEPARATE, Profile

FULL, IVS, OVER, CAPPED, ABOVE_BAND = "full", "ivs", "over", "capped", "above_band"
"""Bases: all pay, pay up to the ceiling, pay above it, pay up to the daily cap of sickness, part above the first band."""
WITHOUT_ADDITIONAL = frozenset({"substitution", "seasonal"})
FUNDS = ("naspi", "training", "cuaf")


@dataclass(frozen=True, slots=True)
class Charge:
    """One contribution: rate × base."""

    code: str
    base: str
    rate: Decimal
    refs: Refs


def worker_charges(profile: Profile, facts: Mapping[str, Any], params: Params) -> tuple[Charge, ...]:
    """Return the worker's contributions. `facts` holds the answers of engagement, tax file and employer together."""
    _refuse_dancers(profile, facts)
    return tuple(_worker(profile, facts, params))


def employer_charges(profile: Profile, facts: Mapping[str, Any], params: Params) -> tuple[Charge, ...]:
    """Return the employer's contributions in the order of the payslip, INAIL last."""
    due = [*_employer(profile, facts, params)]
    rate = facts.get("inail_rate")
    if rate and profile.scheme != SEPARATE:
        due.append(Charge("inail", FULL, rate, ()))
    return tuple(due)


def _worker(profile: Profile, facts: Mapping[str, Any], params: Params) -> Iterator[Charge]:
    if profile.scheme == SEPARATE:
        yield _collaborator("separate_worker", facts, params, is_worker=True)
        return
    if profile.scheme == APPRENTICE:
        ref = params.ref("inps.apprentice")
        yield Charge("ivs", FULL, ref.value["employee"], (ref,))
        return
    yield _charge("ivs", IVS, params.ref("fpls.ivs.employee" if profile.is_show else "inps.ivs.employee"))
    ref = params.ref("inps.additional.employee")
    yield Charge("ivs_additional", ABOVE_BAND, ref.value, (ref, params.ref("inps.first_band.month")))
    if profile.is_show:
        solidarity = params.ref("fpls.solidarity")
        yield Charge("solidarity", OVER, solidarity.value["employee"], (solidarity,))
        yield _charge("solidarity_idis", OVER, params.ref("fpls.solidarity_idis.employee"))
    yield from _support(profile, facts, params, is_worker=True)


def _employer(profile: Profile, facts: Mapping[str, Any], params: Params) -> Iterator[Charge]:
    if profile.scheme == SEPARATE:
        yield _collaborator("separate_employer", facts, params, is_worker=False)
    elif profile.scheme == APPRENTICE:
        ref = params.ref("inps.apprentice")
        yield Charge("apprentice_employer", FULL, ref.value["employer"], (ref,))
    elif profile.scheme == FPLS_SELF:
        yield from _show_pension(params)
        yield _charge("idis", FULL, params.ref("fpls.idis.employer"))
        yield _capped("sickness_employer", "fpls.sickness_self.employer", params)
        yield _capped("maternity_employer", "fpls.maternity.employer", params)
    elif profile.scheme == FPLS:
        yield from _show(profile, facts, params)
    else:
        yield _charge("ivs_employer", IVS, params.ref("inps.ivs.employer"))
        for name in (*FUNDS, "sickness", "maternity", "tfr_fund"):
            yield _charge(f"{name}_employer", FULL, params.ref(f"inps.{name}.employer"))
        yield from _additional(profile, facts, params, params.ref("inps.naspi_additional.employer"))
        yield from _support(profile, facts, params, is_worker=False)


def _show(profile: Profile, facts: Mapping[str, Any], params: Params) -> Iterator[Charge]:
    """FPLS employees. Open-ended contracts owe no IDIS unless on call, and no additional NASpI."""
    yield from _show_pension(params)
    if profile.is_fixed or profile.is_on_call:
        yield _charge("idis", FULL, params.ref("fpls.idis.employer"))
    for name in FUNDS:
        yield _charge(f"{name}_employer", FULL, params.ref(f"fpls.{name}.employer"))
    for code, key in (
        ("sickness_employer", "fpls.sickness.employer"),
        ("maternity_employer", "fpls.maternity.employer"),
    ):
        yield _capped(code, key, params) if profile.is_fixed else _charge(code, FULL, params.ref(key))
    yield _charge("tfr_fund_employer", FULL, params.ref("fpls.tfr_fund.employer"))
    yield from _additional(profile, facts, params, params.ref("fpls.naspi_additional.employer"))
    yield from _support(profile, facts, params, is_worker=False)


def _show_pension(params: Params) -> Iterator[Charge]:
    yield _charge("ivs_employer", IVS, params.ref("fpls.ivs.employer"))
    ref = params.ref("fpls.solidarity")
    yield Charge("solidarity_employer", OVER, ref.value["employer"], (ref,))


def _additional(profile: Profile, facts: Mapping[str, Any], params: Params, ref: ParameterRef) -> Iterator[Charge]:
    """Fixed terms pay more for unemployment, and more again at each renewal; not replacements and seasonal work."""
    if not profile.is_fixed or facts.get("reason") in WITHOUT_ADDITIONAL:
        return
    yield _charge("naspi_additional_employer", FULL, ref)
    if renewals := int(facts.get("renewals") or 0):
        step = params.ref("inps.naspi_renewal.employer")
        yield Charge("naspi_renewal_employer", FULL, step.value * renewals, (step,))


def _support(profile: Profile, facts: Mapping[str, Any], params: Params, *, is_worker: bool) -> Iterator[Charge]:
    """FIS and CIGS by the size the cooperative declared."""
    size = facts.get("income_support") or "none"
    if size == "none" or not profile.is_employee:
        return
    ref = params.ref("inps.fis")
    total = ref.value["up_to_5" if size == "fis_up_to_5" else "over_5"]
    parts = ref.value["worker_parts"] if is_worker else ref.value["parts"] - ref.value["worker_parts"]
    yield Charge("fis" if is_worker else "fis_employer", FULL, part(total * parts / ref.value["parts"]), (ref,))
    if size == "fis_and_cigs":
        key = "inps.cigs.employee" if is_worker else "inps.cigs.employer"
        yield _charge("cigs" if is_worker else "cigs_employer", FULL, params.ref(key))


def _collaborator(code: str, facts: Mapping[str, Any], params: Params, *, is_worker: bool) -> Charge:
    has_cover = bool(facts.get("other_pension_cover"))
    ref = params.ref("inps.collaborator_other_cover" if has_cover else "inps.collaborator")
    share = params.ref("inps.collaborator_share")
    parts = share.value["worker_parts"] if is_worker else share.value["parts"] - share.value["worker_parts"]
    return Charge(code, IVS, part(ref.value * parts / share.value["parts"]), (ref, share))


def _charge(code: str, base: str, ref: ParameterRef) -> Charge:
    return Charge(code, base, ref.value, (ref,))


def _capped(code: str, key: str, params: Params) -> Charge:
    """A contribution on pay up to the daily cap of show business."""
    ref = params.ref(key)
    return Charge(code, CAPPED, ref.value, (ref, params.ref("fpls.sickness_cap.day")))


def _refuse_dancers(profile: Profile, facts: Mapping[str, Any]) -> None:
    if profile.is_show and facts.get("profession") == "dancer":
        raise NotCovered(
            "dancers",
            gettext_noop(
                "Dancers pay a pension contribution of their own, whose split between worker and employer is not known "
                "here. Compute this pay with a payroll office."
            ),
        )
