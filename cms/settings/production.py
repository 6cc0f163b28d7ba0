"""Production (`make serve`): debug off, hashed and compressed static files, engines from the environment."""

from __future__ import annotations

from cms.settings.base import *
from cms.settings.base import DEMO_PASSWORD, STORAGES
from cms.settings.env import VAR, env

SECRET_KEY = env.secret_key()
# Only with a password that somebody chose.
DEMO_ACCOUNTS = bool(DEMO_PASSWORD)
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR", default=not DEMO_ACCOUNTS)

STATIC_ROOT = VAR / "static"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
# Source maps are big and read by nobody here.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [
    "jpg", "jpeg", "png", "gif", "webp", "avif", "zip", "gz", "br", "woff", "woff2", "map",
]  # fmt: skip
