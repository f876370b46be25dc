import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from common.clock import start_clock  # noqa: E402 - its tables need the apps that the line above loads

start_clock(settings.CLOCK_START)
