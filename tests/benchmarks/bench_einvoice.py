"""What it costs to judge an e-invoice, and its share in a batch that renders the paper and judges the data.

One processor, its sheets compiled before the clock starts: that happens once in a worker's life and is told apart.
python -m tests.benchmarks.bench_einvoice
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()  # the papers below are models' neighbours

from invoicing.einvoice import profiles  # noqa: E402 - after Django is set up, here and below
from invoicing.einvoice.facturx_pdf import render_facturx_pdf  # noqa: E402
from invoicing.einvoice.verdict import judge  # noqa: E402
from tests.foundation import papers  # noqa: E402
from tests.invoicing.einvoice.cases import case  # noqa: E402
from tests.invoicing.einvoice.conftest import REFERENCE  # noqa: E402

INVOICES = 40
SHARE = 0.50
"""The paper should stay the greater part of the work."""
PROFILES = {"BE": "peppol", "DE": "xrechnung", "FR": "facturx"}


def milliseconds(work: Callable[[], object], *, times: int = INVOICES) -> float:
    """The best of three rounds by the processor's own clock, for one piece of work."""
    rounds = []
    for _ in range(3):
        start = time.process_time()
        for _number in range(times):
            work()
        rounds.append((time.process_time() - start) / times * 1000)
    return min(rounds)


def measure(country: str, *, rules: Path | None) -> str:
    """Judge and render one invoice of the country in its usual profile, and say what each costs."""
    syntax = PROFILES[country]
    xml = profiles.write(case(country, "two_rates"), syntax=syntax)
    start = time.process_time()
    report = judge(xml, profile=syntax, rules_dir=rules)
    compiling = time.process_time() - start
    judging = milliseconds(partial(judge, xml, profile=syntax, rules_dir=rules))
    paper = {"language": "fr", "issued_at": papers.ISSUED_AT, "xml": xml}
    rendering = milliseconds(partial(render_facturx_pdf, "pdf/invoice.html", papers.invoice(), **paper), times=10)
    share = judging / (judging + rendering)
    applied = ", ".join(str(named) for named in report.applied)
    return (
        f"{country} {syntax:<10} judged in {judging:>5.1f} ms, rendered in {rendering:>6.1f} ms, share of judging {share:.2f}"
        f" (ratio {SHARE / share:.1f}); first one {compiling:.1f} s; {applied}"
    )


def main() -> None:
    rules = REFERENCE if REFERENCE.is_dir() else None
    for country in PROFILES:
        print(measure(country, rules=rules))  # noqa: T201
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"One process with all these sheets holds {memory:.0f} MB")  # noqa: T201


if __name__ == "__main__":
    main()
