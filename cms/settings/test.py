"""For pytest: quick, alone, the same on every machine; DATABASE_URL and REDIS_URL choose the engines."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import gettempdir

from cms.settings.base import *
from cms.settings.base import DATABASES, REDIS_URL, USES_POSTGRESQL

SECRET_KEY = "only-for-tests-" + "x" * 40
BASE_URL = WAGTAILADMIN_BASE_URL = WAGTAILAPI_BASE_URL = "http://testserver"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
HTTPS = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SECURE_PROXY_SSL_HEADER = None

DEMO_ACCOUNTS = True
SECOND_FACTOR_REQUIRED = False  # the tests of signing in switch it on
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http://localhost, in the browser
DEMO_PASSWORD = "correct-horse-battery"
API_RATE = None
CHECK_LINKS = False

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# At once, where a test can read it; tests/core/test_mail.py puts the queue back.
EMAIL_BACKEND = POST_OFFICE["BACKENDS"]["default"] = "django.core.mail.backends.locmem.EmailBackend"
# Named after the process, so that two sessions in one checkout do not meet.
MEDIA_ROOT = Path(gettempdir()) / f"servicebanken-test-media-{os.getpid()}"
if USES_POSTGRESQL:
    DATABASES["default"]["TEST"] = {"NAME": f"test_servicebanken_{os.getpid()}"}
else:
    # A file, because the browser tests' server reads and writes from several threads.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(gettempdir()) / f"servicebanken-test-{os.getpid()}.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

if not REDIS_URL:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        "limits": {"BACKEND": "cms.api.memory.ForgetfulCache", "LOCATION": "limits"},
    }
