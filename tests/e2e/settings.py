"""The demo's settings, for a portal of the browser tests' own: mail in its folder, bells that ring for nobody else."""

import os

from smart.settings import *  # noqa: F403
from smart.settings import CELERY_BEAT_SCHEDULE, CELERY_BROKER_TRANSPORT_OPTIONS

EMAIL_FILE_PATH = os.environ["E2E_MAIL"]
CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = os.environ["E2E_PREFIX"]
# Somebody else's test may empty Redis meanwhile: what was rung for in vain is rung for again soon.
CELERY_BEAT_SCHEDULE["reconcile"]["schedule"] = 3.0
