"""The contracts Italian law knows and the cooperative uses."""

from countries.contract import ContractKind
from countries.packs.it.words import TEXTS

SHARED = (
    "dates",
    "declared_the_day_before",
    "overlap",
    "sector_minimum",
    "least_base",
    "daily_rest",
    "budget",
    "right_to_work",
    "age",
)
FIXED = ("dates", "written_before_start", *SHARED[1:])
TERM = ("term_length", "extensions", "stop_and_go")
CALL = ("on_call_allowed", "on_call_days", "call_announced")
SHOW = ("agibilita",)


def _kind(code: str, status: str, checks: tuple[str, ...], source: str, *, is_fixed: bool, note: str) -> ContractKind:
    return ContractKind(
        code=code,
        label=TEXTS[f"kind.{code}"],
        status=status,
        checks=checks,
        source=source,
        is_fixed_term=is_fixed,
        has_payroll=True,
        note=note,
    )


KINDS = (
    _kind(
        "fixed_term",
        "employee",
        (*FIXED, *TERM),
        "D.Lgs. 81/2015 art. 19-29",
        is_fixed=True,
        note="12 months freely, up to 24 with a cause; at most 4 extensions; gaps of 10 or 20 days.",
    ),
    _kind(
        "on_call",
        "employee",
        (*FIXED, *CALL),
        "D.Lgs. 81/2015 art. 13-18",
        is_fixed=True,
        note="Allowed by age or agreement; each call is announced beforehand; 400 days in three years.",
    ),
    _kind(
        "show_fixed_term",
        "performer",
        (*FIXED, *TERM, *SHOW),
        "D.Lgs. C.P.S. 708/1947; D.Lgs. 182/1997; D.Lgs. 81/2015",
        is_fixed=True,
        note="Insured with the FPLS; certificato di agibilità before the performance.",
    ),
    _kind(
        "show_on_call",
        "performer",
        (*FIXED, "call_announced", *SHOW),
        "D.Lgs. C.P.S. 708/1947; D.Lgs. 81/2015 art. 13-18; R.D. 2657/1923",
        is_fixed=True,
        note="On call in show business: no limit of 400 days; the discontinuity contribution is due.",
    ),
    _kind(
        "show_self_employed",
        "self_employed",
        (*FIXED, *SHOW),
        "D.Lgs. C.P.S. 708/1947; D.Lgs. 182/1997",
        is_fixed=True,
        note="Written contract; insured with the FPLS as self-employed; taxed like a collaboration.",
    ),
    _kind(
        "collaboration",
        "collaborator",
        tuple(check for check in FIXED if check not in ("sector_minimum", "least_base", "daily_rest")),
        "c.p.c. art. 409 n. 3; L. 335/1995 art. 2 c. 26",
        is_fixed=True,
        note="Co-co-co: the worker organises the work; gestione separata, one third and two thirds.",
    ),
    _kind("open_ended", "employee", SHARED, "D.Lgs. 81/2015 art. 1", is_fixed=False, note=""),
    _kind(
        "on_call_open",
        "employee",
        (*SHARED, *CALL),
        "D.Lgs. 81/2015 art. 13-18",
        is_fixed=False,
        note="Open-ended on-call work: the usual form in cooperatives of freelancers.",
    ),
    _kind(
        "show_open_ended",
        "performer",
        (*SHARED, *SHOW),
        "D.Lgs. C.P.S. 708/1947; D.Lgs. 81/2015 art. 1",
        is_fixed=False,
        note="FPLS without the discontinuity contribution.",
    ),
    _kind(
        "show_on_call_open",
        "performer",
        (*SHARED, "call_announced", *SHOW),
        "D.Lgs. C.P.S. 708/1947; D.Lgs. 81/2015 art. 13-18; R.D. 2657/1923",
        is_fixed=False,
        note="FPLS with the discontinuity contribution, without the additional NASpI.",
    ),
)
BY_CODE = {kind.code: kind for kind in KINDS}
