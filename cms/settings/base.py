"""What holds however Servicebanken is run. Values from outside come through `cms.settings.env` only."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from corsheaders.defaults import default_headers
from csp.constants import NONE, SELF

from cms.settings.env import ROOT, VAR, Rate, env
from cms.settings.people import *

# --- Where we are -------------------------------------------------------------------------------------------------

BASE_URL = env.base_url()
HTTPS = urlsplit(BASE_URL).scheme == "https"
ALLOWED_HOSTS = env.hosts()
DEBUG = False

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Apps ---------------------------------------------------------------------------------------------------------

OWN_APPS = [
    "cms.core",
    "cms.registers",
    "cms.publishing",
    "cms.editorial",
    "cms.api",
    "cms.demo",
    "home",
    "bank",
    "network",
    "search",
]

INSTALLED_APPS = [
    *OWN_APPS,
    "wagtail_localize",
    # Stands in for wagtail.locales, under the same label.
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.api.v2",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.editorial.apps.UsersConfig",  # wagtail.users, where nobody makes themselves superuser
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "django_filters",
    # For its copy of Swagger UI alone, which /api/v2/docs/ shows from this host.
    "ninja",
    "post_office",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "corsheaders",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "cms.core.middleware.csp.PathCSP",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "cms.api.lifecycle.LifeCycle",
    "cms.api.middleware.PartnerAccess",
    "cms.api.files.PartnerFiles",
    "cms.api.stamped.StampedAnswers",
    "cms.api.apart.Apart",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.core.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cms.editorial.sign_in.middleware.SecondFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.core.middleware.whereabouts.Moved",
    "cms.core.middleware.reading.ReadingTogether",
    "cms.editorial.middleware.NonsenseMiddleware",
    "cms.publishing.middleware.RecordingMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database -----------------------------------------------------------------------------------------------------

DATABASES: dict[str, dict[str, Any]] = {"default": env.database()}
USES_POSTGRESQL = DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"

if USES_POSTGRESQL:
    # Wagtail's search on PostgreSQL needs the search types of this app.
    INSTALLED_APPS.append("django.contrib.postgres")
    DATABASES["default"].update(CONN_MAX_AGE=600, CONN_HEALTH_CHECKS=True)
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
else:
    # Readers never wait for a writer (WAL); a writer takes its lock at once instead of failing half way (IMMEDIATE).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
    }

# --- Cache --------------------------------------------------------------------------------------------------------

REDIS_URL = env.redis_url()
CACHES: dict[str, dict[str, Any]]
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "cms.core.forgiving_cache.ForgivingRedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "servicebanken",
            # A Redis that is gone or slow costs a second at most, and the site works uncached.
            "OPTIONS": {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 1, "SOCKET_TIMEOUT": 1},
        },
        # Counters of the API's limits. Failures are not hidden: cms.api.counters then counts in the process instead.
        "limits": {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "servicebanken-limits",
            "OPTIONS": {"SOCKET_CONNECT_TIMEOUT": 0.5, "SOCKET_TIMEOUT": 0.5},
        },
    }
    DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True
else:
    # Files: shared by web and worker (per-process memory is not), and no database write in a GET.
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR / "cache",
            "OPTIONS": {"MAX_ENTRIES": 5000},
        },
        "limits": {
            "BACKEND": "cms.api.memory.ForgetfulCache",
            "LOCATION": "limits",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        },
    }

# --- Search -------------------------------------------------------------------------------------------------------

ELASTICSEARCH_URL = env.elasticsearch_url()
_ENGINE = "postgresql" if USES_POSTGRESQL else "sqlite"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": f"search.engines.{_ENGINE}"}}

TASKS = {"default": {"BACKEND": "cms.publishing.indexing.IndexOnce"}}

# --- Language and time --------------------------------------------------------------------------------------------

LANGUAGE_CODE = "sv"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale", ROOT / "locale" / "wagtail"]  # the second: Wagtail's texts that lack Swedish
FORMAT_MODULE_PATH = "cms.formats"
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

# --- Files --------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

MEGABYTE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a case study with all its blocks has more than Django's 1,000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * MEGABYTE
FILE_UPLOAD_PERMISSIONS = 0o644

WAGTAILIMAGES_IMAGE_MODEL = "core.CustomImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.core.forms.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif"]  # no SVG: it can carry script
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * MEGABYTE
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000

WAGTAILDOCS_DOCUMENT_MODEL = "core.CustomDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.core.forms.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "csv", "txt"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * MEGABYTE
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # a direct link would go round the privacy of collections

# --- Wagtail ------------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Servicebanken"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_AUTOSAVE_INTERVAL = 10_000  # milliseconds; the stock half second fills the history of a page
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.editorial.approval.publish_reviewed_revision"
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILREDIRECTS_AUTO_CREATE = True
# The public gets a 404 for a closed page, so there is no form for a password.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}

# Both would make an editor's browser call somebody else's server.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False

# A translation is published by its own workflow, never by the act of translating or syncing.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True

# --- API ----------------------------------------------------------------------------------------------------------

WAGTAILAPI_BASE_URL = BASE_URL
WAGTAILAPI_LIMIT_MAX = 100  # the default of 20 is Wagtail's own
WAGTAILAPI_RICH_TEXT_FORMAT = "html"
WAGTAILAPI_SEARCH_ENABLED = True
WAGTAILAPI_DOCS_ENABLED = False
API_RATE: Rate | None = env.rate()
TRUSTED_PROXIES = env.proxies()

REST_FRAMEWORK = {"DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]}

# Reading is open to every origin, without cookies.
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = [*default_headers, "preview-token"]
CORS_EXPOSE_HEADERS = [
    *("ETag", "Last-Modified", "RateLimit", "RateLimit-Policy", "Retry-After", "WWW-Authenticate"),
    *("Deprecation", "Sunset", "Link", "X-Search-Backend"),
]

# --- What browsers are told ---------------------------------------------------------------------------------------

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False  # Wagtail's editor reads it
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = [BASE_URL]

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
# The proxy in front ends TLS and sets this header itself; see docs/operations.md.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the editor's preview is a frame

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        # Films: the players that templates/blocks/video.html loads when the reader asks for it.
        "frame-src": [SELF, "https://www.youtube-nocookie.com", "https://player.vimeo.com"],
        "worker-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [],
    "display-capture": [],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}

# --- Whom we call -------------------------------------------------------------------------------------------------

WEBHOOKS_PORTS = env.ports("WEBHOOKS_PORTS", "443")
# For tests and for trying it: receivers on this machine, also without TLS and on any port.
WEBHOOKS_ALLOW_LOOPBACK = env.flag("WEBHOOKS_ALLOW_LOOPBACK", default=False)

# The worker asks sites that pages link to whether they still answer.
CHECK_LINKS = env.flag("CHECK_LINKS", default=True)

# Nobody without it. What a machine says is published only after a translator has taken it (ADR 41).
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = env.machine_translator(
    key=env.text("MACHINE_TRANSLATOR_KEY"), url=env.text("MACHINE_TRANSLATOR_URL")
)

# Caches in front that are told what has changed.
PURGE_URLS = env.addresses("PURGE_URLS")
PURGE_TOKEN = env.token("PURGE_TOKEN")

# --- Mail and logs ------------------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.sender("EMAIL_FROM", BASE_URL)

# Every message waits in the database until the worker has sent it (cms.core.mail).
EMAIL_BACKEND = "cms.core.mail.EmailBackend"
server = env.email()
POST_OFFICE: dict[str, Any] = {
    "BACKENDS": {"default": server.pop("EMAIL_BACKEND")},
    "BATCH_SIZE": 20,
    # In seconds: other jobs of the worker wait meanwhile.
    "BATCH_DELIVERY_TIMEOUT": 10,
    # A day of tries.
    "MAX_RETRIES": 144,
    "RETRY_INTERVAL": timedelta(minutes=10),
    # Failures only.
    "LOG_LEVEL": 1,
}
globals().update(server)

# Whom to tell of a weakness, in /.well-known/security.txt.
SECURITY_CONTACT = env.contact("SECURITY_CONTACT", f"mailto:security@{urlsplit(BASE_URL).hostname}")

# Plain lines on standard error; nothing that names a visitor, such as an IP address.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers (debug console, mail to admins) are replaced.
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # A missing page is not an event, nor is a request under a name that is not ours.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        "cms": {"level": "INFO"},
        # Says every five seconds that there was nothing to send, by a handler of its own where it finds none.
        "post_office": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
