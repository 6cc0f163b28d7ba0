"""What the description says of the API as a whole."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.api.endpoints import info
from cms.api.endpoints.base import LANGUAGES, LIMIT, MOST
from cms.api.openapi.schema import Text
from cms.api.parameters import LONGEST_VALUE, MOST_CODES
from cms.core.addresses import absolute_url
from cms.core.choices import Licence

BEHAVIOUR = _(
    "Reading is open: no key, no account, no cookies. Every address takes GET, HEAD and OPTIONS; anything else is "
    "answered 405. An address without its last slash leads to the one with it (301). Unknown parameters and values "
    "are refused, never passed over. Errors are application/problem+json (RFC 9457). Keys may be added to answers at "
    "any time; none is taken away without twelve months' notice by the headers Deprecation and Sunset. Known limits "
    "are in x-limitations."
)
DUTIES = _(
    "Whoever keeps copies removes what a change of action “delete” names, with its pictures and files, at the next "
    "synchronisation. Texts under CC BY and CC BY-SA are shown with a link to html_url; pictures with their credit."
)
LIMITATIONS: tuple[Text, ...] = (
    _("A list shows at most 100 things at a time."),
    _("A parameter is given once, with at most 50 values of at most 2,000 characters in all."),
    _("With an offset, a page may be skipped or repeated when something is published meanwhile; walk by cursor."),
    _("Search and the lists of pictures and files may follow a change some seconds later."),
    _("What is not public is answered as what does not exist."),
)


def about(rate: Any) -> dict[str, Any]:
    """The section ``info``. Its description is in both languages whatever the language of the rest (DOK.06)."""
    home = absolute_url("/")
    return {
        "title": settings.WAGTAIL_SITE_NAME,
        "version": info.VERSION,
        "description": "\n\n".join(_in_language(language) for language in LANGUAGES),
        "termsOfService": absolute_url("/api/v2/api-info"),
        "contact": {"name": settings.WAGTAIL_SITE_NAME, "url": home, "email": settings.DEFAULT_FROM_EMAIL},
        "license": {"name": str(Licence.CC_BY_4_0.label), "url": Licence.CC_BY_4_0.url},
        "x-status": info.STATUS,
        "x-limitations": list(LIMITATIONS),
        "x-limits": {
            "items_default": LIMIT,
            "items_most": MOST,
            "codes_most": MOST_CODES,
            "value_length_most": LONGEST_VALUE,
            "requests": rate.limit if rate else None,
            "seconds": rate.seconds if rate else None,
        },
        "x-sla": {
            "availability": _("No promise is made beyond best effort; 503 says when to come back."),
            "responseTime": _("Ordinary answers come within a second."),
            "support": _("By e-mail to the contact, on working days."),
        },
    }


def _in_language(language: str) -> str:
    with translation.override(language):
        paragraphs: tuple[Promise, ...] = (info.DESCRIPTION, BEHAVIOUR, DUTIES, info.CREDIT)
        return "\n\n".join(str(paragraph) for paragraph in paragraphs)
