"""Small files that machines ask every site for."""

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.core.addresses import absolute_url

DAY = 24 * 3600
SECURITY_CONTACT_IS_CURRENT_FOR = dt.timedelta(days=180)


@require_safe
@cache_control(public=True, max_age=DAY)
def robots(_request: HttpRequest) -> HttpResponse:
    """Everything public may be read by search engines; the admin is no place for them."""
    lines = ["User-agent: *", "Disallow: /admin/", "", f"Sitemap: {absolute_url('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=DAY)
def security(_request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116). The text is current as long as somebody runs the site."""
    midnight = timezone.now().astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    expires = midnight + SECURITY_CONTACT_IS_CURRENT_FOR
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: sv, en",
        f"Canonical: {absolute_url('/.well-known/security.txt')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=DAY)
def favicon(_request: HttpRequest) -> HttpResponse:
    """For browsers and readers that ask without looking at the page."""
    return HttpResponseRedirect(static("img/favicon.svg"))
