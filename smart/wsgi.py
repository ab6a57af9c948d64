import os

from django.core.wsgi import get_wsgi_application

from smart.environment import load_local_environment

load_local_environment()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smart.settings")
application = get_wsgi_application()
