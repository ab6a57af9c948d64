"""The contracts French law knows and the cooperative uses (Code du travail)."""

from countries.contract import ContractKind
from countries.packs.fr.words import TEXTS

ALWAYS = (
    "dates",
    "declared_in_time",
    "declared_early",
    "overlap",
    "minimum_pay",
    "budget",
    "right_to_work",
    "age",
    "rest",
)
FIXED = (*ALWAYS, "written", "too_long", "renewals")
SHOW = (*ALWAYS, "written", "production", "show_licence", "cachets")


def _kind(
    code: str, status: str, checks: tuple[str, ...], source: str, note: str = "", *, is_open: bool = False
) -> ContractKind:
    return ContractKind(
        code=code,
        label=TEXTS[f"kind.{code}"],
        status=status,
        checks=checks,
        source=source,
        is_fixed_term=not is_open,
        has_payroll=code != "cape",
        note=note,
    )


KINDS = (
    _kind(
        "fixed_term",
        "employee",
        (*FIXED, "motive", "waiting", "part_time"),
        "C. trav. art. L1242-1 to L1242-12",
        "Written, with its motive, given within 2 working days; at most 18 months with 2 renewals; 10 % at the end and 10 % for leave.",
    ),
    _kind(
        "performer",
        "performer",
        SHOW,
        "C. trav. art. L1242-2, 3°, D1242-1 and L7121-3; annex X",
        "Only for jobs on the list; written for each engagement; holiday fund instead of leave; no end-of-contract bonus.",
    ),
    _kind(
        "technician",
        "technician",
        SHOW,
        "C. trav. art. L1242-2, 3° and D1242-1; annex VIII",
        "Only for jobs on the list; written for each engagement; holiday fund instead of leave; no end-of-contract bonus.",
    ),
    _kind(
        "usage",
        "employee",
        (*ALWAYS, "written", "usage_sector"),
        "C. trav. art. L1242-2, 3° and D1242-1",
        "Only in the sectors of the list; no end-of-contract bonus and no waiting time.",
    ),
    _kind("open_ended", "employee", (*ALWAYS, "part_time"), "C. trav. art. L1221-2", is_open=True),
    _kind(
        "cesa",
        "cesa",
        ALWAYS,
        "C. trav. art. L7331-2",
        "Written; objectives, means, contribution, fixed and variable pay; partner within 3 years.",
        is_open=True,
    ),
    _kind(
        "cape",
        "none",
        ("dates", "overlap", "cape_length"),
        "C. com. art. L127-1 ff",
        "No employment and no payslip: support of a project, 12 months renewable twice.",
    ),
    _kind(
        "portage_fixed_term",
        "employee",
        FIXED,
        "C. trav. art. L1254-10 ff; CCN IDCC 3219",
        "At most 18 months; only licensed portage companies with a financial guarantee.",
    ),
    _kind(
        "portage_open_ended",
        "employee",
        ALWAYS,
        "C. trav. art. L1254-1 ff; CCN IDCC 3219",
        "A client mission lasts at most 36 months; only licensed portage companies with a financial guarantee.",
        is_open=True,
    ),
)
