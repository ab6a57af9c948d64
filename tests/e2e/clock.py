"""The day on which the portal of the browser tests lives: as far from the real one as a file says, and ticking.

Only requests and tasks travel; leases, sockets and the process itself stay in real time.
"""

import datetime
import os
from pathlib import Path

import time_machine


def set_clock(file: Path, at: datetime.datetime) -> None:
    """From the next request on, it is `at` (aware)."""
    offset = (at - datetime.datetime.now(tz=datetime.UTC)).total_seconds()
    fresh = file.with_suffix(".new")
    fresh.write_text(str(offset))
    fresh.replace(file)


def travel() -> time_machine.travel:
    """The journey to the portal's now, to start and stop or to use in a `with`."""
    offset = datetime.timedelta(seconds=float(Path(os.environ["E2E_CLOCK"]).read_text()))
    return time_machine.travel(datetime.datetime.now(tz=datetime.UTC) + offset, tick=True)
