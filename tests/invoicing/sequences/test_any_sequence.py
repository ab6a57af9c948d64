"""Whatever people do in whatever order: every euro is somewhere, no activity goes below zero, a replay changes nothing.

`SEQUENCES=300 pytest tests/invoicing/sequences` draws so many stories at random, and a fifth as many with salaries; the books
are proved whole after every step. Without it a few are told, always the same, proved in sums after every step and whole at
the end. `SEQUENCES_TOLD=file` keeps how often each verb was done and refused.
"""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from tests.invoicing.sequences.checks import check_books, check_step
from tests.invoicing.sequences.replay import replay
from tests.invoicing.sequences.story import OFTEN, SALARIES, VERBS, Story, steps
from tests.invoicing.sequences.world import Step

MANY = int(os.environ.get("SEQUENCES", "0"))
TOLD: Counter[str] = Counter()
BEGIN = [Step("issue", 125_000), Step("issue", 80_000, pick=4, early=True)]


def profile(few: int, *, many: int) -> settings:
    return settings(
        max_examples=many or few,
        derandomize=not many,
        deadline=None,
        print_blob=True,
        phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


@pytest.fixture(scope="module", autouse=True)
def _tell() -> Iterator[None]:
    """How often each verb was done or refused, told at the end of a large run."""
    yield
    if MANY:
        Path(os.environ.get("SEQUENCES_TOLD", os.devnull)).write_text(
            f"{TOLD['steps']} steps: {dict(TOLD.most_common())}\n"
        )


check_after_step = check_books if MANY else check_step


def play(inside, drawn) -> None:
    """Play the steps, checking after each, prove the books, ask everything again, and leave nothing behind."""
    sid = transaction.savepoint()
    story = Story(inside)
    try:
        for step in [*BEGIN, *drawn]:
            if story.play(step):
                check_after_step(story)
        check_books(story)
        replay(story)
        check_books(story)
    finally:
        transaction.savepoint_rollback(sid)
        TOLD.update(story.done + story.refused + Counter(steps=len(drawn)))


@given(drawn=steps(OFTEN + VERBS, min_size=4, max_size=12))
@profile(15, many=MANY)
def test_any_sequence_keeps_the_books_true(inside, drawn):
    play(inside, drawn)


@given(drawn=steps(SALARIES + OFTEN + VERBS, min_size=4, max_size=10))
@profile(2, many=MANY // 5)
def test_any_sequence_with_salaries_keeps_the_books_true(inside, drawn):
    earlier = [Step("convert", 40_000), Step("sign"), Step("run_payroll"), Step("pay_salaries")]
    play(inside, [*earlier, *drawn])
