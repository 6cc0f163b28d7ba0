"""Where links inside rich text lead: only to what is public, in the language that is being shown.

Wagtail's own handlers link to pages that nobody may see and follow the reader's language instead of the page's (w/
rich_text/pages.py, documents/rich_text).
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.html import escape
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler

from cms.core.addresses import absolute_url, page_path
from cms.core.dependencies import note_shown
from cms.core.rich_text import id_of, links_are_absolute
from cms.core.visibility import public_translation, reading_together


class PublicPageLinks(PageLinkHandler):
    """A link to a page leads to its version in the active language, else to the Swedish one."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        ids = [id_of(attrs.get("id", "")) for attrs in attrs_list]
        with reading_together() as reading:
            reading.learn(ids=(pk for pk in ids if pk is not None))
            targets = [public_translation(pk) for pk in ids]
            return [_opening_tag(page_path(page) if page else "") for page in targets]


class PublicDocumentLinks(DocumentLinkHandler):
    """A link to a file that everybody may fetch."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        ids = [id_of(attrs.get("id", "")) for attrs in attrs_list]
        with reading_together() as reading:
            reading.learn_documents(pk for pk in ids if pk is not None)
            documents = [reading.document(pk) for pk in ids]
            for document in documents:
                if document is not None:
                    note_shown(document)
            return [_opening_tag(document.url if document else "") for document in documents]


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


def _opening_tag(path: str) -> str:
    if not path:
        return "<a>"
    return f'<a href="{escape(absolute_url(path) if links_are_absolute() else path)}">'
