"""JSON-LD: what a page is, for search engines (domain E). It is data; no script stands in our pages."""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from cms.core.addresses import absolute_url
from cms.core.choices import LICENCE_URLS
from cms.core.presentation.navigation import Crumb, permanent_path

ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def organisation() -> dict[str, Any]:
    """Who publishes the bank."""
    return {
        "@type": "Organization",
        "@id": absolute_url("/#organization"),
        "name": settings.WAGTAIL_SITE_NAME,
        "url": absolute_url("/"),
        "logo": absolute_url(f"{settings.STATIC_URL}img/favicon.svg"),
    }


def breadcrumb_list(trail: Iterable[Crumb]) -> dict[str, Any]:
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "name": crumb.title,
            **({"item": absolute_url(crumb.url)} if crumb.url else {}),
        }
        for position, crumb in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def about_page(page: Any, kind: str) -> dict[str, Any]:
    """What all kinds of page have in common."""
    data = {
        "@type": kind,
        "@id": absolute_url(permanent_path(page.persistent_id)) if page.persistent_id else "",
        "url": page.full_url,
        "name": page.title,
        "description": page.summary,
        "inLanguage": get_language(),
        "datePublished": page.first_published_at,
        "dateModified": page.last_published_at,
        "license": LICENCE_URLS.get(page.licence, ""),
        "publisher": organisation(),
        "isAccessibleForFree": True,
    }
    return {name: value for name, value in data.items() if value not in (None, "")}


def json_ld(data: Iterable[dict[str, Any]]) -> SafeString:
    """One script element of data, with everything escaped that could end it."""
    document = {"@context": "https://schema.org", "@graph": list(data)}
    text = json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped above
