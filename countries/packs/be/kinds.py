"""The contracts Belgian law knows and the cooperative uses (loi 3/7/1978 on contracts of employment)."""

from countries.contract import ContractKind
from countries.packs.be.words import TEXTS

ALWAYS = (
    "dates",
    "declared_in_time",
    "overlap",
    "minimum_pay",
    "budget",
    "right_to_work",
    "age",
    "rest",
    "shortest_performance",
)
FIXED = ("dates", "same_month", "written_before_start", *ALWAYS[1:])


def _kind(
    code: str,
    status: str,
    checks: tuple[str, ...],
    source: str,
    *,
    is_fixed_term: bool = True,
    note: str = "",
) -> ContractKind:
    return ContractKind(
        code=code,
        label=TEXTS[f"kind.{code}"],
        status=status,
        checks=checks,
        source=source,
        is_fixed_term=is_fixed_term,
        has_payroll=True,
        note=note,
    )


KINDS = (
    _kind(
        "fixed_term",
        "white_collar",
        (*FIXED, "part_time_share", "successive"),
        "loi 3/7/1978 art. 7, 9-10bis",
        note="Written at the latest when work starts; at most 4 in a row of 3 months or more within 2 years.",
    ),
    _kind(
        "fixed_term_worker",
        "blue_collar",
        (*FIXED, "part_time_share", "successive"),
        "loi 3/7/1978 art. 7, 9-10bis",
    ),
    _kind(
        "defined_work",
        "white_collar",
        (*FIXED, "part_time_share"),
        "loi 3/7/1978 art. 7 and 9",
        note="Written before the start; describes the work.",
    ),
    _kind("day", "white_collar", FIXED, "loi 3/7/1978; Dimona with the hour where needed"),
    _kind("artist", "artist", (*FIXED, "successive"), "loi 3/7/1978; ONSS worker code 046, contributions on 108 %"),
    _kind(
        "artist_1bis",
        "artist",
        (*FIXED, "art_work_attestation"),
        "loi 27/6/1969 art. 1bis as changed by the law of 16/12/2022",
        note="No authority link; needs a valid attestation of work in the arts.",
    ),
    _kind(
        "student",
        "student",
        (*FIXED, "student_quota", "student_duration"),
        "loi 3/7/1978 art. 120-130ter",
        note="Written; at most 12 months; solidarity contribution within the yearly quota.",
    ),
    _kind("open_ended", "white_collar", (*ALWAYS, "part_time_share"), "loi 3/7/1978", is_fixed_term=False),
    _kind(
        "amateur_arts",
        "amateur",
        ("dates", "same_month", "overlap", "budget", "amateur_amount", "amateur_days"),
        "loi 16/12/2022, chapter on amateur arts",
        note="No pay: no contributions and no tax within the limits; registered in Working in the Arts beforehand.",
    ),
)
