"""The entry point of the web processes; production settings unless DJANGO_SETTINGS_MODULE names others."""

import os
import sys

from django.core.wsgi import get_wsgi_application

from cms.settings.env import SettingsError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

try:
    application = get_wsgi_application()
except SettingsError as error:
    sys.exit(f"Wrong setting: {error}")
