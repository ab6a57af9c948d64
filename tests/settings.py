"""Settings of the tests: the real ones, with quick hashing, mail kept in memory and files in a temporary place."""

import atexit
import os
import shutil
import tempfile

from smart.environment import load_local_environment

load_local_environment()
os.environ.setdefault("SMART_ENV", "test")

from smart.environment import parse_database_url  # noqa: E402
from smart.settings import *  # noqa: E402, F403
from smart.settings import DATABASES, env  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SCRATCH = tempfile.mkdtemp(prefix="smart-test-")
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
MEDIA_ROOT = os.path.join(SCRATCH, "media")  # noqa: PTH118
STATIC_ROOT = tempfile.mkdtemp(dir=SCRATCH)  # WhiteNoise warns when it is missing
# The test database is made and migrated by the owner; the tests then run as the web role (tests/conftest.py).
DATABASES["default"].update(parse_database_url(env.str("DATABASE_OWNER_URL")))
DATABASES["default"]["OPTIONS"] = {"options": "-c statement_timeout=60s -c lock_timeout=20s"}
ACCOUNT_RATE_LIMITS = False
DATABASES["default"]["TEST"] = {"NAME": "test_smart" + env.str("TEST_SUFFIX", "")}
WORDINGS_LOOKED_AT_EVERY = 0  # a look at the clock’s pleasure would be a query more on some page
WHITENOISE_AUTOREFRESH = True  # otherwise every new browser looks through all static files first
