"""The portal as in production, for the inventory: hashed and compressed static files, nobody's demo bar on the pages."""

from tests.e2e.settings import *  # noqa: F403
from tests.e2e.settings import STORAGES

DEMO = False
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
WHITENOISE_USE_FINDERS = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WORDINGS_LOOKED_AT_EVERY = 0  # a look at the clock’s pleasure would be a query more on some page
