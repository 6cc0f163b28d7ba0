"""Links: to other sites (marked), to pages that the reader may see, to other languages (named)."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core.rich_text import unwrap_dead_links
from cms.core.visibility import public_translation, reading_together

LINK = re.compile(r"<a\b(?P<attributes>[^>]*)>(?P<text>.*?)</a>", re.IGNORECASE | re.DOTALL)
HREF = re.compile(r"""\bhref=(["'])(?P<url>.*?)\1""", re.IGNORECASE)

LANGUAGE_NOTES = {"sv": gettext_lazy("in Swedish"), "en": gettext_lazy("in English")}


class PublicLink(NamedTuple):
    """A row that points at a page, with the version of that page that the reader gets."""

    row: Any
    page: Page


def is_external(url: str) -> bool:
    """Whether an address leads to another site."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and parts.netloc != urlsplit(settings.BASE_URL).netloc


def external_link(url: str, text: str = "") -> SafeString:
    """A link to another site, marked for the eye and for a screen reader."""
    return format_html(
        '<a class="external" rel="external" href="{}">{}{}</a>', url, text or short_address(url), _mark()
    )


def short_address(url: str) -> str:
    """``www.example.org/page`` for ``https://www.example.org/page/``."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}".rstrip("/") or url


def mark_links(html: str) -> SafeString:
    """Mark the links of expanded rich text that lead to other sites or to the other language; drop the dead ones."""
    return mark_safe(LINK.sub(_marked, unwrap_dead_links(html)))  # noqa: S308 - safe already; only our marks are added


def public_links(rows: Iterable[Any], attribute: str = "target") -> list[PublicLink]:
    """Rows whose page is public, each with that page as the reader gets it."""
    rows = [row for row in rows if getattr(row, f"{attribute}_id", None)]
    with reading_together() as reading:
        reading.learn(keys=(getattr(row, attribute).translation_key for row in rows))
        found = [(row, public_translation(getattr(row, attribute))) for row in rows]
    return [PublicLink(row, page) for row, page in found if page is not None]


def public_versions(pages: Iterable[Page | None]) -> list[Page]:
    """Chosen pages, in their order, as the reader gets them: in the active language, else in Swedish."""
    chosen = [page for page in pages if page is not None]
    with reading_together() as reading:
        reading.learn(keys=(page.translation_key for page in chosen))
        found = [public_translation(page) for page in chosen]
    return [page for page in found if page is not None]


def foreign_language(page: Page | None) -> str:
    """Language of a page that is not in the language of the reader, else an empty string."""
    code = page.locale.language_code if page is not None else ""
    return "" if code == get_language() else code


def _marked(match: re.Match[str]) -> str:
    href = HREF.search(match["attributes"])
    if href is None:
        return match[0]
    url = href["url"]
    if is_external(url):
        return f'<a class="external" rel="external" href="{url}">{match["text"]}{_mark()}</a>'
    language = next((code for code in LANGUAGE_NOTES if url.startswith(f"/{code}/") and code != get_language()), "")
    if language:
        return f'<a hreflang="{language}" href="{url}">{match["text"]} ({LANGUAGE_NOTES[language]})</a>'
    return match[0]


def _mark() -> SafeString:
    return format_html('<span class="visually-hidden"> ({})</span>', _("link to another website"))
