"""Links inside rich text: only to what is public, in the language that is being shown.

Wagtail's own handlers link to pages that nobody may see and follow the reader's language instead of the page's (w/
rich_text/pages.py, documents/rich_text). HTML pages get paths; the API asks for whole addresses with
``absolute_links()``.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.html import escape
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.models import Page
from wagtail.rich_text import LinkHandler, expand_db_html, extract_references_from_rich_text
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler

from cms.core.addresses import absolute_url, page_path
from cms.core.visibility import is_open, public_translation, reading_together

DEAD_LINK = re.compile(r"<a(?![^>]*\shref=)[^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)

_absolute: ContextVar[bool] = ContextVar("absolute_links", default=False)


@contextmanager
def absolute_links() -> Iterator[None]:
    """Let links inside rich text be whole addresses, for those who read the text somewhere else."""
    token = _absolute.set(True)
    try:
        yield
    finally:
        _absolute.reset(token)


def expand(html: str) -> str:
    """Rich text as it is stored → HTML whose every link leads somewhere."""
    return unwrap_dead_links(expand_db_html(html))


def unwrap_dead_links(html: str) -> str:
    """Keep the words of a link that leads nowhere, and drop the link: its page is not public (any more)."""
    return DEAD_LINK.sub(r"\1", html)


def linked_pages(html: str) -> set[int]:
    """Ids of the pages that a rich text links to."""
    found = (str(key) for model, key, *_path in extract_references_from_rich_text(html) if issubclass(model, Page))
    return {int(key) for key in found if key.isdecimal()}


class PublicPageLinks(PageLinkHandler):
    """A link to a page leads to its version in the active language, else to the Swedish one."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        ids = [_number(attrs) for attrs in attrs_list]
        with reading_together() as reading:
            reading.learn(ids=(pk for pk in ids if pk is not None))
            targets = [public_translation(pk) for pk in ids]
            return [_opening_tag(page_path(page) if page else "") for page in targets]


class PublicDocumentLinks(DocumentLinkHandler):
    """A link to a file that everybody may fetch."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        wanted = {pk for attrs in attrs_list if (pk := _number(attrs)) is not None}
        documents = {document.pk: document for document in _documents(wanted)}
        found = [documents.get(_number(attrs)) for attrs in attrs_list]
        return [_opening_tag(document.url if document else "") for document in found]


class ExternalLinks(LinkHandler):
    """A link to another site says so."""

    identifier = "external"

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, str]) -> str:
        url = attrs["href"]
        ours = urlsplit(url).netloc == urlsplit(settings.BASE_URL).netloc
        return f'<a href="{escape(url)}">' if ours else f'<a href="{escape(url)}" rel="external">'


def register_links(features: FeatureRegistry) -> None:
    """Put our handlers in the place of Wagtail's."""
    for handler in (PublicPageLinks, PublicDocumentLinks, ExternalLinks):
        features.register_link_type(handler)


def _documents(ids: Iterable[int]) -> list:
    documents = DocumentLinkHandler.get_model().objects.filter(pk__in=set(ids)) if ids else []
    return [document for document in documents if is_open(document)]


def _number(attrs: dict[str, str]) -> int | None:
    key = attrs.get("id", "")
    return int(key) if key.isdecimal() else None


def _opening_tag(path: str) -> str:
    if not path:
        return "<a>"
    return f'<a href="{escape(absolute_url(path) if _absolute.get() else path)}">'
