"""The same models in the same database, served as a project fresh from `wagtail start` would serve them."""

from __future__ import annotations

from benchmarks.settings.ours import *

ROOT_URLCONF = "benchmarks.stock_urls"

# Wagtail's project template, line by line, and the middleware without which allauth, which our models need, does not
# start. The last one is ours: our fields ask who may see a picture or a linked page, and with it they ask once in each
# answer, as they do in our own API. Without it stock would be slower for no fault of its own.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cms.core.middleware.reading.ReadingTogether",
]
# Django's defaults. Memory is the fastest cache there is for the addresses of the site that Wagtail keeps in it.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "limits": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}

# The browsable API of the stock setting costs nothing here: wrk asks for JSON, which comes first.
REST_FRAMEWORK = {}
