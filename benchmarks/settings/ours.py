"""As `make serve` runs, with pictures and cache in folders of the benchmark's own."""

from __future__ import annotations

from cms.settings.env import VAR, env
from cms.settings.production import *
from cms.settings.production import CACHES, DATABASES, REDIS_URL, SECRET_KEY  # noqa: F401  mypy reads no stars

# Named after the database: what is cached of one would be wrong in another.
FOLDER = VAR / "bench" / str(DATABASES["default"]["NAME"]).rpartition("/")[2].removesuffix(".sqlite3")
MEDIA_ROOT = VAR / "bench" / "media"
if not REDIS_URL:
    CACHES = {**CACHES, "default": {**CACHES["default"], "LOCATION": FOLDER / "cache"}}

API_RATE = None
ALLOWED_HOSTS = ["127.0.0.1"]
globals().update(env.email())
