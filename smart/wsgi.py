import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from smart.environment import load_local_environment

load_local_environment()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smart.settings")
application = get_wsgi_application()
# Read now, once, before gunicorn forks (--preload): two seconds that the first person in each process would wait.
get_resolver().url_patterns  # noqa: B018 (reading it imports every view)
