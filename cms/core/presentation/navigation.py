"""Header, footer, breadcrumbs and the way between the languages."""

from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.core.visibility import public_pages, public_translations

LANGUAGE_NAMES = dict(settings.LANGUAGES)
HOME_DEPTH, SECTION_DEPTH = 2, 3


class Menu(NamedTuple):
    """What header and footer link to."""

    header: list[Page]
    footer: list[Page]


class Crumb(NamedTuple):
    title: str
    url: str


class LanguageLink(NamedTuple):
    """The way to the same page in another language."""

    code: str
    name: str
    url: str
    translated: bool


def menu(language: str) -> Menu:
    """Sections of the site in one language, in Swedish where that is all there is; in the order of the Swedish tree."""
    pages = (
        public_pages(Page.objects.filter(depth=SECTION_DEPTH)).select_related("locale", "content_type").order_by("path")
    )
    own = {page.translation_key: page for page in pages if page.locale.language_code == language}
    swedish = [page for page in pages if page.locale.language_code == settings.LANGUAGE_CODE]
    sections = [own.get(page.translation_key, page) for page in swedish]
    return Menu(
        header=[page for page in sections if page.show_in_menus],
        footer=[page for page in sections if page.content_type.model == "contentpage"],
    )


def breadcrumbs(page: Page) -> list[Crumb]:
    """The way from the front page down to a page below the second level, the page itself last and without address."""
    if page.depth <= SECTION_DEPTH:
        return []
    ancestors = page.get_ancestors().filter(depth__gt=HOME_DEPTH, live=True)
    trail = [Crumb(_("Front page"), home_path())]
    trail += [Crumb(ancestor.title, ancestor.url) for ancestor in ancestors]
    return [*trail, Crumb(page.title, "")]


def home_path(language: str = "") -> str:
    return f"/{language or get_language() or settings.LANGUAGE_CODE}/"


def search_path() -> str:
    return reverse("search")


def permanent_path(persistent_id: str) -> str:
    """The address that stays when a page moves or changes its name."""
    return reverse("permanent_address", kwargs={"number": _number_of(persistent_id)})


def language_links(page: Any, alternates: dict[str, str] | None = None) -> list[LanguageLink]:
    """One link for each other language: to the page itself, or to the notice that says it is not translated.

    `alternates` (language code → address) is given by views that show no page.
    """
    versions = alternates or {}
    if alternates is None and getattr(page, "translation_key", None):
        versions = {version.locale.language_code: version.url for version in public_translations(page)}
    links = []
    for code, name in settings.LANGUAGES:
        if code != get_language():
            url = versions.get(code) or untranslated_path(page, code)
            links.append(LanguageLink(code, name, url, code in versions))
    return links


def alternates_of(page: Any) -> list[Any]:
    """Public versions of a page for hreflang, empty when there is only one."""
    if not getattr(page, "translation_key", None):
        return []
    versions = public_translations(page)
    return versions if len(versions) > 1 else []


def offers_for(path: str, limit: int = 3) -> list[Page]:
    """Public pages whose address ends like the missing one, or that are other versions of such a page."""
    slug = path.strip("/").rpartition("/")[2][:255]
    if not slug or slug in LANGUAGE_NAMES or "\0" in slug:
        return []
    keys = Page.objects.filter(slug=slug, depth__gt=HOME_DEPTH).values("translation_key")
    return list(
        public_pages(Page.objects.filter(translation_key__in=keys)).select_related("locale").order_by("path")[:limit]
    )


def _number_of(persistent_id: str) -> int:
    return int(persistent_id.removeprefix("sb-"))


def untranslated_path(page: Any, code: str) -> str:
    persistent_id = getattr(page, "persistent_id", "")
    if persistent_id and code != settings.LANGUAGE_CODE:
        with override(code):
            return reverse("untranslated", kwargs={"number": _number_of(persistent_id)})
    return home_path(code)
